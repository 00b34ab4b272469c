package bind

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

type kind uint8

const (
	blank  kind = iota // white space and comments
	text               // '…', E'…', $tag$…$tag$
	quoted             // "…"
	number             // 12, 1.5e-3, 0x1f
	ident              // process.parent.name, @timestamp, SELECT
	mark               // ?
	sign               // an operator or a bracket
)

// token is a piece of SQL; the pieces joined are the whole text.
type token struct {
	kind kind
	text string
}

// lex splits SQL into tokens. It never fails: an unfinished string or comment reaches to the end.
func lex(sql string) []token {
	var tokens []token
	for len(sql) > 0 {
		k, n := next(sql)
		tokens = append(tokens, token{k, sql[:n]})
		sql = sql[n:]
	}
	return tokens
}

// next is the kind and the length of the first token of s.
func next(s string) (kind, int) {
	switch c := s[0]; {
	case c == ' ' || c == '\t' || c == '\n' || c == '\r':
		return blank, span(s, func(r rune) bool { return strings.ContainsRune(" \t\r\n", r) })
	case strings.HasPrefix(s, "--"):
		return blank, until(s, "\n", 2)
	case strings.HasPrefix(s, "/*"):
		return blank, comment(s)
	case c == '\'':
		return text, closing(s, 0, '\'', false)
	case (c == 'e' || c == 'E') && strings.HasPrefix(s[1:], "'"):
		return text, closing(s, 1, '\'', true)
	case c == '"':
		return quoted, closing(s, 0, '"', false)
	case c == '$':
		return dollar(s)
	case c == '?':
		return mark, 1
	case c >= '0' && c <= '9':
		return number, numeral(s)
	}
	if n := dotted(s); n > 0 {
		return ident, n
	}
	return sign, operator(s)
}

// closing is the length of a quoted piece that opens at s[from]; a doubled quote is part of it.
func closing(s string, from int, quote byte, backslash bool) int {
	for i := from + 1; i < len(s); i++ {
		switch {
		case backslash && s[i] == '\\':
			i++
		case s[i] == quote && i+1 < len(s) && s[i+1] == quote:
			i++
		case s[i] == quote:
			return i + 1
		}
	}
	return len(s)
}

// comment is the length of a block comment; block comments nest.
func comment(s string) int {
	depth := 0
	for i := 0; i+1 < len(s); i++ {
		switch s[i : i+2] {
		case "/*":
			depth, i = depth+1, i+1
		case "*/":
			depth, i = depth-1, i+1
			if depth == 0 {
				return i + 1
			}
		}
	}
	return len(s)
}

// dollar reads $tag$…$tag$, or $1 and $name, which are signs that stay as they are.
func dollar(s string) (kind, int) {
	n := 1 + span(s[1:], wordRune)
	if n < len(s) && s[n] == '$' {
		tag := s[:n+1]
		return text, until(s, tag, len(tag))
	}
	return sign, n
}

// until is the length of s up to and including end, searched from the byte from on.
func until(s, end string, from int) int {
	if i := strings.Index(s[min(from, len(s)):], end); i >= 0 {
		return from + i + len(end)
	}
	return len(s)
}

func numeral(s string) int {
	n := span(s, func(r rune) bool { return wordRune(r) || r == '.' })
	exponent := n > 0 && (s[n-1] == 'e' || s[n-1] == 'E') && !strings.HasPrefix(s, "0x")
	if exponent && n+1 < len(s) && (s[n] == '-' || s[n] == '+') {
		n += 1 + span(s[n+1:], unicode.IsDigit)
	}
	return n
}

// dotted is the length of a name with its dots: segments of letters, digits, _ and @. It is 0 when s starts with none.
func dotted(s string) int {
	first, _ := utf8.DecodeRuneInString(s)
	n := 0
	if first == '@' || unicode.IsLetter(first) || first == '_' {
		n = span(s, nameRune)
	}
	if n == 1 && first == '@' {
		return 0
	}
	for n > 0 && n+1 < len(s) && s[n] == '.' {
		more := span(s[n+1:], nameRune)
		if more == 0 {
			break
		}
		n += 1 + more
	}
	return n
}

func operator(s string) int {
	for _, op := range []string{"->>", "::", "->", "<=", ">=", "<>", "!=", "==", "||", ":="} {
		if strings.HasPrefix(s, op) {
			return len(op)
		}
	}
	_, n := utf8.DecodeRuneInString(s)
	return n
}

func span(s string, in func(rune) bool) int {
	for i, r := range s {
		if !in(r) {
			return i
		}
	}
	return len(s)
}

func wordRune(r rune) bool { return r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) }

func nameRune(r rune) bool { return r == '@' || wordRune(r) }
