package files

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/ipc"

	"gohunt/hunt/bind"
	"gohunt/hunt/engine"
	"gohunt/hunt/fault"
)

// Save writes records to path in the format that its ending names: .parquet, .csv, .tsv, .json (one array), .ndjson or
// .jsonl (an object a line), .arrow; each text format also with .gz after it. Times are written as UTC: in Parquet as
// such, in text as 2022-09-30T21:02:02.508000Z. The file appears whole or not at all, and replaces one that was there.
// Errors are *fault.Error.
func Save(ctx context.Context, e engine.Engine, path string, schema *arrow.Schema, records []arrow.Record) error {
	how, err := copyOptions(path)
	if err != nil {
		return &fault.Error{Step: "Save", On: path, Err: err, Hint: "end the name in .parquet, .csv, .json, .ndjson or .arrow"}
	}
	temp, err := os.CreateTemp(filepath.Dir(path), ".gohunt-*")
	if err != nil {
		return fault.Wrap(err, "Save", path, "name a folder that exists and can be written")
	}
	temp.Close()
	defer os.Remove(temp.Name())
	if how == "arrow" {
		err = writeArrow(temp.Name(), schema, records)
	} else {
		err = export(ctx, e, temp.Name(), how, schema, records)
	}
	if err == nil {
		err = os.Chmod(temp.Name(), 0o644)
	}
	if err == nil {
		err = os.Rename(temp.Name(), path)
	}
	return fault.Wrap(err, "Save", path, "")
}

// copyOptions are what COPY takes for an ending.
func copyOptions(path string) (string, error) {
	plain, packed := strings.CutSuffix(strings.ToLower(path), ".gz")
	how := map[string]string{".csv": "FORMAT csv, HEADER", ".tsv": `FORMAT csv, HEADER, DELIMITER '\t'`, ".json": "FORMAT json, ARRAY true",
		".ndjson": "FORMAT json", ".jsonl": "FORMAT json", ".parquet": "FORMAT parquet, COMPRESSION zstd", ".arrow": "arrow"}[filepath.Ext(plain)]
	switch {
	case how == "":
		return "", errors.New("the ending names no format")
	case packed && (how == "arrow" || strings.Contains(how, "parquet")):
		return "", errors.New("this format is not packed with gzip")
	case packed:
		how += ", COMPRESSION gzip"
	}
	return how, nil
}

func export(ctx context.Context, e engine.Engine, path, how string, schema *arrow.Schema, records []arrow.Record) error {
	name := fmt.Sprintf("files_%d", lastTable.Add(1))
	if err := e.Register(name, schema, records); err != nil {
		return err
	}
	defer e.Drop(name)
	items := make([]string, schema.NumFields())
	for i, f := range schema.Fields() {
		items[i] = written(f, how) + " AS " + bind.Quote(f.Name)
	}
	return e.Exec(ctx, "COPY (SELECT "+strings.Join(items, ", ")+" FROM "+name+") TO "+quoted(path)+" ("+how+")")
}

// written is a column as it stands in a file.
func written(f arrow.Field, how string) string {
	column := bind.Quote(f.Name)
	t, isTime := f.Type.(*arrow.TimestampType)
	parquet := strings.Contains(how, "parquet")
	switch {
	case isTime && t.TimeZone == "" && parquet:
		return column + "::TIMESTAMP AT TIME ZONE 'UTC'"
	case isTime && t.TimeZone == "":
		return "strftime(" + column + "::TIMESTAMP, '%Y-%m-%dT%H:%M:%S.%fZ')"
	case f.Type.ID() == arrow.LIST && strings.Contains(how, "csv"):
		return "to_json(" + column + ")::VARCHAR"
	}
	return column
}

func writeArrow(path string, schema *arrow.Schema, records []arrow.Record) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	w, err := ipc.NewFileWriter(f, ipc.WithSchema(schema))
	if err != nil {
		return err
	}
	for _, r := range records {
		if err := w.Write(r); err != nil {
			return err
		}
	}
	if err := w.Close(); err != nil {
		return err
	}
	return f.Close()
}
