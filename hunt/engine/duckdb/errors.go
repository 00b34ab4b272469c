//go:build cgo

package duckdb

import (
	"context"
	"errors"
	"regexp"
	"strings"
	"unicode"

	"gohunt/hunt/fault"
)

const sqlShown = 120 // characters of a statement that an error repeats

// said makes what went wrong with a statement readable: which statement, DuckDB's reason, what to try.
func (db *DB) said(err error, sql string) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return &fault.Error{Step: "SQL", On: shortened(sql), Err: err}
	}
	reason := err.Error()
	return fault.New("SQL", shortened(sql), withoutNoise(reason), db.hint(reason))
}

// noise is what DuckDB says about itself and not about the statement: a guess among its own tables and functions, a
// list of 43 ways to add, how to set it or to load what must not be loaded here.
var noise = regexp.MustCompile(`\nDid you mean "[^"]*"\?|(?s:\n+Possible solutions:.*)|(?s:\n+Please try installing.*)|\n\tCandidate functions:(\n\t[^\n]*)+\n`)

func withoutNoise(reason string) string { return noise.ReplaceAllString(reason, "") }

func shortened(sql string) string {
	runes := []rune(strings.Map(printable, strings.Join(strings.Fields(sql), " ")))
	if len(runes) <= sqlShown {
		return string(runes)
	}
	return string(runes[:sqlShown]) + "…"
}

// printable puts a sign in the place of a control character, which would harm a terminal.
func printable(r rune) rune {
	if unicode.IsControl(r) {
		return unicode.ReplacementChar
	}
	return r
}

// hints go from a part of DuckDB's message to what a hunter can do about it.
var hints = []struct{ part, try string }{
	{"Out of Memory Error", "take fewer columns or rows (Select, Where), or give the engine more memory"},
	{"No space left", "free the disk that holds the temporary folder, or name another one"},
	{"requires the extension", "read the data with hunt.Read; the engine loads no extension from the network"},
	{"which is not loaded", "read the data with hunt.Read; the engine loads no extension from the network"},
	{"file system operations are disabled", "read the file with hunt.Read; SQL here may not touch files"},
	{"configuration has been locked", "this engine's settings are fixed"},
	{"Could not convert string", "use TRY_CAST(x AS type), which gives NULL where text is no number"},
	{"not a text column", "cast it: x::VARCHAR"},
}

func (db *DB) hint(reason string) string {
	if strings.Contains(reason, "Catalog Error: Table with name") {
		return db.tables.listed()
	}
	for _, h := range hints {
		if strings.Contains(reason, h.part) {
			return h.try
		}
	}
	return ""
}
