package files

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"strings"
	"sync/atomic"
	"time"

	"github.com/apache/arrow/go/v15/arrow"

	"gohunt/hunt/engine"
	"gohunt/hunt/fault"
	"gohunt/hunt/ledger"
)

// Table is what was read.
type Table struct {
	Schema  *arrow.Schema
	Records []arrow.Record
	Rows    int64
	Ledger  []ledger.Entry // one for each file on disk
	Notes   []string       // what did not fit, counted
}

// Read reads a file, or all files that a glob names: JSON (objects one after the other, or one array), CSV and TSV,
// Zeek's logs, Parquet, Arrow; plain, in gzip, or in zip or tar archives. The rows of several tables follow each other; columns are
// brought together by name. e reads Parquet and brings tables together. lists are the names of JSON fields that hold
// lists; any other array is kept as JSON text. Errors are *fault.Error.
func Read(ctx context.Context, e engine.Engine, pattern string, lists ...string) (*Table, error) {
	found, err := expand(pattern)
	if err != nil {
		return nil, &fault.Error{Step: "Read", On: pattern, Err: err, Hint: "a relative path starts at the notebook's folder"}
	}
	r := &reader{engine: e, lists: lists}
	for _, file := range found {
		if err := r.file(ctx, file); err != nil {
			return nil, fault.Wrap(err, "Read", file, "")
		}
	}
	whole, err := r.together(ctx)
	if err != nil {
		return nil, fault.Wrap(err, "Read", pattern, "")
	}
	whole.Ledger = r.ledger
	return whole, nil
}

type reader struct {
	engine engine.Engine
	lists  []string
	tables []*Table
	ledger []ledger.Entry
}

func (r *reader) file(ctx context.Context, file string) error {
	began, before := time.Now(), len(r.tables)
	err := r.parts(ctx, file, false)
	if isBroken(err) {
		r.tables = r.tables[:before]
		err = r.parts(ctx, file, true)
	}
	if err != nil {
		return err
	}
	sum, err := digest(ctx, file)
	if err != nil {
		return err
	}
	entry := ledger.Entry{Source: file, Kind: "read", Matched: -1, SHA256: sum, Took: time.Since(began)}
	for _, t := range r.tables[before:] {
		entry.Fetched += t.Rows
	}
	r.ledger = append(r.ledger, entry)
	return nil
}

func (r *reader) parts(ctx context.Context, file string, broken bool) error {
	return eachPart(file, func(p part) error {
		t, err := r.part(ctx, p, broken)
		if err == nil {
			r.tables = append(r.tables, t)
		}
		return err
	})
}

func (r *reader) part(ctx context.Context, p part, broken bool) (*Table, error) {
	f, err := formatOf(p)
	if err != nil {
		return nil, err
	}
	switch f {
	case jsonFormat:
		return r.readJSON(ctx, p, broken)
	case parquetFormat:
		return r.readParquet(ctx, p)
	case arrowFormat:
		return readArrow(p)
	case zeekFormat:
		return readZeek(ctx, p)
	}
	return readCSV(ctx, p)
}

var lastTable atomic.Int64

// together is all tables as one.
func (r *reader) together(ctx context.Context) (*Table, error) {
	if len(r.tables) == 1 {
		return r.tables[0], nil
	}
	whole := &Table{}
	var selects []string
	for _, t := range r.tables {
		whole.Notes = append(whole.Notes, t.Notes...)
		if t.Schema.NumFields() == 0 {
			continue
		}
		name := fmt.Sprintf("files_%d", lastTable.Add(1))
		if err := r.engine.Register(name, t.Schema, t.Records); err != nil {
			return nil, err
		}
		defer r.engine.Drop(name)
		selects = append(selects, "SELECT * FROM "+name)
	}
	if len(selects) == 0 {
		return &Table{Schema: arrow.NewSchema(nil, nil)}, nil
	}
	return whole, query(ctx, r.engine, strings.Join(selects, " UNION ALL BY NAME "), whole)
}

// query fills t with a query's rows.
func query(ctx context.Context, e engine.Engine, sql string, t *Table) error {
	rows, err := e.Query(ctx, sql)
	if err != nil {
		return err
	}
	defer rows.Release()
	t.Schema = rows.Schema()
	for rows.Next() {
		record := rows.Record()
		record.Retain()
		t.Records = append(t.Records, record)
		t.Rows += record.NumRows()
	}
	return rows.Err()
}

// digest is the file's SHA-256, as sha256sum prints it.
func digest(ctx context.Context, file string) (string, error) {
	f, err := os.Open(file)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, stopping{ctx, f}); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// stopping is a reader that ends with its context.
type stopping struct {
	ctx context.Context
	r   io.Reader
}

func (s stopping) Read(p []byte) (int, error) {
	if err := s.ctx.Err(); err != nil {
		return 0, err
	}
	return s.r.Read(p)
}
