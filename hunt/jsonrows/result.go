package jsonrows

import (
	"errors"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
)

// Result is what a table read.
type Result struct {
	Schema  *arrow.Schema
	Records []arrow.Record // all of one schema
	Rows    int64
	Counts  []Count  // columns in which something was not as the type says, in the schema's order
	Notes   []string // the same in words
}

var errFinished = errors.New("the table is finished")

// Finish gives all rows. The table takes no more.
func (t *Table) Finish() (*Result, error) {
	if t.err != nil {
		return nil, t.err
	}
	t.flush()
	t.err = errFinished
	r := &Result{Schema: t.schema()}
	for i, rows := range t.sizes {
		r.Records = append(r.Records, t.record(r.Schema, i, rows))
		r.Rows += int64(rows)
	}
	for _, c := range t.columns {
		if l, ok := c.store.(*lists); ok {
			c.count.Shortened += l.item.count.Shortened
		}
		if c.count.any() {
			r.Counts = append(r.Counts, c.count)
			r.Notes = append(r.Notes, c.count.notes(c.field.Name)...)
		}
	}
	return r, nil
}

func (t *Table) schema() *arrow.Schema {
	fields := make([]arrow.Field, len(t.columns))
	for i, c := range t.columns {
		fields[i] = c.field
		fields[i].Type = c.dataType()
	}
	return arrow.NewSchema(fields, nil)
}

func (t *Table) record(s *arrow.Schema, i, rows int) arrow.Record {
	arrays := make([]arrow.Array, len(t.columns))
	for k, c := range t.columns {
		if i < len(c.done) && c.done[i] != nil {
			arrays[k] = cast(c.done[i], s.Field(k).Type)
		} else {
			arrays[k] = absent(s.Field(k).Type, rows)
		}
	}
	return array.NewRecord(s, arrays, int64(rows))
}
