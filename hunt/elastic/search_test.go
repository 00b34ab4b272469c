package elastic

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"testing"
	"time"

	"github.com/apache/arrow/go/v15/arrow/array"
)

var bg = context.Background()

// TestSearchPages fetches 25 documents by pages of 10, and checks the ledger against what the server sent.
func TestSearchPages(t *testing.T) {
	f, c := newFake(t, numbered(25)...)
	var progress []int64
	day := time.Date(2022, 12, 1, 0, 0, 0, 0, time.UTC)
	r, err := c.Search(bg, Search{Index: "logs-*", Query: "name:doc*", From: day.AddDate(0, 0, -120), To: day, PageSize: 10,
		Progress: func(rows, matched int64) { progress = append(progress, rows, matched) }})
	if err != nil {
		t.Fatal(err)
	}
	f.idle()
	e := r.Fetch
	if e.Pages != 3 || e.Matched != 25 || e.Fetched != 25 || e.Kind != "search" || e.Index != "logs-*" || e.Query != "name:doc*" ||
		!e.From.Equal(day.AddDate(0, 0, -120)) || !e.To.Equal(day) || e.Took <= 0 || len(e.Notes) != 0 {
		t.Errorf("ledger: %+v", e)
	}
	if want := fmt.Sprintf("%x", f.digest.Sum(nil)); e.SHA256 != want {
		t.Errorf("hash %s, the server sent %s", e.SHA256, want)
	}
	if want := []int64{10, 25, 20, 25, 25, 25}; !reflect.DeepEqual(progress, want) {
		t.Errorf("progress %v, want %v", progress, want)
	}
	n := r.Records[0].Column(0).(*array.Int64)
	for i := range 25 {
		if n.Value(i) != int64(i) || r.Records[0].Column(1).ValueStr(i) != fmt.Sprintf("doc %d", i) {
			t.Errorf("row %d is %d", i, n.Value(i))
		}
	}
}

// TestSearchRequest pins the body of a search; the last one asks for the page after the 20th document.
func TestSearchRequest(t *testing.T) {
	f, c := newFake(t, numbered(25)...)
	fields, err := c.Fields(bg, "logs")
	if err != nil {
		t.Fatal(err)
	}
	day := time.Date(2022, 12, 1, 0, 0, 0, 500_000_000, time.FixedZone("", 3600))
	if _, err := c.Search(bg, Search{Index: "logs", Query: `a:"b" OR c:\\d`, TimeField: "event.created", From: day, PageSize: 20,
		Fields: fields, Narrow: true}); err != nil {
		t.Fatal(err)
	}
	var got, want any
	_ = json.Unmarshal(f.request, &got)
	_ = json.Unmarshal([]byte(`{"size":20,"pit":{"id":"pit-2","keep_alive":"5m"},"search_after":[19],"track_total_hits":false,
		"sort":[{"_shard_doc":"asc"}],"_source":["n","name"],"query":{"bool":{"filter":[{"query_string":{"query":"a:\"b\" OR c:\\\\d"}},
		{"range":{"event.created":{"format":"strict_date_optional_time","gte":"2022-11-30T23:00:00.500Z"}}}]}}}`), &want)
	if !reflect.DeepEqual(got, want) {
		t.Errorf("asked\n%s", f.request)
	}
}

// TestPageSizes lets the client choose: the first page is short, and the next as wide as documents allow.
func TestPageSizes(t *testing.T) {
	for _, c := range []struct{ bytes, hits, want int }{{0, 0, 1000}, {1_530_000, 1000, 10000}, {16 << 20, 1000, 999}, {1 << 30, 1, 1}} {
		if got := (&scan{}).size(c.bytes, c.hits); got != c.want {
			t.Errorf("after %d bytes in %d hits: %d, want %d", c.bytes, c.hits, got, c.want)
		}
	}
	f, c := newFake(t, numbered(2500)...)
	r, err := c.Search(bg, Search{Index: "logs"})
	if err != nil || r.Fetch.Pages != 2 || r.Fetch.Fetched != 2500 {
		t.Error(r, err)
	}
	f.idle()
}

