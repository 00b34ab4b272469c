package table

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow/go/v15/arrow"

	"gohunt/hunt/ledger"
	"gohunt/hunt/values"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden compares got with testdata/name.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got+"\n" != string(want) {
		t.Errorf("%s differs (go test -update writes it anew):\n%s", name, got)
	}
}

func view(t *testing.T, rows any) View {
	t.Helper()
	record, _, err := values.From(rows)
	if err != nil {
		t.Fatal(err)
	}
	return View{Schema: record.Schema(), Records: []arrow.Record{record}, Total: record.NumRows()}
}

type event struct {
	At      time.Time `hunt:"@timestamp"`
	Parent  *string   `hunt:"process.parent.name"`
	Command string    `hunt:"process.command_line"`
	N       int       `hunt:"n"`
	Score   float64   `hunt:"score"`
	Tags    []string  `hunt:"tags"`
}

func events() []event {
	at := time.Date(2022, 9, 30, 21, 2, 2, 508e6, time.UTC)
	mshta := "mshta.exe"
	return []event{
		{at, &mshta, `powershell.exe -enc ` + strings.Repeat("JABoAD0AKABnAHAA", 12), 4, 0.5, []string{"a", "b"}},
		{at.Add(time.Hour), nil, "", 112, 1e20, nil},
		{at, &mshta, "two\nlines\tand $x = $y", -1, 0, []string{}},
	}
}

// hostile are values that act on a reader who does not look.
func hostile() []map[string]string {
	return []map[string]string{
		{"a": `<script>alert(1)</script>`, "b": `"><img src=x onerror=alert(1)>`},
		{"a": "\x1b[31mred\x1b[0m \x07", "b": "gnp.\u202eexe.cod"},
		{"a": "zero\u200bwidth\ufeff", "b": "not \xff utf-8"},
		{"a": "表格 文字", "b": "e\u0301 combining"},
		{"a": "</details></table><h1>out", "b": "&lt;"},
	}
}

func full(t *testing.T) View {
	v := view(t, events())
	v.Name, v.Total, v.Rows = "powershell", 1234, 3
	v.Warnings = []string{"source.port is text and is compared with a number", "TLS is not verified"}
	from := time.Date(2022, 8, 3, 12, 0, 0, 0, time.UTC)
	v.Ledger = []ledger.Entry{{Source: "https://127.0.0.1:9200", Kind: "search", Index: "logs-*", Query: "process.name:powershell.exe", From: from, To: from.AddDate(0, 0, 120),
		Pages: 2, Matched: 2000, Fetched: 1234, Took: 1500 * time.Millisecond, SHA256: strings.Repeat("ab", 32), Notes: []string{"TLS is not verified"}}}
	return v
}

func TestGolden(t *testing.T) {
	for name, v := range map[string]View{
		"full":    full(t),
		"hostile": view(t, hostile()),
		"empty":   view(t, []event{}),
	} {
		golden(t, name+".html", HTML(v))
		golden(t, name+".txt", Text(v))
		golden(t, name+".records.html", RecordsHTML(v))
		golden(t, name+".records.txt", RecordsText(v))
	}
}

func TestWide(t *testing.T) {
	row := map[string]int{}
	for i := range 200 {
		row[fmt.Sprintf("field%03d", i)] = i
	}
	v := view(t, []map[string]int{row})
	text := Text(v)
	for _, line := range strings.Split(text, "\n") {
		if cellsOf(line) > Width {
			t.Errorf("a line of %d places: %s", cellsOf(line), line)
		}
	}
	if !strings.Contains(text, "1 row · first 16 of 200 columns") {
		t.Errorf("the columns left out are not told: %s", text)
	}
	if page := HTML(v); !strings.Contains(page, "field049") || strings.Contains(page, "field050") || !strings.Contains(page, "first 50 of 200 columns") {
		t.Error("HTML must draw 50 columns and say so")
	}
}

func TestVisible(t *testing.T) {
	for in, want := range map[string]string{
		"plain":            "plain",
		"a\x1b[0m":         "a␛[0m",
		"a\u202eb":         "a⟨U+202E⟩b",
		"a\u200db":         "a⟨U+200D⟩b",
		"a\xffb":           "a�b",
		"tab\tline\n":      "tab\tline\n",
		"\x7f\u0085\u2028": "␡⟨U+0085⟩⟨U+2028⟩",
		"ünï 表":            "ünï 表",
	} {
		if got := Visible(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

// Whatever the value, the page has no tag that the table did not write.
func FuzzHTML(f *testing.F) {
	for _, row := range hostile() {
		f.Add(row["a"], row["b"])
	}
	f.Fuzz(func(t *testing.T, name, value string) {
		record, _, err := values.From([]map[string]string{{name: value}})
		if err != nil {
			t.Skip("no record of this")
		}
		v := View{Schema: record.Schema(), Records: []arrow.Record{record}, Total: 1, Warnings: []string{value}}
		for _, page := range []string{HTML(v), RecordsHTML(v)} {
			if n := strings.Count(page, "<"); n != tags(page) {
				t.Errorf("%d signs that open a tag, %d tags of the table: %s", n, tags(page), page)
			}
		}
		Text(v)
		RecordsText(v)
	})
}

// tags counts the tags that the table writes itself.
func tags(page string) int {
	n := 0
	for _, name := range []string{"div", "table", "thead", "tbody", "tr", "th", "td", "span", "br", "details", "summary"} {
		n += strings.Count(page, "<"+name+">") + strings.Count(page, "<"+name+" style=\"") + strings.Count(page, "</"+name+">")
	}
	return n + strings.Count(page, `<div class="tex2jax_ignore`)
}
