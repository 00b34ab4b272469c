package jsonrows

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/apache/arrow/go/v15/arrow"
)

// The reference does the same work the slow way: encoding/json reads each row into a list of paths and values, all
// rows are kept, and a column's type is chosen after looking at all of its values.

type cell struct {
	kind kind
	text string
}

type reference struct {
	paths []string // in the order of their first values
	known map[string]bool
	rows  []map[string]cell
}

func (r *reference) add(t *testing.T, object []byte) {
	row := map[string]cell{}
	r.walk(t, object, "", true, 0, row)
	r.rows = append(r.rows, row)
}

// walk reads the members of an object. The last value of a path stands.
func (r *reference) walk(t *testing.T, object []byte, above string, root bool, depth int, row map[string]cell) {
	dec := json.NewDecoder(bytes.NewReader(object))
	if _, err := dec.Token(); err != nil {
		t.Fatal(err)
	}
	for dec.More() {
		name, err := dec.Token()
		var value json.RawMessage
		if err == nil {
			err = dec.Decode(&value)
		}
		if err != nil {
			t.Fatal(err)
		}
		path := name.(string)
		if !root {
			path = above + "." + path
		}
		if value[0] == '{' && depth+1 < 64 {
			r.walk(t, value, path, false, depth+1, row)
			continue
		}
		if !r.known[path] {
			r.known[path] = true
			r.paths = append(r.paths, path)
		}
		row[path] = cellOf(t, value)
	}
}

func cellOf(t *testing.T, value json.RawMessage) cell {
	switch b := value[0]; {
	case b == '{' || b == '[':
		var out bytes.Buffer
		if err := json.Compact(&out, bytes.ToValidUTF8(value, []byte("\uFFFD"))); err != nil {
			t.Fatal(err)
		}
		return cell{isJSON, out.String()}
	case b == '"':
		var s string
		if err := json.Unmarshal(value, &s); err != nil {
			t.Fatal(err)
		}
		return cell{isText, s}
	case b == 't' || b == 'f':
		return cell{isBool, string(value)}
	case b == 'n':
		return cell{}
	case bytes.ContainsAny(value, ".eE"):
		return cell{isFloat, string(value)}
	}
	return cell{isInt, string(value)}
}

// typeOf looks at all values of a path.
func (r *reference) typeOf(path string) kind {
	ints, floats, bools, others, wide := 0, 0, 0, 0, false
	for _, row := range r.rows {
		switch c := row[path]; c.kind {
		case isInt:
			i, err := strconv.ParseInt(c.text, 10, 64)
			if err != nil {
				others++
			}
			ints++
			wide = wide || i > 1<<53 || i < -1<<53
		case isFloat:
			if _, err := strconv.ParseFloat(c.text, 64); err != nil {
				others++
			}
			floats++
		case isBool:
			bools++
		case isText, isJSON:
			others++
		}
	}
	switch {
	case others > 0 || bools > 0 && ints+floats > 0 || wide && floats > 0:
		return isText
	case floats > 0:
		return isFloat
	case ints > 0:
		return isInt
	case bools > 0:
		return isBool
	}
	return isText
}

// want is the text of a cell in a column of kind k.
func (c cell) want(k kind) string {
	i, intErr := strconv.ParseInt(c.text, 10, 64)
	f, floatErr := strconv.ParseFloat(c.text, 64)
	switch {
	case c.kind == isNull:
		return "(null)"
	case k == isFloat:
		return fmt.Sprint(math.Float64bits(f))
	case c.kind == isInt && intErr == nil:
		return strconv.FormatInt(i, 10)
	case c.kind == isFloat && floatErr == nil:
		text, _ := json.Marshal(f)
		return string(text)
	}
	return c.text
}

// compare fails the test where a result is not what the reference says.
func (r *reference) compare(t *testing.T, got *Result) {
	t.Helper()
	if got.Rows != int64(len(r.rows)) || len(got.Schema.Fields()) != len(r.paths) {
		t.Fatalf("%d rows, %d columns; want %d, %d", got.Rows, len(got.Schema.Fields()), len(r.rows), len(r.paths))
	}
	for i, path := range r.paths {
		f := got.Schema.Field(i)
		if pathOf(f) != path {
			t.Fatalf("column %d is %q (%s), want %q", i, pathOf(f), f.Name, path)
		}
		k := r.typeOf(path)
		if !arrow.TypeEqual(f.Type, k.arrow()) {
			t.Fatalf("%q is %s, want %s", path, f.Type, k.arrow())
		}
		r.column(t, got, i, path, k)
	}
}

func (r *reference) column(t *testing.T, got *Result, i int, path string, k kind) {
	t.Helper()
	row := 0
	for _, rec := range got.Records {
		for at := range int(rec.NumRows()) {
			have, want := shown(rec.Column(i), at), r.rows[row][path].want(k)
			if have != want {
				t.Fatalf("row %d, %q: %q, want %q", row, path, have, want)
			}
			row++
		}
	}
}

// shown is a value as text, a fraction by its bits.
func shown(a arrow.Array, i int) string {
	if a.IsNull(i) {
		return "(null)"
	}
	if f, ok := a.(interface{ Value(int) float64 }); ok {
		return fmt.Sprint(math.Float64bits(f.Value(i)))
	}
	return string(scalarText(a, i))
}

// repeated reports whether a row has a path twice: the type then also follows from the value that was replaced,
// which the reference does not keep.
func repeated(r *Result) bool {
	return slices.ContainsFunc(r.Counts, func(c Count) bool { return c.Repeated > 0 })
}

// FuzzRows gives any bytes to a table. What encoding/json takes must be taken, what it refuses must be refused, and
// the cells must be equal.
func FuzzRows(f *testing.F) {
	for _, seed := range []string{`{}`, `{"a":1}{"a":1.5}{"a":9007199254740993}`, `{"a":{"b":[1, {"c":"\ud800"}]},"A":null}`,
		"{\"\xff\":\"\xff\\u00e9\",\"a.b\":true}{\"a\":{\"b\":-0.0e-7}}", `{"":{"":1}}{"a":01}`, `{"a":"` + strings.Repeat("x", 20) + `\n"}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		want, ok := referenceOf(t, text)
		table, c := NewTable(Options{Rows: 2}), NewCursor(text)
		var err error
		for err == nil && c.More() {
			err = table.Append(c)
		}
		if (err == nil) != ok {
			t.Fatalf("encoding/json takes it: %v; a table says: %v", ok, err)
		}
		first := bytes.TrimLeft(text, " \n\t\r")
		read, readErr := Read(context.Background(), iotest.HalfReader(bytes.NewReader(text)), Options{Rows: 2})
		if len(first) > 0 && first[0] == '{' && (readErr == nil) != ok {
			t.Fatalf("encoding/json takes it: %v; Read says: %v", ok, readErr)
		}
		if err != nil {
			return
		}
		got, err := table.Finish()
		if err != nil {
			t.Fatal(err)
		}
		if !repeated(got) {
			want.compare(t, got)
		}
		if readErr == nil && !repeated(read) {
			want.compare(t, read)
		}
	})
}

// referenceOf reads all objects of text, or reports false where encoding/json refuses one.
func referenceOf(t *testing.T, text []byte) (*reference, bool) {
	r := &reference{known: map[string]bool{}}
	dec := json.NewDecoder(bytes.NewReader(text))
	for {
		var object json.RawMessage
		if err := dec.Decode(&object); err != nil {
			return r, len(bytes.TrimLeft(text[dec.InputOffset():], " \n\t\r")) == 0
		}
		if object[0] != '{' {
			return r, false
		}
		r.add(t, object)
	}
}
