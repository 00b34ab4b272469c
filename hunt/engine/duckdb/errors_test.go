//go:build cgo

package duckdb

import (
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v15/arrow"

	"gohunt/hunt/engine/enginetest"
)

var prototype = regexp.MustCompile(`(?m)^[A-Za-z].*?(duckdb_\w+)\(([^)]*)\);`)

var update = flag.Bool("update", false, "rewrite the golden files")

// TestErrors pins the text of what a hunter gets to read, one statement after the other.
func TestErrors(t *testing.T) {
	db := open(t, Options{NoFiles: true})
	r := enginetest.Events(10)
	if err := db.Register("powershell_events", r.Schema(), []arrow.Record{r}); err != nil {
		t.Fatal(err)
	}
	said := ""
	for _, sql := range []string{
		"SELECT proces FROM powershell_events",
		"SELECT process FROM powershel_events",
		"SELECT process FROM powershell_events WHERE pid = 'cmd.exe'",
		"SELECT process + 1 FROM powershell_events",
		"SELECT process, count(*) FROM powershell_events",
		"SELECT nosuchfunction(process) FROM powershell_events",
		"SELECT process FROM",
		"SELECT process FROM powershell_events WHERE process = ?",
		"SELECT process FROM powershell_events; DROP TABLE x",
		"PIVOT powershell_events ON process",
		"DELETE FROM powershell_events",
		"SELECT * FROM 'events.csv'",
		"SELECT * FROM hunt_table(99)",
		"SELECT 1::UHUGEINT AS big",
		"SELECT 'a\x00b'",
		"-- nothing",
	} {
		_, err := all(db, sql)
		if err == nil {
			t.Errorf("%s: no error", sql)
			continue
		}
		said += "> " + strings.ReplaceAll(sql, "\x00", "\\0") + "\n" + err.Error() + "\n\n"
	}
	golden(t, "errors.txt", said)
}

// TestOutOfMemory holds that too large a query fails with a hint, and the next one works.
func TestOutOfMemory(t *testing.T) {
	db := open(t, Options{MemoryLimit: "50MB"})
	_, err := all(db, "SELECT list(range ORDER BY range DESC) FROM range(100000000)")
	if err == nil || !strings.Contains(err.Error(), "Out of Memory") || !strings.Contains(err.Error(), "try: take fewer") || strings.Contains(err.Error(), "SET threads") {
		t.Errorf("want the memory named and what to do, got %v", err)
	}
	if got := result(t, db, "SELECT 1 AS one").NumRows(); got != 1 {
		t.Errorf("then: %d rows", got)
	}
}

// TestRegisterErrors pins what is wrong with a table that is not taken.
func TestRegisterErrors(t *testing.T) {
	db := open(t, Options{})
	one, other := enginetest.Events(3), numbers(allocator, 3)
	field := func(name string, kind arrow.DataType) arrow.Field { return arrow.Field{Name: name, Type: kind} }
	said := ""
	for _, tc := range []struct {
		name    string
		schema  *arrow.Schema
		records []arrow.Record
	}{
		{"", one.Schema(), nil},
		{"a\x00b", one.Schema(), nil},
		{"t", nil, nil},
		{"t", arrow.NewSchema(nil, nil), nil},
		{"t", one.Schema(), []arrow.Record{one, other}},
		{"t", arrow.NewSchema([]arrow.Field{field("LogonId", arrow.BinaryTypes.String), field("LogonID", arrow.BinaryTypes.String)}, nil), nil},
		{"t", arrow.NewSchema([]arrow.Field{field("a\x00b", arrow.BinaryTypes.String)}, nil), nil},
		{"t", arrow.NewSchema([]arrow.Field{field("seen", one.Schema().Field(0).Type), field("process", arrow.BinaryTypes.Binary), field("pid", arrow.PrimitiveTypes.Int64)}, nil), []arrow.Record{one}},
		{"t", arrow.NewSchema([]arrow.Field{field("score", arrow.FixedWidthTypes.Float16)}, nil), nil},
		{"t", arrow.NewSchema([]arrow.Field{field("took", arrow.FixedWidthTypes.DayTimeInterval)}, nil), nil},
	} {
		err := db.Register(tc.name, tc.schema, tc.records)
		if err == nil {
			t.Errorf("%q: no error", tc.name)
			continue
		}
		said += err.Error() + "\n\n"
	}
	golden(t, "register.txt", strings.ReplaceAll(said, "\x00", "\\0"))
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs; run with -update and look at the difference\ngot\n%s", path, got)
	}
}

// TestHeader compares what bridge.h declares with the header of the bindings that are linked in: the same functions,
// with as many parameters.
func TestHeader(t *testing.T) {
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/duckdb/duckdb-go-bindings").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	theirs := declared(t, filepath.Join(strings.TrimSpace(string(dir)), "include", "duckdb.h"))
	ours := declared(t, "bridge.h")
	if len(ours) != 5 {
		t.Errorf("bridge.h declares %d functions of DuckDB: %v", len(ours), ours)
	}
	for name, parameters := range ours {
		if theirs[name] != parameters {
			t.Errorf("%s has %d parameters here and %d there", name, parameters, theirs[name])
		}
	}
}

// declared are the functions that a header declares, with the number of their parameters.
func declared(t *testing.T, path string) map[string]int {
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]int{}
	for _, m := range prototype.FindAllStringSubmatch(string(text), -1) {
		found[m[1]] = strings.Count(m[2], ",") + 1
	}
	return found
}
