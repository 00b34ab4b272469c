//go:build cgo

package duckdb

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/decimal128"
)

// typeCases are the types that a frame, a Parquet file or another program's Arrow may hold. "out" is the type that
// one comes back with when it is another, "alters" that a value then reads otherwise, "refused" a part of the error.
var typeCases = []struct {
	in      arrow.DataType
	out     arrow.DataType
	alters  bool
	refused string
}{
	{in: arrow.FixedWidthTypes.Boolean},
	{in: arrow.PrimitiveTypes.Int8},
	{in: arrow.PrimitiveTypes.Int16},
	{in: arrow.PrimitiveTypes.Int32},
	{in: arrow.PrimitiveTypes.Int64},
	{in: arrow.PrimitiveTypes.Uint8},
	{in: arrow.PrimitiveTypes.Uint16},
	{in: arrow.PrimitiveTypes.Uint32},
	{in: arrow.PrimitiveTypes.Uint64},
	{in: arrow.PrimitiveTypes.Float32},
	{in: arrow.PrimitiveTypes.Float64},
	{in: arrow.FixedWidthTypes.Float16, refused: "Not implemented"},
	{in: arrow.BinaryTypes.String},
	{in: arrow.BinaryTypes.LargeString, out: arrow.BinaryTypes.String},
	{in: arrow.BinaryTypes.Binary},
	{in: arrow.BinaryTypes.LargeBinary, out: arrow.BinaryTypes.Binary},
	{in: &arrow.FixedSizeBinaryType{ByteWidth: 5}, out: arrow.BinaryTypes.Binary},
	{in: arrow.FixedWidthTypes.Date32},
	{in: arrow.FixedWidthTypes.Date64, out: arrow.FixedWidthTypes.Date32},
	{in: arrow.FixedWidthTypes.Time32s, out: arrow.FixedWidthTypes.Time64us, alters: true},
	{in: arrow.FixedWidthTypes.Time32ms, out: arrow.FixedWidthTypes.Time64us, alters: true},
	{in: arrow.FixedWidthTypes.Time64us},
	{in: arrow.FixedWidthTypes.Time64ns},
	{in: &arrow.TimestampType{Unit: arrow.Second}},
	{in: &arrow.TimestampType{Unit: arrow.Millisecond}},
	{in: &arrow.TimestampType{Unit: arrow.Microsecond}},
	{in: &arrow.TimestampType{Unit: arrow.Nanosecond}},
	{in: arrow.FixedWidthTypes.Timestamp_us},
	{in: arrow.FixedWidthTypes.Timestamp_ms, out: arrow.FixedWidthTypes.Timestamp_us},
	{in: &arrow.TimestampType{Unit: arrow.Microsecond, TimeZone: "Europe/Berlin"}, out: arrow.FixedWidthTypes.Timestamp_us, alters: true},
	{in: arrow.FixedWidthTypes.Duration_us, out: arrow.FixedWidthTypes.MonthDayNanoInterval, alters: true},
	{in: arrow.FixedWidthTypes.MonthInterval, out: arrow.FixedWidthTypes.MonthDayNanoInterval, alters: true},
	{in: arrow.FixedWidthTypes.DayTimeInterval, refused: "mixed up"},
	{in: arrow.FixedWidthTypes.MonthDayNanoInterval},
	{in: &arrow.Decimal128Type{Precision: 4, Scale: 2}},
	{in: &arrow.Decimal128Type{Precision: 9, Scale: 2}},
	{in: &arrow.Decimal128Type{Precision: 18, Scale: 3}},
	{in: &arrow.Decimal128Type{Precision: 38, Scale: 10}},
	{in: &arrow.Decimal256Type{Precision: 50, Scale: 10}, refused: "Not implemented"},
	{in: arrow.Null, out: arrow.PrimitiveTypes.Int32},
	{in: arrow.ListOf(arrow.PrimitiveTypes.Int64)},
	{in: arrow.ListOf(arrow.PrimitiveTypes.Float64)},
	{in: arrow.ListOf(arrow.BinaryTypes.String)},
	{in: arrow.ListOf(arrow.FixedWidthTypes.Boolean)},
	{in: arrow.ListOf(arrow.ListOf(arrow.PrimitiveTypes.Float64))},
	{in: arrow.LargeListOf(arrow.BinaryTypes.String), out: arrow.ListOf(arrow.BinaryTypes.String)},
	{in: arrow.FixedSizeListOf(3, arrow.PrimitiveTypes.Int64)},
	{in: arrow.FixedSizeListOf(2, arrow.BinaryTypes.String)},
	{in: structOf(arrow.PrimitiveTypes.Int64, arrow.BinaryTypes.String)},
	{in: structOf(structOf(arrow.BinaryTypes.String, arrow.FixedWidthTypes.Boolean), arrow.PrimitiveTypes.Float64)},
	{in: structOf(arrow.ListOf(arrow.BinaryTypes.String), arrow.PrimitiveTypes.Int64)},
	{in: arrow.ListOf(structOf(arrow.PrimitiveTypes.Int64, arrow.BinaryTypes.String))},
	{in: structOf(arrow.ListOf(structOf(arrow.BinaryTypes.String)))},
	{in: arrow.MapOf(arrow.BinaryTypes.String, arrow.PrimitiveTypes.Int64)},
	{in: arrow.MapOf(arrow.BinaryTypes.String, structOf(arrow.PrimitiveTypes.Int64))},
	{in: dictionaryOf(arrow.BinaryTypes.String), out: arrow.BinaryTypes.String},
	{in: structOf(dictionaryOf(arrow.BinaryTypes.String)), out: structOf(arrow.BinaryTypes.String)},
	{in: arrow.ListOf(dictionaryOf(arrow.BinaryTypes.String)), refused: "dictionary inside a list"},
	{in: arrow.ListOf(structOf(dictionaryOf(arrow.BinaryTypes.String))), refused: "dictionary inside a list"},
	{in: arrow.ListViewOf(arrow.PrimitiveTypes.Int64), refused: "list_view"},
	{in: arrow.BinaryTypes.StringView, refused: "string_view"},
	{in: arrow.RunEndEncodedOf(arrow.PrimitiveTypes.Int32, arrow.PrimitiveTypes.Int64), refused: "run_end"},
	{in: arrow.SparseUnionOf([]arrow.Field{{Name: "a", Type: arrow.PrimitiveTypes.Int64}}, []arrow.UnionTypeCode{0}), refused: "union"},
}

