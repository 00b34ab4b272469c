package jsonrows

import (
	"strconv"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"
)

// cast turns an array of a record handed over early into the type that its column has in the end.
func cast(a arrow.Array, dt arrow.DataType) arrow.Array {
	if arrow.TypeEqual(a.DataType(), dt) {
		return a
	}
	if list, ok := dt.(*arrow.ListType); ok {
		return castList(a.(*array.List), list)
	}
	return fill(kindOf(dt), a).array(dt)
}

func castList(a *array.List, dt *arrow.ListType) arrow.Array {
	items := cast(a.ListValues(), dt.Elem())
	d := a.Data()
	return array.MakeFromData(array.NewData(dt, d.Len(), d.Buffers(), []arrow.ArrayData{items.Data()}, d.NullN(), 0))
}

// fill makes a store of kind k, which is wider than a's, from a's values.
func fill(k kind, a arrow.Array) store {
	s := newStore(k)
	for i := range a.Len() {
		switch s := s.(type) {
		case *texts:
			if a.IsValid(i) {
				s.add(scalarText(a, i))
				continue
			}
		case *numbers[float64]:
			if ints, ok := a.(*array.Int64); ok && a.IsValid(i) {
				s.add(float64(ints.Value(i)))
				continue
			}
		}
		s.nulls(1)
	}
	return s
}

// scalarText is a value in the form that an inferred text column gives it.
func scalarText(a arrow.Array, i int) []byte {
	switch a := a.(type) {
	case *array.Int64:
		return strconv.AppendInt(nil, a.Value(i), 10)
	case *array.Float64:
		return floatText(a.Value(i))
	case *array.Boolean:
		return strconv.AppendBool(nil, a.Value(i))
	case *array.String:
		return []byte(a.Value(i))
	}
	return nil
}

// absent is rows nulls of any type.
func absent(dt arrow.DataType, rows int) arrow.Array {
	return array.MakeArrayOfNull(memory.DefaultAllocator, dt, rows)
}
