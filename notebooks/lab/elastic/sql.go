package elastic

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"gohunt/notebooks/lab/cbor"
	"gohunt/notebooks/lab/dsl"
	"gohunt/notebooks/lab/essql"
	"gohunt/notebooks/lab/index"
	"gohunt/notebooks/lab/refusal"
)

// sqlRequest is the body of _sql.
type sqlRequest struct {
	Query     string          `json:"query"`
	Cursor    string          `json:"cursor"`
	FetchSize *int            `json:"fetch_size"`
	Params    []param         `json:"params"`
	Filter    json.RawMessage `json:"filter"`
	Mode      string          `json:"mode"`
	TimeZone  string          `json:"time_zone"`
	Columnar  bool            `json:"columnar"`
	Lenient   bool            `json:"field_multi_value_leniency"`
}

// param is a parameter: a plain value, or one with its type.
type param struct{ essql.Param }

func (p *param) UnmarshalJSON(body []byte) error {
	var typed struct {
		Type  string          `json:"type"`
		Value json.RawMessage `json:"value"`
	}
	value := json.RawMessage(body)
	kind := ""
	if body[0] == '{' {
		if err := json.Unmarshal(body, &typed); err != nil {
			return err
		}
		kind, value = typed.Type, typed.Value
	}
	return p.set(kind, value)
}

func (p *param) set(kind string, value json.RawMessage) error {
	text := string(value)
	p.Value, p.Null = text, text == "null" || text == ""
	p.Type = essql.Double
	switch {
	case strings.HasPrefix(text, `"`):
		p.Type = essql.Keyword
		if err := json.Unmarshal(value, &p.Value); err != nil {
			return err
		}
	case text == "true" || text == "false":
		p.Type = essql.Boolean
	case !strings.ContainsAny(text, ".eE"):
		p.Type = essql.Long
	}
	if kind == "" {
		return nil
	}
	t, ok := essql.TypeOf(kind)
	if !ok {
		return refusal.Parsing("Invalid parameter data type [%s]", kind)
	}
	p.Type = t
	return nil
}

// ignoredSQL are members of a request that change nothing here: everything is answered at once and kept whole.
var ignoredSQL = []string{"version", "client_id", "request_timeout", "page_timeout", "binary_format", "keep_alive", "keep_on_completion", "wait_for_completion_timeout",
	"index_include_frozen", "allow_partial_search_results", "catalog"}

func readSQL(r *http.Request) (q sqlRequest, err error) {
	body, err := readBody(r)
	if err != nil {
		return q, err
	}
	if strings.HasPrefix(r.Header.Get("Content-Type"), "application/cbor") {
		if body, err = cbor.ToJSON(body); err != nil {
			return q, refusal.Parsing("the request's CBOR cannot be read: %s", err)
		}
	}
	f, err := parseFields(body)
	if err != nil {
		return q, err
	}
	for name, v := range map[string]any{"query": &q.Query, "cursor": &q.Cursor, "fetch_size": &q.FetchSize, "params": &q.Params, "filter": &q.Filter,
		"mode": &q.Mode, "time_zone": &q.TimeZone, "columnar": &q.Columnar, "field_multi_value_leniency": &q.Lenient} {
		if _, err := f.take(name, v); err != nil {
			return q, err
		}
	}
	if err := f.rest(ignoredSQL...); err != nil {
		return q, err
	}
	return q, q.check()
}

func (q sqlRequest) check() error {
	switch {
	case q.Query == "" && q.Cursor == "":
		return refusal.Argument("Validation Failed: 1: one of [query] or [cursor] is required;").Typed("action_request_validation_exception")
	case q.FetchSize != nil && *q.FetchSize <= 0:
		return refusal.Argument("Validation Failed: 1: fetch_size must be more than 0;").Typed("action_request_validation_exception")
	case q.Columnar:
		return refusal.NotImplemented("columnar answers of _sql")
	case q.TimeZone != "" && q.TimeZone != "Z" && q.TimeZone != "UTC" && q.TimeZone != "+00:00":
		return refusal.NotImplemented("the time zone [%s] in _sql: only UTC", q.TimeZone)
	}
	return nil
}

// defaultFetch is Elasticsearch's default of fetch_size, and pageTimeout that of page_timeout.
const (
	defaultFetch = 1000
	pageTimeout  = 45 * time.Second
	maxSQLRows   = 1_000_000
)

// sql answers _sql: a statement's first page, or the next page of a cursor.
func (s *Server) sql(r *http.Request) (int, any, error) {
	if _, err := checkParameters(r, "format", "delimiter"); err != nil {
		return 0, nil, err
	}
	q, err := readSQL(r)
	if err != nil {
		return 0, nil, err
	}
	t, err := s.table(r.Context(), q)
	if err != nil {
		return 0, nil, err
	}
	body, err := t.format(r, q)
	return 0, body, err
}

// table is one page of an answer; columns are there on the first page only.
type table struct {
	columns []essql.Column
	rows    [][]any
	cursor  string
	first   bool
}

