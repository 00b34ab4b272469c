package jsonrows

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gohunt/hunt/recordings"
)

// TestHostRecordings compares every cell of every recorded Windows event with the reference, and the counts with
// host_truth.json.
func TestHostRecordings(t *testing.T) {
	data := recordings.Path(t, "")
	var truth map[string]struct {
		Events, Fields  int
		Flat            bool
		Case_collisions map[string]string
	}
	text, err := os.ReadFile(filepath.Join(data, "mordor/host_truth.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &truth); err != nil {
		t.Fatal(err)
	}
	if len(truth) != 18 {
		t.Fatalf("%d recordings in the truth", len(truth))
	}
	for name, want := range truth {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			rows := recording(t, filepath.Join(data, "mordor/host", name))
			got, err := Read(context.Background(), bytes.NewReader(rows), Options{Rows: 1000})
			if err != nil {
				t.Fatal(err)
			}
			if got.Rows != int64(want.Events) || want.Flat && len(got.Schema.Fields()) != want.Fields {
				t.Errorf("%d rows, %d columns; want %d, %d", got.Rows, len(got.Schema.Fields()), want.Events, want.Fields)
			}
			for path, column := range want.Case_collisions {
				i := got.Schema.FieldIndices(column)
				if len(i) != 1 || pathOf(got.Schema.Field(i[0])) != path {
					t.Errorf("%s is not in column %s", path, column)
				}
			}
			ref, ok := referenceOf(t, rows)
			if !ok {
				t.Fatal("encoding/json refuses it")
			}
			ref.compare(t, got)
		})
	}
}

// recording gives the JSON lines of a zip or tar.gz with one file of them.
func recording(t *testing.T, file string) []byte {
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if strings.HasSuffix(file, ".zip") {
		z, err := zip.NewReader(bytes.NewReader(text), int64(len(text)))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range z.File {
			if strings.HasSuffix(f.Name, ".json") {
				r, err := f.Open()
				if err != nil {
					t.Fatal(err)
				}
				return all(t, r)
			}
		}
	}
	gz, err := gzip.NewReader(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	r := tar.NewReader(gz)
	for {
		h, err := r.Next()
		if err != nil {
			t.Fatal("no .json in ", file)
		}
		if strings.HasSuffix(h.Name, ".json") {
			return all(t, r)
		}
	}
}

func all(t *testing.T, r io.Reader) []byte {
	text, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// TestRegressionEvents reads the deeply nested events of Sigma's regression tests.
func TestRegressionEvents(t *testing.T) {
	read := 0
	err := filepath.WalkDir(filepath.Join(recordings.Path(t, ""), "sigma_regression"), func(file string, d fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(file) != ".json" || d.Name() == "truth.json" {
			return err
		}
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		ref, ok := referenceOf(t, text)
		if !ok {
			return nil // an array of events, or not JSON
		}
		got, err := Read(context.Background(), bytes.NewReader(text), Options{})
		if err != nil {
			t.Errorf("%s: %v", file, err)
			return nil
		}
		read++
		ref.compare(t, got)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if read < 90 {
		t.Errorf("only %d files of events", read)
	}
}
