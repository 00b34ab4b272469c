package files

import (
	"bufio"
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"

	"gohunt/hunt/bind"
)

// Extra is the column of the fields that a CSV row has more than the head.
const Extra = "_extra"

// readCSV reads comma, semicolon, tab or bar separated rows with a head. An empty field is null. A row with fewer fields
// has nulls, one with more keeps them in the column _extra, as JSON text.
func readCSV(ctx context.Context, p part) (*Table, error) {
	if head, _ := p.r.Peek(3); bytes.Equal(head, []byte("\xef\xbb\xbf")) {
		p.r.Discard(3)
	}
	r := csv.NewReader(stopping{ctx, p.r})
	r.Comma = separator(p.r)
	r.FieldsPerRecord, r.LazyQuotes, r.ReuseRecord = -1, true, true
	names, err := r.Read()
	if errors.Is(err, io.EOF) {
		return nil, errors.New("the file is empty")
	}
	if err != nil {
		return nil, err
	}
	c := newColumns(names)
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			return c.table(p.name), nil
		}
		if err != nil {
			return nil, err
		}
		c.add(row)
	}
}

// separator is the one that the first line has most of.
func separator(r *bufio.Reader) rune {
	head, _ := r.Peek(1 << 14)
	line, _, _ := bytes.Cut(head, []byte("\n"))
	best, most := ',', 0
	for _, c := range []rune{',', ';', '\t', '|'} {
		if n := bytes.Count(line, []byte(string(c))); n > most {
			best, most = c, n
		}
	}
	return best
}

// columns are the texts of a CSV file.
type columns struct {
	names       []string
	texts       [][]string
	extra       []string
	rows        int
	short, long int // rows with fewer, and with more fields than the head
}

func newColumns(names []string) *columns {
	c := &columns{texts: make([][]string, len(names))}
	for _, n := range names {
		c.names = append(c.names, strings.Clone(strings.TrimSpace(n)))
	}
	return c
}

func (c *columns) add(row []string) {
	for i := range c.texts {
		field := ""
		if i < len(row) {
			field = strings.Clone(row[i])
		}
		c.texts[i] = append(c.texts[i], field)
	}
	switch {
	case len(row) < len(c.texts):
		c.short++
	case len(row) > len(c.texts):
		c.long++
		for len(c.extra) < c.rows {
			c.extra = append(c.extra, "")
		}
		c.extra = append(c.extra, jsonList(row[len(c.texts):]))
	}
	c.rows++
}

func (c *columns) table(name string) *Table {
	t := &Table{Rows: int64(c.rows)}
	if c.long > 0 {
		c.extra = append(c.extra, make([]string, c.rows-len(c.extra))...)
		c.names, c.texts = append(c.names, Extra), append(c.texts, c.extra)
		t.Notes = append(t.Notes, fmt.Sprintf("%s: %d rows have more fields than the head; these are kept in the column %s", name, c.long, Extra))
	}
	if c.short > 0 {
		t.Notes = append(t.Notes, fmt.Sprintf("%s: %d rows have fewer fields than the head; the last ones are null", name, c.short))
	}
	fields := make([]arrow.Field, len(c.names))
	arrays := make([]arrow.Array, len(c.names))
	for i, texts := range c.texts {
		arrays[i] = typed(texts)
		fields[i] = arrow.Field{Name: c.names[i], Type: arrays[i].DataType(), Nullable: true}
	}
	t.Schema = arrow.NewSchema(bind.Unique(fields), nil)
	t.Records = []arrow.Record{array.NewRecord(t.Schema, arrays, t.Rows)}
	return t
}