func (s *Server) table(ctx context.Context, q sqlRequest) (*table, error) {
	if q.Cursor != "" {
		return s.nextPage(q.Cursor)
	}
	columns, rows, err := s.statement(ctx, q)
	if err != nil {
		return nil, err
	}
	size := defaultFetch
	if q.FetchSize != nil {
		size = *q.FetchSize
	}
	t := &table{columns: columns, rows: rows, first: true}
	if len(rows) <= size {
		return t, nil
	}
	t.rows = rows[:size]
	t.cursor, err = s.contexts.add(&snapshot{keep: pageTimeout, rows: rows[size:], columns: columns, size: size})
	return t, err
}

func (s *Server) nextPage(cursor string) (*table, error) {
	c, err := s.contexts.get(cursor, 0)
	if err != nil || c.columns == nil {
		return nil, refusal.NoContext(cursor)
	}
	s.contexts.mu.Lock()
	defer s.contexts.mu.Unlock()
	n := min(c.size, len(c.rows))
	t := &table{columns: c.columns, rows: c.rows[:n], cursor: cursor}
	c.rows = c.rows[n:]
	if len(c.rows) == 0 {
		t.cursor = ""
		delete(s.contexts.open, cursor)
	}
	return t, nil
}

func (s *Server) closeSQL(r *http.Request) (int, any, error) {
	q, err := readSQL(r)
	if err != nil {
		return 0, nil, err
	}
	return 0, map[string]bool{"succeeded": s.contexts.remove(q.Cursor)}, nil
}

// statement runs one statement to its end.
func (s *Server) statement(ctx context.Context, q sqlRequest) ([]essql.Column, [][]any, error) {
	params := make([]essql.Param, len(q.Params))
	for i, p := range q.Params {
		params[i] = p.Param
	}
	parsed, err := essql.Parse(q.Query, params)
	if err != nil {
		return nil, nil, err
	}
	switch st := parsed.(type) {
	case *essql.Select:
		return s.selection(ctx, st, q)
	case *essql.Show:
		all, err := s.catalog.Resolve("", index.Options{})
		columns, rows := st.Rows(all)
		return columns, rows, err
	case *essql.Describe:
		return s.describeTable(st)
	case *essql.SysTypes:
		columns, rows := st.Rows()
		return columns, rows, nil
	}
	return nil, nil, refusal.NotImplemented("this statement")
}

func (s *Server) describeTable(d *essql.Describe) ([]essql.Column, [][]any, error) {
	pattern := d.Pattern
	if d.Sys {
		pattern = ""
	}
	found, err := s.tables(pattern)
	if err != nil {
		return nil, nil, err
	}
	var columns []essql.Column
	var rows [][]any
	err = s.catalog.Read(func() error {
		columns, rows = d.Rows(found)
		return nil
	})
	return columns, rows, err
}

// tables resolves the pattern of a FROM; that nothing fits is an error in SQL.
func (s *Server) tables(pattern string) ([]*index.Index, error) {
	found, err := s.catalog.Resolve(pattern, index.Options{IgnoreUnavailable: true})
	if err == nil && len(found) == 0 {
		return nil, refusal.Verification("Found 1 problem\nline 1:1: Unknown index [%s]", pattern)
	}
	return found, err
}

func (s *Server) selection(ctx context.Context, st *essql.Select, q sqlRequest) ([]essql.Column, [][]any, error) {
	source := essql.Source{Snapshot: s.catalog.Snapshot(), Now: s.clock()}
	var err error
	if st.From != "" {
		if source.Indices, err = s.tables(st.From); err != nil {
			return nil, nil, err
		}
	}
	if len(q.Filter) > 0 {
		if source.Filter, err = dsl.Parse(q.Filter); err != nil {
			return nil, nil, err
		}
	}
	var columns []essql.Column
	var rows [][]any
	err = s.catalog.Read(func() error {
		plan, err := essql.Compile(st, source)
		if err != nil {
			return err
		}
		columns = plan.Columns
		rows, err = s.fetch(ctx, plan, q.Lenient)
		return err
	})
	return columns, rows, err
}

func (s *Server) fetch(ctx context.Context, plan *essql.Plan, lenient bool) ([][]any, error) {
	var rows [][]any
	err := s.catalog.Rows(ctx, plan.SQL, func(row []any) error {
		if len(rows) == maxSQLRows {
			return refusal.Argument("the lab gives at most %d rows to one statement: add a LIMIT", maxSQLRows)
		}
		out := make([]any, len(row))
		for i, v := range row {
			var err error
			if out[i], err = sqlValue(v, plan.Columns[i], lenient); err != nil {
				return err
			}
		}
		rows = append(rows, out)
		return nil
	})
	return rows, err
}

// sqlValue is a value as an answer has it. Of several values lenient gives the first, else they are an error.
func sqlValue(v any, c essql.Column, lenient bool) (any, error) {
	switch v := v.(type) {
	case []any:
		if len(v) == 0 {
			return nil, nil
		}
		if len(v) > 1 && !lenient {
			return nil, refusal.Argument("Arrays (returned by [%s]) are not supported; use the request's field_multi_value_leniency", c.Name).Typed("ql_illegal_argument_exception")
		}
		return sqlValue(v[0], c, lenient)
	case time.Time:
		return index.DateText(v), nil
	case string:
		if c.Type == essql.IP {
			return index.AddressText(v), nil
		}
	}
	return v, nil
}