// TestTypesGoInAndOut holds, for every type, with no, some and only nulls, whole and sliced: each value comes back as it
// went in, twice, and is counted right; or the column is refused by name.
func TestTypesGoInAndOut(t *testing.T) {
	db := open(t, Options{})
	for _, tc := range typeCases {
		t.Run(tc.in.String(), func(t *testing.T) {
			if tc.refused != "" {
				refused(t, db, tc.in, tc.refused)
				return
			}
			for _, nulls := range []float64{0, 0.3, 1} {
				whole := record(tc.in, 5000, nulls)
				for name, parts := range cuts(whole) {
					t.Run(fmt.Sprintf("%.0f%% nulls/%s", nulls*100, name), func(t *testing.T) {
						comesBack(t, db, parts, cmp.Or(tc.out, tc.in), !tc.alters)
					})
				}
			}
		})
	}
}

// cuts are ways to cut 5000 rows that meet DuckDB's 2048 at, before and after their borders.
func cuts(r arrow.Record) map[string][]arrow.Record {
	return map[string][]arrow.Record{
		"whole":   {r},
		"odd":     {r.NewSlice(7, 4993)},
		"several": {r.NewSlice(1, 2), r.NewSlice(2, 2050), r.NewSlice(9, 9), r.NewSlice(4095, 5000)},
		"none":    {r.NewSlice(3, 3)},
	}
}

