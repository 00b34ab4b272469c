package bind

import (
	"encoding/hex"
	"fmt"
	"math"
	"reflect"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

func itoa(n int) string { return strconv.Itoa(n) }

// Literal renders a Go value as a DuckDB literal: nil, booleans, numbers, texts, []byte, time.Time (a UTC TIMESTAMP, to
// the microsecond), time.Duration (an INTERVAL), anything with a String method, and slices of these (a list).
func Literal(v any) (string, error) {
	switch v := v.(type) {
	case nil:
		return "NULL", nil
	case string:
		return literalText(v)
	case []byte:
		return blob(v), nil
	case time.Time:
		return "TIMESTAMP '" + v.UTC().Format("2006-01-02 15:04:05.999999") + "'", nil
	case time.Duration:
		return fmt.Sprintf("to_microseconds(%d)", v.Microseconds()), nil
	}
	return byKind(v)
}

func byKind(v any) (string, error) {
	r := reflect.ValueOf(v)
	switch {
	case isStringer(v):
		return literalText(v.(fmt.Stringer).String())
	case r.Kind() == reflect.Bool:
		return strconv.FormatBool(r.Bool()), nil
	case r.CanInt():
		return strconv.FormatInt(r.Int(), 10), nil
	case r.CanUint():
		return strconv.FormatUint(r.Uint(), 10), nil
	case r.CanFloat():
		return float(r.Float()), nil
	case r.Kind() == reflect.String:
		return literalText(r.String())
	case r.Kind() == reflect.Pointer && r.IsNil():
		return "NULL", nil
	case r.Kind() == reflect.Pointer:
		return Literal(r.Elem().Interface())
	case r.Kind() == reflect.Slice || r.Kind() == reflect.Array:
		items, err := literals(r)
		return "[" + strings.Join(items, ", ") + "]", err
	}
	return "", fmt.Errorf("a %T cannot be an argument", v)
}

// isStringer leaves numbers to their digits even when their type has a String method.
func isStringer(v any) bool {
	r := reflect.ValueOf(v)
	if r.Kind() == reflect.Pointer && r.IsNil() || r.CanInt() || r.CanUint() || r.CanFloat() {
		return false
	}
	_, ok := v.(fmt.Stringer)
	return ok
}

func literals(list reflect.Value) ([]string, error) {
	items := make([]string, list.Len())
	for i := range items {
		item, err := Literal(list.Index(i).Interface())
		if err != nil {
			return nil, err
		}
		items[i] = item
	}
	return items, nil
}

func literalText(s string) (string, error) {
	if !utf8.ValidString(s) {
		return "", fmt.Errorf("the text argument %q is not UTF-8", s)
	}
	escaped := strings.ReplaceAll(s, "'", "''")
	if strings.IndexByte(s, 0) < 0 {
		return "'" + escaped + "'", nil
	}
	return "('" + strings.ReplaceAll(escaped, "\x00", "' || chr(0) || '") + "')", nil
}

func blob(b []byte) string { return "from_hex('" + hex.EncodeToString(b) + "')" }

func float(f float64) string {
	switch {
	case math.IsNaN(f):
		return "'nan'::DOUBLE"
	case math.IsInf(f, 1):
		return "'infinity'::DOUBLE"
	case math.IsInf(f, -1):
		return "'-infinity'::DOUBLE"
	}
	return strconv.FormatFloat(f, 'g', -1, 64) + "::DOUBLE"
}

// emptyList stands in IN (?) for a slice without elements: x IN (…) is false and x NOT IN (…) is true.
func emptyList(list reflect.Value) string {
	typed := "VARCHAR"
	zero := reflect.Zero(list.Type().Elem())
	switch {
	case zero.Kind() == reflect.Bool:
		typed = "BOOLEAN"
	case zero.CanInt(), zero.CanUint():
		typed = "BIGINT"
	case zero.CanFloat():
		typed = "DOUBLE"
	case list.Type().Elem() == reflect.TypeFor[time.Time]():
		typed = "TIMESTAMP"
	}
	return "SELECT NULL::" + typed + " WHERE false"
}
