package decode

import (
	"iter"
	"strings"
)

// hint is what the text before a run says about it.
type hint int

const (
	unsaid  hint = iota // nothing
	command             // the argument of powershell -EncodedCommand: base64 of UTF-16LE
	literal             // the argument of FromBase64String
)

const (
	shortestSaid   = 4  // characters of a run whose context says base64
	shortestUnsaid = 16 // of any other
	wrapped        = 40 // characters of a line that may go on in the next one
)

// run is a stretch of characters of base64, with its padding and the line ends inside.
type run struct {
	start, end int
	hint       hint
	url        bool // in the URL alphabet
	dashes     bool // it has - or _
	slashes    bool // it has + or /
}

const (
	alnum = 1 + iota
	dash
	slash
)

var class = classes()

func classes() (c [256]byte) {
	for i := range 26 {
		c['A'+i], c['a'+i] = alnum, alnum
	}
	for i := range 10 {
		c['0'+i] = alnum
	}
	c['-'], c['_'], c['+'], c['/'] = dash, dash, slash, slash
	return c
}

// runs are the stretches of text that are long enough to be looked at.
func runs(text string) iter.Seq[run] {
	return func(yield func(run) bool) {
		for i := 0; i < len(text); {
			if class[text[i]] == 0 {
				i++
				continue
			}
			r := runAt(text, i)
			i = r.end
			if r.end-r.start < shortestSaid {
				continue
			}
			r.hint = hintBefore(text[:r.start])
			if r.hint == unsaid && r.end-r.start < shortestUnsaid {
				continue
			}
			if !yield(r) {
				return
			}
		}
	}
}

// runAt is the run that starts at i.
func runAt(text string, i int) run {
	r := run{start: i}
	line := i // where the present line of it started
	for i < len(text) {
		switch class[text[i]] {
		case alnum:
		case dash:
			r.dashes = true
		case slash:
			r.slashes = true
		default:
			next := afterLineEnd(text, i)
			if i-line < wrapped || next == i || next == len(text) || class[text[next]] == 0 {
				r.end = i + padding(text[i:])
				return r
			}
			line, i = next, next-1
		}
		i++
	}
	r.end = i
	return r
}

// afterLineEnd is where the next line starts; i itself if there is no line end at i.
func afterLineEnd(text string, i int) int {
	if strings.HasPrefix(text[i:], "\r\n") {
		return i + 2
	}
	if text[i] == '\n' {
		return i + 1
	}
	return i
}

func padding(rest string) int {
	n := 0
	for n < 2 && n < len(rest) && rest[n] == '=' {
		n++
	}
	return n
}

// readings are the ways to read a run, likeliest first: as a whole; cut at dashes; cut at slashes too, as in a path.
func (r run) readings(text string) [][]run {
	whole := r
	whole.url = r.dashes && !r.slashes
	out := [][]run{{whole}}
	if r.dashes {
		out = append(out, r.split(text, "-_"))
	}
	if r.slashes {
		out = append(out, r.split(text, "-_/+"))
	}
	return out
}

func (r run) split(text, at string) []run {
	var parts []run
	for start := r.start; start < r.end; {
		end := r.end
		if n := strings.IndexAny(text[start:r.end], at); n >= 0 {
			end = start + n
		}
		if end-start >= shortestUnsaid {
			parts = append(parts, run{start: start, end: end})
		}
		start = end + 1
	}
	return parts
}
