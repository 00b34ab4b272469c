package jsonrows

import (
	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
)

// texts holds strings: their bytes one after the other, and where each ends.
type texts struct {
	validity
	ends  []int32 // len+1 of them, the first is 0
	bytes []byte
}

func newTexts() *texts { return &texts{ends: []int32{0}} }

func (s *texts) add(v []byte) {
	s.one()
	s.bytes = append(s.bytes, v...)
	s.ends = append(s.ends, int32(len(s.bytes)))
}

func (s *texts) nulls(n int) {
	s.none(n)
	s.ends = repeat(s.ends, n)
}

func (s *texts) cut(n int) {
	s.validity.cut(n)
	s.ends = s.ends[:n+1]
	s.bytes = s.bytes[:s.ends[n]]
}

// array starts the next record with a little more room than this one took, so that bytes are copied once only.
func (s *texts) array(dt arrow.DataType) arrow.Array {
	ends, bytes := s.ends, s.bytes
	s.ends = append(make([]int32, 0, len(ends)), 0)
	s.bytes = make([]byte, 0, len(bytes)+len(bytes)/16)
	return array.MakeFromData(s.data(dt, nil, arrow.Int32Traits.CastToBytes(ends), bytes))
}

// lists holds for each value a run of items, which are a column of their own.
type lists struct {
	validity
	ends []int32
	item *column
}

func newLists(item *column) *lists { return &lists{ends: []int32{0}, item: item} }

// close makes a value of the items added since the last one.
func (s *lists) close() {
	s.one()
	s.ends = append(s.ends, int32(s.item.n))
}

func (s *lists) nulls(n int) {
	s.none(n)
	s.ends = repeat(s.ends, n)
}

func (s *lists) cut(n int) {
	s.validity.cut(n)
	s.ends = s.ends[:n+1]
	s.item.cut(int(s.ends[n]))
}

// array gives a list of the items' type as it is now; widening later is done by cast.
func (s *lists) array(arrow.DataType) arrow.Array {
	ends := s.ends
	s.ends = append(make([]int32, 0, len(ends)), 0)
	items := s.item.take()
	dt := arrow.ListOf(items.DataType())
	return array.MakeFromData(s.data(dt, []arrow.ArrayData{items.Data()}, arrow.Int32Traits.CastToBytes(ends)))
}

// repeat appends the last of ends n times: n values of no length.
func repeat(ends []int32, n int) []int32 {
	last := ends[len(ends)-1]
	for range n {
		ends = append(ends, last)
	}
	return ends
}
