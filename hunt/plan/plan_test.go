package plan

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"

	"gohunt/hunt/engine/duckdb"
	"gohunt/hunt/ledger"
)

var ctx = context.Background()

func runner(t testing.TB) *Runner {
	t.Helper()
	db, err := duckdb.Open(duckdb.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return NewRunner(db)
}

// events are five process starts.
func events() (*arrow.Schema, []arrow.Record) {
	schema := arrow.NewSchema([]arrow.Field{
		{Name: "@timestamp", Type: arrow.FixedWidthTypes.Timestamp_ms.(*arrow.TimestampType), Nullable: true},
		{Name: "process.name", Type: arrow.BinaryTypes.String, Nullable: true},
		{Name: "process.parent.name", Type: arrow.BinaryTypes.String, Nullable: true},
		{Name: "source.port", Type: arrow.BinaryTypes.String, Nullable: true},
		{Name: "bytes", Type: arrow.PrimitiveTypes.Int64, Nullable: true},
	}, nil)
	schema = naiveTimes(schema)
	b := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	for i, row := range [][4]any{
		{"powershell.exe", "cmd.exe", "443", 10},
		{"powershell.exe", "mshta.exe", "80", 20},
		{"powershell.exe", "cmd.exe", "0x50", 30},
		{"cmd.exe", nil, "8080", 40},
		{"cmd.exe", "explorer.exe", nil, nil},
	} {
		b.Field(0).(*array.TimestampBuilder).Append(arrow.Timestamp(time.Date(2022, 9, 1+i, 12, 0, 0, 0, time.UTC).UnixMilli()))
		for j, v := range row {
			put(b.Field(j+1), v)
		}
	}
	return schema, []arrow.Record{b.NewRecord()}
}

func naiveTimes(s *arrow.Schema) *arrow.Schema {
	fields := append([]arrow.Field{}, s.Fields()...)
	fields[0].Type = &arrow.TimestampType{Unit: arrow.Millisecond}
	return arrow.NewSchema(fields, nil)
}

func put(b array.Builder, v any) {
	switch v := v.(type) {
	case string:
		b.(*array.StringBuilder).Append(v)
	case int:
		b.(*array.Int64Builder).Append(int64(v))
	default:
		b.AppendNull()
	}
}

func eventTable(t testing.TB, r *Runner) *Node {
	t.Helper()
	schema, records := events()
	n, err := r.Table(schema, "five events", Rows{Records: records, Count: 5, Ledger: []ledger.Entry{{Source: "test"}}})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// text is the rows of a node, one a line.
func show(t testing.TB, n *Node) string {
	t.Helper()
	rows, err := n.Rows(ctx)
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, rec := range rows.Records {
		for i := range int(rec.NumRows()) {
			var cells []string
			for _, c := range rec.Columns() {
				cells = append(cells, c.ValueStr(i))
			}
			lines = append(lines, strings.Join(cells, " "))
		}
	}
	return strings.Join(lines, "\n")
}

type verb func(*Node) (*Node, error)

func chain(t testing.TB, n *Node, verbs ...verb) *Node {
	t.Helper()
	for _, v := range verbs {
		next, err := v(n)
		if err != nil {
			t.Fatal(err)
		}
		n = next
	}
	return n
}

func whereV(cond string, args ...any) verb {
	return func(n *Node) (*Node, error) { return n.Where(ctx, cond, args...) }
}
func selectV(items ...string) verb {
	return func(n *Node) (*Node, error) { return n.Select(ctx, items...) }
}
func orderV(items ...string) verb {
	return func(n *Node) (*Node, error) { return n.OrderBy(ctx, items...) }
}
func headV(k int) verb { return func(n *Node) (*Node, error) { return n.Head(k) } }
func withV(name, expr string, args ...any) verb {
	return func(n *Node) (*Node, error) { return n.With(ctx, name, expr, args...) }
}
func stackV(keys ...string) verb {
	return func(n *Node) (*Node, error) { return n.Stack(ctx, keys...) }
}
func countV(keys ...string) verb {
	return func(n *Node) (*Node, error) { return n.Count(ctx, keys...) }
}
func distinctV(cols ...string) verb {
	return func(n *Node) (*Node, error) { return n.Distinct(ctx, cols...) }
}
func aggregateV(f string, keys []string, cols ...string) verb {
	return func(n *Node) (*Node, error) { return n.Aggregate(ctx, f, keys, cols) }
}
func aggV(keys []string, exprs ...string) verb {
	return func(n *Node) (*Node, error) { return n.Agg(ctx, keys, exprs) }
}

func TestVerbs(t *testing.T) {
	r := runner(t)
	for _, c := range []struct {
		name  string
		verbs []verb
		want  string
	}{
		{"where", []verb{whereV("process.name = ? AND process.parent.name IN (?)", "powershell.exe", []string{"mshta.exe"}), selectV("process.name", "bytes")},
			"powershell.exe 20"},
		{"where with a comment", []verb{whereV("bytes > 30 -- big ones"), selectV("bytes")}, "40"},
		{"where after head", []verb{headV(2), whereV("bytes > 10"), selectV("bytes")}, "20"},
		{"select expression", []verb{selectV("upper(process.name) AS name", "bytes * 2 AS twice"), headV(1)}, "POWERSHELL.EXE 20"},
		{"select star", []verb{selectV("* EXCLUDE (\"@timestamp\", \"source.port\")"), headV(1)}, "powershell.exe cmd.exe 10"},
		{"select all below a name", []verb{selectV("process.*", "bytes"), headV(1)}, "powershell.exe cmd.exe 10"},
		{"with", []verb{withV("day", "@timestamp::DATE"), withV("bytes", "bytes + ?", 1), selectV("day", "bytes"), headV(2)}, "2022-09-01 11\n2022-09-02 21"},
		{"order and head", []verb{orderV("bytes DESC"), headV(2), selectV("bytes")}, "40\n30"},
		{"order by what goes away", []verb{orderV("bytes DESC NULLS FIRST"), selectV("process.parent.name")}, "explorer.exe\n(null)\ncmd.exe\nmshta.exe\ncmd.exe"},
		{"order by expression", []verb{selectV("process.parent.name", "bytes"), orderV("length(process.parent.name) DESC", "bytes DESC"), headV(3)}, "explorer.exe (null)\nmshta.exe 20\ncmd.exe 30"},
		{"distinct", []verb{selectV("process.name"), distinctV()}, "cmd.exe\npowershell.exe"},
		{"distinct of columns", []verb{distinctV("process.name", "process.parent.name")}, "cmd.exe explorer.exe\ncmd.exe (null)\npowershell.exe cmd.exe\npowershell.exe mshta.exe"},
		{"stack", []verb{stackV("process.parent.name")}, "explorer.exe 1\nmshta.exe 1\n(null) 1\ncmd.exe 2"},
		{"stack of a stack", []verb{stackV("process.parent.name"), stackV("n")}, "2 1\n1 3"},
		{"stack of an expression", []verb{stackV("lower(process.name) AS name")}, "cmd.exe 2\npowershell.exe 3"},
		{"count", []verb{countV("process.name")}, "cmd.exe 2\npowershell.exe 3"},
		{"count all", []verb{countV()}, "5"},
		{"sum", []verb{aggregateV("sum", []string{"process.name"}, "bytes")}, "cmd.exe 40\npowershell.exe 60"},
		{"mean of all", []verb{aggregateV("avg", nil, "bytes")}, "25"},
		{"agg", []verb{aggV([]string{"process.name"}, "count(DISTINCT process.parent.name) AS parents", "max(bytes) AS most")}, "cmd.exe 1 40\npowershell.exe 2 30"},
		{"count of nothing", []verb{whereV("bytes > 1000"), countV("process.name")}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			n := chain(t, eventTable(t, r), c.verbs...)
			if got := show(t, n); got != c.want {
				t.Errorf("\n got %s\nwant %s\nfrom %s", got, c.want, n.Explain())
			}
		})
	}
}

// The whole chain is one query, with as few SELECTs as the order of the verbs allows.
func TestExplain(t *testing.T) {
	n := chain(t, eventTable(t, runner(t)), whereV("process.name = ?", "cmd.exe"), whereV("bytes > 1"), stackV("process.parent.name"), headV(2), selectV("n"))
	const want = `-- hunt_1: five events
SELECT "n"
FROM (
  SELECT "process.parent.name", count(*) AS "n"
  FROM "hunt_1"
  WHERE ("process.name" = 'cmd.exe')
    AND (bytes > 1)
  GROUP BY 1
  ORDER BY "n", "process.parent.name"
  LIMIT 2
)`
	if got := n.Explain(); got != want {
		t.Errorf("\n%s", got)
	}
}

func TestErrors(t *testing.T) {
	n := eventTable(t, runner(t))
	for _, c := range []struct {
		name string
		verb verb
		want string
	}{
		{"where typo", whereV("process.nmae = 'x'"), "Where process.nmae = 'x': no column process.nmae\n  try: did you mean process.name?"},
		{"where bare word", whereV("byts > 1"), "Where byts > 1: no column byts\n  try: did you mean bytes?"},
		{"where last part", whereV("parent.name = 'x'"), "Where parent.name = 'x': no column parent.name\n  try: did you mean process.parent.name?"},
		{"where unclosed", whereV("(bytes > 1"), "Where (bytes > 1: a ( is not closed"},
		{"where syntax", whereV("bytes > > 1"), `Where bytes > > 1: syntax error at or near ">"`},
		{"where no condition", whereV("bytes"), "Where bytes: this is int, not true or false\n  try: compare it with something: =, <>, <, LIKE, IN (…), IS NOT NULL"},
		{"where types", whereV("@timestamp > 5"), "Where @timestamp > 5: Cannot compare values of type TIMESTAMP_MS and type INTEGER_LITERAL - an explicit cast is required"},
		{"where function", whereV("lowr(process.name) = 'x'"), "Where lowr(process.name) = 'x': Scalar Function with name lowr does not exist!\n  try: did you mean lower?"},
		{"select typo", selectV("process.name", "proces.name"), "Select proces.name: no column proces.name\n  try: did you mean process.name?"},
		{"select twice", selectV("bytes", "BYTES"), "Select bytes: there would be two columns called bytes\n  try: name one of them anew: \"expression AS name\""},
		{"select nothing", selectV(), "Select: no column is named\n  try: name the columns to keep"},
		{"with typo", withV("day", "@timestmp::DATE"), "With @timestmp::DATE: no column @timestmp\n  try: did you mean @timestamp?"},
		{"with no name", withV(" ", "1"), "With 1: the new column has no name\n  try: write With(\"name\", \"expression\")"},
		{"with aggregate", withV("x", "bytes, 1"), "With bytes, 1: this is more than one column"},
		{"order typo", orderV("byts DESC"), "OrderBy byts DESC: no column byts\n  try: did you mean bytes?"},
		{"head", headV(-1), "Head -1: a number of rows is not negative"},
		{"stack typo", stackV("process.parent"), "Stack process.parent: no column process.parent\n  try: did you mean process.name?"},
		{"sum typo", aggregateV("sum", nil, "byte"), "Sum byte: no column byte\n  try: did you mean bytes?"},
		{"sum of text", aggregateV("sum", nil, "process.name"), "Sum process.name: the column is text, not a number\n  try: make one first: With(\"x\", \"TRY_CAST(… AS DOUBLE)\")"},
		{"agg without", aggV(nil), "Agg: no expression is given\n  try: write Agg(\"count(DISTINCT host.name) AS hosts\")"},
	} {
		if _, err := c.verb(n); err == nil || err.Error() != c.want {
			t.Errorf("%s:\n got %v\nwant %s", c.name, err, c.want)
		}
	}
}

// A text column that is compared with a number says so, and counts the values that are none.
func TestTextMeetsNumber(t *testing.T) {
	n := chain(t, eventTable(t, runner(t)), whereV("source.port > 100"))
	if want := []string{"source.port is text and is compared with a number: a value that is no number matches nothing"}; !reflect.DeepEqual(n.Notes(), want) {
		t.Errorf("before reading: %q", n.Notes())
	}
	below := chain(t, n, selectV("source.port"))
	if got := show(t, below); got != "443\n8080" {
		t.Errorf("rows: %s", got)
	}
	if want := []string{"source.port is text and is compared with a number: 1 of 4 values are no number and match nothing"}; !reflect.DeepEqual(below.Notes(), want) {
		t.Errorf("after reading: %q", below.Notes())
	}
	clean := chain(t, n, whereV("source.port IN (443)"))
	show(t, clean)
	if notes := clean.Notes(); !strings.Contains(notes[len(notes)-1], "every value is a number") {
		t.Errorf("a column of numbers: %q", notes)
	}
}

// source counts how often it is fetched.
func source(t testing.TB, r *Runner, fetched *int) *Node {
	schema, records := events()
	return r.Source(schema, "a source", func(context.Context) (Rows, error) {
		*fetched++
		return Rows{Records: records, Count: 5}, nil
	}, func(context.Context) (*Node, error) { return source(t, r, fetched), nil })
}

func TestReadOnce(t *testing.T) {
	fetched := 0
	n := source(t, runner(t), &fetched)
	stacked := chain(t, n, stackV("process.name"))
	if fetched != 0 {
		t.Fatal("a verb moved rows")
	}
	if !strings.Contains(stacked.Explain(), "not read yet") {
		t.Errorf("Explain does not say that nothing is read: %s", stacked.Explain())
	}
	show(t, stacked)
	show(t, chain(t, n, whereV("bytes > 10")))
	if fetched != 1 {
		t.Errorf("fetched %d times", fetched)
	}
	again, err := stacked.Refresh(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if show(t, again) != show(t, stacked) || fetched != 2 {
		t.Errorf("refreshed: fetched %d times, rows %s", fetched, show(t, again))
	}
}

// What may change from run to run is read once, also when only something built on it is read.
func TestChangingStepIsKept(t *testing.T) {
	n := chain(t, eventTable(t, runner(t)), withV("dice", "random()"))
	first := show(t, chain(t, n, selectV("dice")))
	if again := show(t, chain(t, n, selectV("dice"))); again != first {
		t.Errorf("two answers from one frame:\n%s\n%s", first, again)
	}
}

// A source that brings more columns than were planned shows them, and steps planned before stay as they were.
func TestSourceBringsMore(t *testing.T) {
	r := runner(t)
	schema, records := events()
	few := arrow.NewSchema(schema.Fields()[:2], nil)
	n := r.Source(few, "x", func(context.Context) (Rows, error) { return Rows{Records: records, Count: 5}, nil }, nil)
	before := chain(t, n, whereV("process.name = 'cmd.exe'"))
	if show(t, n); n.Schema().NumFields() != 5 {
		t.Errorf("the source has %d columns", n.Schema().NumFields())
	}
	if got := show(t, before); got != "2022-09-04 12:00:00Z cmd.exe\n2022-09-05 12:00:00Z cmd.exe" {
		t.Errorf("planned before: %s", got)
	}
	if got := show(t, chain(t, n, whereV("bytes = 40"), selectV("bytes"))); got != "40" {
		t.Errorf("planned after: %s", got)
	}
}

// What goes wrong when the chain runs names the verbs as they were written.
func TestRunError(t *testing.T) {
	n := chain(t, eventTable(t, runner(t)), whereV("bytes = 'many'"), selectV("bytes"))
	_, err := n.Rows(ctx)
	const want = "reading Where bytes = 'many' · Select bytes: Could not convert string 'many' to INT64"
	if err == nil || !strings.HasPrefix(err.Error(), want) {
		t.Errorf("%v", err)
	}
}

func TestFetchError(t *testing.T) {
	r := runner(t)
	schema, _ := events()
	broken := errors.New("connection refused")
	n := chain(t, r.Source(schema, "x", func(context.Context) (Rows, error) { return Rows{}, broken }, nil), whereV("bytes > 1"))
	if _, err := n.Rows(ctx); !errors.Is(err, broken) {
		t.Errorf("%v", err)
	}
	if n.Kept() != nil {
		t.Error("something was kept")
	}
}

func TestCancel(t *testing.T) {
	n := chain(t, eventTable(t, runner(t)), withV("x", "(SELECT sum(a.range * b.range) FROM range(1000000) a, range(100000) b)"))
	short, cancel := context.WithTimeout(ctx, 50*time.Millisecond)
	defer cancel()
	began := time.Now()
	if _, err := n.Rows(short); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("%v", err)
	}
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("ended after %v", took)
	}
}

