//go:build !cgo

package duckdb

import (
	"context"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"

	"gohunt/hunt/fault"
)

// DB is the engine's type in a program that was built without the engine. Open never gives one.
type DB struct{}

// Open fails: this program was built without cgo, and DuckDB is a C++ library.
func Open(Options) (*DB, error) { return nil, missing() }

// Unbuffer does nothing: no C code prints in this program.
func Unbuffer() {}

// Register fails like Open.
func (*DB) Register(string, *arrow.Schema, []arrow.Record) error { return missing() }

// Drop does nothing.
func (*DB) Drop(string) {}

// Schema fails like Open.
func (*DB) Schema(context.Context, string) (*arrow.Schema, error) { return nil, missing() }

// Query fails like Open.
func (*DB) Query(context.Context, string) (array.RecordReader, error) { return nil, missing() }

// Exec fails like Open.
func (*DB) Exec(context.Context, string) error { return missing() }

// Close does nothing.
func (*DB) Close() error { return nil }

func missing() error {
	return fault.New("Open", "the embedded engine", "this program was built without it (CGO_ENABLED=0)",
		"build on the machine itself, with a C compiler and the C++ standard library's development files")
}
