package hunt_test

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"

	"gohunt/hunt"
)

func TestFrameGolden(t *testing.T) {
	f := events().As("events")
	odd := f.Where("process.parent.name IN (?)", []string{"mshta.exe", "explorer.exe"})
	for name, v := range map[string]interface {
		fmt.Stringer
		HTML() string
	}{
		"events":   f,
		"stack":    f.Stack("process.parent.name"),
		"warning":  f.Where("destination.port > ?", 100).Select("process.name", "destination.port"),
		"decoded":  odd.Decode("process.command_line").Select("process.parent.name", "decoded.text", "decoded.encoding", "decoded.start", "decoded.end"),
		"vertical": odd.Select("process.parent.name", "process.command_line").Vertical(),
		"nothing":  f.Where("source.bytes > 1000"),
		"days":     f.With("day", "@timestamp::DATE").GroupBy("day", "process.name").Count(),
	} {
		golden(t, name+".txt", v.String())
		golden(t, name+".html", v.HTML())
	}
}

func TestErrorsGolden(t *testing.T) {
	f := events().As("events")
	var text strings.Builder
	for _, c := range []struct {
		cell string
		do   func()
	}{
		{`f.Where("process.nmae = 'x'")`, func() { f.Where("process.nmae = 'x'") }},
		{`f.Where("process.name = ?")`, func() { f.Where("process.name = ?") }},
		{`f.Where("source.bytes")`, func() { f.Where("source.bytes") }},
		{`f.Where("source.bytes = 'many'").Len()`, func() { f.Where("source.bytes = 'many'").Len() }},
		{`f.Select("process.name", "proces.name")`, func() { f.Select("process.name", "proces.name") }},
		{`f.With("day", "@timestamp::DAY")`, func() { f.With("day", "@timestamp::DAY") }},
		{`f.OrderBy("bytes DESC")`, func() { f.OrderBy("bytes DESC") }},
		{`f.GroupBy("host.name")`, func() { f.GroupBy("host.name") }},
		{`f.GroupBy("process.name").Sum("process.parent.name")`, func() { f.GroupBy("process.name").Sum("process.parent.name") }},
		{`f.Head(-1)`, func() { f.Head(-1) }},
		{`f.As("")`, func() { f.As("") }},
		{`f.Strings("command_line")`, func() { f.Strings("command_line") }},
		{`f.Ints("process.name")`, func() { f.Ints("process.name") }},
		{`f.Times("@timestamp")`, func() { f.Times("@timestamp") }},
		{`f.Where("source.bytes > 1000").First()`, func() { f.Where("source.bytes > 1000").First() }},
		{`f.Decode("source.bytes")`, func() { f.Decode("source.bytes") }},
		{`f.Bar("process.name", "process.parent.name")`, func() { f.Bar("process.name", "process.parent.name") }},
		{`f.Save("out.xlsx")`, func() { f.Save("out.xlsx") }},
		{`hunt.SQL("SELECT 1 FROM evnts")`, func() { hunt.SQL("SELECT 1 FROM evnts") }},
		{`hunt.SQL("SELECT process.nmae FROM events")`, func() { hunt.SQL("SELECT process.nmae FROM events") }},
		{`hunt.SQL("SELECT * FROM events WHERE destination.port = 80").Len()`, func() { hunt.SQL("SELECT * FROM events WHERE destination.port = 80").Len() }},
		{`hunt.SQL("DELETE FROM events")`, func() { hunt.SQL("DELETE FROM events") }},
		{`hunt.From(5)`, func() { hunt.From(5) }},
		{`hunt.Read("nothing.json")`, func() { hunt.Read("nothing.json") }},
		{`hunt.Elastic("es:9200")`, func() { hunt.Elastic("es:9200") }},
		{`hunt.Elastic("nowhere:")`, func() { hunt.Elastic("nowhere:") }},
		{`hunt.Elastic("http://127.0.0.1", hunt.At("x"))`, func() { hunt.Elastic("http://127.0.0.1", hunt.At("x")) }},
		{`hunt.Last("120 days")`, func() { hunt.Last("120 days") }},
		{`hunt.Days(0)`, func() { hunt.Days(0) }},
		{`hunt.Between("2022-12-01", "2022-09-01")`, func() { hunt.Between("2022-12-01", "2022-09-01") }},
		{`hunt.Between("yesterday", "today")`, func() { hunt.Between("yesterday", "today") }},
		{`hunt.Secret("no such name")`, func() { hunt.Secret("no such name") }},
		{`hunt.TheHive("http://127.0.0.1", hunt.APIKey(key)).Push(hunt.Case{Title: "x"})`, func() {
			hunt.TheHive("http://127.0.0.1", hunt.APIKey(secretOf(t, "key"))).Push(hunt.Case{Title: "x"})
		}},
	} {
		fmt.Fprintf(&text, "%s\n  %s\n", c.cell, strings.ReplaceAll(raised(c.do), "\n", "\n  "))
	}
	golden(t, "errors.txt", strings.TrimSuffix(text.String(), "\n"))
}

