// Package scrub takes known secrets out of text before it leaves the process.
//
// In the flow it stands last before the wire: session adds every secret that hunt is given, and passes streams, results,
// tracebacks, history and completions through it. It finds a secret as it is, in base64 (standard and URL alphabet, also inside
// a longer text), percent-encoded, and escaped as in JSON or in a Go string, and puts Mask in its place.
//
// The standard library only: the patterns are few, and strings.Index is faster than any automaton for few patterns.
package scrub

import (
	"errors"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
)

// Mask stands where a secret was.
const Mask = "••••"

// MinLength is the shortest secret, in bytes, that can be scrubbed.
const MinLength = 4

// ErrShort refuses a secret: replacing it everywhere would destroy text that has nothing to do with it.
var ErrShort = errors.New("scrub: a secret shorter than 4 bytes can't be kept out of outputs: it would be found in ordinary text; use a longer one")

// A Scrubber knows secrets. The zero value knows none. Its methods may be called from several goroutines.
type Scrubber struct {
	mu       sync.Mutex
	patterns atomic.Pointer[[]string]
}

// Add makes secret known from now on. White space around it does not count. It returns ErrShort for one that is too short
// (and knows nothing new then), nil otherwise; an empty one is nothing.
func (s *Scrubber) Add(secret string) error {
	secret = strings.TrimSpace(secret)
	if secret == "" {
		return nil
	}
	if len(secret) < MinLength {
		return ErrShort
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	all := append(slices.Clone(s.known()), forms(secret)...)
	slices.Sort(all)
	all = slices.Compact(all)
	s.patterns.Store(&all)
	return nil
}

func (s *Scrubber) known() []string {
	if p := s.patterns.Load(); p != nil {
		return *p
	}
	return nil
}

// Text is t with Mask for every known secret.
func (s *Scrubber) Text(t string) string {
	return mask(t, find(t, s.known()))
}

// span is a stretch of a text: bytes [from, to).
type span struct{ from, to int }

// find returns where patterns stand in t: overlapping and touching stretches joined, in order.
func find(t string, patterns []string) []span {
	var spans []span
	for _, p := range patterns {
		for at := 0; ; {
			i := strings.Index(t[at:], p)
			if i < 0 {
				break
			}
			spans = append(spans, span{at + i, at + i + len(p)})
			at += i + 1
		}
	}
	return joined(spans)
}

func joined(spans []span) []span {
	if len(spans) < 2 {
		return spans
	}
	slices.SortFunc(spans, func(a, b span) int { return a.from - b.from })
	out := spans[:1]
	for _, s := range spans[1:] {
		if last := &out[len(out)-1]; s.from < last.to {
			last.to = max(last.to, s.to)
		} else {
			out = append(out, s)
		}
	}
	return out
}

func mask(t string, spans []span) string {
	if len(spans) == 0 {
		return t
	}
	var b strings.Builder
	at := 0
	for _, s := range spans {
		b.WriteString(t[at:s.from])
		b.WriteString(Mask)
		at = s.to
	}
	b.WriteString(t[at:])
	return b.String()
}
