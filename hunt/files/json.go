package files

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"gohunt/hunt/jsonrows"
)

// Unparsed is the column of lines that are no JSON in a file of JSON lines.
const Unparsed = "_unparsed"

// readJSON reads a part as it is, or, when it was found broken before, line by line.
func (r *reader) readJSON(ctx context.Context, p part, broken bool) (*Table, error) {
	options := jsonrows.Options{Lists: r.lists}
	if !broken {
		return tableOf(jsonrows.Read(ctx, stopping{ctx, p.r}, options))
	}
	m := &mender{lines: p.r}
	t, err := tableOf(jsonrows.Read(ctx, stopping{ctx, m}, options))
	if err == nil && m.bad > 0 {
		t.Notes = append(t.Notes, fmt.Sprintf("%s: %d of %d lines are no JSON and are kept in the column %s (the first is line %d)", p.name, m.bad, m.line, Unparsed, m.first))
	}
	return t, err
}

func tableOf(r *jsonrows.Result, err error) (*Table, error) {
	if err != nil {
		return nil, err
	}
	return &Table{Schema: r.Schema, Records: r.Records, Rows: r.Rows, Notes: notesOf(r)}, nil
}

// notesOf says in one line which columns hold arrays, which is common, and all else line by line.
func notesOf(r *jsonrows.Result) []string {
	var arrays, notes []string
	for _, c := range r.Counts {
		if c.Arrays > 0 && c.Arrays == c.Arrays+c.Objects+c.Unheld+c.Repeated+c.Shortened {
			arrays = append(arrays, c.Column)
		}
	}
	for _, note := range r.Notes {
		column, _, _ := strings.Cut(note, ": ")
		if !slices.Contains(arrays, column) {
			notes = append(notes, note)
		}
	}
	if len(arrays) > 0 {
		notes = append([]string{"arrays are kept as JSON text in " + few(arrays) + `; Lists("…") makes list columns of them`}, notes...)
	}
	return notes
}

// few names at most eight.
func few(names []string) string {
	if len(names) <= 8 {
		return strings.Join(names, ", ")
	}
	return strings.Join(names[:8], ", ") + fmt.Sprintf(" and %d more columns", len(names)-8)
}

// isBroken tells whether reading line by line may save the rest of the file.
func isBroken(err error) bool {
	_, ok := errors.AsType[*jsonrows.SyntaxError](err)
	return ok
}

// mender hands JSON lines on and wraps each that is none into an object. A file whose first line is broken is something
// else, and is handed on as it is.
type mender struct {
	lines *bufio.Reader
	line  int
	bad   int
	first int // the first bad line
	other bool
	ready []byte
	err   error
}

func (m *mender) Read(p []byte) (int, error) {
	for len(m.ready) == 0 {
		if m.err != nil {
			return 0, m.err
		}
		var line []byte
		line, m.err = m.lines.ReadBytes('\n')
		m.ready = m.mended(line)
	}
	n := copy(p, m.ready)
	m.ready = m.ready[n:]
	return n, nil
}

func (m *mender) mended(line []byte) []byte {
	m.line++
	text := bytes.TrimSpace(bytes.TrimPrefix(line, []byte("\xef\xbb\xbf")))
	whole := len(text) == 0 || text[0] == '{' && json.Valid(text)
	if m.line == 1 {
		m.other = !whole
	}
	if whole || m.other {
		return line
	}
	if m.bad++; m.bad == 1 {
		m.first = m.line
	}
	kept, _ := json.Marshal(map[string]string{Unparsed: string(text)})
	return append(kept, '\n')
}
