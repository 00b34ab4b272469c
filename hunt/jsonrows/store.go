package jsonrows

import (
	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"
)

// store holds one column's values of the record that is being filled, in Arrow's layout. The builders of Arrow
// are not used: they copy a string twice, and cannot take back the last value, which a second one of the same
// name in the same row calls for.
type store interface {
	nulls(n int)                         // appends n nulls
	cut(n int)                           // keeps the first n values only
	array(dt arrow.DataType) arrow.Array // hands the values over and starts again, with room for as many
}

// validity is Arrow's bitmap of values that are there. It is not kept while none is missing.
type validity struct {
	bits    []byte
	n       int
	missing int
}

func (v *validity) one() {
	if v.bits != nil {
		v.grow(v.n + 1)
		v.bits[v.n>>3] |= 1 << (v.n & 7)
	}
	v.n++
}

func (v *validity) none(n int) {
	if n == 0 {
		return
	}
	if v.bits == nil {
		v.bits = make([]byte, 0, max(cap(v.bits), (v.n+n)/8+64))
		v.grow(v.n)
		setAll(v.bits, v.n)
	}
	v.grow(v.n + n)
	v.n, v.missing = v.n+n, v.missing+n
}

func (v *validity) grow(n int) {
	for len(v.bits) < (n+7)/8 {
		v.bits = append(v.bits, 0)
	}
}

func setAll(bits []byte, n int) {
	for i := range n / 8 {
		bits[i] = 0xff
	}
	if n&7 != 0 {
		bits[n/8] = 1<<(n&7) - 1
	}
}

func (v *validity) has(i int) bool { return v.bits == nil || v.bits[i>>3]&(1<<(i&7)) != 0 }

func (v *validity) cut(n int) {
	for v.n > n {
		v.n--
		if !v.has(v.n) {
			v.missing--
		} else if v.bits != nil {
			v.bits[v.n>>3] &^= 1 << (v.n & 7)
		}
	}
}

// data hands over n values as Arrow data, with the buffers that follow the bitmap.
func (v *validity) data(dt arrow.DataType, children []arrow.ArrayData, rest ...[]byte) arrow.ArrayData {
	buffers := []*memory.Buffer{nil}
	if v.missing > 0 {
		buffers[0] = memory.NewBufferBytes(v.bits)
	}
	for _, b := range rest {
		buffers = append(buffers, memory.NewBufferBytes(b))
	}
	d := array.NewData(dt, v.n, buffers, children, v.missing, 0)
	*v = validity{}
	return d
}

// bools holds one bit a value.
type bools struct {
	validity
	values []byte
}

func (s *bools) nulls(n int) {
	s.none(n)
	s.room()
}

func (s *bools) add(v bool) {
	s.one()
	s.room()
	if bit := byte(1) << ((s.n - 1) & 7); v {
		s.values[(s.n-1)>>3] |= bit
	} else {
		s.values[(s.n-1)>>3] &^= bit
	}
}

func (s *bools) room() {
	for len(s.values) < (s.n+7)/8 {
		s.values = append(s.values, 0)
	}
}

func (s *bools) array(dt arrow.DataType) arrow.Array {
	values := s.values
	s.values = nil
	return array.MakeFromData(s.data(dt, nil, values))
}

// numbers holds eight bytes a value: integers, fractions, or moments as a count of microseconds.
type numbers[T int64 | float64] struct {
	validity
	values []T
	cast   func([]T) []byte
}

func newInts() *numbers[int64]     { return &numbers[int64]{cast: arrow.Int64Traits.CastToBytes} }
func newFloats() *numbers[float64] { return &numbers[float64]{cast: arrow.Float64Traits.CastToBytes} }

func (s *numbers[T]) nulls(n int) {
	s.none(n)
	s.values = append(s.values, make([]T, n)...)
}

func (s *numbers[T]) add(v T) {
	s.one()
	s.values = append(s.values, v)
}

func (s *numbers[T]) cut(n int) {
	s.validity.cut(n)
	s.values = s.values[:n]
}

func (s *numbers[T]) array(dt arrow.DataType) arrow.Array {
	values := s.values
	s.values = make([]T, 0, len(values))
	return array.MakeFromData(s.data(dt, nil, s.cast(values)))
}
