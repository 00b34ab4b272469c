package elastic

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/apache/arrow/go/v15/arrow"

	"gohunt/hunt/fault"
	"gohunt/hunt/jsonrows"
	"gohunt/hunt/ledger"
)

// Search says which documents to fetch.
type Search struct {
	Index string // name, pattern, or several with commas
	Query string // Lucene query string; empty means every document

	TimeField string    // the field that the window is about, "@timestamp" when empty
	From, To  time.Time // the window [From, To), as Resolve gives it; a zero bound is open

	// Fields are the columns, as Client.Fields gives them, all or some of them; nil asks for them first. A field named
	// _id or _index holds the document's address.
	Fields []arrow.Field
	// Narrow asks the server for Fields alone: less to carry, but twice the work for the server. Without it, fields
	// that documents have and Fields does not become columns after them, with a note, as no index knows their type.
	Narrow bool
	// Lists names further fields that hold lists.
	Lists []string

	PageSize int                       // documents a page, at most 10,000; 0 chooses pages of about 16 MB
	Progress func(rows, matched int64) // called after every page, on the goroutine of the caller; may be nil
}

// Result is a whole answer.
type Result struct {
	Schema  *arrow.Schema
	Records []arrow.Record
	Fetch   ledger.Entry // where it came from, with notes about what was not as the types say
}

// Search fetches every document that matches, in no particular order, from one snapshot of the index. An error is a
// *fault.Error, and then there is no result at all. When ctx ends the snapshot is still given back to the server.
func (c *Client) Search(ctx context.Context, s Search) (*Result, error) {
	began := time.Now()
	if s.Fields == nil {
		fields, err := c.Fields(ctx, s.Index)
		if err != nil {
			return nil, err
		}
		s.Fields = fields
	}
	pit, err := c.openPIT(ctx, s.Index)
	if err != nil {
		return nil, err
	}
	scan := newScan(c, s, pit)
	defer func() { c.closePIT(scan.lastID()) }()
	if err := scan.run(ctx); err != nil {
		return nil, err
	}
	return scan.result(began)
}

// body is the request for the page after the sort values of the last hit; nil after means the first page.
func (s *Search) body(pit string, size int, after json.RawMessage) []byte {
	request := map[string]any{
		"size":             size,
		"pit":              map[string]any{"id": pit, "keep_alive": keepAlive},
		"query":            map[string]any{"bool": map[string]any{"filter": s.filters()}},
		"sort":             []any{map[string]any{"_shard_doc": "asc"}},
		"track_total_hits": after == nil,
	}
	if after != nil {
		request["search_after"] = after
	}
	if s.Narrow {
		request["_source"] = s.paths()
	}
	body, _ := json.Marshal(request) // strings, numbers and valid JSON only
	return body
}

func (s *Search) filters() []any {
	filters := []any{}
	if s.Query != "" {
		filters = append(filters, map[string]any{"query_string": map[string]any{"query": s.Query}})
	}
	if s.From.IsZero() && s.To.IsZero() {
		return filters
	}
	span := map[string]any{"format": "strict_date_optional_time"}
	if !s.From.IsZero() {
		span["gte"] = bound(s.From)
	}
	if !s.To.IsZero() {
		span["lt"] = bound(s.To)
	}
	return append(filters, map[string]any{"range": map[string]any{orTimestamp(s.TimeField): span}})
}

func bound(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z07:00") }

func (s *Search) paths() []string {
	paths := []string{}
	for _, f := range s.Fields {
		paths = append(paths, pathOf(f))
	}
	return paths
}

// result closes the table and the ledger entry, after the last check: as many rows as the server counted.
func (s *scan) result(began time.Time) (*Result, error) {
	rows, err := s.table.Finish()
	if err != nil {
		return nil, s.fault(err, "")
	}
	if s.matched >= 0 && rows.Rows != s.matched {
		return nil, s.fault(fmt.Errorf("%s documents match, but %s came", ledger.Number(s.matched), ledger.Number(rows.Rows)),
			"run it again; nothing was kept")
	}
	entry := ledger.Entry{Source: s.client.source, Kind: "search", Index: s.Index, Query: s.Query,
		From: s.From, To: s.To, Pages: s.pages, Matched: s.matched, Fetched: rows.Rows,
		Took: time.Since(began), SHA256: s.sum(), Notes: s.notes(rows)}
	return &Result{Schema: rows.Schema, Records: rows.Records, Fetch: entry}, nil
}

func (s *scan) notes(rows *jsonrows.Result) []string {
	notes := append([]string{}, s.client.notes...)
	if s.noShards {
		notes = append(notes, "no index matches "+s.Index)
	}
	if s.matched < 0 {
		notes = append(notes, "the server did not say how many documents match")
	}
	notes = append(notes, differing(s.Fields)...)
	if extra := s.unmapped(rows.Schema); len(extra) > 0 {
		notes = append(notes, fmt.Sprintf("%d fields that no query can search, as they are in documents but not in the mapping: %s",
			len(extra), listed(extra)))
	}
	return append(notes, rows.Notes...)
}

// unmapped names the columns that came without being asked for.
func (s *scan) unmapped(schema *arrow.Schema) (names []string) {
	asked := map[string]bool{}
	for _, f := range s.Fields {
		asked[f.Name], asked[f.Name+"__raw"] = true, true
		for above := parent(pathOf(f)); above != ""; above = parent(above) { // an array of objects, with a note of its own
			asked[above] = true
		}
	}
	for _, f := range schema.Fields() {
		if !asked[f.Name] {
			names = append(names, f.Name)
		}
	}
	return names
}

// parent is the path above a dotted one, "" above the first name.
func parent(path string) string { return path[:max(0, strings.LastIndexByte(path, '.'))] }

func listed(names []string) string {
	const most = 8
	text, rest := "", len(names)-most
	for i, name := range names[:min(len(names), most)] {
		if i > 0 {
			text += ", "
		}
		text += name
	}
	if rest > 0 {
		text += fmt.Sprintf(" and %d more", rest)
	}
	return text
}

func (s *scan) fault(err error, hint string) error {
	return &fault.Error{Step: "Search", On: s.Index, Err: err, Hint: hint}
}
