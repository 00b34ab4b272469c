package jsonrows

import "github.com/apache/arrow/go/v15/arrow"

// kind is what a token is, and what a column holds.
type kind byte

const (
	isNull kind = iota // a column of which only nulls are known
	isBool
	isInt
	isFloat
	isText
	isMoment // only by a given type
	isList
	isJSON // a token only: the compact text of an object or array
)

// moment is the type of points in time: microseconds since 1970, UTC, without a zone in the type.
var moment = &arrow.TimestampType{Unit: arrow.Microsecond}

// kindOf is the kind of a given type; anything else than these is held as text.
func kindOf(dt arrow.DataType) kind {
	switch dt.ID() {
	case arrow.BOOL:
		return isBool
	case arrow.INT64:
		return isInt
	case arrow.FLOAT64:
		return isFloat
	case arrow.TIMESTAMP:
		return isMoment
	case arrow.LIST:
		return isList
	}
	return isText
}

func (k kind) arrow() arrow.DataType {
	switch k {
	case isBool:
		return arrow.FixedWidthTypes.Boolean
	case isInt:
		return arrow.PrimitiveTypes.Int64
	case isFloat:
		return arrow.PrimitiveTypes.Float64
	case isMoment:
		return moment
	}
	return arrow.BinaryTypes.String
}

// join is the narrowest kind that holds both an inferred column's values so far and one more. wide tells that an
// integer beyond 2^53 is among them, which float64 would change.
func join(have, add kind, wide bool) kind {
	switch {
	case have == add || have == isNull:
		return add
	case add == isNull:
		return have
	case have == isInt && add == isFloat || have == isFloat && add == isInt:
		if !wide {
			return isFloat
		}
	}
	return isText
}
