package files

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"

	"gohunt/hunt/bind"
	"gohunt/hunt/values"
)

// PathColumn is the column that says which of Zeek's logs a row comes from: conn, dns ...
const PathColumn = "_path"

// zeekLog is a log of Zeek in its own format (docs.zeek.org, "Zeek Log Formats"): lines that start with # tell the
// separator, the names and the types.
type zeekLog struct {
	separator, setSeparator, empty, unset string

	path  string
	names []string
	types []string
	texts [][]string
	rows  int
	short int // rows with another number of fields than the head
}

// readZeek reads a log: time becomes time (UTC), count and int int, double and interval (seconds) float, bool bool,
// vectors and sets lists, everything else text. A column with a value that is not of its type is text.
func readZeek(ctx context.Context, p part) (*Table, error) {
	z := &zeekLog{separator: "\t", setSeparator: ",", empty: "(empty)", unset: "-"}
	lines := bufio.NewReader(stopping{ctx, p.r})
	for {
		line, err := lines.ReadString('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, err
		}
		if line = strings.TrimRight(line, "\r\n"); line != "" {
			if failed := z.line(line); failed != nil {
				return nil, failed
			}
		}
		if err != nil {
			return z.table(p.name)
		}
	}
}

func (z *zeekLog) line(line string) error {
	if strings.HasPrefix(line, "#") {
		z.head(line)
		return nil
	}
	if z.names == nil {
		return errors.New("the log has rows before its #fields")
	}
	fields := strings.Split(line, z.separator)
	if len(fields) != len(z.names) {
		z.short++
	}
	for i := range z.texts {
		text := z.unset
		if i < len(fields) {
			text = fields[i]
		}
		z.texts[i] = append(z.texts[i], text)
	}
	z.rows++
	return nil
}

func (z *zeekLog) head(line string) {
	if escaped, ok := strings.CutPrefix(line, "#separator "); ok {
		if c, err := strconv.ParseUint(strings.TrimPrefix(escaped, `\x`), 16, 8); err == nil {
			z.separator = string(rune(c))
		}
		return
	}
	name, rest, _ := strings.Cut(line, z.separator)
	switch name {
	case "#set_separator":
		z.setSeparator = rest
	case "#empty_field":
		z.empty = rest
	case "#unset_field":
		z.unset = rest
	case "#path":
		z.path = rest
	case "#fields":
		z.names = strings.Split(rest, z.separator)
		z.texts = make([][]string, len(z.names))
	case "#types":
		z.types = strings.Split(rest, z.separator)
	}
}

func (z *zeekLog) table(name string) (*Table, error) {
	if z.names == nil {
		return nil, errors.New("the log has no #fields")
	}
	t := &Table{Rows: int64(z.rows)}
	if z.short > 0 {
		t.Notes = append(t.Notes, fmt.Sprintf("%s: %d rows have another number of fields than the head", name, z.short))
	}
	where := make([]any, z.rows)
	for i := range where {
		where[i] = z.path
	}
	fields := []arrow.Field{{Name: PathColumn, Type: arrow.BinaryTypes.String, Nullable: true}}
	arrays := []arrow.Array{values.Array(arrow.BinaryTypes.String, where)}
	for i, column := range z.names {
		a := z.column(i)
		fields, arrays = append(fields, arrow.Field{Name: column, Type: a.DataType(), Nullable: true}), append(arrays, a)
	}
	t.Schema = arrow.NewSchema(bind.Unique(fields), nil)
	t.Records = []arrow.Record{array.NewRecord(t.Schema, arrays, t.Rows)}
	return t, nil
}

// column is the i-th one by its type, or as text when a value is not of it.
func (z *zeekLog) column(i int) arrow.Array {
	kind := "string"
	if i < len(z.types) {
		kind = z.types[i]
	}
	t, parse := z.parser(kind)
	cells := make([]any, z.rows)
	for k, text := range z.texts[i] {
		v, ok := parse(text)
		if !ok {
			t, parse, cells = arrow.BinaryTypes.String, z.text, make([]any, z.rows)
			for k, text := range z.texts[i] {
				cells[k], _ = parse(text)
			}
			break
		}
		cells[k] = v
	}
	return values.Array(t, cells)
}

// parser is the column type of a type of Zeek, and what reads a value of it; nil is null.
func (z *zeekLog) parser(kind string) (arrow.DataType, func(string) (any, bool)) {
	if inner, ok := strings.CutSuffix(kind, "]"); ok {
		_, inner, _ = strings.Cut(inner, "[")
		item, parse := z.parser(inner)
		return arrow.ListOf(item), func(s string) (any, bool) { return z.list(s, parse) }
	}
	switch kind {
	case "time":
		return values.Moment, z.given(zeekTime)
	case "count", "int":
		return arrow.PrimitiveTypes.Int64, z.given(func(s string) (any, bool) { n, err := strconv.ParseInt(s, 10, 64); return n, err == nil })
	case "double", "interval":
		return arrow.PrimitiveTypes.Float64, z.given(func(s string) (any, bool) { f, err := strconv.ParseFloat(s, 64); return f, err == nil })
	case "bool":
		return arrow.FixedWidthTypes.Boolean, z.given(func(s string) (any, bool) { return s == "T", s == "T" || s == "F" })
	}
	return arrow.BinaryTypes.String, z.text
}

// given reads what is not unset.
func (z *zeekLog) given(parse func(string) (any, bool)) func(string) (any, bool) {
	return func(s string) (any, bool) {
		if s == z.unset {
			return nil, true
		}
		return parse(s)
	}
}

func (z *zeekLog) text(s string) (any, bool) {
	switch s {
	case z.unset:
		return nil, true
	case z.empty:
		return "", true
	}
	return strings.ToValidUTF8(s, "�"), true
}

func (z *zeekLog) list(s string, parse func(string) (any, bool)) (any, bool) {
	switch s {
	case z.unset:
		return nil, true
	case z.empty:
		return []any{}, true
	}
	var items []any
	for _, text := range strings.Split(s, z.setSeparator) {
		v, ok := parse(text)
		if !ok {
			return nil, false
		}
		items = append(items, v)
	}
	return items, true
}

// zeekTime is seconds since 1970 with up to six digits after the point.
func zeekTime(s string) (any, bool) {
	f, err := strconv.ParseFloat(s, 64)
	if err != nil || math.Abs(f) > 1e11 {
		return nil, false
	}
	return time.UnixMicro(int64(math.Round(f * 1e6))).UTC(), true
}
