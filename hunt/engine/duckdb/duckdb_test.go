//go:build cgo

package duckdb

import (
	"context"
	"testing"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
)

func open(t testing.TB, o Options) *DB {
	t.Helper()
	db, err := Open(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

// all is a query's whole result as one record.
func all(db *DB, sql string) (arrow.Record, error) {
	r, err := db.Query(context.Background(), sql)
	if err != nil {
		return nil, err
	}
	defer r.Release()
	var records []arrow.Record
	for r.Next() {
		records = append(records, r.Record())
	}
	if r.Err() != nil {
		return nil, r.Err()
	}
	return joined(r.Schema(), records)
}

func joined(schema *arrow.Schema, records []arrow.Record) (arrow.Record, error) {
	columns, rows := make([]arrow.Array, schema.NumFields()), int64(0)
	for i := range columns {
		parts := columnOf(records, i)
		if len(parts) == 0 { // only then: v15 joins a dictionary with nulls and another dictionary wrongly
			parts = []arrow.Array{emptyColumn(schema.Field(i).Type)}
		}
		whole, err := array.Concatenate(parts, allocator)
		if err != nil {
			return nil, err
		}
		columns[i], rows = whole, int64(whole.Len())
	}
	return array.NewRecord(schema, columns, rows), nil
}

// result is a query's whole result; an error fails the test.
func result(t testing.TB, db *DB, sql string) arrow.Record {
	t.Helper()
	r, err := all(db, sql)
	if err != nil {
		t.Fatal(err)
	}
	return r
}
