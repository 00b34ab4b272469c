package dsl

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"gohunt/notebooks/lab/datemath"
	"gohunt/notebooks/lab/index"
	"gohunt/notebooks/lab/refusal"
)

// Term matches a whole value, or one token of a text, without analysis.
type Term struct {
	Field, Value string
	AnyCase      bool
}

func (t Term) condition(c *compiler) (string, error) {
	if s, ok := c.meta(t.Field, func(x string) string { return x + " = " + Literal(t.Value) }); ok {
		return s, nil
	}
	f := c.m.Field(t.Field)
	if f == nil {
		return no, nil
	}
	if t.AnyCase && isString(f) {
		return some(f, func(x string) string { return "lower(" + x + ") = " + Literal(strings.ToLower(t.Value)) }), nil
	}
	return c.equal(f, t.Value)
}

// meta compiles a test of _id or _index, which no mapping has.
func (c *compiler) meta(field string, test func(x string) string) (string, bool) {
	switch field {
	case "_id":
		return "(" + test("_id") + ")", true
	case "_index":
		return "(" + test(Literal(c.env.Index)) + ")", true
	}
	return "", false
}

// equal compiles field = value by the field's type.
func (c *compiler) equal(f *index.Field, value string) (string, error) {
	switch f.Kind {
	case index.Int, index.Float:
		return number(f, value)
	case index.Bool:
		return boolean(f, value)
	case index.Date:
		return Range{Field: f.Name, Lower: &value, Upper: &value, WithLower: true, WithUpper: true}.condition(c)
	case index.IP:
		return address(f, value)
	}
	v := value
	if f.Lowercase {
		v = strings.ToLower(v)
	}
	return some(f, func(x string) string { return x + " = " + Literal(v) }), nil
}

func number(f *index.Field, value string) (string, error) {
	n, err := strconv.ParseFloat(value, 64)
	if err != nil || math.IsInf(n, 0) || math.IsNaN(n) {
		return "", refusal.Shard("failed to create query: For input string: \"%s\"", value)
	}
	if f.Kind == index.Float && (f.Type == "float" || f.Type == "half_float") {
		return some(f, func(x string) string { return "CAST(" + x + " AS FLOAT) = CAST(" + decimal(value, n) + " AS FLOAT)" }), nil
	}
	if f.Kind == index.Int && n != math.Trunc(n) {
		return no, nil
	}
	return some(f, func(x string) string { return x + " = " + decimal(value, n) }), nil
}

// decimal writes a number that has been read: whole ones to the last digit.
func decimal(text string, n float64) string {
	if i, err := strconv.ParseInt(text, 10, 64); err == nil {
		return strconv.FormatInt(i, 10)
	}
	return "CAST(" + Literal(strconv.FormatFloat(n, 'g', -1, 64)) + " AS DOUBLE)"
}

func boolean(f *index.Field, value string) (string, error) {
	switch value {
	case "true", "false", "":
		want := value == "true"
		return some(f, func(x string) string { return fmt.Sprintf("%s = %v", x, want) }), nil
	}
	return "", refusal.Shard("failed to create query: Can't parse boolean value [%s], expected [true] or [false]", value)
}

func address(f *index.Field, value string) (string, error) {
	if first, last, ok := index.Network(value); ok {
		return some(f, func(x string) string { return x + " BETWEEN '" + first + "' AND '" + last + "'" }), nil
	}
	digits, ok := index.Address(value)
	if !ok {
		return "", refusal.Shard("failed to create query: '%s' is not an IP string literal.", value)
	}
	return some(f, func(x string) string { return x + " = '" + digits + "'" }), nil
}

// Range matches values between bounds; a nil bound is open.
type Range struct {
	Field                string
	Lower, Upper         *string
	WithLower, WithUpper bool
	Format               string // of the bounds of a date field
}

func (r Range) condition(c *compiler) (string, error) {
	f := c.m.Field(r.Field)
	if f == nil {
		return no, nil
	}
	var tests []string // with %s for the value
	if r.Lower != nil {
		bound, err := c.bound(f, *r.Lower, r.Format, !r.WithLower)
		if err != nil {
			return "", err
		}
		tests = append(tests, operator(">", r.WithLower)+bound)
	}
	if r.Upper != nil {
		bound, err := c.bound(f, *r.Upper, r.Format, r.WithUpper)
		if err != nil {
			return "", err
		}
		tests = append(tests, operator("<", r.WithUpper)+bound)
	}
	if len(tests) == 0 {
		return Exists{Field: r.Field}.condition(c)
	}
	return some(f, func(x string) string { return x + strings.Join(tests, " AND "+x) }), nil
}

func operator(op string, with bool) string {
	if with {
		return " " + op + "= "
	}
	return " " + op + " "
}

// bound writes one end of a range as a literal of the field's type; up rounds a date to the last
// millisecond that its text can mean.
func (c *compiler) bound(f *index.Field, value, format string, up bool) (string, error) {
	switch f.Kind {
	case index.Int, index.Float:
		n, err := strconv.ParseFloat(value, 64)
		if err != nil {
			return "", refusal.Shard("failed to create query: For input string: \"%s\"", value)
		}
		return decimal(value, n), nil
	case index.Date:
		return c.dateBound(f, value, format, up)
	case index.IP:
		digits, ok := index.Address(value)
		if !ok {
			return "", refusal.Shard("failed to create query: '%s' is not an IP string literal.", value)
		}
		return "'" + digits + "'", nil
	case index.Bool:
		return Literal(value) + "::BOOLEAN", nil
	}
	return Literal(fold(f, value)), nil
}

func (c *compiler) dateBound(f *index.Field, value, format string, up bool) (string, error) {
	if format == "" {
		format = f.Format
	}
	t, err := datemath.Parse(value, datemath.Options{Now: c.env.Now, Format: format, Up: up})
	if err != nil {
		return "", refusal.Shard("%s", err).Typed("parse_exception")
	}
	return Timestamp(t), nil
}
