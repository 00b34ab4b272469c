package plan

import (
	"context"
	"fmt"
	"strings"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"

	"gohunt/hunt/bind"
	"gohunt/hunt/ledger"
)

// Rows reads the node, or gives what was read before. Cancelling ctx ends it and keeps nothing half read.
func (n *Node) Rows(ctx context.Context) (*Rows, error) {
	if rows := n.Kept(); rows != nil {
		return rows, nil
	}
	select {
	case <-n.turn:
		defer func() { n.turn <- struct{}{} }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if rows := n.Kept(); rows != nil {
		return rows, nil
	}
	return n.read(ctx)
}

func (n *Node) read(ctx context.Context) (*Rows, error) {
	rows, err := n.bring(ctx)
	if err != nil {
		return nil, err
	}
	if err := n.keep(rows); err != nil {
		return nil, err
	}
	return n.Kept(), nil
}

func (n *Node) bring(ctx context.Context) (Rows, error) {
	if n.fetch != nil {
		return n.fetch(ctx)
	}
	if err := n.prepare(ctx); err != nil {
		return Rows{}, err
	}
	records, err := n.runner.collect(ctx, n.compose().String(), n.Schema())
	if err != nil {
		return Rows{}, explained(err, "reading", n.chain(), nil)
	}
	if len(n.casts) > 0 {
		n.mu.Lock()
		n.counted = castNotes(n.casts, "is text and was compared with a number, as which every value could be read")
		n.mu.Unlock()
	}
	return Rows{Records: records, Count: count(records)}, nil
}

// chain is what the person wrote since the last rows that are kept, for an error that comes when it runs.
func (n *Node) chain() string {
	var verbs []string
	for at := n; at.step != nil && (at == n || at.Kept() == nil); at = at.parents[0] {
		if at.wrote != "" {
			verbs = append([]string{at.wrote}, verbs...)
		}
	}
	if n.query != nil {
		return oneLine(n.query.sql)
	}
	return oneLine(strings.Join(verbs, " · "))
}

// prepare makes everything that n builds on ready: sources are fetched, steps that change are kept, and text that is
// compared with a number is looked at.
func (n *Node) prepare(ctx context.Context) error {
	for _, p := range n.parents {
		if p.Kept() != nil {
			continue
		}
		if p.fetch != nil || p.volatile {
			if _, err := p.Rows(ctx); err != nil {
				return err
			}
			continue
		}
		if err := p.prepare(ctx); err != nil {
			return err
		}
	}
	return n.countNumbers(ctx)
}

// countNumbers finds out how many values of the text columns that meet a number are none.
func (n *Node) countNumbers(ctx context.Context) error {
	if len(n.numbers) == 0 {
		return nil
	}
	n.mu.Lock()
	done := n.counted != nil
	n.mu.Unlock()
	if done {
		return nil
	}
	var notes []string
	for _, c := range n.numbers {
		note, err := n.countNumber(ctx, c)
		if err != nil {
			return err
		}
		notes = append(notes, note)
	}
	n.mu.Lock()
	n.counted = notes
	n.mu.Unlock()
	return nil
}

func (n *Node) countNumber(ctx context.Context, column string) (string, error) {
	q := bind.Quote(column)
	sql := fmt.Sprintf("SELECT count(%s) AS a, count(TRY_CAST(%s AS DOUBLE)) AS b FROM (\n%s\n)", q, q, indent(n.below(0).String()))
	records, err := n.runner.collect(ctx, sql, nil)
	if err != nil {
		return "", explained(err, "reading", column, nil)
	}
	all, numbers := records[0].Column(0).(*array.Int64).Value(0), records[0].Column(1).(*array.Int64).Value(0)
	if all == numbers {
		return column + " is text; every value is a number, so it is compared as one", nil
	}
	return fmt.Sprintf("%s is text and is compared with a number: %s of %s values are no number and match nothing",
		column, ledger.Number(all-numbers), ledger.Number(all)), nil
}

// collect runs a query to its end. The records have the columns of schema, which may be nil to take them as they come.
func (r *Runner) collect(ctx context.Context, sql string, schema *arrow.Schema) ([]arrow.Record, error) {
	reader, err := r.engine.Query(ctx, sql)
	if err != nil {
		return nil, err
	}
	defer reader.Release()
	var records []arrow.Record
	for reader.Next() {
		record, err := fitted(reader.Record(), schema)
		if err != nil {
			return nil, err
		}
		records = append(records, record)
	}
	return records, reader.Err()
}

// fitted puts the planned names on a record, and makes sure that the types are those that were planned.
func fitted(record arrow.Record, schema *arrow.Schema) (arrow.Record, error) {
	if schema == nil {
		record.Retain()
		return record, nil
	}
	if int(record.NumCols()) != schema.NumFields() {
		return nil, fmt.Errorf("%d columns came, %d were planned", record.NumCols(), schema.NumFields())
	}
	for i, f := range schema.Fields() {
		if came := record.Column(i).DataType(); !arrow.TypeEqual(came, f.Type) {
			return nil, fmt.Errorf("column %s came as %s, planned as %s", f.Name, came, f.Type)
		}
	}
	return array.NewRecord(schema, record.Columns(), record.NumRows()), nil
}

func count(records []arrow.Record) int64 {
	var n int64
	for _, r := range records {
		n += r.NumRows()
	}
	return n
}
