package index

import (
	"time"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"
)

// newRow is a document that is about to be written.
type newRow struct {
	row    int64 // the number of the write that made it
	gone   int64 // the number of the write that ended it, in the same batch; 0: none
	id     string
	source []byte
	leaves []Leaf
}

// scalar is the Arrow type of a kind's column.
func (k Kind) scalar() arrow.DataType {
	switch k {
	case Int:
		return arrow.PrimitiveTypes.Int64
	case Float:
		return arrow.PrimitiveTypes.Float64
	case Bool:
		return arrow.FixedWidthTypes.Boolean
	case Date:
		return &arrow.TimestampType{Unit: arrow.Microsecond}
	}
	return arrow.BinaryTypes.String
}

// sql is the engine's type of a kind's column.
func (k Kind) sql() string {
	return [...]string{"VARCHAR", "VARCHAR", "BIGINT", "DOUBLE", "BOOLEAN", "TIMESTAMP", "VARCHAR"}[k]
}

// record builds the Arrow record of a batch, with every column of the mapping.
func (m *Mapping) record(rows []newRow) (arrow.Record, error) {
	schema := m.schema()
	b := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	defer b.Release()
	b.Reserve(len(rows))
	w := &writer{m: m, builder: b, tokens: m.tokenColumns()}
	for i := range rows {
		if err := w.add(i, &rows[i]); err != nil {
			return nil, err
		}
	}
	w.fill(len(rows))
	return b.NewRecord(), nil
}

// fixed is the number of columns before those of the fields.
const fixed = 4

func (m *Mapping) schema() *arrow.Schema {
	fields := []arrow.Field{
		{Name: "_row", Type: arrow.PrimitiveTypes.Int64},
		{Name: "_gone", Type: arrow.PrimitiveTypes.Int64, Nullable: true},
		{Name: "_id", Type: arrow.BinaryTypes.String},
		{Name: "_source", Type: arrow.BinaryTypes.String},
	}
	for _, f := range m.columns {
		t := f.Kind.scalar()
		if f.Multi {
			t = arrow.ListOf(t)
		}
		fields = append(fields, arrow.Field{Name: f.Column(), Type: t, Nullable: true})
	}
	for _, f := range m.columns {
		if m.hasTokens(f) {
			fields = append(fields, arrow.Field{Name: f.Tokens(), Type: arrow.BinaryTypes.String, Nullable: true})
		}
	}
	return arrow.NewSchema(fields, nil)
}

// tokenColumns maps a column's number to the position of its tokens in the record.
func (m *Mapping) tokenColumns() map[int]int {
	at, next := map[int]int{}, fixed+len(m.columns)
	for _, f := range m.columns {
		if m.hasTokens(f) {
			at[f.number] = next
			next++
		}
	}
	return at
}

type writer struct {
	m       *Mapping
	builder *array.RecordBuilder
	tokens  map[int]int
}

func (w *writer) add(i int, r *newRow) error {
	w.builder.Field(0).(*array.Int64Builder).Append(r.row)
	if r.gone > 0 {
		w.builder.Field(1).(*array.Int64Builder).Append(r.gone)
	} else {
		w.builder.Field(1).AppendNull()
	}
	w.builder.Field(2).(*array.StringBuilder).Append(r.id)
	w.builder.Field(3).(*array.StringBuilder).BinaryBuilder.Append(r.source)
	for _, leaf := range r.leaves {
		if err := w.leaf(i, leaf); err != nil {
			return err
		}
	}
	return nil
}

func (w *writer) leaf(i int, leaf Leaf) error {
	f := w.m.fields[leaf.Name]
	b := w.builder.Field(fixed + f.number)
	pad(b, i)
	if at, ok := w.tokens[f.number]; ok {
		pad(w.builder.Field(at), i)
		w.builder.Field(at).(*array.StringBuilder).Append(tokenColumn(leaf.text()))
	}
	if !f.Multi {
		return appendValue(b, f, leaf.first())
	}
	list := b.(*array.ListBuilder)
	list.Append(true)
	if !leaf.Array {
		return appendValue(list.ValueBuilder(), f, leaf.Value)
	}
	for _, v := range leaf.Values {
		if err := appendValue(list.ValueBuilder(), f, v); err != nil {
			return err
		}
	}
	return nil
}

func (l Leaf) text() string {
	if !l.Array {
		return toString(l.Value)
	}
	text := ""
	for _, v := range l.Values {
		text += toString(v) + "\n"
	}
	return text
}

func pad(b array.Builder, to int) {
	if n := to - b.Len(); n > 0 {
		b.AppendNulls(n)
	}
}

func (w *writer) fill(rows int) {
	for _, b := range w.builder.Fields() {
		pad(b, rows)
	}
}

func appendValue(b array.Builder, f *Field, v any) error {
	x, err := f.stored(v)
	if err != nil {
		return err
	}
	switch b := b.(type) {
	case *array.Int64Builder:
		b.Append(x.(int64))
	case *array.Float64Builder:
		b.Append(x.(float64))
	case *array.BooleanBuilder:
		b.Append(x.(bool))
	case *array.TimestampBuilder:
		b.Append(arrow.Timestamp(x.(time.Time).UnixMicro()))
	case *array.StringBuilder:
		b.Append(x.(string))
	}
	return nil
}
