package ipynb

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The files in testdata were written by nbformat 5.11.1.
func TestWhatJupyterWroteComesBackByteForByte(t *testing.T) {
	for _, name := range []string{"everything.ipynb", "empty.ipynb"} {
		want, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			t.Fatal(err)
		}
		nb, err := Decode(want)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if err := nb.Validate(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		got, err := nb.Encode()
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != string(want) {
			t.Errorf("%s: %s", name, firstDifference(string(got), string(want)))
		}
	}
}

func firstDifference(got, want string) string {
	gotLines, wantLines := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range min(len(gotLines), len(wantLines)) {
		if gotLines[i] != wantLines[i] {
			return "got  " + gotLines[i] + "\nwant " + wantLines[i]
		}
	}
	return "one is longer"
}

func TestUnknownKeysStay(t *testing.T) {
	const text = `{"cells":[{"cell_type":"code","id":"a","source":"","metadata":{},"outputs":[
		{"output_type":"stream","name":"stdout","text":"x","later":[1.50]},
		{"output_type":"hologram","beam":{"z":1}}],"execution_count":null,"mood":"good"}],
		"metadata":{},"nbformat":4,"nbformat_minor":7,"crew":["a"]}`
	nb, err := Decode([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	if err := nb.Validate(); err != nil {
		t.Errorf("a newer minor version may have new keys: %v", err)
	}
	data, _ := nb.Encode()
	for _, want := range []string{`1.50`, `"hologram"`, `"z": 1`, `"mood": "good"`, `"crew"`, `"nbformat_minor": 7`} {
		if !strings.Contains(string(data), want) {
			t.Errorf("%s is lost:\n%s", want, data)
		}
	}
}

func TestSplitLines(t *testing.T) {
	for text, want := range map[string]string{
		"":                   "",
		"a":                  "a",
		"a\n":                "a\n",
		"a\nb":               "a\n|b",
		"a\r\nb\rc":          "a\r\n|b\r|c",
		"a\u2028b\x85c\vd\f": "a\u2028|b\x85c\v|d\f", // a lone byte 0x85 is no U+0085
		"\n\n":               "\n|\n",
	} {
		var parts []string
		for _, line := range splitLines(text) {
			parts = append(parts, line.(string))
		}
		if got := strings.Join(parts, "|"); got != want {
			t.Errorf("splitLines(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestRefusals(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"empty":      {" \n", "the file is empty"},
		"not JSON":   {"{\n \"cells\": [\n oops]}", "line 3 is not JSON"},
		"cut":        {`{"cells": [`, "ends early"},
		"twice":      {`{"nbformat":4} {}`, "more text after the end"},
		"a list":     {`[]`, "not an object"},
		"merge":      {"{\n<<<<<<< HEAD\n", "merge conflict"},
		"no version": {`{"cells":[]}`, "no format version"},
		"v3":         {`{"nbformat":3,"worksheets":[]}`, "format 3 is too old"},
		"v5":         {`{"nbformat":5}`, "newer than the 4.5"},
		"cells":      {`{"nbformat":4,"nbformat_minor":5,"cells":{}}`, "notebook: cells is not a list"},
		"a cell":     {`{"nbformat":4,"cells":[3]}`, "cell 1 is not an object"},
		"source":     {`{"nbformat":4,"cells":[{"cell_type":"raw","source":3}]}`, "cell 1: source is not a string or a list of lines"},
		"metadata":   {`{"nbformat":4,"cells":[{"cell_type":"raw","source":"","metadata":[]}]}`, "cell 1: metadata is not an object"},
		"output":     {`{"nbformat":4,"cells":[{"cell_type":"code","source":"","outputs":[{"output_type":"error","traceback":[1]}]}]}`, "cell 1, output 1: traceback is not a list of strings"},
		"count":      {`{"nbformat":4,"cells":[{"cell_type":"code","source":"","execution_count":"1"}]}`, "cell 1: execution_count is not a whole number"},
	} {
		_, err := Decode([]byte(c.text))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %q", name, err, c.want)
		}
	}
}

func TestOlderMinorVersionsGetStableIDs(t *testing.T) {
	const text = `{"nbformat":4,"nbformat_minor":2,"metadata":{"signature":"x"},"cells":[
		{"cell_type":"code","source":["a\n","b"],"metadata":{"trusted":true},"outputs":[],"execution_count":1},
		{"cell_type":"code","source":["a\n","b"],"metadata":{},"outputs":[],"execution_count":1}]}`
	first, err := Decode([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	if err := first.Validate(); err != nil {
		t.Error(err)
	}
	second, _ := Decode([]byte(text))
	for i := range first.Cells {
		if first.Cells[i].ID != second.Cells[i].ID {
			t.Errorf("cell %d: ids differ: %s, %s", i, first.Cells[i].ID, second.Cells[i].ID)
		}
	}
	data, _ := first.Encode()
	if strings.Contains(string(data), "trusted") || strings.Contains(string(data), "signature") {
		t.Errorf("what Jupyter keeps only in memory was written:\n%s", data)
	}
}

func TestValidateNamesEveryFault(t *testing.T) {
	nb := New()
	nb.Cells = []*Cell{
		{ID: "a", Kind: Code, Metadata: Object{"tags": []any{"x", "x", "a,b"}}},
		{ID: "a", Kind: "poem"},
		{ID: "no spaces", Kind: Raw, extra: Object{"mood": 1}},
		{ID: "b", Kind: Code, Outputs: []*Output{{Kind: "smell"}, {Kind: Display, Data: Object{"text/plain": 3}}}},
	}
	err := nb.Validate()
	if err == nil {
		t.Fatal("no fault found")
	}
	for _, want := range []string{
		`cell 1: the tag "x"`, `cell 1: the tag "a,b"`, `cell 2: the id "a" is that of cell 1`, `cell 2: "poem"`,
		`cell 3: the id "no spaces"`, `cell 3: "mood"`, `cell 4, output 1: "smell"`, `the data of text/plain`,
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%s is not in:\n%v", want, err)
		}
	}
}

func TestTitle(t *testing.T) {
	for source, want := range map[string]string{
		"":                      "",
		"\n\n":                  "",
		"x":                     "x",
		"// only a comment\n":   "// only a comment",
		"// why\nx := 1\n// so": "x := 1",
		"import \"hunt\"\n\nes := 1\n\nes.Stack(\n\t\"a\",\n\t\"b\",\n)\n": `es.Stack("a", "b")`,
		"a := 1 // one\nb.With(1).\n\t\tCount().\r\n\tBar()":               "b.With(1).Count().Bar()",
		"for i := range 3 {\n\tf(i)\n}":                                    "for i := range 3 { f(i) }",
		"hunt.SQL(`\n\tSELECT  1\n\tFROM a\n`)":                            "hunt.SQL(`SELECT 1 FROM a`)",
	} {
		if got := NewCell(Code, source, "").Title(); got != want {
			t.Errorf("the title of %q is %q, want %q", source, got, want)
		}
	}
	if got := NewCell(Markdown, "\n# A\n\nb", "").Title(); got != "# A" {
		t.Errorf("got %q", got)
	}
	cell := NewCell(Code, "days := 1", "")
	cell.Tag("parameters")
	if got := cell.Title(); got != "parameters" {
		t.Errorf("got %q", got)
	}
}

func TestInsertKeepsIDsUnique(t *testing.T) {
	nb := New()
	for range 3 {
		nb.Insert(0, NewCell(Markdown, "same", ""))
	}
	if err := nb.Validate(); err != nil {
		t.Error(err)
	}
}

func TestReplaceLeavesNothingBehind(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.ipynb")
	for range 2 {
		if err := New().WriteFile(path); err != nil {
			t.Fatal(err)
		}
	}
	entries, _ := os.ReadDir(dir)
	if len(entries) != 1 {
		t.Errorf("there are %d files, want 1", len(entries))
	}
	if err := New().WriteFile(filepath.Join(dir, "no", "a.ipynb")); err == nil {
		t.Error("writing into a folder that does not exist succeeded")
	}
}

func FuzzDecodeNeverPanicsAndSettles(f *testing.F) {
	seed, _ := os.ReadFile("testdata/everything.ipynb")
	f.Add(seed)
	f.Add([]byte(`{"nbformat":4,"cells":[{"cell_type":"code","outputs":[{"output_type":"stream","text":["a"]}]}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		nb, err := Decode(data)
		if err != nil {
			return
		}
		first, err := nb.Encode()
		if err != nil {
			t.Fatal(err)
		}
		again, err := Decode(first)
		if err != nil {
			t.Fatalf("what was written cannot be read: %v\n%s", err, first)
		}
		if second, _ := again.Encode(); string(second) != string(first) {
			t.Fatalf("written twice, it differs:\n%s\n%s", first, second)
		}
	})
}
