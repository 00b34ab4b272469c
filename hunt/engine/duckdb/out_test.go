//go:build cgo

package duckdb

import (
	"strings"
	"testing"
)

// TestTypesOfSQL holds the Arrow type and the text of what SQL can compute.
func TestTypesOfSQL(t *testing.T) {
	db := open(t, Options{})
	for _, tc := range []struct{ sql, kind, text string }{
		{"true", "bool", "true"},
		{"42", "int32", "42"},
		{"42::BIGINT", "int64", "42"},
		{"count(*)", "int64", "1"},
		{"sum(42::BIGINT)", "decimal(38, 0)", "42"},
		{"avg(42::BIGINT)", "float64", "42"},
		{"255::UTINYINT", "uint8", "255"},
		{"18446744073709551615::UBIGINT", "uint64", "18446744073709551615"},
		{"12345678901234567890::HUGEINT", "decimal(38, 0)", "12345678901234567890"},
		{"1.25::DECIMAL(9,2)", "decimal(9, 2)", "1.25"},
		{"1.5", "decimal(2, 1)", "1.5"},
		{"'a'", "utf8", "a"},
		{"NULL", "int32", "(null)"},
		{"'\\x00\\xFF'::BLOB", "binary", "AP8="},
		{"DATE '2022-09-01'", "date32", "2022-09-01"},
		{"TIME '21:02:02.5'", "time64[us]", "21:02:02.500000"},
		{"TIMESTAMP '2022-09-30 21:02:02.508'", "timestamp[us]", "2022-09-30 21:02:02.508Z"},
		{"TIMESTAMP_MS '2022-09-30 21:02:02.508'", "timestamp[ms]", "2022-09-30 21:02:02.508Z"},
		{"TIMESTAMP_NS '2022-09-30 21:02:02.508000001'", "timestamp[ns]", "2022-09-30 21:02:02.508000001Z"},
		{"TIMESTAMPTZ '2022-09-30 21:02:02.508+02'", "timestamp[us, tz=UTC]", "2022-09-30 19:02:02.508Z"},
		{"date_trunc('hour', TIMESTAMPTZ '2022-09-30 21:02:02+02')", "timestamp[us, tz=UTC]", "2022-09-30 19:00:00Z"},
		{"INTERVAL 90 DAY", "month_day_nano_interval", `{"months":0,"days":90,"nanoseconds":0}`},
		{"'e9d9d3c4-0000-4000-8000-000000000000'::UUID", "utf8", "e9d9d3c4-0000-4000-8000-000000000000"},
		{"'{\"a\": 1}'::JSON", "utf8", `{"a": 1}`},
		{"'a'::ENUM('a', 'b')", "dictionary<values=utf8, indices=uint8, ordered=false>", "a"},
		{"[1, 2]::BIGINT[]", "list<item: int64, nullable>", "[1,2]"},
		{"['a', NULL]", "list<item: utf8, nullable>", `["a",null]`},
		{"[1, 2]::INT[2]", "fixed_size_list<item: int32, nullable>[2]", "[1,2]"},
		{"{'a': 1, 'b': 'x'}", "struct<a: int32, b: utf8>", `{"a":1,"b":"x"}`},
		{"MAP {'a': 1}", "map<utf8, int32, items_nullable>", `[{"key":"a","value":1}]`},
	} {
		t.Run(tc.sql, func(t *testing.T) {
			got, err := all(db, "SELECT "+tc.sql+" AS c")
			if err != nil {
				t.Fatal(err)
			}
			if kind := got.Schema().Field(0).Type.String(); kind != tc.kind {
				t.Errorf("type %s, want %s", kind, tc.kind)
			}
			if text := got.Column(0).ValueStr(0); text != tc.text {
				t.Errorf("value %s, want %s", text, tc.text)
			}
		})
	}
}

// TestUnfaithfulTypes holds that a type which Arrow would show as something else is an error, not a wrong number.
func TestUnfaithfulTypes(t *testing.T) {
	db := open(t, Options{})
	for _, tc := range []struct{ sql, kind string }{
		{"'10'::BIT", "BIT"},
		{"TIMETZ '21:02:02+02'", "TIME WITH TIME ZONE"},
		{"1::UHUGEINT", "UHUGEINT"},
		{"1::BIGNUM", "BIGNUM"},
		{"union_value(a := 1)", "UNION"},
		{"[{'a': MAP {'k': [1::UHUGEINT]}}]", "UHUGEINT"},
	} {
		_, err := all(db, "SELECT "+tc.sql+" AS c")
		if want := `column "c" is of type ` + tc.kind + ","; err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want an error with %q", tc.sql, err, want)
		}
		if got := result(t, db, "SELECT ("+tc.sql+")::VARCHAR AS c"); got.NumRows() != 1 {
			t.Errorf("%s: the cast that the error proposes gives %d rows", tc.sql, got.NumRows())
		}
	}
}
