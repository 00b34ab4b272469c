package hunt

import (
	"context"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"

	"gohunt/hunt/bind"
	"gohunt/hunt/plan"
	"gohunt/hunt/values"
)

// From is a frame of Go values: a slice of structs or of maps with text keys. A struct field's column is called by its
// tag hunt:"name" or json:"name", else like the field; structs and maps inside become dotted columns. A column whose
// values are of different kinds becomes text, and the frame says so. Raises an *Error for anything else.
func From(rows any) *Frame {
	record, notes, err := values.From(rows)
	raise("From", "", err)
	return kept("From", "Go values", record.Schema(), plan.Rows{Records: []arrow.Record{record}, Count: record.NumRows(), Notes: notes})
}

// FromArrow is a frame of an Arrow table, which is shared and must not be changed afterwards. Times are taken as UTC.
func FromArrow(table arrow.Table) *Frame {
	if table == nil {
		refuse("FromArrow", "", "the table is nil", "")
	}
	reader := array.NewTableReader(table, 1<<16)
	var records []arrow.Record
	for reader.Next() {
		record := reader.Record()
		record.Retain()
		records = append(records, record)
	}
	schema, records := values.Naive(values.Renamed(records, bind.Unique(table.Schema().Fields())))
	return kept("FromArrow", "an Arrow table", schema, plan.Rows{Records: records, Count: table.NumRows()})
}

// kept is a frame whose rows are here.
func kept(verb, origin string, schema *arrow.Schema, rows plan.Rows) *Frame {
	if schema.NumFields() == 0 {
		refuse(verb, origin, "there are no columns", "")
	}
	n, err := runner().Table(schema, origin, rows)
	return step(verb, n, err)
}

// derived is a frame that Go makes out of all rows of f when it is read.
func (f *Frame) derived(schema *arrow.Schema, origin string, work func(context.Context, *plan.Rows) (plan.Rows, error)) *Frame {
	var over func(n *plan.Node) *plan.Node
	over = func(n *plan.Node) *plan.Node {
		fetch := func(ctx context.Context) (plan.Rows, error) {
			rows, err := n.Rows(ctx)
			if err != nil {
				return plan.Rows{}, err
			}
			return work(ctx, rows)
		}
		return n.Derive(schema, origin, fetch, func(_ context.Context, fresh *plan.Node) (*plan.Node, error) { return over(fresh), nil })
	}
	return frame(over(f.node))
}
