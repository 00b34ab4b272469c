//go:build cgo

package duckdb

import (
	"cmp"
	"fmt"

	"github.com/apache/arrow/go/v15/arrow"
	duck "github.com/duckdb/duckdb-go-bindings"
)

// columns are the names and types of a prepared statement's result.
func (c *conn) columns(p duck.PreparedStatement) (*arrow.Schema, error) {
	n := int(duck.PreparedStatementColumnCount(p))
	types, names := make([]duck.LogicalType, n), make([]string, n)
	for i := range n {
		types[i] = duck.PreparedStatementColumnLogicalType(p, duck.IdxT(i))
		defer duck.DestroyLogicalType(&types[i])
		names[i] = duck.PreparedStatementColumnName(p, duck.IdxT(i))
		if name := unfaithful(types[i]); name != "" {
			return nil, fmt.Errorf("column %q is of type %s, which Arrow has not: cast it, as with ::VARCHAR", names[i], name)
		}
	}
	return outSchema(c.options, types, names)
}

// unfaithfulTypes are those that DuckDB 1.5 gives to Arrow as something else: unsigned as signed, a local time
// without its offset, bits and big numbers as its own bytes.
var unfaithfulTypes = map[duck.Type]string{
	duck.TypeUHugeInt: "UHUGEINT", duck.TypeBit: "BIT", duck.TypeBigNum: "BIGNUM", duck.TypeTimeTZ: "TIME WITH TIME ZONE", duck.TypeUnion: "UNION",
}

// unfaithful is the name of a type that would not come out as it is, there or nested; empty: all do.
func unfaithful(t duck.LogicalType) string {
	if name := unfaithfulTypes[duck.GetTypeId(t)]; name != "" {
		return name
	}
	found := ""
	for _, child := range children(t) {
		found = cmp.Or(found, unfaithful(child))
		duck.DestroyLogicalType(&child)
	}
	return found
}

// children are the types inside a nested type; the caller destroys them.
func children(t duck.LogicalType) []duck.LogicalType {
	switch duck.GetTypeId(t) {
	case duck.TypeList:
		return []duck.LogicalType{duck.ListTypeChildType(t)}
	case duck.TypeArray:
		return []duck.LogicalType{duck.ArrayTypeChildType(t)}
	case duck.TypeMap:
		return []duck.LogicalType{duck.MapTypeKeyType(t), duck.MapTypeValueType(t)}
	case duck.TypeStruct:
		out := make([]duck.LogicalType, duck.StructTypeChildCount(t))
		for i := range out {
			out[i] = duck.StructTypeChildType(t, duck.IdxT(i))
		}
		return out
	}
	return nil
}
