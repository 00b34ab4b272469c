//go:build cgo

package duckdb

import (
	"context"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"
	duck "github.com/duckdb/duckdb-go-bindings"

	"gohunt/hunt/engine/enginetest"
)

var ctx = context.Background()

func run(t *testing.T, db *DB, sql string) {
	t.Helper()
	if err := db.Exec(ctx, sql); err != nil {
		t.Fatal(err)
	}
}

// TestDropFreesRecords counts what C holds, and the bytes of the records themselves: both go when the table is dropped,
// replaced, or closed with the engine; a query that still reads it keeps it until it ends.
func TestDropFreesRecords(t *testing.T) {
	counted := memory.NewCheckedAllocator(allocator)
	before := handlesAlive.Load()
	db, err := Open(Options{})
	if err != nil {
		t.Fatal(err)
	}
	ours := handlesAlive.Load()
	registered := func(n int64) {
		r := numbers(counted, n)
		defer r.Release()
		if err := db.Register("t", r.Schema(), []arrow.Record{r}); err != nil {
			t.Fatal(err)
		}
		if got := result(t, db, "SELECT max(len(l)) AS m FROM t").Column(0).ValueStr(0); got != "2" {
			t.Fatal(got)
		}
	}
	registered(5000)
	reader, err := db.Query(ctx, "SELECT t.n FROM t, range(1000)")
	if err != nil {
		t.Fatal(err)
	}
	registered(3000)
	if counted.CurrentAlloc() == 0 {
		t.Fatal("nothing is counted")
	}
	db.Drop("t")
	if handlesAlive.Load() <= ours {
		t.Error("the running query's table is gone")
	}
	rows := int64(0)
	for reader.Next() {
		rows += reader.Record().NumRows()
	}
	if rows != 5_000_000 || reader.Err() != nil {
		t.Errorf("the query over the replaced table gave %d rows, %v", rows, reader.Err())
	}
	reader.Release()
	if got := handlesAlive.Load(); got != ours {
		t.Errorf("C holds %d Go values after Drop, want %d", got, ours)
	}
	counted.AssertSize(t, 0)
	registered(10)
	if err := db.Close(); err != nil {
		t.Error(err)
	}
	counted.AssertSize(t, 0)
	if got := handlesAlive.Load(); got != before {
		t.Errorf("C holds %d Go values after Close, want %d", got, before)
	}
}

// numbers has a column n and a list of two in l.
func numbers(mem memory.Allocator, rows int64) arrow.Record {
	b := array.NewRecordBuilder(mem, arrow.NewSchema([]arrow.Field{
		{Name: "n", Type: arrow.PrimitiveTypes.Int64}, {Name: "l", Type: arrow.ListOf(arrow.PrimitiveTypes.Int64)}}, nil))
	defer b.Release()
	list := b.Field(1).(*array.ListBuilder)
	for i := range rows {
		b.Field(0).(*array.Int64Builder).Append(i)
		list.Append(true)
		list.ValueBuilder().(*array.Int64Builder).AppendValues([]int64{i, i + 1}, nil)
	}
	return b.NewRecord()
}

// TestRecordsOutliveTheEngine holds that what Query gave stays right after Close and a collection.
func TestRecordsOutliveTheEngine(t *testing.T) {
	db, err := Open(Options{})
	if err != nil {
		t.Fatal(err)
	}
	r := result(t, db, "SELECT range AS n, 'text number ' || range AS s, [range, NULL] AS l FROM range(200000)")
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	runtime.GC()
	for _, i := range []int{0, 2047, 2048, 131_072, 199_999} {
		got := fmt.Sprintf("%s, %s, %s", r.Column(0).ValueStr(i), r.Column(1).ValueStr(i), r.Column(2).ValueStr(i))
		if want := fmt.Sprintf("%d, text number %d, [%d,null]", i, i, i); got != want {
			t.Errorf("row %d: %s, want %s", i, got, want)
		}
	}
}

// TestRecordsAreLarge holds that a record is more than one of DuckDB's vectors, and not a whole result.
func TestRecordsAreLarge(t *testing.T) {
	r, err := open(t, Options{}).Query(ctx, "SELECT range AS n FROM range(200000)")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Release()
	sizes := ""
	for r.Next() {
		sizes += fmt.Sprint(r.Record().NumRows(), " ")
	}
	if sizes != "65536 65536 65536 3392 " {
		t.Errorf("the records have %srows", sizes)
	}
}

// TestResultLargerThanMemory streams a result of half a gigabyte through an engine that may have 100 MB.
func TestResultLargerThanMemory(t *testing.T) {
	db := open(t, Options{MemoryLimit: "100MB"})
	r, err := db.Query(ctx, "SELECT repeat('x', 500) || range AS s FROM range(1000000)")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Release()
	rows, size := int64(0), 0
	for r.Next() {
		rows += r.Record().NumRows()
		size += len(r.Record().Column(0).(*array.String).ValueBytes())
	}
	if rows != 1_000_000 || size < 500_000_000 || r.Err() != nil {
		t.Errorf("%d rows, %d bytes, %v", rows, size, r.Err())
	}
}