func secretOf(t *testing.T, value string) hunt.Credential {
	t.Setenv("GOHUNT_SECRET_TEST", value)
	return hunt.Secret("test")
}

func TestReadOut(t *testing.T) {
	f := events().OrderBy("source.bytes DESC")
	if f.Len() != 5 || f.First().Str("process.parent.name") != "mshta.exe" || f.First().Int("source.bytes") != 250 {
		t.Errorf("Len, First: %d, %v", f.Len(), f.First())
	}
	if got := f.Ints("source.bytes"); !reflect.DeepEqual(got, []int{250, 100, 70, 5, 0}) {
		t.Errorf("Ints: %v", got)
	}
	if got := f.Floats("source.bytes")[0]; got != 250 {
		t.Errorf("Floats: %v", got)
	}
	if got := f.Strings("process.name")[:2]; !reflect.DeepEqual(got, []string{"powershell.exe", "powershell.exe"}) {
		t.Errorf("Strings: %v", got)
	}
	times := f.With("at", "@timestamp::TIMESTAMP").Times("at")
	if want := time.Date(2022, 9, 30, 21, 5, 0, 0, time.UTC); !times[0].Equal(want) || times[0].Location() != time.UTC {
		t.Errorf("Times: %v", times[0])
	}
	if rows := f.Head().Rows(); len(rows) != 5 || rows[4]["source.bytes"] != int64(0) {
		t.Errorf("Rows: %v", rows)
	}
	if got := f.Columns(); got[0] != "@timestamp" || len(got) != 6 {
		t.Errorf("Columns: %v", got)
	}
	if f.Strings("PROCESS.NAME")[0] != "powershell.exe" {
		t.Error("a column is found in any case")
	}
}

// A name given by As belongs to the latest frame; a query planned before keeps the one it was planned over.
func TestAs(t *testing.T) {
	events().Head(2).As("few")
	before := hunt.SQL("SELECT count(*) AS n FROM few")
	events().As("Few")
	after := hunt.SQL("SELECT count(*) AS n FROM few")
	if before.First().Int("n") != 2 || after.First().Int("n") != 5 {
		t.Errorf("before %v, after %v", before.First(), after.First())
	}
}

func TestSQLSlices(t *testing.T) {
	events().As("events")
	got := hunt.SQL("SELECT e.process.name, e.source.bytes FROM events e WHERE e.process.parent.name IN (?) AND source.bytes > ? ORDER BY 2",
		[]string{"cmd.exe", "mshta.exe"}, 50)
	if text := fmt.Sprint(got.Strings("process.name"), got.Ints("source.bytes")); text != "[powershell.exe powershell.exe] [100 250]" {
		t.Error(text)
	}
}

// A condition may ask other frames, which keeps the plan one query.
func TestWhereAsksFrames(t *testing.T) {
	events().Where("source.bytes > 200").As("large")
	f := events().Where("process.parent.name IN (SELECT large.process.parent.name FROM large) AND source.bytes > ?", 1)
	if got := f.Strings("process.parent.name"); !reflect.DeepEqual(got, []string{"mshta.exe"}) {
		t.Errorf("%q", got)
	}
	const want = "Where process.name IN (SELECT process.nmae FROM large): no column process.nmae\n  try: did you mean process.name?"
	if text := raised(func() { events().Where("process.name IN (SELECT process.nmae FROM large)") }); text != want {
		t.Error(text)
	}
}

