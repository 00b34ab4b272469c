package jsonrows

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

const mixed = "\xef\xbb\xbf [ {\"a\":\"x\\\"}{\\\\\", \"b\":[{\"c\":\"]\"}]} ,\n{\"a\":\"\\u00e9\"}\n]\n"

// TestReadInPieces gives the same text in pieces of every size.
func TestReadInPieces(t *testing.T) {
	want := print(Read(context.Background(), strings.NewReader(mixed), Options{}))
	if !strings.Contains(want, `x"}{\ ; [{"c":"]"}]`) {
		t.Fatal(want)
	}
	for name, r := range map[string]io.Reader{
		"bytes": iotest.OneByteReader(strings.NewReader(mixed)), "halves": iotest.HalfReader(strings.NewReader(mixed)),
		"end with data": iotest.DataErrReader(strings.NewReader(mixed)),
	} {
		if got := print(Read(context.Background(), r, Options{})); got != want {
			t.Errorf("%s:\n%s", name, got)
		}
	}
}

// TestReadBigRow has a row far larger than what is read at a time.
func TestReadBigRow(t *testing.T) {
	row := `{"a":"` + strings.Repeat("0123456789", chunk/3) + `"}`
	got, err := Read(context.Background(), strings.NewReader(row+"\n"+row), Options{})
	if err != nil || got.Rows != 2 || len(got.Records[0].Column(0).ValueStr(1)) != chunk/3*10 {
		t.Error(got, err)
	}
}

func TestReadFails(t *testing.T) {
	broken := errors.New("the disk is gone")
	_, err := Read(context.Background(), io.MultiReader(strings.NewReader(`{"a":1}`), iotest.ErrReader(broken)), Options{})
	if !errors.Is(err, broken) {
		t.Errorf("the reader's error became %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Read(ctx, strings.NewReader(`{"a":1}`), Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("an interrupt became %v", err)
	}
}

// TestErrorStays appends after an error: the table must not give a row that is there by half.
func TestErrorStays(t *testing.T) {
	table := NewTable(Options{})
	if table.Append(NewCursor([]byte(`{"a":1,"b":tru}`))) == nil {
		t.Fatal("tru was taken")
	}
	if err := table.Append(NewCursor([]byte(`{"a":2}`))); err == nil {
		t.Error("a table went on after an error")
	}
	if r, err := table.Finish(); err == nil {
		t.Errorf("a table with an error gave %d rows", r.Rows)
	}
}

func TestAppendValues(t *testing.T) {
	o := options["typed"]
	o.Fields = o.Fields[:3]
	for in, want := range map[string]string{
		`["2022-09-30",1,2.5]`:   "2022-09-30 00:00:00Z ; 1 ; 2.5 ; \n",
		`[null, null, "x"]`:      "(null) ; (null) ; (null) ; x ; \n",
		`["2022-09-30",1]`:       "error: byte 16: a row has fewer values than there are columns\n",
		`["2022-09-30",1,2.5,3]`: "error: byte 20: a row has more values than there are columns\n",
	} {
		table := NewTable(o)
		_ = table.AppendValues(NewCursor([]byte(in)))
		got := print(table.Finish())
		if _, rows, ok := strings.Cut(got, "f__raw utf8\n"); ok {
			got, _, _ = strings.Cut(rows, "note:")
		} else if _, rows, ok := strings.Cut(got, "f float64\n"); ok {
			got = rows
		}
		if got != want {
			t.Errorf("%s: %q, want %q", in, got, want)
		}
	}
}

// BenchmarkAppend reads rows of 44 columns and 1.4 kB.
func BenchmarkAppend(b *testing.B) {
	var row bytes.Buffer
	row.WriteString(`{"@timestamp":"2022-09-30T21:02:02.508Z"`)
	for i := range 43 {
		if i%4 == 0 {
			row.WriteString(`,"n` + strings.Repeat("o", i%7) + string(rune('a'+i%26)) + `":123456`)
		} else {
			row.WriteString(`,"t` + strings.Repeat("o", i%7) + string(rune('a'+i%26)) + `":"a value of usual length, like C:\\Windows"`)
		}
	}
	row.WriteString("}")
	b.SetBytes(int64(row.Len()))
	table := NewTable(Options{})
	for b.Loop() {
		if err := table.Append(NewCursor(row.Bytes())); err != nil {
			b.Fatal(err)
		}
		if len(table.sizes) > 3 {
			table = NewTable(Options{})
		}
	}
}
