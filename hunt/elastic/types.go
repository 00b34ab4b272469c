package elastic

import (
	"strings"

	"github.com/apache/arrow/go/v15/arrow"
)

// TypeKey is the metadata key under which a field names its Elasticsearch type, or its types joined by "|" where
// indices differ.
const TypeKey = "elastic:type"

var (
	text    = arrow.BinaryTypes.String
	integer = arrow.PrimitiveTypes.Int64
	float   = arrow.PrimitiveTypes.Float64
	boolean = arrow.FixedWidthTypes.Boolean
	moment  = &arrow.TimestampType{Unit: arrow.Microsecond} // UTC; _source may hold more digits than a date's milliseconds
)

// arrowType is the column type for a type of Elasticsearch's mappings or of its SQL. unsigned_long becomes text:
// neither int64 nor float64 holds all of its values exactly. What is not named here is text as well, objects as JSON.
func arrowType(name string) arrow.DataType {
	switch name {
	case "boolean":
		return boolean
	case "long", "integer", "short", "byte":
		return integer
	case "double", "float", "half_float", "scaled_float":
		return float
	case "date", "date_nanos", "datetime":
		return moment
	}
	return text
}

// isObject reports whether values of the type are objects in the documents, kept as JSON text.
func isObject(name string) bool {
	switch name {
	case "nested", "flattened", "geo_point", "geo_shape", "point", "shape", "histogram", "aggregate_metric_double",
		"rank_features", "join", "percolator", "completion":
		return true
	}
	return strings.HasSuffix(name, "_range")
}

// common is the type that holds both of two types: the same, a fraction for whole numbers and fractions, else text.
func common(a, b arrow.DataType) arrow.DataType {
	numeric := func(t arrow.DataType) bool { return t.ID() == arrow.INT64 || t.ID() == arrow.FLOAT64 }
	switch {
	case arrow.TypeEqual(a, b):
		return a
	case numeric(a) && numeric(b):
		return float
	}
	return text
}

// IsList reports whether the Elastic Common Schema (8.x) says that the field holds several values.
func IsList(name string) bool {
	if listFields[name] {
		return true
	}
	for _, tail := range listTails {
		if strings.HasSuffix(name, tail) {
			return true
		}
	}
	return false
}