// A frame may be read from many goroutines at once, and is fetched once.
func TestConcurrentReading(t *testing.T) {
	f := events().Where("source.bytes >= 0")
	var wg sync.WaitGroup
	for i := range 16 {
		wg.Go(func() {
			if n := f.Where("source.bytes > ?", i).Stack("process.name").Len(); n == 0 || f.Len() != 5 {
				t.Errorf("%d groups of %d rows", n, f.Len())
			}
		})
	}
	wg.Wait()
}

func TestFromArrow(t *testing.T) {
	schema := arrow.NewSchema([]arrow.Field{
		{Name: "at", Type: arrow.FixedWidthTypes.Timestamp_us, Nullable: true},
		{Name: "Id", Type: arrow.PrimitiveTypes.Int32}, {Name: "ID", Type: arrow.BinaryTypes.String}}, nil)
	record, _, err := array.RecordFromJSON(memory.DefaultAllocator, schema, strings.NewReader(`[{"at":"2022-09-30T21:02:02Z","Id":7,"ID":"x"}]`))
	if err != nil {
		t.Fatal(err)
	}
	f := hunt.FromArrow(array.NewTableFromRecords(schema, []arrow.Record{record}))
	if text := fmt.Sprint(f.Columns(), f.Strings("at"), f.Ints("Id"), f.Strings("ID__cs2")); text != "[at Id ID__cs2] [2022-09-30T21:02:02Z] [7] [x]" {
		t.Error(text)
	}
	back := f.Where("Id = 7").Arrow()
	if back.NumRows() != 1 || back.Schema().Field(1).Name != "Id" {
		t.Errorf("Arrow: %v", back.Schema())
	}
	if f.Where("at > ?", time.Date(2022, 9, 30, 21, 2, 1, 0, time.UTC)).Len() != 1 {
		t.Error("a time is compared as UTC")
	}
}

func TestSaveAndRead(t *testing.T) {
	path := t.TempDir() + "/events.parquet"
	f := events().With("@timestamp", "@timestamp::TIMESTAMP").Save(path)
	back := hunt.Read(path)
	if back.Len() != f.Len() || back.Times("@timestamp")[0] != f.Times("@timestamp")[0] {
		t.Errorf("%s\n%s", f, back)
	}
	events().Head(1).Save(path)
	if again := back.Refresh(); again.Len() != 1 || back.Len() != 5 {
		t.Errorf("Refresh reads the file again (%d), the old frame keeps its rows (%d)", again.Len(), back.Len())
	}
}

func TestInterrupt(t *testing.T) {
	n := inNotebook(t)
	slow := events().With("x", "(SELECT sum(range * range) FROM range(3000000000))")
	ctx, stop := context.WithCancel(context.Background())
	n.ctx = ctx
	time.AfterFunc(50*time.Millisecond, stop)
	err := func() (err error) {
		defer hunt.Catch(&err)
		slow.Len()
		return nil
	}()
	if !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	n.ctx = context.Background()
	if events().Len() != 5 {
		t.Error("hunt does not work after an interrupt")
	}
}

func TestShow(t *testing.T) {
	n := inNotebook(t)
	hunt.Show(events().Stack("process.name"))
	hunt.Show(hunt.Markdown("# Finding"))
	hunt.Show(7)
	hunt.ClearOutput()
	if len(n.shown) != 3 || !strings.Contains(n.shown[0], "powershell.exe  3") || n.shown[1] != "# Finding" || n.shown[2] != "7" || !n.cleared {
		t.Errorf("%q", n.shown)
	}
}

func TestShownRows(t *testing.T) {
	rows := make([]hunt.Row, 2000)
	for i := range rows {
		rows[i] = hunt.Row{"n": i}
	}
	f := hunt.From(rows)
	for want, shown := range map[string]*hunt.Frame{
		"first 20 of 2,000 rows":    f,
		"60 rows":                   f.Where("n < 60"),
		"first 20 of 61 rows":       f.Where("n < 61"),
		"100 rows":                  f.Head(100),
		"first 1,000 of 1,500 rows": f.Head(1500),
	} {
		if text := shown.String(); !strings.Contains(text, "\n"+want+" · 1 column") {
			t.Errorf("want %s: %s", want, text[strings.LastIndex(text, "\n"):])
		}
	}
}

