package values

import (
	"encoding/hex"
	"encoding/json"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
)

// Text is the value at row i as a person reads it, "" for null: times as 2022-09-30T21:02:02.508Z (UTC), dates as
// 2022-09-30, lists as [a, b], bytes in hexadecimal, numbers without grouping and without an exponent up to 15 digits.
func Text(a arrow.Array, i int) string {
	if a.IsNull(i) {
		return ""
	}
	if d, ok := a.(*array.Date32); ok {
		return d.Value(i).ToTime().Format(time.DateOnly)
	}
	if list, ok := a.(*array.List); ok {
		return listText(list, i)
	}
	return Format(Of(a, i))
}

// Format is a Go value as Text writes it.
func Format(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case bool:
		return strconv.FormatBool(v)
	case int64:
		return strconv.FormatInt(v, 10)
	case float64:
		return float(v)
	case time.Time:
		return v.UTC().Format("2006-01-02T15:04:05.999999999Z07:00")
	case []byte:
		return hex.EncodeToString(v)
	}
	if out, err := json.Marshal(v); err == nil {
		return string(out)
	}
	return ""
}

func listText(list *array.List, i int) string {
	from, to := list.ValueOffsets(i)
	items := make([]string, 0, to-from)
	for k := from; k < to; k++ {
		if list.ListValues().IsNull(int(k)) {
			items = append(items, "null")
			continue
		}
		items = append(items, Text(list.ListValues(), int(k)))
	}
	return "[" + strings.Join(items, ", ") + "]"
}

func float(f float64) string {
	if size := math.Abs(f); size == 0 || size >= 1e-4 && size < 1e15 {
		return strconv.FormatFloat(f, 'f', -1, 64)
	}
	return strconv.FormatFloat(f, 'g', -1, 64)
}

// Type is what a person calls an Arrow type: text, int, float, bool, time, date, list of …, bytes, or Arrow's own name.
func Type(t arrow.DataType) string {
	switch t := t.(type) {
	case *arrow.StringType, *arrow.LargeStringType:
		return "text"
	case *arrow.BooleanType:
		return "bool"
	case *arrow.TimestampType:
		return "time"
	case *arrow.Date32Type:
		return "date"
	case *arrow.BinaryType:
		return "bytes"
	case *arrow.ListType:
		return "list of " + Type(t.Elem())
	case *arrow.Decimal128Type:
		return "decimal"
	}
	switch {
	case arrow.IsInteger(t.ID()):
		return "int"
	case arrow.IsFloating(t.ID()):
		return "float"
	}
	return t.String()
}

// IsNumber reports whether values of a type are numbers, which are aligned to the right.
func IsNumber(t arrow.DataType) bool {
	return arrow.IsInteger(t.ID()) || arrow.IsFloating(t.ID()) || arrow.IsDecimal(t.ID())
}
