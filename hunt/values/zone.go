package values

import (
	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
)

// Naive gives records whose timestamps have no zone, with the same values, which are UTC either way. The engine keeps
// times so, because calendar arithmetic is several times faster without a zone. Records without zones come back as they are.
func Naive(schema *arrow.Schema, records []arrow.Record) (*arrow.Schema, []arrow.Record) {
	plain, changed := naiveSchema(schema)
	if !changed {
		return schema, records
	}
	out := make([]arrow.Record, len(records))
	for i, r := range records {
		columns := make([]arrow.Array, r.NumCols())
		for k := range columns {
			columns[k] = retyped(r.Column(k), plain.Field(k).Type)
		}
		out[i] = array.NewRecord(plain, columns, r.NumRows())
	}
	return plain, out
}

func naiveSchema(schema *arrow.Schema) (*arrow.Schema, bool) {
	changed := false
	fields := append([]arrow.Field{}, schema.Fields()...)
	for i, f := range fields {
		if t, ok := f.Type.(*arrow.TimestampType); ok && t.TimeZone != "" {
			fields[i].Type, changed = &arrow.TimestampType{Unit: t.Unit}, true
		}
	}
	return arrow.NewSchema(fields, nil), changed
}

// retyped is the same array under another type of the same layout.
func retyped(a arrow.Array, t arrow.DataType) arrow.Array {
	if arrow.TypeEqual(a.DataType(), t) {
		return a
	}
	d := a.Data()
	return array.MakeFromData(array.NewData(t, d.Len(), d.Buffers(), nil, d.NullN(), d.Offset()))
}

// Renamed puts other names on records; the types stay.
func Renamed(records []arrow.Record, fields []arrow.Field) (*arrow.Schema, []arrow.Record) {
	schema := arrow.NewSchema(fields, nil)
	out := make([]arrow.Record, len(records))
	for i, r := range records {
		out[i] = array.NewRecord(schema, r.Columns(), r.NumRows())
	}
	return schema, out
}
