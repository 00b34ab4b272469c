package values

import (
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"time"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"
)

// kind is the type of a column of Go values.
type kind uint8

const (
	none kind = iota // only nulls so far
	boolean
	integer
	floating
	moment
	octets
	words
)

// Column makes an array of Go values as Of gives them (and all integers, and named types of the basic ones). Its type
// follows from all values: whole numbers become floats beside a float, anything else that differs becomes text, and
// mixed tells how many values were turned into text for that. Only nulls give a text column.
func Column(values []any) (a arrow.Array, mixed int) {
	values = plainAll(values)
	k, list := none, false
	for _, v := range values {
		vk, vl := kindOf(v)
		if vk == none && !vl {
			continue
		}
		if k != none && vl != list {
			k, list = words, false
			break
		}
		k, list = join(k, vk), vl
	}
	if list {
		return lists(values, arrowTypes[k]), 0
	}
	return scalars(values, k)
}

func join(a, b kind) kind {
	switch {
	case a == none || a == b:
		return b
	case b == none:
		return a
	case a == integer && b == floating, a == floating && b == integer:
		return floating
	}
	return words
}

func kindOf(v any) (k kind, list bool) {
	switch v := v.(type) {
	case bool:
		return boolean, false
	case int64:
		return integer, false
	case float64:
		return floating, false
	case time.Time:
		return moment, false
	case []byte:
		return octets, false
	case string:
		return words, false
	case []any:
		for _, item := range v {
			one, _ := kindOf(item)
			k = join(k, one)
		}
		return k, true
	}
	return none, false
}

var arrowTypes = map[kind]arrow.DataType{
	none: arrow.BinaryTypes.String, words: arrow.BinaryTypes.String, boolean: arrow.FixedWidthTypes.Boolean,
	integer: arrow.PrimitiveTypes.Int64, floating: arrow.PrimitiveTypes.Float64, octets: arrow.BinaryTypes.Binary,
	moment: Moment,
}

// Moment is the type of times: microseconds, without a zone, UTC.
var Moment arrow.DataType = &arrow.TimestampType{Unit: arrow.Microsecond}

func scalars(values []any, k kind) (arrow.Array, int) {
	b := array.NewBuilder(memory.DefaultAllocator, arrowTypes[k])
	defer b.Release()
	mixed := 0
	for _, v := range values {
		if _, isText := v.(string); k == words && v != nil && !isText {
			mixed++
		}
		put(b, v)
	}
	return b.NewArray(), mixed
}

func lists(values []any, item arrow.DataType) arrow.Array {
	b := array.NewListBuilder(memory.DefaultAllocator, item)
	defer b.Release()
	for _, v := range values {
		items, ok := v.([]any)
		b.Append(ok)
		for _, item := range items {
			put(b.ValueBuilder(), item)
		}
	}
	return b.NewArray()
}

// Array makes an array of a given type, bool, int64, float64, text, bytes, Moment or a list of one of these, of values
// that are of it or nil.
func Array(t arrow.DataType, of []any) arrow.Array {
	if list, ok := t.(*arrow.ListType); ok {
		return lists(plainAll(of), list.Elem())
	}
	b := array.NewBuilder(memory.DefaultAllocator, t)
	defer b.Release()
	for _, v := range of {
		put(b, plain(v))
	}
	return b.NewArray()
}

// put appends v; a column of text takes everything.
func put(b array.Builder, v any) {
	if v == nil {
		b.AppendNull()
		return
	}
	switch b := b.(type) {
	case *array.BooleanBuilder:
		b.Append(v.(bool))
	case *array.Int64Builder:
		b.Append(v.(int64))
	case *array.Float64Builder:
		b.Append(asFloat(v))
	case *array.TimestampBuilder:
		b.Append(arrow.Timestamp(v.(time.Time).UnixMicro()))
	case *array.BinaryBuilder:
		b.Append(v.([]byte))
	case *array.StringBuilder:
		b.Append(asText(v))
	}
}

func asFloat(v any) float64 {
	if n, ok := v.(int64); ok {
		return float64(n)
	}
	return v.(float64)
}

func asText(v any) string {
	if list, ok := v.([]any); ok {
		if out, err := json.Marshal(list); err == nil {
			return string(out)
		}
	}
	return Format(v)
}

func plainAll(values []any) []any {
	out := make([]any, len(values))
	for i, v := range values {
		out[i] = plain(v)
	}
	return out
}

// plain brings a Go value down to nil, bool, int64, float64, string, time.Time, []byte or []any of these.
func plain(v any) any {
	switch v := v.(type) {
	case nil, bool, int64, float64, string, time.Time, []byte:
		return v
	case fmt.Stringer:
		if r := reflect.ValueOf(v); r.Kind() == reflect.Pointer && r.IsNil() {
			return nil
		}
		return v.String()
	case error:
		return v.Error()
	}
	return plainKind(reflect.ValueOf(v))
}

func plainKind(r reflect.Value) any {
	switch {
	case r.Kind() == reflect.Pointer || r.Kind() == reflect.Interface:
		if r.IsNil() {
			return nil
		}
		return plain(r.Elem().Interface())
	case r.Kind() == reflect.Bool:
		return r.Bool()
	case r.CanInt():
		return r.Int()
	case r.CanUint():
		return whole(r.Uint())
	case r.CanFloat():
		return r.Float()
	case r.Kind() == reflect.String:
		return r.String()
	case r.Kind() == reflect.Slice && r.Type().Elem().Kind() == reflect.Uint8:
		return r.Bytes()
	case r.Kind() == reflect.Slice || r.Kind() == reflect.Array:
		return plainList(r)
	}
	return jsonText(r.Interface())
}

func whole(v uint64) any {
	if v > math.MaxInt64 {
		return fmt.Sprint(v)
	}
	return int64(v)
}

// plainList is a list of scalars; a list of anything deeper is its JSON text.
func plainList(r reflect.Value) any {
	if r.Kind() == reflect.Slice && r.IsNil() {
		return nil
	}
	list := make([]any, r.Len())
	for i := range list {
		list[i] = plain(r.Index(i).Interface())
		if _, deep := list[i].([]any); deep {
			return jsonText(r.Interface())
		}
	}
	return list
}

func jsonText(v any) any {
	out, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	return string(out)
}
