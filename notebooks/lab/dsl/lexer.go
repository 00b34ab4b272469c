package dsl

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// kind is a token's kind in query_string's grammar.
type kind int

const (
	eof kind = iota
	and
	or
	not
	plus
	minus
	bare // an operator with a blank behind it, which is a plain word
	leftParen
	rightParen
	colon
	star
	caret // boost, with its number
	quoted
	term
	tilde // fuzzy or slop, with its number
	prefix
	wild
	regex
	interval // a whole range: [a TO b}
)

// token is one token: where it stands and its text, of quoted, regex and interval without the delimiters.
type token struct {
	kind   kind
	text   string
	column int
	from   string // interval: its ends as written
	to     string
	open   [2]bool // interval: whether an end is left out of it
	quote  [2]bool // interval: whether an end was quoted
}

type lexer struct {
	text   string
	at     int
	tokens []token
}

// lex cuts a query string into tokens; the last one is eof.
func lex(text string) ([]token, error) {
	l := &lexer{text: text}
	for {
		l.blanks()
		if l.at == len(text) {
			l.tokens = append(l.tokens, token{kind: eof, text: "<EOF>", column: l.at})
			return l.tokens, nil
		}
		t, err := l.next()
		if err != nil {
			return nil, err
		}
		l.tokens = append(l.tokens, t)
	}
}

func (l *lexer) blanks() {
	for l.at < len(l.text) {
		r, size := utf8.DecodeRuneInString(l.text[l.at:])
		if !isBlank(r) {
			return
		}
		l.at += size
	}
}

func isBlank(r rune) bool { return strings.ContainsRune(" \t\n\r\u3000", r) }

var singles = map[byte]kind{'(': leftParen, ')': rightParen, ':': colon, '+': plus, '-': minus, '!': not}

func (l *lexer) next() (token, error) {
	start, c := l.at, l.text[l.at]
	switch c {
	case '(', ')', ':', '+', '-', '!':
		l.at++
		k := singles[c]
		if (k == plus || k == minus || k == not) && l.at < len(l.text) && isBlank(rune(l.text[l.at])) {
			k = bare
		}
		return token{kind: k, text: string(c), column: start}, nil
	case '"':
		return l.delimited('"', quoted)
	case '/':
		return l.delimited('/', regex)
	case '[', '{':
		return l.interval()
	case '^', '~':
		return l.number(), nil
	case ']', '}':
		return token{}, l.lexical(start)
	}
	return l.word()
}

func (l *lexer) lexical(at int) error {
	if at >= len(l.text) {
		return fmt.Errorf("Lexical error at line 1, column %d.  Encountered: <EOF>", at+1)
	}
	r, _ := utf8.DecodeRuneInString(l.text[at:])
	return fmt.Errorf("Lexical error at line 1, column %d.  Encountered: %q (%d)", at+1, string(r), r)
}

// delimited reads a quoted text or a regular expression up to its unescaped end.
func (l *lexer) delimited(end byte, k kind) (token, error) {
	start := l.at
	for i := start + 1; i < len(l.text); i++ {
		switch l.text[i] {
		case '\\':
			i++
		case end:
			l.at = i + 1
			return token{kind: k, text: l.text[start+1 : i], column: start}, nil
		}
	}
	return token{}, l.lexical(len(l.text))
}

// number reads ^ or ~ and the digits behind it.
func (l *lexer) number() token {
	start, k := l.at, caret
	if l.text[start] == '~' {
		k = tilde
	}
	l.at++
	for l.at < len(l.text) && strings.IndexByte("0123456789.", l.text[l.at]) >= 0 {
		l.at++
	}
	return token{kind: k, text: l.text[start+1 : l.at], column: start}
}

// word reads an operator in letters, a term, a prefix, a pattern or a lone star.
func (l *lexer) word() (token, error) {
	start := l.at
	patterns := 0 // how many unescaped * and ? it has
	for l.at < len(l.text) {
		r, size := utf8.DecodeRuneInString(l.text[l.at:])
		if r == '\\' {
			if l.at+1 == len(l.text) {
				return token{}, l.lexical(len(l.text))
			}
			_, next := utf8.DecodeRuneInString(l.text[l.at+1:])
			size += next
		} else if r == '*' || r == '?' {
			patterns++
		} else if isBlank(r) || strings.ContainsRune(`!():^[]"{}~/`, r) {
			break
		}
		l.at += size
	}
	text := l.text[start:l.at]
	return token{kind: wordKind(text, patterns), text: text, column: start}, nil
}

func wordKind(text string, patterns int) kind {
	switch {
	case text == "AND" || text == "&&":
		return and
	case text == "OR" || text == "||":
		return or
	case text == "NOT":
		return not
	case text == "*":
		return star
	case patterns == 0:
		return term
	case patterns == 1 && strings.HasSuffix(text, "*") && !strings.HasSuffix(text, `\*`):
		return prefix
	}
	return wild
}

// interval reads a range: [ or {, an end, TO, an end, ] or }.
func (l *lexer) interval() (token, error) {
	t := token{kind: interval, column: l.at}
	t.open[0] = l.text[l.at] == '{'
	l.at++
	var err error
	if t.from, t.quote[0], err = l.end(); err != nil {
		return t, err
	}
	to, _, err := l.end()
	if err != nil || to != "TO" {
		return t, fmt.Errorf("Encountered %q at line 1, column %d. Was expecting: \"TO\"", to, l.at)
	}
	if t.to, t.quote[1], err = l.end(); err != nil {
		return t, err
	}
	l.blanks()
	if l.at == len(l.text) || (l.text[l.at] != ']' && l.text[l.at] != '}') {
		return t, fmt.Errorf("Encountered <EOF> at line 1, column %d. Was expecting one of: \"]\" \"}\"", l.at)
	}
	t.open[1] = l.text[l.at] == '}'
	l.at++
	return t, nil
}

// end reads one end of a range: quoted text, or anything up to a blank or a bracket.
func (l *lexer) end() (text string, quote bool, err error) {
	l.blanks()
	if l.at < len(l.text) && l.text[l.at] == '"' {
		t, err := l.delimited('"', quoted)
		return t.text, true, err
	}
	start := l.at
	for l.at < len(l.text) && !strings.ContainsRune(" \t\n\r]}", rune(l.text[l.at])) {
		l.at++
	}
	if start == l.at {
		return "", false, l.lexical(l.at)
	}
	return l.text[start:l.at], false, nil
}
