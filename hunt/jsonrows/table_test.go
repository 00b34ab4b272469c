package jsonrows

import (
	"bytes"
	"context"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v15/arrow"
)

var update = flag.Bool("update", false, "write the golden files anew")

// options are the ones that a golden file's first line names.
var options = map[string]Options{
	"infer": {},
	"small": {Rows: 2},
	"typed": {Fields: []arrow.Field{
		{Name: "@timestamp", Type: moment},
		{Name: "n", Type: arrow.PrimitiveTypes.Int64},
		{Name: "f", Type: arrow.PrimitiveTypes.Float64},
		{Name: "ok", Type: arrow.FixedWidthTypes.Boolean},
		{Name: "process.name", Type: arrow.BinaryTypes.String},
		{Name: "obj", Type: arrow.BinaryTypes.String},
		{Name: "ports", Type: arrow.ListOf(arrow.PrimitiveTypes.Int64)},
	}, Lists: []string{"process.name.all"}},
	"lists": {Lists: []string{"tags", "n", "deep.args"}, Rows: 3},
	"objects": {Fields: []arrow.Field{{Name: "dns.answers.data", Type: arrow.BinaryTypes.String}, {Name: "geo", Type: arrow.BinaryTypes.String,
		Metadata: arrow.NewMetadata([]string{ObjectsKey}, []string{"expected"})}}},
	"shallow": {Depth: 2, Columns: 4},
}

// TestTables reads every testdata/*.rows file: a line with the name of the options, the JSON, a line ---, and what
// comes out of it.
func TestTables(t *testing.T) {
	files, _ := filepath.Glob("testdata/*.rows")
	if len(files) < 5 {
		t.Fatalf("only %d golden files", len(files))
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) { golden(t, file) })
	}
}

func golden(t *testing.T, file string) {
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	in, want, _ := bytes.Cut(text, []byte("\n---\n"))
	name, rows, _ := strings.Cut(string(in), "\n")
	o, ok := options[name]
	if !ok {
		t.Fatalf("no options %q", name)
	}
	got := print(Read(context.Background(), strings.NewReader(rows), o))
	if *update {
		if err := os.WriteFile(file, []byte(string(in)+"\n---\n"+got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if got != string(want) {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// print writes a result as text: a line per column, a line per row, a line per note.
func print(r *Result, err error) string {
	var b strings.Builder
	if err != nil {
		return "error: " + err.Error() + "\n"
	}
	for _, f := range r.Schema.Fields() {
		b.WriteString(f.Name + " " + f.Type.String())
		if path, ok := f.Metadata.GetValue(PathKey); ok {
			b.WriteString(" from " + path)
		}
		b.WriteString("\n")
	}
	for i, rec := range r.Records {
		for row := range int(rec.NumRows()) {
			b.WriteString([]string{"", "| "}[min(i, 1)])
			for k := range int(rec.NumCols()) {
				b.WriteString(rec.Column(k).ValueStr(row) + " ; ")
			}
			b.WriteString("\n")
		}
	}
	for _, n := range r.Notes {
		b.WriteString("note: " + n + "\n")
	}
	return b.String()
}
