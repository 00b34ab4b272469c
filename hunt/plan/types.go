package plan

import (
	"fmt"
	"strings"

	"github.com/apache/arrow/go/v15/arrow"

	"gohunt/hunt/bind"
)

var plainTypes = map[arrow.Type]string{
	arrow.BOOL: "BOOLEAN", arrow.INT8: "TINYINT", arrow.INT16: "SMALLINT", arrow.INT32: "INTEGER", arrow.INT64: "BIGINT",
	arrow.UINT8: "UTINYINT", arrow.UINT16: "USMALLINT", arrow.UINT32: "UINTEGER", arrow.UINT64: "UBIGINT",
	arrow.FLOAT32: "FLOAT", arrow.FLOAT64: "DOUBLE", arrow.STRING: "VARCHAR", arrow.LARGE_STRING: "VARCHAR",
	arrow.BINARY: "BLOB", arrow.LARGE_BINARY: "BLOB", arrow.DATE32: "DATE", arrow.TIME64: "TIME",
	arrow.INTERVAL_MONTH_DAY_NANO: "INTERVAL",
}

var timestampTypes = map[arrow.TimeUnit]string{
	arrow.Second: "TIMESTAMP_S", arrow.Millisecond: "TIMESTAMP_MS", arrow.Microsecond: "TIMESTAMP", arrow.Nanosecond: "TIMESTAMP_NS",
}

// sqlType is the engine's name of an Arrow type; false when it has none that stands for it exactly.
func sqlType(t arrow.DataType) (string, bool) {
	if name, ok := plainTypes[t.ID()]; ok {
		return name, true
	}
	switch t := t.(type) {
	case *arrow.TimestampType:
		if t.TimeZone != "" {
			return "TIMESTAMPTZ", t.Unit == arrow.Microsecond
		}
		return timestampTypes[t.Unit], true
	case *arrow.Decimal128Type:
		return fmt.Sprintf("DECIMAL(%d,%d)", t.Precision, t.Scale), true
	case *arrow.ListType:
		item, ok := sqlType(t.Elem())
		return item + "[]", ok
	case *arrow.StructType:
		return structType(t)
	}
	return "", false
}

func structType(t *arrow.StructType) (string, bool) {
	var fields []string
	for _, f := range t.Fields() {
		item, ok := sqlType(f.Type)
		if !ok {
			return "", false
		}
		fields = append(fields, bind.Quote(f.Name)+" "+item)
	}
	return "STRUCT(" + strings.Join(fields, ", ") + ")", len(fields) > 0
}
