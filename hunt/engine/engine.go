// Package engine says what runs a plan.
//
// Before it in the flow stands hunt, which turns a chain of verbs into one SQL text; after it stand the
// engines: duckdb, in this process, and later a cluster. An engine sees plain SQL with its arguments already
// written as literals, and gives Arrow back, so a frame never learns which engine filled it. The suite in
// enginetest holds every engine to the same answers.
//
// Arrow (github.com/apache/arrow/go/v15) is the memory between them because it is columnar, typed, and shared
// with pandas, Spark and DuckDB without a copy.
package engine

import (
	"context"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
)

// Engine runs SQL over registered Arrow tables. All methods may be called from several goroutines at once.
//
// Errors that a person can act on are *fault.Error; a cancelled context gives an error for which
// errors.Is(err, context.Canceled) or context.DeadlineExceeded holds, and the engine stays usable.
type Engine interface {
	// Register makes records readable in SQL under name, in any case, in place of a table registered before
	// under that name. The records are read where they lie, never copied, and must not change while they are
	// registered. No records: an empty table. Two columns whose names differ only in case are an error,
	// as is a type that the engine can't read.
	Register(name string, schema *arrow.Schema, records []arrow.Record) error
	// Drop forgets the table of that name, if there is one. Queries that already read it end undisturbed.
	Drop(name string)
	// Schema gives the names and types of the columns that a SELECT would have, without running it.
	Schema(ctx context.Context, sql string) (*arrow.Schema, error)
	// Query runs one SELECT and streams its rows. The caller ends it with Release, and looks at Err when
	// Next is false: a result that broke off is an error, never a short answer. Cancelling ctx ends it too.
	Query(ctx context.Context, sql string) (array.RecordReader, error)
	// Exec runs any statements, one after the other, and drops their rows.
	Exec(ctx context.Context, sql string) error
	// Close ends what still runs and gives memory and temporary files back.
	Close() error
}
