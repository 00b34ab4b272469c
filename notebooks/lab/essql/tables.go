package essql

import (
	"strings"
)

// tablePattern reads an index pattern, or LIKE and an SQL pattern, which it turns into one with * and ?.
func (p *parser) tablePattern() (string, error) {
	if p.keyword("LIKE") {
		t, err := p.stringValue()
		return fromLike(t, p.escape()), err
	}
	if k := p.peek().kind; k != word && k != quotedName {
		return "", nil
	}
	return p.table()
}

func (p *parser) escape() string {
	if p.keyword("ESCAPE") {
		if t := p.peek(); t.kind == text {
			p.take()
			return t.text
		}
	}
	return ""
}

// fromLike turns a LIKE pattern into one with * and ?.
func fromLike(pattern, escape string) string {
	var b strings.Builder
	escaped := false
	for _, r := range pattern {
		switch {
		case escaped:
			b.WriteRune(r)
			escaped = false
		case escape != "" && string(r) == escape:
			escaped = true
		case r == '%':
			b.WriteByte('*')
		case r == '_':
			b.WriteByte('?')
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// stringValue is a string, or a parameter that holds one.
func (p *parser) stringValue() (string, error) {
	switch t := p.peek(); t.kind {
	case text:
		p.take()
		return t.text, nil
	case parameter:
		l, err := p.param()
		if err != nil {
			return "", err
		}
		return l.value, nil
	}
	return "", p.unexpected("a string")
}

// table reads an index pattern: "logs-*,-x", or words joined by dots, dashes and stars.
func (p *parser) table() (string, error) {
	t := p.take()
	if t.kind == quotedName {
		return t.text, nil
	}
	if t.kind != word {
		p.i--
		return "", p.unexpected("a table name")
	}
	stop := t.stop
	for p.peek().start == stop && p.joinsName() {
		stop = p.take().stop
	}
	return p.sql[t.start:stop], nil
}

func (p *parser) joinsName() bool {
	t := p.peek()
	return t.kind == word || t.kind == number || t.kind == symbol && strings.Contains("-.*", t.text)
}
