package files

import (
	"bytes"
	"context"
	"io"
	"os"
	"strings"

	"github.com/apache/arrow/go/v15/arrow/ipc"

	"gohunt/hunt/bind"
	"gohunt/hunt/values"
)

// readParquet has the engine read a part; what is inside an archive goes to a temporary file first.
func (r *reader) readParquet(ctx context.Context, p part) (*Table, error) {
	f, err := os.CreateTemp("", "gohunt-*.parquet")
	if err != nil {
		return nil, err
	}
	defer os.Remove(f.Name())
	_, err = io.Copy(f, stopping{ctx, p.r})
	if closing := f.Close(); err == nil {
		err = closing
	}
	if err != nil {
		return nil, err
	}
	t := &Table{}
	err = query(ctx, r.engine, "SELECT * FROM read_parquet("+quoted(f.Name())+")", t)
	if err != nil {
		return nil, err
	}
	t.Schema, t.Records = values.Naive(t.Schema, t.Records)
	return t, nil
}

func quoted(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

// readArrow reads an Arrow file.
func readArrow(p part) (*Table, error) {
	whole, err := io.ReadAll(p.r)
	if err != nil {
		return nil, err
	}
	file, err := ipc.NewFileReader(bytes.NewReader(whole))
	if err != nil {
		return nil, err
	}
	defer file.Close()
	t := &Table{}
	for i := range file.NumRecords() {
		record, err := file.Record(i)
		if err != nil {
			return nil, err
		}
		record.Retain()
		t.Records = append(t.Records, record)
		t.Rows += record.NumRows()
	}
	t.Schema, t.Records = values.Naive(values.Renamed(t.Records, bind.Unique(file.Schema().Fields())))
	return t, nil
}
