package cell

import (
	"fmt"
	"go/scanner"
	"go/token"
	"strings"
	"unicode/utf8"
)

// kind tells what an item at the top of a cell is.
type kind int

const (
	statement kind = iota
	declaration
	importing
)

// An item is a stretch of a cell's text, from start to end in bytes, that stands at its top level.
type item struct {
	kind       kind
	start, end int
	doc        string // the comment above it, without its markers
	list       bool   // a list of expressions, which is no statement of Go
}

// A split is a cell's text cut into items.
type split struct {
	items  []item
	hidden bool // the cell ends in a semicolon that was typed
	errs   Errors
	open   []bracket // brackets that were never closed
}

type bracket struct {
	tok token.Token
	off int
}

type lexeme struct {
	tok token.Token
	off int
	lit string
}

func (l lexeme) end() int {
	if l.lit != "" {
		return l.off + len(l.lit)
	}
	return l.off + len(l.tok.String())
}

// splitCell cuts at the semicolons, typed or implied, that are outside of all brackets.
func splitCell(src string) *split {
	c := &cutter{src: src, split: &split{}}
	for _, l := range c.scan() {
		c.take(l)
	}
	c.cut(lexeme{token.SEMICOLON, len(src), "\n"})
	if n := len(c.split.open); n > 0 && len(c.split.errs) == 0 {
		b := c.split.open[n-1]
		c.fail(b.off, fmt.Sprintf("this %s is never closed", b.tok), "")
	}
	return c.split
}

// A cutter is the state of splitCell.
type cutter struct {
	src     string
	split   *split
	pending []lexeme
	comment []lexeme // the comments since the last item
	doc     string   // those right above the item that is being read
	prev    lexeme
	header  bool // between if, for or switch and its block, where semicolons end nothing
}

func (c *cutter) scan() []lexeme {
	fset := token.NewFileSet()
	file := fset.AddFile("", -1, len(c.src))
	var s scanner.Scanner
	s.Init(file, []byte(c.src), func(p token.Position, msg string) { c.fail(p.Offset, msg, "") }, scanner.ScanComments)
	var all []lexeme
	for {
		pos, tok, lit := s.Scan()
		if tok == token.EOF {
			return all
		}
		all = append(all, lexeme{tok, file.Offset(pos), lit})
	}
}

func (c *cutter) take(l lexeme) {
	if l.tok == token.COMMENT {
		c.comment = append(c.comment, l)
		return
	}
	if l.tok == token.PERIOD && c.prev.tok == token.SEMICOLON && c.prev.lit == "\n" {
		c.fail(l.off, "a line cannot start with a dot: Go ended the statement on the line above", "end the line above with the dot")
	}
	if len(c.split.open) == 0 && l.tok == token.SEMICOLON && !c.header {
		c.split.hidden = l.lit == ";" || c.split.hidden && len(c.pending) == 0
		c.cut(l)
		c.prev = l
		return
	}
	if len(c.pending) == 0 {
		c.doc = c.docAbove(l.off)
		c.comment = nil
	}
	c.headers(l)
	c.brackets(l)
	c.pending = append(c.pending, l)
	c.prev = l
}

func (c *cutter) headers(l lexeme) {
	if len(c.split.open) > 0 {
		return
	}
	switch l.tok {
	case token.IF, token.FOR, token.SWITCH:
		c.header = true
	case token.LBRACE:
		c.header = false
	}
}

var closing = map[token.Token]token.Token{token.RPAREN: token.LPAREN, token.RBRACE: token.LBRACE, token.RBRACK: token.LBRACK}

func (c *cutter) brackets(l lexeme) {
	switch l.tok {
	case token.LPAREN, token.LBRACE, token.LBRACK:
		c.split.open = append(c.split.open, bracket{l.tok, l.off})
	case token.RPAREN, token.RBRACE, token.RBRACK:
		n := len(c.split.open)
		switch {
		case n == 0:
			c.fail(l.off, fmt.Sprintf("this %s closes nothing", l.tok), "")
		case c.split.open[n-1].tok != closing[l.tok]:
			b := c.split.open[n-1]
			c.fail(l.off, fmt.Sprintf("this %s does not close the %s of line %d", l.tok, b.tok, lineOf(c.src, b.off)), "")
			c.split.open = c.split.open[:n-1]
		default:
			c.split.open = c.split.open[:n-1]
		}
	}
}