// TestSearchEdges has numbers of documents around a page, and none.
func TestSearchEdges(t *testing.T) {
	for n, pages := range map[int]int{0: 1, 1: 1, 9: 1, 10: 2, 11: 2, 20: 3} {
		f, c := newFake(t, numbered(n)...)
		r, err := c.Search(bg, Search{Index: "logs", PageSize: 10})
		if err != nil || r.Fetch.Fetched != int64(n) || r.Fetch.Pages != pages {
			t.Errorf("%d documents: %+v %v", n, r, err)
		}
		f.idle()
	}
}

// TestSearchColumns has documents that are not as the mapping says.
func TestSearchColumns(t *testing.T) {
	_, c := newFake(t, `{"n":1,"name":"a"}`, `{"n":"many","name":["a","b"]}`, `{"n":2,"new":{"x":true},"sort":[7],"note":"\"sort\":[9]"}`)
	fields, err := c.Fields(bg, "logs")
	if err != nil {
		t.Fatal(err)
	}
	fields = append(fields, column("_id", []string{"_id"}, map[string]int{}))
	r, err := c.Search(bg, Search{Index: "logs", Fields: fields, Lists: []string{"name"}})
	if err != nil {
		t.Fatal(err)
	}
	text, _ := json.Marshal(r.Records[0])
	want := `[{"_id":"0","n":1,"n__raw":null,"name":["a"],"new.x":null,"note":null,"sort":null}
,{"_id":"1","n":null,"n__raw":"many","name":["a","b"],"new.x":null,"note":null,"sort":null}
,{"_id":"2","n":2,"n__raw":null,"name":null,"new.x":true,"note":"\"sort\":[9]","sort":"[7]"}
]`
	var got, expected any
	_ = json.Unmarshal(text, &got)
	_ = json.Unmarshal([]byte(want), &expected)
	if !reflect.DeepEqual(got, expected) {
		t.Errorf("%s", text)
	}
	notes := []string{
		"3 fields that no query can search, as they are in documents but not in the mapping: new.x, sort, note",
		`n: 1 row has no int64: null here, as it came in n__raw (first: "many")`,
		"sort: 1 row has an unexpected array, kept as JSON text",
	}
	if !reflect.DeepEqual(r.Fetch.Notes, notes) {
		t.Errorf("notes %q", r.Fetch.Notes)
	}
}

// TestInterrupt ends the context while a page is on its way, and while one is read.
func TestInterrupt(t *testing.T) {
	for name, arrange := range map[string]func(f *fake, cancel func()) func(int64, int64){
		"on its way": func(f *fake, cancel func()) func(int64, int64) {
			f.pause = 300 * time.Millisecond
			time.AfterFunc(100*time.Millisecond, cancel)
			return nil
		},
		"read": func(_ *fake, cancel func()) func(int64, int64) { return func(int64, int64) { cancel() } },
	} {
		f, c := newFake(t, numbered(100)...)
		ctx, cancel := context.WithCancel(bg)
		began := time.Now()
		r, err := c.Search(ctx, Search{Index: "logs", PageSize: 10, Progress: arrange(f, cancel)})
		if r != nil || !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v %v", name, r, err)
		}
		if d := time.Since(began); d > 2*time.Second {
			t.Errorf("%s: took %s", name, d)
		}
		f.idle()
		cancel()
	}
}

// TestUncounted has a server that does not say how many documents match: the ledger says so.
func TestUncounted(t *testing.T) {
	f, c := newFake(t)
	f.fault = nth(1, 1, answerText(`{"timed_out":false,"_shards":{"failed":0},"hits":{"total":{"value":1,"relation":"gte"},"hits":[
		{"_id":"1","_source":{"n":1},"sort":[0]}]}}`))
	r, err := c.Search(bg, Search{Index: "logs"})
	if err != nil || r.Fetch.Matched != -1 || len(r.Fetch.Notes) != 1 {
		t.Error(r, err)
	}
	f.idle()
}
