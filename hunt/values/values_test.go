package values

import (
	"encoding/json"
	"net/netip"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/decimal128"
	"github.com/apache/arrow/go/v15/arrow/memory"
)

// picture is a record's columns and rows as text.
func picture(r arrow.Record) string {
	var lines, head []string
	for _, f := range r.Schema().Fields() {
		head = append(head, f.Name+":"+Type(f.Type))
	}
	lines = append(lines, strings.Join(head, " "))
	for i := range int(r.NumRows()) {
		var cells []string
		for _, c := range r.Columns() {
			if c.IsNull(i) {
				cells = append(cells, "-")
				continue
			}
			cells = append(cells, Text(c, i))
		}
		lines = append(lines, strings.Join(cells, " "))
	}
	return strings.Join(lines, "\n")
}

type base struct{ Host string }

type process struct {
	Name string `hunt:"process.name"`
	PID  uint32 `json:"pid"`
}

type level int

func (l level) String() string { return [...]string{"low", "high"}[l] }

type event struct {
	base
	Base    base
	At      time.Time
	Process process `json:"p"`
	Score   *float64
	Tags    []string
	Level   level
	Address netip.Addr
	Any     any
	Skipped string `hunt:"-"`
	hidden  string
}

func TestFrom(t *testing.T) {
	half := 0.5
	at := time.Date(2022, 9, 30, 23, 2, 2, 508e6, time.FixedZone("CEST", 7200))
	for _, c := range []struct {
		name  string
		rows  any
		want  string
		notes int
	}{
		{"structs", []event{{Base: base{"h"}, At: at, Process: process{"cmd.exe", 7}, Score: &half, Tags: []string{"a", "b"}, Level: 1, Address: netip.MustParseAddr("10.0.0.1"), Any: 3, hidden: "not a column"}, {}},
			"Base.Host:text At:time p.process.name:text p.pid:int Score:float Tags:list of text Level:text Address:text Any:int\n" +
				"h 2022-09-30T21:02:02.508Z cmd.exe 7 0.5 [a, b] high 10.0.0.1 3\n 0001-01-01T00:00:00Z  0 - - low invalid IP -", 0},
		{"pointers and nil", []*process{{"a", 1}, nil}, "process.name:text pid:int\na 1\n- -", 0},
		{"empty slice", []process{}, "process.name:text pid:int", 0},
		{"maps", []map[string]any{{"b": 1, "a": "x"}, {"b": 2.5, "c": map[string]any{"d": true}}}, "a:text b:float c.d:bool\nx 1 -\n- 2.5 true", 0},
		{"mixed", []map[string]any{{"a": 1}, {"a": "x"}, {"a": nil}, {"a": []any{1, "y"}}}, "a:text\n1\nx\n-\n[1,\"y\"]", 1},
		{"lists", []map[string][]int{{"a": {1, 2}}, {"a": nil}, {"a": {}}}, "a:list of int\n[1, 2]\n-\n[]", 0},
		{"case", []map[string]int{{"LogonId": 1, "LogonID": 2}}, "LogonID:int LogonId__cs2:int\n2 1", 0},
	} {
		record, notes, err := From(c.rows)
		if err != nil || len(notes) != c.notes {
			t.Errorf("%s: %v %q", c.name, err, notes)
			continue
		}
		if got := picture(record); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
	}
}

func TestFromErrors(t *testing.T) {
	for _, c := range []struct {
		rows any
		want string
	}{
		{nil, "<nil> is no slice of structs or maps"},
		{process{}, "values.process is no slice of structs or maps"},
		{[]int{1}, "element 0: int is neither a struct nor a map with text keys"},
		{[]map[string]int{}, "[]map[string]int has no columns"},
	} {
		if _, _, err := From(c.rows); err == nil || err.Error() != c.want {
			t.Errorf("%T: %v, want %s", c.rows, err, c.want)
		}
	}
}

// Whatever goes in comes out.
func TestColumnRoundTrip(t *testing.T) {
	at := time.Date(2022, 9, 30, 21, 2, 2, 508123000, time.UTC)
	for _, values := range [][]any{
		{int64(1), nil, int64(-5)},
		{0.5, nil},
		{true, false, nil},
		{"", "ü", nil},
		{at, nil},
		{[]byte{0, 255}, nil},
		{nil, nil},
	} {
		a, _ := Column(values)
		var back []any
		for i := range a.Len() {
			back = append(back, Of(a, i))
		}
		if !reflect.DeepEqual(values, back) {
			t.Errorf("%v came back as %v", values, back)
		}
	}
}

