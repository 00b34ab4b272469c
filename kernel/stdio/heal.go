package stdio

import (
	"unicode/utf8"
)

// A healer makes valid UTF-8 of bytes that come in pieces: a rune cut by a piece's end waits for the next piece, and what is no
// UTF-8 at all becomes U+FFFD.
type healer struct {
	held [utf8.UTFMax]byte
	n    int
}

// heal returns the text of p, which it may alias.
func (h *healer) heal(p []byte) []byte {
	if h.n > 0 {
		p = append(append(make([]byte, 0, h.n+len(p)), h.held[:h.n]...), p...)
		h.n = 0
	}
	if cut := unfinished(p); cut > 0 {
		h.n = copy(h.held[:], p[len(p)-cut:])
		p = p[:len(p)-cut]
	}
	if utf8.Valid(p) {
		return p
	}
	return valid(p)
}

// rest gives up on what is held.
func (h *healer) rest() []byte {
	if h.n == 0 {
		return nil
	}
	h.n = 0
	return []byte("\uFFFD")
}

// unfinished counts the bytes at the end of p that begin a rune and do not end it.
func unfinished(p []byte) int {
	for n := 1; n < utf8.UTFMax && n <= len(p); n++ {
		if b := p[len(p)-n]; utf8.RuneStart(b) {
			if b >= utf8.RuneSelf && !utf8.FullRune(p[len(p)-n:]) {
				return n
			}
			return 0
		}
	}
	return 0
}

func valid(p []byte) []byte {
	out := make([]byte, 0, len(p)+8)
	for len(p) > 0 {
		r, size := utf8.DecodeRune(p)
		out = utf8.AppendRune(out, r)
		p = p[size:]
	}
	return out
}
