package hunt

import (
	"context"

	"gohunt/hunt/elastic"
	"gohunt/hunt/files"
	"gohunt/hunt/plan"
)

// Read is a frame of a file, or of all files that a glob names: JSON lines, a JSON array, CSV, TSV, Zeek's logs, Parquet,
// Arrow; plain, in gzip, or inside zip and tar archives. Nested objects become dotted columns. Types follow from all of the data: whole
// numbers are int, numbers float, true and false bool, all else is text, times in text files too (With("t",
// "x::TIMESTAMP") makes times). Fields that differ only in case stay apart, the second as NAME__cs2. A row that does not
// fit is kept and counted in a warning. The file is read at once; Refresh reads it again. Raises an *Error for a file
// that is not there or cannot be read, with the line.
func Read(path string, opts ...SearchOption) *Frame {
	asked := searchOptions(opts)
	if asked.window != (elastic.Window{}) {
		refuse("Read", path, "a window has no meaning here", `keep the rows of a window with Where("… >= ?", from)`)
	}
	n, err := readFiles(cell(), path, asked.lists)
	return step("Read", n, err)
}

func readFiles(ctx context.Context, path string, lists []string) (*plan.Node, error) {
	db, err := embedded()
	if err != nil {
		return nil, err
	}
	t, err := files.Read(ctx, db, path, lists...)
	if err != nil {
		return nil, err
	}
	if t.Schema.NumFields() == 0 {
		refuse("Read", path, "there are no rows in it", "")
	}
	rows := plan.Rows{Records: t.Records, Count: t.Rows, Ledger: t.Ledger, Notes: t.Notes}
	n := runner().Source(t.Schema, "read "+path, func(context.Context) (plan.Rows, error) { return rows, nil },
		func(ctx context.Context) (*plan.Node, error) { return readFiles(ctx, path, lists) })
	_, err = n.Rows(ctx)
	return n, err
}

// Save writes all rows to path in the format of its ending: .parquet, .csv, .tsv, .json (an array), .ndjson or .jsonl
// (an object a line), .arrow; text formats also with .gz after it. The file appears whole or not at all, and replaces
// one that was there. Times are written as UTC. It gives the frame back, so that a chain goes on.
func (f *Frame) Save(path string) *Frame {
	rows := f.read("Save")
	db, err := embedded()
	raise("Save", path, err)
	raise("Save", path, files.Save(cell(), db, path, f.node.Schema(), rows.Records))
	return f
}