// TestSpill sorts more than the memory limit holds, which also works where SQL may touch no file, and sees the
// temporary folder used and gone at Close.
func TestSpill(t *testing.T) {
	folder := t.TempDir()
	db, err := Open(Options{NoFiles: true, MemoryLimit: "80MB", TempDir: folder})
	if err != nil {
		t.Fatal(err)
	}
	r, err := db.Query(ctx, "SELECT range AS n, repeat('x', 50) || range AS s FROM range(3000000) ORDER BY hash(range)")
	if err != nil {
		t.Fatal(err)
	}
	spilled, _ := filepath.Glob(filepath.Join(folder, "*", "*"))
	if len(spilled) == 0 {
		t.Error("nothing was spilled: the test does not test")
	}
	rows := int64(0)
	for r.Next() {
		rows += r.Record().NumRows()
	}
	if rows != 3_000_000 || r.Err() != nil {
		t.Errorf("%d rows, %v", rows, r.Err())
	}
	if err := db.Close(); err != nil {
		t.Error(err)
	}
	if left, _ := os.ReadDir(folder); len(left) > 0 {
		t.Errorf("Close left %s behind", left[0].Name())
	}
}

// TestNoFiles tries the ways out of the engine.
func TestNoFiles(t *testing.T) {
	folder := t.TempDir()
	secret := filepath.Join(folder, "secret.csv")
	if err := os.WriteFile(secret, []byte("a\n1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	db := open(t, Options{NoFiles: true})
	for _, sql := range []string{
		"SELECT * FROM '" + secret + "'",
		"SELECT * FROM read_csv('" + secret + "')",
		"SELECT * FROM read_text('" + secret + "')",
		"SELECT * FROM glob('" + folder + "/*')",
		"COPY (SELECT 1) TO '" + folder + "/out.csv'",
		"EXPORT DATABASE '" + folder + "/out'",
		"ATTACH '" + folder + "/other.db'",
		"SET enable_external_access = true",
		"SET GLOBAL lock_configuration = false",
		"SET GLOBAL memory_limit = '100GB'",
		"INSTALL httpfs",
		"LOAD httpfs",
		"LOAD '" + secret + "'",
	} {
		if db.Exec(ctx, sql) == nil {
			t.Errorf("%s works", sql)
		}
	}
	if left, _ := os.ReadDir(folder); len(left) != 1 {
		t.Errorf("the folder now holds %d entries", len(left))
	}
}

// TestNoNetwork holds that no SELECT opens a connection, here to a listener that would see it.
func TestNoNetwork(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	called := make(chan struct{}, 10)
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			called <- struct{}{}
			c.Close()
		}
	}()
	db := open(t, Options{})
	for _, from := range []string{"'http://%s/x.parquet'", "read_csv('http://%s/x.csv')", "read_json('s3://%s/x.json')"} {
		if _, err := all(db, "SELECT * FROM "+fmt.Sprintf(from, l.Addr())); err == nil || !strings.Contains(err.Error(), "hunt.Read") {
			t.Errorf("%s: %v", from, err)
		}
	}
	select {
	case <-called:
		t.Error("a connection was opened")
	case <-time.After(50 * time.Millisecond):
	}
}

// TestFile keeps tables in a database file, and writes no registered one into it.
func TestFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "hunt.db")
	db, err := Open(Options{Path: path})
	if err != nil {
		t.Fatal(err)
	}
	r := enginetest.Events(10)
	if err := db.Register("events", r.Schema(), []arrow.Record{r}); err != nil {
		t.Fatal(err)
	}
	run(t, db, "CREATE TABLE kept AS SELECT pid FROM events")
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	again := open(t, Options{Path: path})
	if n := result(t, again, "SELECT count(*) AS n FROM kept").Column(0).ValueStr(0); n != "10" {
		t.Errorf("the file kept %s rows", n)
	}
	if _, err := all(again, "SELECT * FROM events"); err == nil {
		t.Error("the registered table was kept")
	}
}

// TestOpenFails names what can't be opened.
func TestOpenFails(t *testing.T) {
	for _, o := range []Options{
		{Path: filepath.Join(t.TempDir(), "no", "such", "folder.db")},
		{TempDir: filepath.Join(t.TempDir(), "missing")},
		{MemoryLimit: "much"},
		{MemoryLimit: "1GB'; DROP TABLE x; --"},
	} {
		db, err := Open(o)
		if err == nil || !strings.HasPrefix(err.Error(), "Open the embedded engine") {
			t.Errorf("%+v: %v, %v", o, db, err)
		}
	}
}

// TestTimeZone holds that a session's zone is UTC on every connection, whatever the machine's is.
func TestTimeZone(t *testing.T) {
	t.Setenv("TZ", "Asia/Kolkata")
	db := open(t, Options{})
	for range idleConns + 2 {
		r, err := db.Query(ctx, "SELECT current_setting('TimeZone') AS zone, TIMESTAMPTZ '2022-09-01 00:00:00Z'::VARCHAR AS text")
		if err != nil {
			t.Fatal(err)
		}
		defer r.Release()
		if !r.Next() || r.Record().Column(0).ValueStr(0) != "UTC" || r.Record().Column(1).ValueStr(0) != "2022-09-01 00:00:00+00" {
			t.Errorf("%v", r.Record())
		}
	}
}

// TestPanicStaysInGo holds that a panic in a callback becomes DuckDB's error.
func TestPanicStaysInGo(t *testing.T) {
	var said string
	func() {
		defer report(func(text string) { said = text })
		held[*scan](handle(newTables(duck.Connection{})))
	}()
	if !strings.Contains(said, "internal: ") {
		t.Errorf("said %q", said)
	}
}

// TestVersion notices another DuckDB: bridge.h declares four of its functions by hand, so look at TestHeader then.
func TestVersion(t *testing.T) {
	if got := duck.LibraryVersion(); got != "v1.5.6" {
		t.Errorf("DuckDB is %s", got)
	}
}