// cut ends the item that is being read, with its semicolon if that was typed.
func (c *cutter) cut(semicolon lexeme) {
	if len(c.pending) == 0 {
		return
	}
	end := c.pending[len(c.pending)-1].end()
	if semicolon.lit == ";" {
		end = semicolon.end()
	}
	first := c.pending[0]
	it := item{kind: kindOf(c.pending), start: first.off, end: end, doc: c.doc, list: isList(c.pending)}
	if first.tok == token.PACKAGE {
		c.fail(first.off, "a cell has no package clause", "leave this line out")
	}
	c.split.items = append(c.split.items, it)
	c.pending, c.comment, c.header = nil, nil, false
}

func kindOf(ls []lexeme) kind {
	switch ls[0].tok {
	case token.IMPORT:
		return importing
	case token.TYPE, token.CONST:
		return declaration
	case token.FUNC:
		if declaresFunc(ls) {
			return declaration
		}
	}
	return statement
}

// isList tells whether the tokens are expressions with commas between them: v, ok.
func isList(ls []lexeme) bool {
	if ls[0].tok.IsKeyword() {
		return false
	}
	depth, commas := 0, 0
	for _, l := range ls {
		switch l.tok {
		case token.LPAREN, token.LBRACE, token.LBRACK:
			depth++
		case token.RPAREN, token.RBRACE, token.RBRACK:
			depth--
		case token.COMMA:
			if depth == 0 {
				commas++
			}
		}
		if depth == 0 && (l.tok == token.DEFINE || l.tok == token.ASSIGN || l.tok >= token.ADD_ASSIGN && l.tok <= token.AND_NOT_ASSIGN) {
			return false
		}
	}
	return commas > 0
}

// declaresFunc tells a function or method from a function literal: a name follows func, or the receiver's parentheses.
func declaresFunc(ls []lexeme) bool {
	if len(ls) < 2 || ls[1].tok == token.IDENT {
		return len(ls) >= 2
	}
	depth := 0
	for i, l := range ls[1:] {
		switch l.tok {
		case token.LPAREN:
			depth++
		case token.RPAREN:
			depth--
		}
		if depth == 0 {
			rest := ls[i+2:]
			return len(rest) > 1 && rest[0].tok == token.IDENT && (rest[1].tok == token.LPAREN || rest[1].tok == token.LBRACK)
		}
	}
	return false
}

// docAbove joins the comments that end on the line before the offset.
func (c *cutter) docAbove(off int) string {
	line := lineOf(c.src, off)
	var lines []string
	for i := len(c.comment) - 1; i >= 0; i-- {
		l := c.comment[i]
		if lineOf(c.src, l.off+len(l.lit)) != line-1 {
			break
		}
		line = lineOf(c.src, l.off)
		lines = append([]string{commentText(l.lit)}, lines...)
	}
	return strings.Join(lines, "\n")
}

func commentText(lit string) string {
	if t, ok := strings.CutPrefix(lit, "//"); ok {
		return strings.TrimPrefix(t, " ")
	}
	return strings.TrimSpace(strings.TrimSuffix(strings.TrimPrefix(lit, "/*"), "*/"))
}

func (c *cutter) fail(off int, msg, hint string) {
	line, col := place(c.src, off)
	c.split.errs = append(c.split.errs, Error{Line: line, Col: col, Msg: msg, Hint: hint})
}

func lineOf(src string, off int) int {
	return 1 + strings.Count(src[:min(off, len(src))], "\n")
}

// place gives line and column, in characters, both from 1, of a byte offset.
func place(src string, off int) (line, col int) {
	off = max(0, min(off, len(src)))
	start := strings.LastIndexByte(src[:off], '\n') + 1
	return lineOf(src, off), 1 + utf8.RuneCountInString(src[start:off])
}

// blank replaces everything outside of the items of a kind by spaces, so that what is left keeps its offsets.
func blank(src string, items []item, k kind) string {
	b := []byte(src)
	next := 0
	clear := func(to int) {
		for i := next; i < to; i++ {
			if b[i] != '\n' {
				b[i] = ' '
			}
		}
	}
	for _, it := range items {
		if it.kind == k {
			clear(it.start)
			next = it.end
		}
	}
	clear(len(b))
	return string(b)
}
