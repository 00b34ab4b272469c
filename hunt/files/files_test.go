package files

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/klauspost/compress/gzip"

	"gohunt/hunt/engine"
	"gohunt/hunt/engine/duckdb"
	"gohunt/hunt/values"
)

var ctx = context.Background()

func open(t testing.TB) engine.Engine {
	t.Helper()
	db, err := duckdb.Open(duckdb.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// picture is a table's columns, rows and notes as text.
func picture(t *Table) string {
	var lines, head []string
	for _, f := range t.Schema.Fields() {
		head = append(head, f.Name+":"+values.Type(f.Type))
	}
	lines = append(lines, strings.Join(head, " "))
	for _, r := range t.Records {
		for i := range int(r.NumRows()) {
			var cells []string
			for _, c := range r.Columns() {
				cell := values.Text(c, i)
				if c.IsNull(i) {
					cell = "-"
				}
				cells = append(cells, cell)
			}
			lines = append(lines, strings.Join(cells, "|"))
		}
	}
	return strings.Join(append(lines, t.Notes...), "\n")
}

func gz(text string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	w.Write([]byte(text))
	w.Close()
	return b.String()
}

func zipped(members ...[2]string) string {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, m := range members {
		f, _ := w.Create(m[0])
		f.Write([]byte(m[1]))
	}
	w.Close()
	return b.String()
}

func tarred(members ...[2]string) string {
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, m := range members {
		w.WriteHeader(&tar.Header{Name: m[0], Mode: 0o600, Size: int64(len(m[1])), Format: tar.FormatUSTAR})
		w.Write([]byte(m[1]))
	}
	w.Close()
	return b.String()
}

const lines = `{"@timestamp":"2022-09-30T21:02:02.508Z","process":{"name":"cmd.exe","pid":7}}` + "\n" + `{"process.name":"mshta.exe","process":{"pid":8}}` + "\n"

const linesRead = "@timestamp:text process.name:text process.pid:int\n2022-09-30T21:02:02.508Z|cmd.exe|7\n-|mshta.exe|8"

func TestRead(t *testing.T) {
	e := open(t)
	for _, c := range []struct{ name, file, content, want string }{
		{"lines", "a.ndjson", lines, linesRead},
		{"lines by content", "a.log", lines, linesRead},
		{"array", "a.json", "[" + strings.Replace(lines, "}}\n{", "}},\n{", 1) + "]", linesRead},
		{"gzip", "a.json.gz", gz(lines), linesRead},
		{"gzip without its ending", "a", gz(lines), linesRead},
		{"zip", "a.zip", zipped([2]string{"__MACOSX/._a.json", "junk"}, [2]string{"dir/a.json", lines}), linesRead},
		{"tar in gzip", "a.tar.gz", gz(tarred([2]string{"./._a.json", "junk"}, [2]string{"a.json", lines})), linesRead},
		{"gzip in zip", "a.zip", zipped([2]string{"a.json.gz", gz(lines)}), linesRead},
		{"two members", "a.zip", zipped([2]string{"a.json", `{"a":1,"b":"x"}`}, [2]string{"b.csv", "b,a\ny,two\n"}), "a:text b:text\n1|x\ntwo|y"},
		{"types from the end", "a.json", "{\"a\":1}\n{\"a\":2.5}\n{\"a\":null}\n", "a:float\n1\n2.5\n-"},
		{"broken lines", "a.json", "{\"a\":1}\nnot json\n{\"a\":2}\n{\"a\":", "a:int _unparsed:text\n1|-\n-|not json\n2|-\n-|{\"a\":\na.json: 2 of 4 lines are no JSON and are kept in the column _unparsed (the first is line 2)"},
		{"csv", "a.csv", "name,n,f,ok,zip\ncmd.exe,1,0.5,true,007\n,2,1,FALSE,1\n", "name:text n:int f:float ok:bool zip:text\ncmd.exe|1|0.5|true|007\n-|2|1|false|1"},
		{"csv quoted", "a.csv", "a,b\n\"x, \"\"y\"\"\",\"two\nlines\"\n", "a:text b:text\nx, \"y\"|two\nlines"},
		{"csv that does not fit", "a.csv", "a,b\n1,2,3,4\n5\n", "a:int b:int _extra:text\n1|2|[\"3\",\"4\"]\n5|-|-\na.csv: 1 rows have more fields than the head; these are kept in the column _extra\na.csv: 1 rows have fewer fields than the head; the last ones are null"},
		{"csv with a stray quote", "a.csv", "a,b\nx\"y,\"z\n", "a:text b:text\nx\"y|z\n"},
		{"semicolons", "a.csv", "\xef\xbb\xbfa;b\n1,5;2\n", "a:text b:int\n1,5|2"},
		{"tabs", "a.tsv", "a\tb\n1\t\n", "a:int b:text\n1|-"},
		{"zeek", "dns.log", "#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n#unset_field\t-\n#path\tdns\n#fields\tts\tid.orig_h\tid.orig_p\trtt\tAA\tanswers\n" +
			"#types\ttime\taddr\tport\tinterval\tbool\tvector[string]\n1521911720.865716\t10.0.0.1\t41772\t0.00087\tT\ta,b\n1521911721.000000\t-\t1\t-\tF\t(empty)\n#close\t2024\n",
			"_path:text ts:time id.orig_h:text id.orig_p:text rtt:float AA:bool answers:list of text\n" +
				"dns|2018-03-24T17:15:20.865716Z|10.0.0.1|41772|0.00087|true|[a, b]\ndns|2018-03-24T17:15:21Z|-|1|-|false|[]"},
		{"zeek with a value of another type", "x.log", "#separator \\x09\n#fields\tn\n#types\tcount\n1\nmany\n", "_path:text n:text\n|1\n|many"},
		{"same name twice", "a.csv", "Id,ID,\n1,2,3\n", "Id:int ID__cs2:int column3:int\n1|2|3"},
		{"large numbers", "a.csv", "a,b\n9223372036854775808,12345678901234567890.5\n", "a:text b:float\n9223372036854775808|12345678901234567000"},
	} {
		path := filepath.Join(t.TempDir(), c.file)
		if err := os.WriteFile(path, []byte(c.content), 0o600); err != nil {
			t.Fatal(err)
		}
		got, err := Read(ctx, e, path)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if p := picture(got); p != c.want && p != strings.ReplaceAll(c.want, "12345678901234567000", "1.2345678901234567e+19") {
			t.Errorf("%s:\n got %s\nwant %s", c.name, p, c.want)
		}
		if l := got.Ledger; len(l) != 1 || l[0].Fetched != got.Rows || len(l[0].SHA256) != 64 {
			t.Errorf("%s: ledger %+v", c.name, l)
		}
	}
}

func TestReadGlob(t *testing.T) {
	dir := t.TempDir()
	for name, content := range map[string]string{"2.json": `{"n":2}`, "1.json": `{"n":1}`, "x.csv": "n\n3\n"} {
		os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600)
	}
	got, err := Read(ctx, open(t), filepath.Join(dir, "*.json"))
	if err != nil || picture(got) != "n:int\n1\n2" || len(got.Ledger) != 2 {
		t.Errorf("%v %v", err, got)
	}
}

func TestReadLists(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.json")
	os.WriteFile(path, []byte(`{"dns":{"answers":["a","b"]}}`+"\n"+`{"dns":{"answers":"c"}}`), 0o600)
	got, err := Read(ctx, open(t), path, "dns.answers")
	if err != nil || picture(got) != "dns.answers:list of text\n[a, b]\n[c]" {
		t.Errorf("%v %s", err, picture(got))
	}
}

func TestReadErrors(t *testing.T) {
	e, dir := open(t), t.TempDir()
	for name, c := range map[string]struct{ content, want string }{
		"empty.csv":   {"", "the file is empty"},
		"binary.bin":  {"\x00\x01\x02", "this is no format that can be read"},
		"bad.json":    {"{\"a\" 1}", "line 1"},
		"cut.gz":      {gz(strings.Repeat(lines, 100))[:60], "unexpected EOF"},
		"cut.zip":     {zipped([2]string{"a.json", lines})[:50], "not a valid zip file"},
		"none.zip":    {zipped([2]string{".hidden", "x"}), "there is no file in the archive"},
		"bad.parquet": {"PAR1 and no more", ""},
	} {
		path := filepath.Join(dir, name)
		os.WriteFile(path, []byte(c.content), 0o600)
		if _, err := Read(ctx, e, path); err == nil || !strings.Contains(err.Error(), c.want) || !strings.HasPrefix(err.Error(), "Read "+path) && name != "bad.parquet" {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
	}
	if _, err := Read(ctx, e, filepath.Join(dir, "*.nope")); err == nil || !strings.Contains(err.Error(), "there is no such file") {
		t.Errorf("no file: %v", err)
	}
	ended, cancel := context.WithCancel(ctx)
	cancel()
	if _, err := Read(ended, e, filepath.Join(dir, "bad.json")); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

// What is saved reads back the same.
func TestSave(t *testing.T) {
	e, dir := open(t), t.TempDir()
	record, _, err := values.From([]map[string]any{
		{"process.name": "ünï, \"x\"\n", "n": 1, "f": 0.5, "ok": true, "tags": []string{"a", "b"}},
		{"process.name": nil, "n": nil, "f": -1.0, "ok": false, "tags": nil}})
	if err != nil {
		t.Fatal(err)
	}
	const typed = "f:float n:int ok:bool process.name:text tags:list of text\n0.5|1|true|ünï, \"x\"\n|[a, b]\n-1|-|false|-|-"
	loose := strings.Replace(strings.Replace(typed, "list of text", "text", 1), "[a, b]", `["a","b"]`, 1)
	noted := loose + "\narrays are kept as JSON text in tags; Lists(\"…\") makes list columns of them"
	for name, want := range map[string]string{"a.parquet": typed, "a.arrow": typed, "a.json": noted, "a.ndjson": noted, "a.jsonl.gz": noted, "a.csv": loose, "a.csv.gz": loose, "a.tsv": loose} {
		path := filepath.Join(dir, name)
		if err := Save(ctx, e, path, record.Schema(), []arrow.Record{record}); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		got, err := Read(ctx, e, path)
		if err != nil || picture(got) != want {
			t.Errorf("%s: %v\n got %s\nwant %s", name, err, picture(got), want)
		}
	}
	if left, _ := filepath.Glob(filepath.Join(dir, ".gohunt-*")); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestSaveErrors(t *testing.T) {
	e, dir := open(t), t.TempDir()
	record, _, _ := values.From([]map[string]any{{"n": 1}})
	for path, want := range map[string]string{
		"a.xlsx":       "the ending names no format\n  try: end the name in .parquet, .csv, .json, .ndjson or .arrow",
		"a.parquet.gz": "this format is not packed with gzip",
		"none/a.csv":   "try: name a folder that exists and can be written",
	} {
		if err := Save(ctx, e, filepath.Join(dir, path), record.Schema(), []arrow.Record{record}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", path, err, want)
		}
	}
}
