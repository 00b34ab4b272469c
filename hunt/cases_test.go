package hunt_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"gohunt/hunt"
	"gohunt/hunt/recordings"
)

// publishedCase is a query that other people published over a recording, and its true answer.
type publishedCase struct {
	ID      string   `json:"id"`
	Dataset string   `json:"dataset"`
	SQL     string   `json:"sql"`
	Columns []string `json:"columns"`
	Rows    int      `json:"expected_rows"`
	SHA     string   `json:"expected_sha"`
	Traps   []string `json:"traps"`
}

// TestPublishedCases reads each recording with hunt.Read and asks each query with hunt.SQL. All must give the published
// rows, to the byte.
func TestPublishedCases(t *testing.T) {
	text := recordings.Read(t, "cases.json")
	var cases []publishedCase
	if err := json.Unmarshal(text, &cases); err != nil {
		t.Fatal(err)
	}
	if len(cases) < 65 {
		t.Fatalf("only %d cases", len(cases))
	}
	frames := map[string]*hunt.Frame{}
	for _, c := range cases {
		t.Run(c.ID, func(t *testing.T) {
			if frames[c.Dataset] == nil {
				frames[c.Dataset] = hunt.Read(recordings.Path(t, c.Dataset))
			}
			frames[c.Dataset].As("dataTable")
			check(t, c, hunt.SQL(c.SQL))
		})
	}
}

func check(t *testing.T, c publishedCase, f *hunt.Frame) {
	t.Helper()
	if f.Len() != c.Rows {
		t.Errorf("%d rows, %d are true", f.Len(), c.Rows)
	}
	if sum := digest(t, f); sum != c.SHA {
		t.Errorf("the rows differ: sha256 %s, %s is true\n%s", sum, c.SHA, f)
	}
}

// TestZeekLogs reads Zeek's logs, in its own format and as JSON, with as many rows as its authors counted.
func TestZeekLogs(t *testing.T) {
	text := recordings.Read(t, "zeek/row_counts.json")
	var counts map[string]int
	if err := json.Unmarshal(text, &counts); err != nil {
		t.Fatal(err)
	}
	byFile := map[string]int{}
	for member, n := range counts {
		file, _, _ := strings.Cut(member, "!")
		byFile[file] += n
	}
	for file, n := range byFile {
		if f := hunt.Read(recordings.Path(t, file)); f.Len() != n {
			t.Errorf("%s: %d rows, %d are true", file, f.Len(), n)
		}
	}
	if len(byFile) < 10 {
		t.Errorf("only %d files", len(byFile))
	}
}

// digest is the SHA-256 of the sorted rows, each a JSON array of texts.
func digest(t *testing.T, f *hunt.Frame) string {
	t.Helper()
	var lines []string
	columns := f.Columns()
	f.Each(func(r hunt.Row) {
		cells := make([]any, len(columns))
		for i, c := range columns {
			if r[c] != nil {
				cells[i] = r.Str(c)
			}
		}
		lines = append(lines, compact(t, cells))
	})
	slices.Sort(lines)
	sum := sha256.Sum256([]byte(strings.Join(lines, "\n")))
	return hex.EncodeToString(sum[:])
}

func compact(t *testing.T, v any) string {
	t.Helper()
	var out strings.Builder
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		t.Fatal(err)
	}
	return strings.TrimSuffix(out.String(), "\n")
}