func TestOf(t *testing.T) {
	r, _, err := array.RecordFromJSON(memory.DefaultAllocator, arrow.NewSchema([]arrow.Field{
		{Name: "u64", Type: arrow.PrimitiveTypes.Uint64}, {Name: "f32", Type: arrow.PrimitiveTypes.Float32},
		{Name: "strings", Type: arrow.ListOf(arrow.BinaryTypes.String)}, {Name: "nested", Type: arrow.ListOf(arrow.ListOf(arrow.PrimitiveTypes.Int64))},
		{Name: "struct", Type: arrow.StructOf(arrow.Field{Name: "a", Type: arrow.PrimitiveTypes.Int64})},
	}, nil), strings.NewReader(`[{"u64": 7, "f32": 0.5, "strings": ["a", null], "nested": [[1]], "struct": {"a": 1}}]`))
	if err != nil {
		t.Fatal(err)
	}
	want := []any{int64(7), 0.5, []string{"a", ""}, []any{[]int64{1}}, `{"a":1}`}
	for i, w := range want {
		if got := Of(r.Column(i), 0); !reflect.DeepEqual(got, w) {
			t.Errorf("%s: %#v, want %#v", r.ColumnName(i), got, w)
		}
	}
	if got := Text(r.Column(2), 0); got != "[a, null]" {
		t.Errorf("list with null: %s", got)
	}
}

func TestDecimal(t *testing.T) {
	for _, c := range []struct {
		scale int32
		v     int64
		want  any
	}{{0, 183, int64(183)}, {2, 150, 1.5}} {
		b := array.NewDecimal128Builder(memory.DefaultAllocator, &arrow.Decimal128Type{Precision: 38, Scale: c.scale})
		b.Append(decimal128.FromI64(c.v))
		if got := Of(b.NewArray(), 0); got != c.want {
			t.Errorf("%#v, want %#v", got, c.want)
		}
	}
}

func TestFormatFloat(t *testing.T) {
	for f, want := range map[float64]string{0: "0", 1: "1", 0.1: "0.1", 1e14: "100000000000000", 1e15: "1e+15", 0.00001: "1e-05", -2.5: "-2.5"} {
		if got := Format(f); got != want {
			t.Errorf("%v: %s, want %s", f, got, want)
		}
	}
}

func TestNaive(t *testing.T) {
	schema := arrow.NewSchema([]arrow.Field{{Name: "at", Type: arrow.FixedWidthTypes.Timestamp_ms}, {Name: "n", Type: arrow.PrimitiveTypes.Int64}}, nil)
	r, _, err := array.RecordFromJSON(memory.DefaultAllocator, schema, strings.NewReader(`[{"at": "2022-09-30T21:02:02.508Z", "n": 1}, {"at": null, "n": 2}]`))
	if err != nil {
		t.Fatal(err)
	}
	plain, records := Naive(schema, []arrow.Record{r.NewSlice(0, 2)})
	if plain.Field(0).Type.(*arrow.TimestampType).TimeZone != "" {
		t.Error("the zone is still there")
	}
	if got := picture(records[0]); got != "at:time n:int\n2022-09-30T21:02:02.508Z 1\n- 2" {
		t.Error(got)
	}
	if same, _ := Naive(plain, records); same != plain {
		t.Error("a schema without zones was changed")
	}
}

// A cyclic value is text, not a hang.
func TestCycle(t *testing.T) {
	type node struct{ Next *node }
	n := &node{}
	n.Next = n
	if _, err := json.Marshal(n); err == nil {
		t.Fatal("the value is not cyclic")
	}
	if _, _, err := From([]node{{n}}); err != nil {
		t.Error(err)
	}
}

func TestUnsigned(t *testing.T) {
	if unsigned(1<<63) != float64(1<<63) || unsigned(1<<63-1) != int64(1<<63-1) {
		t.Error("a number above int64 must be a float, others int64")
	}
}
