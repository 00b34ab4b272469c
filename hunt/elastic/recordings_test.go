package elastic

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v15/arrow"

	"gohunt/hunt/jsonrows"
	"gohunt/hunt/recordings"
)

// TestRealRecordings loads recordings of Windows events into the server, fetches them, and compares the count with
// host_truth.json and every cell with what jsonrows reads from the file directly.
func TestRealRecordings(t *testing.T) {
	c := realServer(t)
	data := recordings.Path(t, "")
	var truth map[string]struct{ Events int }
	text, err := os.ReadFile(filepath.Join(data, "mordor/host_truth.json"))
	if err == nil {
		err = json.Unmarshal(text, &truth)
	}
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range truth {
		t.Run(name, func(t *testing.T) { compareRecording(t, c, filepath.Join(data, "mordor/host", name), want.Events) })
	}
}

func compareRecording(t *testing.T, c *Client, file string, events int) {
	lines := recording(t, file)
	name := index(t, c, "recording")
	bulk(t, c, name, lines)
	r, err := c.Search(bg, Search{Index: name, PageSize: 2500})
	if err != nil {
		t.Fatal(err)
	}
	if r.Fetch.Fetched != int64(events) || r.Fetch.Matched != int64(events) || r.Fetch.Pages < events/2500 {
		t.Fatalf("%d events, want %d: %+v", r.Fetch.Fetched, events, r.Fetch)
	}
	direct, err := jsonrows.Read(bg, bytes.NewReader(lines), jsonrows.Options{Fields: r.Schema.Fields()})
	if err != nil {
		t.Fatal(err)
	}
	if !direct.Schema.Equal(r.Schema) {
		t.Fatalf("fetched columns\n%s\nread\n%s", r.Schema, direct.Schema)
	}
	fetched, read := multiset(r.Records), multiset(direct.Records)
	for row, n := range read {
		if fetched[row] != n {
			t.Fatalf("a row came %d times instead of %d: %s", fetched[row], n, row)
		}
	}
}

// multiset counts rows by all of their cells: a search has no order.
func multiset(records []arrow.Record) map[string]int {
	rows := map[string]int{}
	for _, rec := range records {
		for i := range int(rec.NumRows()) {
			var row strings.Builder
			for k := range int(rec.NumCols()) {
				row.WriteString(rec.Column(k).ValueStr(i) + "\x00")
			}
			rows[row.String()]++
		}
	}
	return rows
}

// recording gives the JSON lines of a zip or tar.gz with one file of them.
func recording(t *testing.T, file string) []byte {
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var in io.Reader
	if z, err := zip.NewReader(bytes.NewReader(text), int64(len(text))); err == nil {
		for _, f := range z.File {
			if strings.HasSuffix(f.Name, ".json") {
				in, _ = f.Open()
			}
		}
	} else if gz, err := gzip.NewReader(bytes.NewReader(text)); err == nil {
		tr := tar.NewReader(gz)
		for h, err := tr.Next(); err == nil && in == nil; h, err = tr.Next() {
			if strings.HasSuffix(h.Name, ".json") {
				in = tr
				break
			}
		}
	}
	if in == nil {
		t.Fatal("no .json in ", file)
	}
	lines, err := io.ReadAll(in)
	if err != nil {
		t.Fatal(err)
	}
	return lines
}
