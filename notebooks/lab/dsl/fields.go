package dsl

import (
	"errors"
	"strconv"
	"strings"

	"gohunt/notebooks/lab/index"
	"gohunt/notebooks/lab/refusal"
)

// anyField is a leaf of a query_string on the fields that it stands for: one, those of a pattern, or all.
type anyField struct {
	fields  []string // empty: all
	leaf    Query    // without its field
	lenient bool
}

func (p *parser) leafOf(field string, leaf Query) Query {
	fields := p.Fields
	if field != "" {
		fields = []string{field}
	}
	return anyField{fields: fields, leaf: leaf, lenient: p.lenient()}
}

func (q anyField) condition(c *compiler) (string, error) {
	var parts []string
	for _, name := range q.names(c.m) {
		s, err := on(q.leaf, name).condition(c)
		var refused *refusal.Error
		if q.lenient && errors.As(err, &refused) && refused.Type != "illegal_argument_exception" {
			continue
		}
		if err != nil {
			return "", err
		}
		if s != no {
			parts = append(parts, s)
		}
	}
	return any1(parts), nil
}

func (q anyField) names(m *index.Mapping) []string {
	if len(q.fields) == 0 {
		return m.Names()
	}
	var names []string
	for _, f := range q.fields {
		name, _, _ := strings.Cut(f, "^")
		if !strings.Contains(name, "*") {
			names = append(names, name)
			continue
		}
		for _, found := range m.Match(name) {
			names = append(names, found.Name)
		}
	}
	return names
}

// on returns the leaf with its field set.
func on(leaf Query, field string) Query {
	switch q := leaf.(type) {
	case Match:
		q.Field = field
		return q
	case Wildcard:
		q.Field = field
		return q
	case Regexp:
		q.Field = field
		return q
	case Range:
		q.Field = field
		return q
	case Exists:
		q.Field = field
		return q
	}
	return leaf
}

// unescape takes the backslashes of a term away: \x is x, \u0041 is A.
func unescape(text string) string {
	if !strings.Contains(text, `\`) {
		return text
	}
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		if text[i] != '\\' || i+1 == len(text) {
			b.WriteByte(text[i])
			continue
		}
		i++
		if r, ok := codePoint(text[i:]); ok {
			b.WriteRune(r)
			i += 4
			continue
		}
		b.WriteByte(text[i])
	}
	return b.String()
}

func codePoint(text string) (rune, bool) {
	if len(text) < 5 || text[0] != 'u' {
		return 0, false
	}
	n, err := strconv.ParseUint(text[1:5], 16, 16)
	return rune(n), err == nil
}

// unescapeField keeps nothing of the escapes: process.\* is the pattern process.*
func unescapeField(text string) string { return unescape(text) }
