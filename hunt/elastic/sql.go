package elastic

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"net/http"
	"net/url"
	"time"

	"github.com/apache/arrow/go/v15/arrow"

	"gohunt/hunt/fault"
	"gohunt/hunt/jsonrows"
	"gohunt/hunt/ledger"
)

// sqlPage is the rows asked for at a time: more than the server's usual 1,000, far from where it refuses.
const sqlPage = 5000

// SQL runs a statement of Elasticsearch SQL and follows its cursor to the end. args take the places of ? in it:
// strings, numbers, booleans, and time.Time as an ISO 8601 text. Types become those of Fields; a SQL DATE becomes a
// timestamp at midnight, TIME and intervals become text. progress is called after every page, with -1 for the
// rows that match, as the server does not count them; it may be nil. An error is a *fault.Error, and then there is no result; the cursor is closed on the server whenever it was not read to its end.
func (c *Client) SQL(ctx context.Context, query string, args []any, progress func(rows, matched int64)) (*Result, error) {
	began := time.Now()
	first, err := firstRequest(query, args)
	if err != nil {
		return nil, &fault.Error{Step: "SQL", On: c.source, Err: err, Hint: "give strings, numbers, booleans or times as arguments"}
	}
	s := &statement{client: c, query: query, digest: sha256.New()}
	defer s.close()
	body, err := s.ask(ctx, first, repeatable)
	for err == nil {
		if err = s.read(body); err != nil {
			break
		}
		if progress != nil {
			progress(s.table.Rows(), -1)
		}
		if s.cursor == "" {
			return s.result(began)
		}
		next, _ := json.Marshal(map[string]string{"cursor": s.cursor})
		body, err = s.ask(ctx, next, refused) // an old server's cursor moves on although its answer was lost
	}
	return nil, fault.Wrap(err, "SQL", c.source, "")
}

// statement is one SQL query under way.
type statement struct {
	client *Client
	query  string
	cursor string // of the next page; empty after the last
	table  *jsonrows.Table
	pages  int
	digest hash.Hash
}

func firstRequest(query string, args []any) ([]byte, error) {
	request := map[string]any{"query": query, "fetch_size": sqlPage, "time_zone": "Z"}
	if len(args) > 0 {
		request["params"] = parameters(args)
	}
	return json.Marshal(request)
}

func parameters(args []any) []any {
	out := make([]any, len(args))
	for i, a := range args {
		if t, ok := a.(time.Time); ok {
			a = bound(t)
		}
		out[i] = a
	}
	return out
}

func (s *statement) ask(ctx context.Context, body []byte, again repeat) ([]byte, error) {
	return s.client.do(ctx, call{step: "SQL", on: s.client.source, method: http.MethodPost, path: "/_sql",
		query: url.Values{"format": {"json"}}, body: body, again: again})
}

// close gives the cursor back, as closePIT does with a point in time.
func (s *statement) close() {
	if s.cursor == "" {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	body, _ := json.Marshal(map[string]string{"cursor": s.cursor})
	_, _ = s.client.once(ctx, call{method: http.MethodPost, path: "/_sql/close", body: body})
}

// read takes one page: columns, which the first page has only, rows, and the cursor.
func (s *statement) read(body []byte) error {
	s.digest.Write(body)
	s.pages++
	next := ""
	c := jsonrows.NewCursor(body)
	err := c.Object(func(key []byte) error {
		switch string(key) {
		case "columns":
			return s.columns(c)
		case "rows":
			return s.rows(c)
		case "cursor":
			text, err := c.Text()
			next = string(text)
			return err
		case "is_partial":
			return s.refusePartial(c)
		}
		return c.Skip()
	})
	if err == nil || next != "" { // after an error the old cursor is still the one to close
		s.cursor = next
	}
	return err
}

func (s *statement) refusePartial(c *jsonrows.Cursor) error {
	raw, err := c.Raw()
	if err == nil && string(raw) == "true" {
		err = fault.New("SQL", s.client.source, "some shards did not answer, the rows would not be all", "try again later; nothing was kept")
	}
	return err
}

func (s *statement) columns(c *jsonrows.Cursor) error {
	raw, err := c.Raw()
	if err != nil {
		return err
	}
	var columns []struct{ Name, Type string }
	if err := json.Unmarshal(raw, &columns); err != nil {
		return fmt.Errorf("the columns of the answer cannot be read: %w", err)
	}
	fields := make([]arrow.Field, len(columns))
	for i, col := range columns {
		fields[i] = arrow.Field{Name: col.Name, Type: arrowType(col.Type), Nullable: true,
			Metadata: arrow.NewMetadata([]string{TypeKey}, []string{col.Type})}
	}
	s.table = jsonrows.NewTable(jsonrows.Options{Fields: fields})
	return nil
}

func (s *statement) rows(c *jsonrows.Cursor) error {
	if s.table == nil {
		return errors.New("the answer has rows before columns")
	}
	return c.Array(func() error { return s.table.AppendValues(c) })
}

func (s *statement) result(began time.Time) (*Result, error) {
	if s.table == nil {
		return nil, fault.New("SQL", s.client.source, "the answer has no columns", "")
	}
	rows, err := s.table.Finish()
	if err != nil {
		return nil, &fault.Error{Step: "SQL", On: s.client.source, Err: err}
	}
	entry := ledger.Entry{Source: s.client.source, Kind: "sql", Query: s.query, Pages: s.pages, Matched: -1,
		Fetched: rows.Rows, Took: time.Since(began), SHA256: fmt.Sprintf("%x", s.digest.Sum(nil)),
		Notes: append(append([]string{}, s.client.notes...), rows.Notes...)}
	return &Result{Schema: rows.Schema, Records: rows.Records, Fetch: entry}, nil
}
