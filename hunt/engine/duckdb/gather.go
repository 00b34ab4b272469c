//go:build cgo

package duckdb

import (
	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"
	"github.com/apache/arrow/go/v15/arrow/util"
	duck "github.com/duckdb/duckdb-go-bindings"
)

const (
	recordRows  = 64 << 10 // rows of a record
	recordBytes = 64 << 20 // and its size, whichever comes first: text offsets are 32 bits wide
)

var allocator = memory.NewGoAllocator()

// gatherer joins DuckDB's chunks of 2048 rows to records of a useful size, and moves them from C's memory to Go's,
// so that a frame is freed like any other value.
type gatherer struct {
	schema *arrow.Schema
	parts  []arrow.Record
	rows   int64
	bytes  int64
}

func (g *gatherer) full() bool { return g.rows >= recordRows || g.bytes >= recordBytes }

func (g *gatherer) add(opts duck.ArrowOptions, chunk duck.DataChunk) error {
	part, err := outRecord(opts, chunk, g.schema)
	if err != nil {
		return err
	}
	g.parts = append(g.parts, part)
	g.rows += part.NumRows()
	g.bytes += util.TotalRecordSize(part)
	return nil
}

// record is what was gathered; nil when nothing was.
func (g *gatherer) record() (arrow.Record, error) {
	if len(g.parts) == 0 {
		return nil, nil
	}
	columns := make([]arrow.Array, g.schema.NumFields())
	for i := range columns {
		column, err := g.column(i)
		if err != nil {
			return nil, err
		}
		columns[i] = column
	}
	return array.NewRecord(g.schema, columns, g.rows), nil
}

func (g *gatherer) column(i int) (arrow.Array, error) {
	parts := make([]arrow.Array, len(g.parts))
	for k, p := range g.parts {
		parts[k] = p.Column(i)
	}
	return array.Concatenate(parts, allocator)
}

func (g *gatherer) release() {
	for _, p := range g.parts {
		p.Release()
	}
}
