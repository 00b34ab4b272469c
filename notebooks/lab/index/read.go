package index

import (
	"context"
	"fmt"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
)

// Alive returns the condition for the rows that a snapshot sees.
func Alive(snapshot int64) string {
	return fmt.Sprintf("_row <= %d AND (_gone IS NULL OR _gone > %d)", snapshot, snapshot)
}

// Rows runs a statement and hands each row to fn, as nil, bool, int64, float64, string, time.Time or
// []any of them. The slice is used again for the next row.
func (c *Catalog) Rows(ctx context.Context, sql string, fn func(row []any) error) error {
	reader, err := c.engine.Query(ctx, sql)
	if err != nil {
		return err
	}
	defer reader.Release()
	for reader.Next() {
		if err := eachRow(reader.Record(), fn); err != nil {
			return err
		}
	}
	return reader.Err()
}

func eachRow(record arrow.Record, fn func([]any) error) error {
	row := make([]any, record.NumCols())
	for i := 0; i < int(record.NumRows()); i++ {
		for j := range row {
			row[j] = Value(record.Column(j), i)
		}
		if err := fn(row); err != nil {
			return err
		}
	}
	return nil
}

// Value returns one value of an Arrow array as a Go value.
func Value(a arrow.Array, i int) any {
	if a.IsNull(i) {
		return nil
	}
	switch a := a.(type) {
	case *array.String:
		return a.Value(i)
	case *array.LargeString:
		return a.Value(i)
	case *array.Int64:
		return a.Value(i)
	case *array.Int32:
		return int64(a.Value(i))
	case *array.Float64:
		return a.Value(i)
	case *array.Boolean:
		return a.Value(i)
	case *array.Timestamp:
		return a.Value(i).ToTime(a.DataType().(*arrow.TimestampType).Unit)
	case *array.List:
		start, end := a.ValueOffsets(i)
		return values(a.ListValues(), start, end)
	}
	return a.ValueStr(i)
}

func values(a arrow.Array, start, end int64) []any {
	out := make([]any, 0, end-start)
	for i := start; i < end; i++ {
		out = append(out, Value(a, int(i)))
	}
	return out
}
