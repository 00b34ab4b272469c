package report

import (
	"go/scanner"
	"go/token"
	"html/template"
	"strings"
)

// highlight colours Go. Text that is no Go keeps every character, only with fewer colours.
func highlight(source string) template.HTML {
	files := token.NewFileSet()
	file := files.AddFile("", -1, len(source))
	var s scanner.Scanner
	s.Init(file, []byte(source), func(token.Position, string) {}, scanner.ScanComments)
	var out strings.Builder
	end := 0
	for {
		pos, tok, text := s.Scan()
		if tok == token.EOF {
			break
		}
		at := file.Offset(pos)
		class := classOf(tok, text)
		if class == "" || at < end || at+len(text) > len(source) || source[at:at+len(text)] != text {
			continue // an implied semicolon, or a literal whose carriage returns the scanner has dropped
		}
		out.WriteString(template.HTMLEscapeString(visible(source[end:at])))
		out.WriteString(`<span class="` + class + `">` + template.HTMLEscapeString(visible(text)) + `</span>`)
		end = at + len(text)
	}
	out.WriteString(template.HTMLEscapeString(visible(source[end:])))
	return template.HTML(out.String())
}

var predeclared = map[string]bool{"true": true, "false": true, "nil": true, "iota": true}

func classOf(tok token.Token, text string) string {
	switch {
	case tok == token.COMMENT:
		return "hc"
	case tok == token.STRING || tok == token.CHAR:
		return "hs"
	case tok == token.INT || tok == token.FLOAT || tok == token.IMAG:
		return "hn"
	case tok.IsKeyword():
		return "hk"
	case tok == token.IDENT && predeclared[text]:
		return "hn"
	}
	return ""
}