func refused(t *testing.T, db *DB, in arrow.DataType, reason string) {
	schema := arrow.NewSchema([]arrow.Field{{Name: "c", Type: in}}, nil)
	err := db.Register("t", schema, nil)
	if err == nil || !strings.Contains(err.Error(), `column "c"`) || !strings.Contains(err.Error(), reason) {
		t.Fatalf("want an error that names column \"c\" and %q, got %v", reason, err)
	}
}

func comesBack(t *testing.T, db *DB, parts []arrow.Record, out arrow.DataType, same bool) {
	if err := db.Register("t", parts[0].Schema(), parts); err != nil {
		t.Fatal(err)
	}
	want, err := joined(parts[0].Schema(), parts)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		got := result(t, db, "SELECT c, i FROM t ORDER BY i")
		if !arrow.TypeEqual(got.Schema().Field(0).Type, out) {
			t.Fatalf("comes back as %s, want %s", got.Schema().Field(0).Type, out)
		}
		sameColumn(t, got.Column(1), want.Column(1), true)
		sameColumn(t, got.Column(0), want.Column(0), same)
	}
	counted := result(t, db, "SELECT count(c) FROM t").Column(0).ValueStr(0)
	if valid := fmt.Sprint(want.NumRows() - int64(nulls(want.Column(0)))); counted != valid {
		t.Errorf("count(c) = %s, want %s", counted, valid)
	}
}

// nulls are counted one by one: a Null column has no bitmap.
func nulls(a arrow.Array) (n int) {
	for i := range a.Len() {
		if a.IsNull(i) || a.DataType().ID() == arrow.NULL {
			n++
		}
	}
	return n
}

func sameColumn(t *testing.T, got, want arrow.Array, values bool) {
	t.Helper()
	if got.Len() != want.Len() {
		t.Fatalf("%d rows, want %d", got.Len(), want.Len())
	}
	for i := range want.Len() {
		if got.IsNull(i) != want.IsNull(i) && want.DataType().ID() != arrow.NULL {
			t.Fatalf("row %d: null is %v, want %v", i, got.IsNull(i), want.IsNull(i))
		}
		if g, w := got.ValueStr(i), want.ValueStr(i); values && g != w {
			t.Fatalf("row %d: %s, want %s", i, g, w)
		}
	}
}

// TestAlteredTypes holds what the types that read otherwise turn into.
func TestAlteredTypes(t *testing.T) {
	db := open(t, Options{})
	for _, tc := range []struct {
		in    arrow.DataType
		value int64
		want  string
	}{
		{arrow.FixedWidthTypes.Time32s, 61, "00:01:01"},
		{arrow.FixedWidthTypes.Time32ms, 61_500, "00:01:01.5"},
		{&arrow.TimestampType{Unit: arrow.Microsecond, TimeZone: "Europe/Berlin"}, 1_000_000, "1970-01-01 00:00:01+00"},
		{arrow.FixedWidthTypes.Duration_us, 61_000_000, "00:01:01"},
		{arrow.FixedWidthTypes.MonthInterval, 14, "1 year 2 months"},
	} {
		schema := arrow.NewSchema([]arrow.Field{{Name: "c", Type: tc.in}}, nil)
		b := array.NewRecordBuilder(allocator, schema)
		appendNumber(b.Field(0), tc.value)
		if err := db.Register("t", schema, []arrow.Record{b.NewRecord()}); err != nil {
			t.Fatal(err)
		}
		if got := result(t, db, "SELECT c::VARCHAR FROM t").Column(0).ValueStr(0); got != tc.want {
			t.Errorf("%s: %s, want %s", tc.in, got, tc.want)
		}
	}
}

func structOf(types ...arrow.DataType) arrow.DataType {
	fields := make([]arrow.Field, len(types))
	for i, t := range types {
		fields[i] = arrow.Field{Name: string(rune('a' + i)), Type: t, Nullable: true}
	}
	return arrow.StructOf(fields...)
}

