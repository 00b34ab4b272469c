//go:build cgo

package duckdb

import (
	"context"
	"errors"
	"strings"

	"gohunt/hunt/fault"
)

const sqlShown = 120 // characters of a statement that an error repeats

// said makes what went wrong with a statement readable: which statement, DuckDB's reason, what to try.
func said(err error, sql string) error {
	if err == nil {
		return nil
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return &fault.Error{Step: "SQL", On: shortened(sql), Err: err}
	}
	return fault.Wrap(err, "SQL", shortened(sql), hint(err.Error()))
}

func shortened(sql string) string {
	runes := []rune(strings.Join(strings.Fields(sql), " "))
	if len(runes) <= sqlShown {
		return string(runes)
	}
	return string(runes[:sqlShown]) + "…"
}

// hints go from a part of DuckDB's message to what a hunter can do about it.
var hints = []struct{ part, try string }{
	{"Out of Memory Error", "take fewer columns or rows (Select, Where), or give the engine more memory"},
	{"No space left", "free the disk that holds the temporary folder, or name another one"},
	{"Table with name", "name the frame with As, or look at the spelling"},
	{"requires the extension", "read the data with hunt.Read; the engine loads no extension from the network"},
	{"which is not loaded", "read the data with hunt.Read; the engine loads no extension from the network"},
	{"file system operations are disabled", "read the file with hunt.Read; SQL here may not touch files"},
	{"configuration has been locked", "this engine's settings are fixed"},
	{"Could not convert string", "use TRY_CAST(x AS type), which gives NULL where text is no number"},
	{"not a text column", "cast it: x::VARCHAR"},
}

func hint(reason string) string {
	for _, h := range hints {
		if strings.Contains(reason, h.part) {
			return h.try
		}
	}
	return ""
}
