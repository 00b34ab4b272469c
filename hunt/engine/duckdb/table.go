//go:build cgo

package duckdb

import (
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/apache/arrow/go/v15/arrow"
	duck "github.com/duckdb/duckdb-go-bindings"
)

// table is registered records, as DuckDB's scan wants them: cut into pieces of one vector each.
// Its owners are the registry and every query bound to it; the last one frees it.
type table struct {
	id      int64
	bridge  duck.Connection
	columns []*column
	pieces  []piece
	rows    int64
	owners  atomic.Int64
	mu      sync.Mutex // one column is made ready at a time
	pins    runtime.Pinner
}

// piece is up to one vector of rows of one record.
type piece struct {
	record         int
	offset, length int64
}

func newTable(bridge duck.Connection, schema *arrow.Schema, records []arrow.Record) (*table, error) {
	t := &table{bridge: bridge}
	t.owners.Store(1)
	t.cut(records)
	for i, f := range schema.Fields() {
		c, err := newColumn(bridge, f, columnOf(records, i))
		if err != nil {
			t.release()
			return nil, fmt.Errorf("column %q of type %s: %w", f.Name, f.Type, err)
		}
		t.columns = append(t.columns, c)
	}
	return t, nil
}

func columnOf(records []arrow.Record, i int) []arrow.Array {
	out := make([]arrow.Array, len(records))
	for k, r := range records {
		out[k] = r.Column(i)
	}
	return out
}

func (t *table) cut(records []arrow.Record) {
	step := int64(duck.VectorSize())
	for k, r := range records {
		for at := int64(0); at < r.NumRows(); at += step {
			t.pieces = append(t.pieces, piece{k, at, min(step, r.NumRows()-at)})
		}
		t.rows += r.NumRows()
	}
}

// release drops one owner.
func (t *table) release() {
	if t.owners.Add(-1) > 0 {
		return
	}
	for _, c := range t.columns {
		c.free()
	}
	t.pins.Unpin()
}

// ready prepares a column for scanning, once.
func (t *table) ready(i int) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.columns[i].export(t)
}
