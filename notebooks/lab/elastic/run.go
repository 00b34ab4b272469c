package elastic

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"gohunt/notebooks/lab/dsl"
	"gohunt/notebooks/lab/index"
	"gohunt/notebooks/lab/refusal"
)

// answer is a search's answer.
type answer struct {
	Took         int64          `json:"took"`
	TimedOut     bool           `json:"timed_out"`
	ScrollID     string         `json:"_scroll_id,omitempty"`
	PIT          string         `json:"pit_id,omitempty"`
	Shards       map[string]any `json:"_shards"`
	Hits         hits           `json:"hits"`
	Aggregations map[string]any `json:"aggregations,omitempty"`
}

type hits struct {
	Total    *total   `json:"total,omitempty"`
	MaxScore *float64 `json:"max_score"`
	Hits     []hit    `json:"hits"`
}

type total struct {
	Value    int64  `json:"value"`
	Relation string `json:"relation"`
}

type hit struct {
	Index       string          `json:"_index"`
	ID          string          `json:"_id"`
	Version     *int64          `json:"_version,omitempty"`
	SeqNo       *int64          `json:"_seq_no,omitempty"`
	PrimaryTerm *int64          `json:"_primary_term,omitempty"`
	Score       *float64        `json:"_score"`
	Source      json.RawMessage `json:"_source,omitempty"`
	Sort        []any           `json:"sort,omitempty"`
}

// run carries a search out.
func (s *Server) run(ctx context.Context, sr *search, started time.Time) (*answer, error) {
	a := &answer{Shards: shards(len(sr.indices)), Hits: hits{Hits: []hit{}}}
	n, err := s.matched(ctx, sr)
	if err != nil {
		return nil, err
	}
	a.Hits.Total = sr.total.of(n)
	if sr.size > 0 && n > 0 {
		err = s.catalog.Read(func() error { return s.hits(ctx, sr, a) })
	}
	if err == nil && len(sr.aggs) > 0 {
		a.Aggregations, err = s.aggregate(ctx, sr)
	}
	a.Took = time.Since(started).Milliseconds()
	return a, err
}

func (t totalHits) of(n int64) *total {
	switch {
	case !t.track:
		return nil
	case t.limit > 0 && n > t.limit:
		return &total{t.limit, "gte"}
	}
	return &total{n, "eq"}
}

// where returns the condition of the search in one index.
func (s *Server) where(sr *search, x *index.Index) (string, error) {
	condition, err := dsl.Compile(sr.query, x.Mapping, dsl.Env{Now: s.clock(), Index: x.Name})
	if err != nil {
		return "", refusal.Of(err).With("index", x.Name)
	}
	condition = index.Alive(sr.at) + " AND " + condition
	if sr.slice != nil {
		condition += fmt.Sprintf(" AND _row %% %d = %d", sr.slice.Max, sr.slice.ID)
	}
	return condition, nil
}

// union returns a statement for every index, joined by UNION ALL; empty without indices.
func (s *Server) union(sr *search, columns func(*index.Index) (string, error)) (string, error) {
	var parts []string
	for _, x := range sr.indices {
		if x.Deleted() {
			return "", refusal.NoIndex(x.Name)
		}
		where, err := s.where(sr, x)
		if err != nil {
			return "", err
		}
		list, err := columns(x)
		if err != nil {
			return "", err
		}
		parts = append(parts, "SELECT "+list+" FROM "+x.Table()+" WHERE "+where)
	}
	return strings.Join(parts, " UNION ALL "), nil
}

// matched counts the documents that fit the query, without regard to the page.
func (s *Server) matched(ctx context.Context, sr *search) (n int64, err error) {
	err = s.catalog.Read(func() error {
		n, err = s.countHeld(ctx, sr)
		return err
	})
	return n, err
}

// countHeld is matched for who reads the catalog already.
func (s *Server) countHeld(ctx context.Context, sr *search) (n int64, err error) {
	sql, err := s.union(sr, func(*index.Index) (string, error) { return "count(*) AS n", nil })
	if err != nil || sql == "" {
		return 0, err
	}
	err = s.catalog.Rows(ctx, "SELECT sum(n)::BIGINT FROM ("+sql+")", func(row []any) error {
		n, _ = row[0].(int64)
		return nil
	})
	return n, err
}

func (s *Server) hits(ctx context.Context, sr *search, a *answer) error {
	sql, err := s.hitsSQL(sr)
	if err != nil || sql == "" {
		return err
	}
	if !sr.sorted {
		one := 1.0
		a.Hits.MaxScore = &one
	}
	return s.catalog.Rows(ctx, sql, func(row []any) error {
		h, err := sr.hit(row)
		a.Hits.Hits = append(a.Hits.Hits, h)
		return err
	})
}

func (s *Server) hitsSQL(sr *search) (string, error) {
	inner, err := s.union(sr, sr.columns)
	if err != nil || inner == "" {
		return "", err
	}
	var order []string
	for i, k := range sr.sorts {
		order = append(order, k.orderBy(fmt.Sprintf("k%d", i)))
	}
	order = append(order, "_row")
	where := ""
	if len(sr.after) > 0 {
		after, err := sr.afterCondition(s.clock())
		if err != nil {
			return "", err
		}
		where = " WHERE " + after
	}
	return fmt.Sprintf("SELECT * FROM (%s)%s ORDER BY %s LIMIT %d OFFSET %d", inner, where, strings.Join(order, ", "), sr.size, sr.from), nil
}

func (sr *search) columns(x *index.Index) (string, error) {
	list := dsl.Literal(x.Name) + " AS _index, _id, _source, _row"
	for i, k := range sr.sorts {
		e, err := k.expression(x)
		if err != nil {
			return "", err
		}
		list += fmt.Sprintf(", %s AS k%d", e, i)
	}
	return list, nil
}

// hit makes a hit of a row: index, id, source, row number, sort values.
func (sr *search) hit(row []any) (hit, error) {
	h := hit{Index: row[0].(string), ID: row[1].(string)}
	if !sr.sorted {
		one := 1.0
		h.Score = &one
	}
	var err error
	if h.Source, err = sr.source.apply(row[2].(string)); err != nil {
		return h, err
	}
	if sr.extras.seqNo {
		seq, term := row[3].(int64)-1, int64(1)
		h.SeqNo, h.PrimaryTerm = &seq, &term
	}
	for i, k := range sr.sorts {
		kind, mapped := k.kind(sr.indices)
		h.Sort = append(h.Sort, k.shown(row[4+i], kind, mapped))
	}
	return h, nil
}

// shown is a sort value as the answer has it.
func (k sortKey) shown(v any, kind index.Kind, mapped bool) any {
	switch v := v.(type) {
	case string:
		if mapped && kind == index.IP {
			return index.AddressText(v)
		}
	case int64:
		if mapped && kind == index.Date && k.format != "" && !strings.HasPrefix(k.format, "epoch_") {
			return index.DateText(time.UnixMilli(v))
		}
	}
	return v
}
