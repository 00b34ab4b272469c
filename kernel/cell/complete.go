package cell

import (
	"go/ast"
	"go/token"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Completion is what could be written at a place: the text from Start to End, byte offsets, may be replaced by the
// Text of any of the Matches.
type Completion struct {
	Matches    []Match
	Start, End int
}

// A Match is one completion. Type is one of "function", "method", "field", "variable", "constant", "type", "package",
// "keyword", "builtin" or "path".
type Match struct{ Text, Type string }

// Complete lists what could be written at the cursor, a byte offset in src: members of what stands before a dot, by its
// type, else names in scope; inside an import, paths. The text need not be finished.
func (s *Session) Complete(src string, cursor int) (c Completion) {
	s.mu.Lock()
	defer s.mu.Unlock()
	cursor = max(0, min(cursor, len(src)))
	defer func() {
		if recover() != nil { // of go/types on half a text: no completion, no harm
			c = Completion{Start: cursor, End: cursor}
		}
		s.forgetMethods()
	}()
	if start, ok := inImport(src[:cursor]); ok {
		return completePath(src[start:cursor], start, cursor)
	}
	start, end := wordAt(src, cursor)
	c = Completion{Start: start, End: end}
	if inText(src[:cursor]) {
		return Completion{Start: cursor, End: cursor}
	}
	l := s.looking(0, finished(src, start, end))
	id := l.find(func(id *ast.Ident) bool { return id.Name == placeholder })
	if id == nil {
		return c
	}
	c.Matches = matching(src[start:cursor], l.candidates(id))
	return c
}

// finished puts the placeholder in the place of the word. If the text does not parse with it, what follows is left out
// and what is open is closed.
func finished(src string, start, end int) string {
	text := src[:start] + placeholder + src[end:]
	if whole(text) {
		return text
	}
	return closed(src[:start] + placeholder)
}

// wordAt gives the identifier that the offset is in or at the end of.
func wordAt(src string, at int) (start, end int) {
	start, end = at, at
	for start > 0 {
		r, n := utf8.DecodeLastRuneInString(src[:start])
		if !isWord(r) {
			break
		}
		start -= n
	}
	for end < len(src) {
		r, n := utf8.DecodeRuneInString(src[end:])
		if !isWord(r) {
			break
		}
		end += n
	}
	return start, end
}

func isWord(r rune) bool { return r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) }

// inImport tells whether a text ends inside the path of an import, and where the path begins.
func inImport(src string) (start int, ok bool) {
	c := &cutter{src: src, split: &split{}}
	all := c.scan()
	for i, l := range all {
		if i < len(all)-1 || l.tok != token.SEMICOLON { // the last one is implied by the end of the text
			c.take(l)
		}
	}
	n := len(c.pending)
	if n == 0 || c.pending[0].tok != token.IMPORT {
		return 0, false
	}
	last := lastString(c.pending)
	if last == nil || last.off+len(last.lit) != len(src) || len(last.lit) > 1 && strings.HasSuffix(last.lit, `"`) {
		return 0, false
	}
	return last.off + 1, true
}

func lastString(ls []lexeme) *lexeme {
	for i := len(ls) - 1; i >= 0; i-- {
		if ls[i].tok == token.STRING {
			return &ls[i]
		}
		if ls[i].tok != token.SEMICOLON {
			return nil
		}
	}
	return nil
}

// inText tells whether a text ends inside a string or comment, where nothing is completed.
func inText(src string) bool {
	for _, e := range splitCell(src).errs {
		if strings.HasSuffix(e.Msg, "not terminated") {
			return true
		}
	}
	last := src[strings.LastIndexByte(src, '\n')+1:]
	all := (&cutter{src: last, split: &split{}}).scan()
	return len(all) > 0 && all[len(all)-1].tok == token.COMMENT && strings.HasPrefix(all[len(all)-1].lit, "//")
}

func completePath(prefix string, start, end int) Completion {
	c := Completion{Start: start, End: end}
	for _, p := range importable() {
		if strings.HasPrefix(p, prefix) {
			c.Matches = append(c.Matches, Match{p, "path"})
		}
	}
	return c
}

// matching keeps the candidates that begin with a prefix, those in the same case first.
func matching(prefix string, ms []Match) []Match {
	var out []Match
	seen := map[string]bool{}
	for _, m := range ms {
		if len(m.Text) >= len(prefix) && strings.EqualFold(m.Text[:len(prefix)], prefix) && !seen[m.Text] {
			seen[m.Text] = true
			out = append(out, m)
		}
	}
	sort.SliceStable(out, func(i, j int) bool {
		a, b := out[i], out[j]
		if x, y := strings.HasPrefix(a.Text, prefix), strings.HasPrefix(b.Text, prefix); x != y {
			return x
		}
		if (a.Type == "keyword") != (b.Type == "keyword") {
			return b.Type == "keyword"
		}
		return a.Text < b.Text
	})
	return out
}
