package enginetest

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"

	"gohunt/hunt/engine"
)

var ctx = context.Background()

// Events are rows of a process log: seen (a second apart, from 2022-09-01T00:00Z), process (cmd.exe twice, then
// powershell.exe, then null) and pid (0, 1, 2 ...).
func Events(rows int) arrow.Record {
	b := array.NewRecordBuilder(memory.NewGoAllocator(), arrow.NewSchema([]arrow.Field{
		{Name: "seen", Type: &arrow.TimestampType{Unit: arrow.Microsecond}, Nullable: true},
		{Name: "process", Type: arrow.BinaryTypes.String, Nullable: true},
		{Name: "pid", Type: arrow.PrimitiveTypes.Int64, Nullable: true},
	}, nil))
	defer b.Release()
	const first = 1_661_990_400 // seconds
	for i := range rows {
		b.Field(0).(*array.TimestampBuilder).Append(arrow.Timestamp((first + int64(i)) * 1_000_000))
		appendProcess(b.Field(1).(*array.StringBuilder), i%4)
		b.Field(2).(*array.Int64Builder).Append(int64(i))
	}
	return b.NewRecord()
}

func appendProcess(b *array.StringBuilder, i int) {
	switch i {
	case 0, 1:
		b.Append("cmd.exe")
	case 2:
		b.Append("powershell.exe")
	default:
		b.AppendNull()
	}
}

// Rows runs a query and gives each row as its values' texts with a blank between.
func Rows(ctx context.Context, e engine.Engine, sql string) ([]string, error) {
	r, err := e.Query(ctx, sql)
	if err != nil {
		return nil, err
	}
	defer r.Release()
	var rows []string
	for r.Next() {
		for i := range int(r.Record().NumRows()) {
			rows = append(rows, row(r.Record(), i))
		}
	}
	return rows, r.Err()
}

func row(r arrow.Record, i int) string {
	texts := make([]string, r.NumCols())
	for k := range texts {
		texts[k] = r.Column(k).ValueStr(i)
	}
	return strings.Join(texts, " ")
}

func register(t *testing.T, e engine.Engine, name string, r arrow.Record) {
	t.Helper()
	if err := e.Register(name, r.Schema(), []arrow.Record{r}); err != nil {
		t.Error(err)
	}
}

func want(t *testing.T, e engine.Engine, sql string, rows ...string) {
	t.Helper()
	got, err := Rows(ctx, e, sql)
	if err != nil {
		t.Error(err)
	} else if !slices.Equal(got, rows) {
		t.Errorf("%s\n got %q\nwant %q", sql, got, rows)
	}
}

func fails(t *testing.T, e engine.Engine, sql string) {
	t.Helper()
	if rows, err := Rows(ctx, e, sql); err == nil {
		t.Errorf("%q gives %q and no error", sql, rows)
	}
}
