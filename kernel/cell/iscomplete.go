package cell

import (
	"go/parser"
	"go/scanner"
	"go/token"
	"strings"
)

// IsComplete tells whether a text is a whole cell: "complete", "incomplete" (more must follow, a line indented by
// indent) or "invalid".
func IsComplete(src string) (status, indent string) {
	s := splitCell(src)
	depth := len(s.open)
	for _, e := range s.errs {
		if !openEnded(e.Msg) {
			return "invalid", ""
		}
		if e.Msg == "raw string literal not terminated" || e.Msg == "comment not terminated" {
			return "incomplete", ""
		}
	}
	if depth > 0 || s.wantsMore(src) {
		return "incomplete", strings.Repeat("\t", depth+continued(src, depth))
	}
	if !s.parses(src) {
		return "invalid", ""
	}
	return "complete", ""
}

// openEnded: faults that more text can mend.
func openEnded(msg string) bool {
	return strings.HasSuffix(msg, "is never closed") || strings.HasSuffix(msg, "not terminated") && !strings.HasPrefix(msg, "string") && !strings.HasPrefix(msg, "rune")
}

// wantsMore: the last token is one after which Go does not end a statement.
func (s *split) wantsMore(src string) bool {
	tok := lastToken(src)
	return tok.IsOperator() && !endsStatement(tok) || tok == token.FUNC || tok == token.IMPORT || tok == token.VAR || tok == token.TYPE || tok == token.CONST
}

func endsStatement(t token.Token) bool {
	switch t {
	case token.RPAREN, token.RBRACE, token.RBRACK, token.SEMICOLON, token.INC, token.DEC, token.ILLEGAL:
		return true
	}
	return false
}

// continued: a line that ends in an operator goes on one step deeper.
func continued(src string, depth int) int {
	t := lastToken(src)
	if depth == 0 && t.IsOperator() && !endsStatement(t) {
		return 1
	}
	return 0
}

// lastToken gives the last token of a text that was typed, leaving comments and implied semicolons out.
func lastToken(src string) token.Token {
	fset := token.NewFileSet()
	file := fset.AddFile("", -1, len(src))
	var s scanner.Scanner
	s.Init(file, []byte(src), func(token.Position, string) {}, 0)
	last := token.SEMICOLON
	for {
		_, tok, lit := s.Scan()
		if tok == token.EOF {
			return last
		}
		if tok != token.SEMICOLON || lit == ";" {
			last = tok
		}
	}
}

// parses tells whether declarations and statements have no syntax error.
func (s *split) parses(src string) bool {
	for _, part := range []struct {
		k          kind
		lead, tail string
	}{{importing, declLead, ""}, {declaration, declLead, ""}, {statement, bodyLead, "\n}"}} {
		text := part.lead + blank(src, s.items, part.k) + part.tail
		if _, err := parser.ParseFile(token.NewFileSet(), "", text, parser.SkipObjectResolution); err != nil {
			return false
		}
	}
	return true
}