func TestSQL(t *testing.T) {
	r := runner(t)
	n := eventTable(t, r)
	named := map[string]*Node{"events": n}
	for _, c := range []struct {
		sql  string
		args []any
		want string
	}{
		{"SELECT process.parent.name, count(*) AS n FROM events GROUP BY ALL ORDER BY n DESC, 1 LIMIT 2;", nil, "cmd.exe 2\nexplorer.exe 1"},
		{"WITH x AS (SELECT e.process.name AS p FROM Events e WHERE bytes > ?) SELECT p FROM x", []any{25}, "powershell.exe\ncmd.exe"},
		{"FROM events SELECT max(@timestamp) AS last", nil, "2022-09-05 12:00:00Z"},
		{"SELECT 1 + 1 AS two", nil, "2"},
		{"SELECT a.bytes FROM events a JOIN events b ON a.bytes = b.bytes + 10 ORDER BY ALL", nil, "20\n30\n40"},
		{"SELECT bytes FROM (SELECT bytes FROM events ORDER BY bytes DESC)", nil, "40\n30\n20\n10\n(null)"},
	} {
		got, err := r.SQL(ctx, c.sql, c.args, named)
		if err != nil {
			t.Errorf("%s: %v", c.sql, err)
			continue
		}
		if rows := show(t, got); rows != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.sql, rows, c.want)
		}
	}
	for sql, want := range map[string]string{
		"SELECT process.nmae FROM events": "SQL SELECT process.nmae FROM events: no column process.nmae\n  try: did you mean process.name?",
		"SELECT 1 FROM evnts":             "SQL SELECT 1 FROM evnts: no frame is called evnts\n  try: did you mean events?",
		"SELECT 1 FROM talkers":           "SQL SELECT 1 FROM talkers: no frame is called talkers\n  try: give the frame that name first: .As(\"talkers\")",
		"DROP TABLE x":                    "",
		"SELECT 1; SELECT 2":              "SQL SELECT 1; SELECT 2: there is more than one statement",
	} {
		if _, err := r.SQL(ctx, sql, nil, named); err == nil || want != "" && err.Error() != want {
			t.Errorf("%s:\n got %v\nwant %s", sql, err, want)
		}
	}
}

// A table that no node needs is dropped.
func TestDropped(t *testing.T) {
	r := runner(t)
	name := func() string { n := eventTable(t, r); return n.table.name }()
	for range 100 {
		runtime.GC()
		if _, err := r.engine.Schema(ctx, "SELECT * FROM "+name); err != nil {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Error("the table of a node that is gone is still there")
}

// Planning a verb over a wide frame stays far below what a person notices.
func BenchmarkWide(b *testing.B) {
	r := runner(b)
	var fields []arrow.Field
	for i := range 1000 {
		fields = append(fields, arrow.Field{Name: fmt.Sprintf("field.number%d", i), Type: arrow.BinaryTypes.String})
	}
	n := r.Source(arrow.NewSchema(fields, nil), "wide", nil, nil)
	for name, v := range map[string]verb{"where": whereV("field.number7 = 'x'"), "select": selectV("field.number7", "field.number8"),
		"with": withV("day", "upper(field.number9)"), "stack": stackV("field.number1"), "order": orderV("field.number1 DESC")} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := v(n); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
