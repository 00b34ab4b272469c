package values

import (
	"math"
	"strings"
	"time"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
)

// Of is the value at row i: nil, bool, int64, float64, string, time.Time in UTC, []byte, or a slice ([]string, []int64,
// []float64, []bool, []time.Time, else []any). Dates are midnight UTC. Decimals are int64 when whole and small enough,
// else float64. What Go has no plain type for (structs, maps, intervals, times of day) comes as its text.
func Of(a arrow.Array, i int) any {
	if a.IsNull(i) {
		return nil
	}
	switch a := a.(type) {
	case *array.Boolean:
		return a.Value(i)
	case *array.String:
		return strings.Clone(a.Value(i))
	case *array.LargeString:
		return strings.Clone(a.Value(i))
	case *array.Binary:
		return append([]byte(nil), a.Value(i)...)
	case *array.Timestamp:
		return a.Value(i).ToTime(a.DataType().(*arrow.TimestampType).Unit).UTC()
	case *array.Date32:
		return a.Value(i).ToTime()
	case *array.List:
		from, to := a.ValueOffsets(i)
		return slice(a.ListValues(), int(from), int(to))
	}
	return numberOf(a, i)
}

func numberOf(a arrow.Array, i int) any {
	switch a := a.(type) {
	case *array.Int64:
		return a.Value(i)
	case *array.Int32:
		return int64(a.Value(i))
	case *array.Int16:
		return int64(a.Value(i))
	case *array.Int8:
		return int64(a.Value(i))
	case *array.Uint64:
		return unsigned(a.Value(i))
	case *array.Uint32:
		return int64(a.Value(i))
	case *array.Uint16:
		return int64(a.Value(i))
	case *array.Uint8:
		return int64(a.Value(i))
	case *array.Float64:
		return a.Value(i)
	case *array.Float32:
		return float64(a.Value(i))
	case *array.Decimal128:
		return decimal(a, i)
	case *array.Dictionary:
		return Of(a.Dictionary(), a.GetValueIndex(i))
	}
	return strings.Clone(a.ValueStr(i))
}

func unsigned(v uint64) any {
	if v > math.MaxInt64 {
		return float64(v)
	}
	return int64(v)
}

func decimal(a *array.Decimal128, i int) any {
	v, scale := a.Value(i), a.DataType().(*arrow.Decimal128Type).Scale
	if scale == 0 && v.BigInt().IsInt64() {
		return v.BigInt().Int64()
	}
	return v.ToFloat64(scale)
}

// slice is a list's values, typed where all lists of the column have that type.
func slice(items arrow.Array, from, to int) any {
	switch items.(type) {
	case *array.String:
		return typed[string](items, from, to)
	case *array.Int64:
		return typed[int64](items, from, to)
	case *array.Float64:
		return typed[float64](items, from, to)
	case *array.Boolean:
		return typed[bool](items, from, to)
	case *array.Timestamp:
		return typed[time.Time](items, from, to)
	}
	list := make([]any, 0, to-from)
	for i := from; i < to; i++ {
		list = append(list, Of(items, i))
	}
	return list
}

// typed leaves the zero value for a null inside a list.
func typed[T any](items arrow.Array, from, to int) []T {
	list := make([]T, to-from)
	for i := from; i < to; i++ {
		list[i-from], _ = Of(items, i).(T)
	}
	return list
}
