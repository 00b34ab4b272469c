package index

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/apache/arrow/go/v15/arrow"
	"gohunt/hunt/engine"
)

// Index is one index, or the backing index of a data stream.
type Index struct {
	Name    string // as hits name it
	Stream  string // the data stream it backs; empty for a plain index
	UUID    string
	Created time.Time
	Mapping *Mapping
	table   string
	columns int               // that the table has already
	tokens  map[int]bool      // the token columns that the table has already
	live    map[string]*alive // by document id
	engine  engine.Engine
	deleted bool
}

// alive is where the living version of a document is.
type alive struct{ row, version int64 }

// Table returns the name of the engine's table.
func (x *Index) Table() string { return x.table }

// Count returns how many documents live in the index now.
func (x *Index) Count() int { return len(x.live) }

func (x *Index) create(ctx context.Context) error {
	return x.engine.Exec(ctx, "CREATE TABLE "+x.table+" (_row BIGINT, _gone BIGINT, _id VARCHAR, _source VARCHAR)")
}

// Deleted reports whether the index is gone, though a point in time may still name it.
func (x *Index) Deleted() bool { return x.deleted }

func (x *Index) drop(ctx context.Context) error {
	x.deleted = true
	return x.engine.Exec(ctx, "DROP TABLE IF EXISTS "+x.table)
}

// widen turns the columns into lists of which a document of the batch has an array of several values.
func (x *Index) widen(ctx context.Context, rows []newRow) error {
	for _, r := range rows {
		for _, leaf := range r.leaves {
			f := x.Mapping.fields[leaf.Name]
			if len(leaf.Values) < 2 || f.Multi {
				continue
			}
			f.Multi = true
			if f.number >= x.columns {
				continue
			}
			c, t := f.Column(), f.Kind.sql()
			sql := fmt.Sprintf("ALTER TABLE %s ALTER %s SET DATA TYPE %s[] USING CASE WHEN %s IS NULL THEN NULL ELSE [%s] END", x.table, c, t, c, c)
			if err := x.engine.Exec(ctx, sql); err != nil {
				return err
			}
		}
	}
	return nil
}

// addColumns gives the table the columns that the mapping has and the table has not.
func (x *Index) addColumns(ctx context.Context) error {
	for ; x.columns < len(x.Mapping.columns); x.columns++ {
		f := x.Mapping.columns[x.columns]
		t := f.Kind.sql()
		if f.Multi {
			t += "[]"
		}
		if err := x.addColumn(ctx, f.Column(), t); err != nil {
			return err
		}
	}
	for _, f := range x.Mapping.columns {
		if !x.Mapping.hasTokens(f) || x.tokens[f.number] {
			continue
		}
		if err := x.addColumn(ctx, f.Tokens(), "VARCHAR"); err != nil {
			return err
		}
		x.tokens[f.number] = true
	}
	return nil
}

func (x *Index) addColumn(ctx context.Context, name, kind string) error {
	return x.engine.Exec(ctx, "ALTER TABLE "+x.table+" ADD COLUMN "+name+" "+kind)
}

// insert writes rows that already fit the mapping.
func (x *Index) insert(ctx context.Context, rows []newRow) error {
	if err := x.widen(ctx, rows); err != nil {
		return err
	}
	if err := x.addColumns(ctx); err != nil || len(rows) == 0 {
		return err
	}
	record, err := x.Mapping.record(rows)
	if err != nil {
		return err
	}
	defer record.Release()
	staging := x.table + "_new"
	if err := x.engine.Register(staging, record.Schema(), []arrow.Record{record}); err != nil {
		return err
	}
	defer x.engine.Drop(staging)
	return x.engine.Exec(ctx, "INSERT INTO "+x.table+" BY NAME SELECT * FROM "+staging)
}

// end marks rows of earlier batches as gone: gone[row] is the number of the write that ended it.
func (x *Index) end(ctx context.Context, gone map[int64]int64) error {
	if len(gone) == 0 {
		return nil
	}
	var values []string
	for row, by := range gone {
		values = append(values, fmt.Sprintf("(%d, %d)", row, by))
	}
	return x.engine.Exec(ctx, fmt.Sprintf("UPDATE %s SET _gone = g.ended FROM (VALUES %s) AS g(id, ended) WHERE _row = g.id", x.table, strings.Join(values, ", ")))
}
