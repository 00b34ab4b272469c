//go:build cgo

package duckdb

import (
	"fmt"
	"unsafe"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	duck "github.com/duckdb/duckdb-go-bindings"
)

// column is one column of a table. Its arrays go to C when a query first asks for it.
type column struct {
	name    string
	source  []arrow.Array // one a record
	conv    cConverter
	logical duck.LogicalType
	flat    bool
	out     []cArray // of a flat column one a record, else one a piece
	done    bool
	cannot  error
}

func newColumn(bridge duck.Connection, f arrow.Field, source []arrow.Array) (c *column, err error) {
	defer guard(&err)
	c = &column{name: f.Name, source: source, flat: flat(f.Type)}
	for _, a := range source {
		a.Retain()
	}
	if c.conv, err = converter(bridge, f); err == nil {
		c.logical, err = c.asked(bridge, f.Type)
	}
	if err != nil {
		c.free()
		return nil, err
	}
	return c, nil
}

// asked is the type that DuckDB gives to the column, learnt from converting no rows.
func (c *column) asked(bridge duck.Connection, t arrow.DataType) (duck.LogicalType, error) {
	none := exported([]arrow.Array{emptyColumn(t)})
	defer freeArrays(none)
	chunk, err := pieceChunk(bridge, &none[0], 0, 0, c.conv)
	if err != nil {
		return duck.LogicalType{}, err
	}
	defer duck.DestroyDataChunk(&chunk)
	return duck.VectorGetColumnType(duck.DataChunkGetVector(chunk, 0)), nil
}

// flat types are read at any offset. DuckDB 1.5 misreads structs that start at an offset, and with them whatever
// nests one, so all others are handed over in pieces of their own that start at zero.
func flat(t arrow.DataType) bool {
	switch t.ID() {
	case arrow.LIST, arrow.LARGE_LIST, arrow.FIXED_SIZE_LIST, arrow.LIST_VIEW, arrow.LARGE_LIST_VIEW, arrow.STRUCT, arrow.MAP,
		arrow.DICTIONARY, arrow.SPARSE_UNION, arrow.DENSE_UNION, arrow.RUN_END_ENCODED, arrow.EXTENSION:
		return false
	}
	return true
}

func (c *column) export(t *table) error {
	if c.done {
		return c.cannot
	}
	c.done = true
	c.cannot = c.exportPieces(t)
	return c.cannot
}

func (c *column) exportPieces(t *table) (err error) {
	defer guard(&err)
	arrays := c.source
	if !c.flat {
		if arrays, err = c.rebased(t.pieces); err != nil {
			return err
		}
		defer releaseAll(arrays)
	}
	for _, a := range arrays {
		pin(t, a.Data())
	}
	c.out = exported(arrays)
	return nil
}

// rebased copies each piece, at every level, to an array that starts at zero.
func (c *column) rebased(pieces []piece) ([]arrow.Array, error) {
	out := make([]arrow.Array, len(pieces))
	for i, p := range pieces {
		part := array.NewSlice(c.source[p.record], p.offset, p.offset+p.length)
		whole, err := array.Concatenate([]arrow.Array{part}, allocator)
		part.Release()
		if err != nil {
			return nil, err
		}
		out[i] = whole
	}
	return out, nil
}

// pin keeps the buffers where they are: C holds pointers to them.
func pin(t *table, data arrow.ArrayData) {
	for _, b := range data.Buffers() {
		if b != nil && b.Len() > 0 {
			t.pins.Pin(unsafe.SliceData(b.Bytes()))
		}
	}
	for _, child := range data.Children() {
		pin(t, child)
	}
	if d, ok := data.Dictionary().(*array.Data); ok && d != nil {
		pin(t, d)
	}
}

// chunk shows piece i to DuckDB.
func (c *column) chunk(bridge duck.Connection, i int, p piece) (duck.DataChunk, error) {
	if c.flat {
		return pieceChunk(bridge, &c.out[p.record], p.offset, p.length, c.conv)
	}
	return pieceChunk(bridge, &c.out[i], 0, p.length, c.conv)
}

func (c *column) free() {
	freeArrays(c.out)
	duck.DestroyLogicalType(&c.logical)
	freeConverter(c.conv)
	releaseAll(c.source)
	c.out, c.conv, c.source = nil, nil, nil
}

func releaseAll(arrays []arrow.Array) {
	for _, a := range arrays {
		a.Release()
	}
}

// guard turns a panic into an error: Arrow's exporter panics on types that it lacks.
func guard(err *error) {
	if r := recover(); r != nil {
		*err = fmt.Errorf("%v", r)
	}
}
