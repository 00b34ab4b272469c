package elastic

import (
	"context"
	"errors"
	"net/http"
	"time"

	"gohunt/notebooks/lab/dsl"
	"gohunt/notebooks/lab/essql"
	"gohunt/notebooks/lab/index"
	"gohunt/notebooks/lab/refusal"
)

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
		return unfit(ctx, err)
	})
	return columns, rows, err
}

// unfit makes a 400 of what the engine fails with on values that only the documents have, such as a text that
// is no number under CAST.
func unfit(ctx context.Context, err error) error {
	var refused *refusal.Error
	if err == nil || ctx.Err() != nil || errors.As(err, &refused) {
		return err
	}
	return refusal.Argument("the statement cannot be run on these documents: %s", err).Typed("sql_illegal_argument_exception")
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
