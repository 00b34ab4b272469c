package index

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"gohunt/notebooks/lab/datemath"
	"gohunt/notebooks/lab/refusal"
)

func (m *Mapping) subFieldError(f *Field) error {
	return refusal.Document("failed to parse field [%s]: it is a multi-field of [%s] and cannot have values of its own", f.Name, f.Parent.Name)
}

// stored turns one value into what the field's column holds: string, int64, float64, bool or time.Time.
func (f *Field) stored(v any) (any, error) {
	out, ok := f.convert(v)
	if !ok {
		return nil, refusal.Document("failed to parse field [%s] of type [%s]: Preview of field's value: '%s'", f.Name, f.Type, Text256(fmt.Sprint(v)))
	}
	return out, nil
}

func (f *Field) convert(v any) (any, bool) {
	switch f.Kind {
	case Int:
		return toInt(v)
	case Float:
		return toFloat(v)
	case Bool:
		return toBool(v)
	case Date:
		return f.toDate(v)
	case IP:
		s, _ := v.(string)
		return Address(s)
	}
	return toString(v), true
}

func toString(v any) string {
	if t, ok := v.(time.Time); ok {
		return DateText(t)
	}
	if s, ok := v.(string); ok {
		return s
	}
	return fmt.Sprint(v)
}

func toInt(v any) (any, bool) {
	switch v := v.(type) {
	case int64:
		return v, true
	case float64:
		return int64(v), math.Abs(v) < 1<<63
	case json.Number:
		return textToInt(v.String())
	case string:
		return textToInt(v)
	}
	return nil, false
}

// textToInt takes whole numbers exactly and drops the fraction of others, as the setting "coerce" does.
func textToInt(s string) (any, bool) {
	if n, err := strconv.ParseInt(s, 10, 64); err == nil {
		return n, true
	}
	x, err := strconv.ParseFloat(s, 64)
	return int64(x), err == nil && math.Abs(x) < 1<<63
}

func toFloat(v any) (any, bool) {
	switch v := v.(type) {
	case int64:
		return float64(v), true
	case float64:
		return v, true
	case json.Number, string:
		x, err := strconv.ParseFloat(fmt.Sprint(v), 64)
		return x, err == nil && !math.IsInf(x, 0) && !math.IsNaN(x)
	}
	return nil, false
}

func toBool(v any) (any, bool) {
	switch v {
	case true, "true":
		return true, true
	case false, "false", "":
		return false, true
	}
	return nil, false
}

func (f *Field) toDate(v any) (any, bool) {
	if t, ok := v.(time.Time); ok {
		return t.UTC().Truncate(time.Millisecond), true
	}
	if _, ok := v.(bool); ok {
		return nil, false
	}
	t, err := datemath.Parse(toString(v), datemath.Options{Format: f.format()})
	return t, err == nil && !strings.HasPrefix(toString(v), "now")
}

func (f *Field) format() string {
	if f.Format != "" {
		return f.Format
	}
	return datemath.DefaultFormat + "||yyyy/MM/dd HH:mm:ss||yyyy/MM/dd"
}

// DateText returns a date as Elasticsearch prints it: 2022-09-30T21:02:02.508Z.
func DateText(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") }

// Text256 returns the first 256 characters of a text, for messages.
func Text256(s string) string {
	if r := []rune(s); len(r) > 256 {
		return string(r[:256]) + "..."
	}
	return s
}
