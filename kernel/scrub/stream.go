package scrub

import "strings"

// A Stream scrubs a text that comes in pieces: a secret cut by a piece's end is found all the same. It is for one goroutine.
type Stream struct {
	s    *Scrubber
	held string // may be the beginning of a secret
}

// NewStream begins a text.
func (s *Scrubber) NewStream() *Stream { return &Stream{s: s} }

// Write takes the next piece and returns what may go out: all but an end that a secret may begin with.
func (st *Stream) Write(piece string) string {
	patterns := st.s.known()
	if len(patterns) == 0 && st.held == "" {
		return piece
	}
	text := st.held + piece
	spans := find(text, patterns)
	cut := len(text) - beginning(text, patterns)
	if n := len(spans); n > 0 && spans[n-1].to > cut {
		cut = spans[n-1].to
	}
	st.held = text[cut:]
	return mask(text[:cut], spans)
}

// Flush ends the text and returns what was held back.
func (st *Stream) Flush() string {
	text := st.held
	st.held = ""
	return st.s.Text(text)
}

// beginning is the length of the longest end of t that a pattern begins with.
func beginning(t string, patterns []string) int {
	longest := 0
	for _, p := range patterns {
		for n := min(len(p)-1, len(t)); n > longest; n-- {
			if strings.HasSuffix(t, p[:n]) {
				longest = n
				break
			}
		}
	}
	return longest
}