func dictionaryOf(values arrow.DataType) arrow.DataType {
	return &arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Int16, ValueType: values}
}

// record has one column "c" of a type, filled from a fixed seed, and the row number "i".
func record(t arrow.DataType, rows int, nulls float64) arrow.Record {
	schema := arrow.NewSchema([]arrow.Field{{Name: "c", Type: t, Nullable: true}, {Name: "i", Type: arrow.PrimitiveTypes.Int64}}, nil)
	b := array.NewRecordBuilder(allocator, schema)
	rng := rand.New(rand.NewPCG(1, 2))
	for i := range rows {
		fill(b.Field(0), rng, nulls)
		b.Field(1).(*array.Int64Builder).Append(int64(i))
	}
	return b.NewRecord()
}

// fill appends one value.
func fill(b array.Builder, rng *rand.Rand, nulls float64) {
	if rng.Float64() < nulls {
		b.AppendNull()
		return
	}
	n := rng.IntN(100)
	switch b := b.(type) {
	case *array.StructBuilder:
		b.Append(true)
		for i := range b.NumField() {
			fill(b.FieldBuilder(i), rng, nulls)
		}
	case *array.FixedSizeListBuilder:
		b.Append(true)
		for range b.Type().(*arrow.FixedSizeListType).Len() {
			fill(b.ValueBuilder(), rng, nulls)
		}
	case *array.MapBuilder:
		b.Append(true)
		for i := range n % 4 {
			fill(b.KeyBuilder(), rand.New(rand.NewPCG(uint64(i), 0)), 0)
			fill(b.ItemBuilder(), rng, nulls)
		}
	case array.ListLikeBuilder:
		b.Append(true)
		for range n % 4 {
			fill(b.ValueBuilder(), rng, nulls)
		}
	default:
		fillFlat(b, int64(n))
	}
}

func fillFlat(b array.Builder, n int64) {
	switch b := b.(type) {
	case *array.BooleanBuilder:
		b.Append(n%2 == 0)
	case *array.Decimal128Builder:
		b.Append(decimal128.FromI64(n - 50))
	case *array.FixedSizeBinaryBuilder:
		b.Append([]byte(fmt.Sprintf("%05d", n)))
	case *array.BinaryBuilder:
		b.Append([]byte{0, byte(n), 255})
	case *array.BinaryDictionaryBuilder:
		b.AppendString(text(n))
	case *array.StringBuilder:
		b.Append(text(n))
	case *array.LargeStringBuilder:
		b.Append(text(n))
	case *array.MonthDayNanoIntervalBuilder:
		b.Append(arrow.MonthDayNanoInterval{Months: 1, Days: int32(n), Nanoseconds: n * 1000})
	case *array.NullBuilder:
		b.AppendNull()
	case *array.Date64Builder:
		b.Append(arrow.Date64(n * 86_400_000))
	default:
		appendNumber(b, n)
	}
}

// appendNumber appends n in the unit of the type.
func appendNumber(b array.Builder, n int64) {
	switch b := b.(type) {
	case *array.Date32Builder:
		b.Append(arrow.Date32(n))
	case *array.Time32Builder:
		b.Append(arrow.Time32(n))
	case *array.Time64Builder:
		b.Append(arrow.Time64(n * 1000))
	case *array.TimestampBuilder:
		b.Append(arrow.Timestamp(n))
	case *array.MonthIntervalBuilder:
		b.Append(arrow.MonthInterval(n))
	case *array.DurationBuilder:
		b.Append(arrow.Duration(n))
	default:
		if err := b.AppendValueFromString(fmt.Sprint(n)); err != nil {
			panic(fmt.Sprintf("no value for %T: %v", b, err))
		}
	}
}

// text is short or long, as DuckDB stores them differently, and not only ASCII.
func text(n int64) string {
	if n%3 == 0 {
		return fmt.Sprintf("näme %d", n)
	}
	return fmt.Sprintf("C:\\Windows\\System32\\%d\\powershell.exe", n)
}
