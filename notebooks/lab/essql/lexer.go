package essql

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"gohunt/notebooks/lab/refusal"
)

// kind is a token's kind.
type kind int

const (
	end kind = iota
	word
	quotedName
	text
	number
	parameter
	symbol
)

// token is one token and where it stands.
type token struct {
	kind  kind
	text  string // of a name or a string without its quotes
	start int    // byte offsets in the statement
	stop  int
}

// upper returns a word in capitals; of anything else nothing.
func (t token) upper() string {
	if t.kind == word {
		return strings.ToUpper(t.text)
	}
	return ""
}

type lexer struct {
	sql string
	at  int
}

// lex cuts a statement into tokens, of which the last is end.
func lex(sql string) ([]token, error) {
	l := &lexer{sql: sql}
	var tokens []token
	for {
		if err := l.skip(); err != nil {
			return nil, err
		}
		t, err := l.next()
		if err != nil {
			return nil, err
		}
		tokens = append(tokens, t)
		if t.kind == end {
			return tokens, nil
		}
	}
}

// skip passes over blanks and comments.
func (l *lexer) skip() error {
	for l.at < len(l.sql) {
		rest := l.sql[l.at:]
		r, size := utf8.DecodeRuneInString(rest)
		switch {
		case unicode.IsSpace(r):
			l.at += size
		case strings.HasPrefix(rest, "--"):
			if i := strings.IndexByte(rest, '\n'); i >= 0 {
				l.at += i
			} else {
				l.at = len(l.sql)
			}
		case strings.HasPrefix(rest, "/*"):
			i := strings.Index(rest, "*/")
			if i < 0 {
				return parsing(l.sql, l.at, "comment without an end")
			}
			l.at += i + 2
		default:
			return nil
		}
	}
	return nil
}

func (l *lexer) next() (token, error) {
	if l.at == len(l.sql) {
		return token{kind: end, text: "<EOF>", start: l.at, stop: l.at}, nil
	}
	switch c := l.sql[l.at]; {
	case c == '"':
		return l.quoted('"', quotedName)
	case c == '\'':
		return l.quoted('\'', text)
	case c == '?':
		return l.take(parameter, 1), nil
	case c >= '0' && c <= '9' || c == '.' && l.at+1 < len(l.sql) && isDigit(l.sql[l.at+1]):
		return l.take(number, l.numberLength()), nil
	}
	if n := l.wordLength(); n > 0 {
		return l.take(word, n), nil
	}
	for _, s := range []string{"<=>", "<>", "!=", "<=", ">=", "::", "||"} {
		if strings.HasPrefix(l.sql[l.at:], s) {
			return l.take(symbol, len(s)), nil
		}
	}
	if strings.IndexByte("()*,+-/%=<>.;", l.sql[l.at]) >= 0 {
		return l.take(symbol, 1), nil
	}
	r, _ := utf8.DecodeRuneInString(l.sql[l.at:])
	return token{}, parsing(l.sql, l.at, fmt.Sprintf("token recognition error at: '%c'", r))
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func (l *lexer) take(k kind, n int) token {
	t := token{kind: k, text: l.sql[l.at : l.at+n], start: l.at, stop: l.at + n}
	l.at += n
	return t
}

func (l *lexer) numberLength() int {
	i := l.at
	for i < len(l.sql) && (isDigit(l.sql[i]) || l.sql[i] == '.') {
		i++
	}
	if i < len(l.sql) && (l.sql[i] == 'e' || l.sql[i] == 'E') {
		j := i + 1
		if j < len(l.sql) && (l.sql[j] == '+' || l.sql[j] == '-') {
			j++
		}
		for j < len(l.sql) && isDigit(l.sql[j]) {
			j++
			i = j
		}
	}
	return i - l.at
}

func (l *lexer) wordLength() int {
	n := 0
	for i, r := range l.sql[l.at:] {
		if !(r == '_' || unicode.IsLetter(r) || i > 0 && (unicode.IsDigit(r) || r == '@')) {
			break
		}
		n = i + utf8.RuneLen(r)
	}
	return n
}

// quoted reads up to the closing quote; a doubled one stands for itself.
func (l *lexer) quoted(quote byte, k kind) (token, error) {
	start := l.at
	var b strings.Builder
	for i := start + 1; i < len(l.sql); i++ {
		if l.sql[i] != quote {
			b.WriteByte(l.sql[i])
			continue
		}
		if i+1 < len(l.sql) && l.sql[i+1] == quote {
			b.WriteByte(quote)
			i++
			continue
		}
		l.at = i + 1
		return token{kind: k, text: b.String(), start: start, stop: l.at}, nil
	}
	return token{}, parsing(l.sql, start, fmt.Sprintf("token recognition error at: '%s'", l.sql[start:]))
}

// place returns line and column of an offset, both from 1.
func place(sql string, at int) (line, column int) {
	before := sql[:min(at, len(sql))]
	line = 1 + strings.Count(before, "\n")
	return line, utf8.RuneCountInString(before[strings.LastIndexByte(before, '\n')+1:]) + 1
}

func parsing(sql string, at int, reason string) error {
	line, column := place(sql, at)
	return refusal.Parsing("line %d:%d: %s", line, column, reason)
}

func verification(sql string, at int, format string, args ...any) error {
	line, column := place(sql, at)
	return refusal.Verification("Found 1 problem\nline %d:%d: %s", line, column, fmt.Sprintf(format, args...))
}
