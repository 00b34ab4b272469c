package dsl

import (
	"regexp"
	"strings"
	"time"

	"gohunt/notebooks/lab/index"
	"gohunt/notebooks/lab/refusal"
)

// Timestamp returns a moment as a literal of the engine's SQL.
func Timestamp(t time.Time) string {
	return "TIMESTAMP '" + t.UTC().Format("2006-01-02 15:04:05.000") + "'"
}

// Wildcard matches values against a pattern: * is any text, ? one character, backslash takes the next as it is.
type Wildcard struct {
	Field, Pattern string
	AnyCase        bool
	Kind           string // what an error calls it: "wildcard" or "prefix"
}

func (w Wildcard) condition(c *compiler) (string, error) {
	test := func(x string) string { return x + " LIKE " + Literal(like(w.Pattern)) + ` ESCAPE '\'` }
	if s, ok := c.meta(w.Field, test); ok {
		return s, nil
	}
	f := c.m.Field(w.Field)
	if f == nil {
		return no, nil
	}
	if !isString(f) {
		return "", refusal.Shard("failed to create query: Can only use %s queries on keyword, text and wildcard fields - not on [%s] which is of type [%s]", w.Kind, f.Name, f.Type)
	}
	pattern := fold(f, w.Pattern)
	op := " LIKE "
	if w.AnyCase {
		op = " ILIKE "
	}
	return some(f, func(x string) string { return x + op + Literal(like(pattern)) + ` ESCAPE '\'` }), nil
}

// Regexp matches whole values against a Lucene regular expression.
type Regexp struct {
	Field, Pattern string
	AnyCase        bool
}

func (r Regexp) condition(c *compiler) (string, error) {
	f := c.m.Field(r.Field)
	if f == nil {
		return no, nil
	}
	if !isString(f) {
		return "", refusal.Shard("failed to create query: Can only use regexp queries on keyword and text fields - not on [%s] which is of type [%s]", f.Name, f.Type)
	}
	pattern, err := luceneRegexp(r.Pattern)
	if err != nil {
		return "", err
	}
	flags := "s"
	if r.AnyCase {
		flags = "si"
	}
	return some(f, func(x string) string {
		return "regexp_full_match(" + x + ", " + Literal(pattern) + ", '" + flags + "')"
	}), nil
}

// luceneRegexp returns the engine's form of a Lucene regular expression. ^ and $ are plain characters in
// Lucene; its operators @ & < > ~ # and quoted text have no counterpart and are refused unless escaped.
func luceneRegexp(pattern string) (string, error) {
	var b strings.Builder
	escaped, class := false, false
	for _, r := range pattern {
		switch {
		case escaped:
			escaped = false
			b.WriteString(regexpEscape(r))
			continue
		case r == '\\':
			escaped = true
			continue
		case r == '[' || r == ']':
			class = r == '['
		case !class && strings.ContainsRune(`@&<>~#"`, r):
			return "", refusal.NotImplemented("the operator %q of Lucene regular expressions", r)
		case !class && (r == '^' || r == '$'):
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	if _, err := regexp.Compile(b.String()); err != nil || escaped {
		return "", refusal.Shard("failed to create query: invalid regular expression [%s]", pattern)
	}
	return b.String(), nil
}

func regexpEscape(r rune) string {
	if strings.ContainsRune("wdsWDS", r) {
		return `\` + string(r)
	}
	return regexp.QuoteMeta(string(r))
}

// Exists matches documents with a value in the field, or in a field below that name or pattern.
type Exists struct{ Field string }

func (e Exists) condition(c *compiler) (string, error) {
	if _, ok := c.meta(e.Field, func(string) string { return "" }); ok {
		return yes, nil
	}
	fields := c.m.Match(e.Field)
	if len(fields) == 0 {
		fields = c.m.Match(e.Field + ".*")
	}
	var parts []string
	for _, f := range fields {
		parts = append(parts, exists(f))
	}
	return any1(parts), nil
}

func exists(f *index.Field) string {
	if f.Kind == index.String && f.IgnoreAbove > 0 {
		return some(f, func(x string) string { return x + " IS NOT NULL" })
	}
	return "(" + f.Column() + " IS NOT NULL)"
}

// IDs matches documents by their ids.
type IDs struct{ Values []string }

func (q IDs) condition(*compiler) (string, error) {
	var parts []string
	for _, id := range q.Values {
		parts = append(parts, "_id = "+Literal(id))
	}
	return any1(parts), nil
}
