package dsl

import (
	"strings"

	"gohunt/notebooks/lab/index"
)

// Match looks for a text in a field as the field analyses it: its words in a text field (one of them, or
// with And each), all of it in any other.
type Match struct {
	Field, Text string
	And         bool
	Phrase      bool // the words next to each other, in their order
}

func (q Match) condition(c *compiler) (string, error) {
	f := c.m.Field(q.Field)
	if f == nil {
		return Term{Field: q.Field, Value: q.Text}.condition(c)
	}
	if f.Kind != index.Text {
		return c.equal(f, q.Text)
	}
	return q.words(f), nil
}

func (q Match) words(f *index.Field) string {
	words := index.Tokens(q.Text)
	if len(words) == 0 {
		return no
	}
	if q.Phrase {
		return hasWords(f, strings.Join(words, " "))
	}
	var parts []string
	for _, w := range words {
		parts = append(parts, hasWords(f, w))
	}
	if q.And {
		return all(parts)
	}
	return any1(parts)
}

func hasWords(f *index.Field, words string) string {
	return "coalesce(contains(" + f.Tokens() + ", " + Literal(" "+words+" ") + "), false)"
}
