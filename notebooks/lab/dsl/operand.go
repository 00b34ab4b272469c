package dsl

import (
	"fmt"
	"strconv"
	"strings"

	"gohunt/notebooks/lab/index"
)

func itoa(n int) string { return strconv.Itoa(n) }

// Literal returns a string as a literal of the engine's SQL.
func Literal(s string) string {
	quoted := "'" + strings.ReplaceAll(s, "'", "''") + "'"
	if strings.Contains(quoted, "\x00") {
		return "(" + strings.ReplaceAll(quoted, "\x00", "' || chr(0) || '") + ")"
	}
	return quoted
}

// values returns the expression that holds a field's comparable values, and whether that is a list:
// a text field's are its tokens.
func values(f *index.Field) (expression string, list bool) {
	switch {
	case f.Kind == index.Text:
		return "string_split(trim(" + f.Tokens() + "), ' ')", true
	case f.IsList():
		return f.Column(), true
	}
	return f.Column(), false
}

// some returns the condition that a value of the field fulfils a test. The test gets the name of a value.
func some(f *index.Field, test func(x string) string) string {
	expression, list := values(f)
	if !list {
		return "coalesce(" + indexed(f, expression, test) + ", false)"
	}
	return fmt.Sprintf("coalesce(len(list_filter(%s, lambda x: %s)) > 0, false)", expression, indexed(f, "x", test))
}

// indexed adds what the mapping says about which values are indexed, and in which case.
func indexed(f *index.Field, x string, test func(x string) string) string {
	name := x
	if f.Lowercase {
		name = "lower(" + x + ")"
	}
	if f.IgnoreAbove > 0 && f.Kind == index.String {
		return fmt.Sprintf("(%s AND length(%s) <= %d)", test(name), x, f.IgnoreAbove)
	}
	return "(" + test(name) + ")"
}

// fold brings a query's text into the case in which the field is indexed.
func fold(f *index.Field, text string) string {
	if f.Lowercase || f.Kind == index.Text {
		return strings.ToLower(text)
	}
	return text
}

// isString reports whether patterns can be matched on the field.
func isString(f *index.Field) bool { return f.Kind == index.String || f.Kind == index.Text }

// like turns a pattern with * and ? and backslash escapes into a LIKE pattern, escaped by backslash.
func like(pattern string) string {
	var b strings.Builder
	escaped := false
	for _, r := range pattern {
		switch {
		case escaped:
			writeLike(&b, r)
			escaped = false
		case r == '\\':
			escaped = true
		case r == '*':
			b.WriteByte('%')
		case r == '?':
			b.WriteByte('_')
		default:
			writeLike(&b, r)
		}
	}
	if escaped {
		writeLike(&b, '\\')
	}
	return b.String()
}

func writeLike(b *strings.Builder, r rune) {
	if r == '%' || r == '_' || r == '\\' {
		b.WriteByte('\\')
	}
	b.WriteRune(r)
}
