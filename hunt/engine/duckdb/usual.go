//go:build cgo

package duckdb

import "github.com/apache/arrow/go/v15/arrow"

// usualSchema names the elements of lists as Arrow's constructors do. DuckDB calls them "l" or nothing, and a frame
// that went through SQL should have the type that it had before.
func usualSchema(s *arrow.Schema) *arrow.Schema {
	return arrow.NewSchema(usualFields(s.Fields()), nil)
}

func usualFields(fields []arrow.Field) []arrow.Field {
	out := make([]arrow.Field, len(fields))
	for i, f := range fields {
		out[i] = arrow.Field{Name: f.Name, Type: usual(f.Type), Nullable: f.Nullable}
	}
	return out
}

func usual(t arrow.DataType) arrow.DataType {
	switch t := t.(type) {
	case *arrow.ListType:
		return arrow.ListOf(usual(t.Elem()))
	case *arrow.FixedSizeListType:
		return arrow.FixedSizeListOf(t.Len(), usual(t.Elem()))
	case *arrow.StructType:
		return arrow.StructOf(usualFields(t.Fields())...)
	case *arrow.MapType:
		return arrow.MapOf(usual(t.KeyType()), usual(t.ItemType()))
	}
	return t
}