func TestProgress(t *testing.T) {
	n := inNotebook(t)
	m := hunt.Progress("look-ups", 4)
	m.Add(1)
	if m.String() != "look-ups: ██████░░░░░░░░░░░░░░░░░░ 1 of 4" {
		t.Errorf("%s", m)
	}
	m.Add(3)
	m.Done()
	m.Done()
	if want := []string{"look-ups: 4 of 4"}; !reflect.DeepEqual(n.shown, want) {
		t.Errorf("%q", n.shown)
	}
}

func TestChart(t *testing.T) {
	c := events().With("day", "@timestamp::DATE").GroupBy("day", "process.name").Count().
		Bar("day", "n").Color("process.name").Title("Starts a day").Legend(true).XLabels(true).YLabels(false)
	c.Settle()
	m := c.MIME()
	for _, mime := range []string{"application/vnd.vegalite.v5+json", "image/svg+xml", "image/png", "text/plain"} {
		if m[mime] == nil {
			t.Errorf("no %s", mime)
		}
	}
	if m["text/html"] != nil {
		t.Error("text/html would hide the chart in a notebook")
	}
	if !strings.Contains(c.SVG(), "Starts a day") || !strings.Contains(c.String(), "Starts a day") {
		t.Errorf("the title is missing: %s", c)
	}
	if png := m["image/png"].([]byte); string(png[1:4]) != "PNG" {
		t.Error("the PNG is none")
	}
}

// A picture cannot say that its rows are in doubt, so that is shown before it.
func TestChartWarns(t *testing.T) {
	n := inNotebook(t)
	events().Where("destination.port > 100").Stack("destination.port").Bar("destination.port", "n").Settle()
	if len(n.shown) != 1 || !strings.Contains(n.shown[0], "1 of 5 values are no number") {
		t.Errorf("%q", n.shown)
	}
}

// What is read out of a frame does not say that it is in doubt, so that is shown, once.
func TestReadingOutWarns(t *testing.T) {
	n := inNotebook(t)
	f := events().Where("destination.port > 100")
	f.Len()
	f.Strings("destination.port")
	f.Head(1).First()
	if len(n.shown) != 1 || !strings.Contains(n.shown[0], "1 of 5 values are no number") {
		t.Errorf("%q", n.shown)
	}
	events().Where("process.parent.name > 5").Len()
	if len(n.shown) != 2 || !strings.Contains(n.shown[1], "process.parent.name is text") {
		t.Errorf("another frame: %q", n.shown)
	}
}

// In SQL the engine casts the text itself: all values are numbers, or the query ends.
func TestSQLCasts(t *testing.T) {
	inNotebook(t)
	events().Where("destination.port <> 'n/a'").As("flows")
	f := hunt.SQL("SELECT destination.port FROM flows WHERE destination.port = 80")
	if want := "⚠ destination.port is text and was compared with a number, as which every value could be read"; f.Len() != 2 || !strings.Contains(f.String(), want) {
		t.Errorf("%s", f)
	}
}

func TestDocuments(t *testing.T) {
	if got := hunt.HTML(`<b>a &lt; b</b>`).MIME(); got["text/html"] != `<b>a &lt; b</b>` || got["text/plain"] != "a < b" {
		t.Errorf("HTML: %v", got)
	}
	if got := hunt.Markdown("**x**").MIME(); got["text/markdown"] != "**x**" || got["text/plain"] != "**x**" {
		t.Errorf("Markdown: %v", got)
	}
}

func TestDecode(t *testing.T) {
	d := hunt.Decode("powershell -enc " + encoded)
	if d.String() != "whoami /all" || len(d.Texts()) != 1 {
		t.Errorf("%q", d.Texts())
	}
	golden(t, "decode.txt", d.MIME()["text/plain"].(string))
	if got := hunt.Decode("dir").MIME()["text/plain"]; got != "nothing encoded was found" {
		t.Errorf("%v", got)
	}
}

func TestCatchLetsOtherPanicsGo(t *testing.T) {
	defer func() {
		if recover() != "mine" {
			t.Error("Catch swallowed a panic that hunt did not raise")
		}
	}()
	var err error
	defer hunt.Catch(&err)
	panic("mine")
}
