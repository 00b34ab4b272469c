package elastic

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"sort"
	"time"

	"gohunt/notebooks/lab/datemath"
	"gohunt/notebooks/lab/dsl"
	"gohunt/notebooks/lab/index"
	"gohunt/notebooks/lab/refusal"
)

// aggregation is one named aggregation. Aggregations below it are not implemented.
type aggregation struct {
	name, kind string
	field      string
	format     string
	size       int
	ranges     []dateRange
}

type dateRange struct {
	Key      string
	From, To *scalar
}

// scalar is a JSON string or number as text.
type scalar string

// UnmarshalJSON takes a string or a number.
func (s *scalar) UnmarshalJSON(body []byte) error {
	if body[0] == '"' {
		return json.Unmarshal(body, (*string)(s))
	}
	*s = scalar(body)
	return nil
}

var metrics = map[string]string{"min": "min(%s)", "max": "max(%s)", "sum": "sum(%s)", "avg": "avg(%s)", "value_count": "count(%s)", "cardinality": "count(DISTINCT %s)"}

func (sr *search) readAggregations(f fields) error {
	var all map[string]map[string]json.RawMessage
	for _, name := range []string{"aggs", "aggregations"} {
		if _, err := f.take(name, &all); err != nil {
			return err
		}
	}
	for name, body := range all {
		a, err := parseAggregation(name, body)
		if err != nil {
			return err
		}
		sr.aggs = append(sr.aggs, a)
	}
	sort.Slice(sr.aggs, func(i, j int) bool { return sr.aggs[i].name < sr.aggs[j].name })
	return nil
}

func parseAggregation(name string, body map[string]json.RawMessage) (aggregation, error) {
	delete(body, "meta")
	a := aggregation{name: name}
	if len(body) != 1 {
		return a, refusal.NotImplemented("aggregations below another, as in [%s]", name)
	}
	for kind, raw := range body {
		if _, ok := metrics[kind]; !ok && kind != "date_range" && kind != "terms" {
			return a, refusal.NotImplemented("the aggregation [%s] of [%s]: it has date_range, terms, min, max, sum, avg, value_count and cardinality", kind, name)
		}
		a.kind, a.size = kind, 10
		f, err := parseFields(raw)
		if err != nil {
			return a, err
		}
		for member, v := range map[string]any{"field": &a.field, "format": &a.format, "size": &a.size, "ranges": &a.ranges} {
			if _, err := f.take(member, v); err != nil {
				return a, err
			}
		}
		if err := f.rest("precision_threshold", "keyed"); err != nil {
			return a, err
		}
	}
	if a.field == "" {
		return a, refusal.Argument("Required one of fields [field, script], but none were specified.")
	}
	return a, nil
}

func (s *Server) aggregate(ctx context.Context, sr *search) (map[string]any, error) {
	out := map[string]any{}
	err := s.catalog.Read(func() error {
		for _, a := range sr.aggs {
			v, err := s.aggregateOne(ctx, sr, a)
			if err != nil {
				return err
			}
			out[sr.keyOf(a)] = v
		}
		return nil
	})
	return out, err
}

// keyOf is the name under which an answer has an aggregation: with its kind if the client asks for typed_keys.
func (sr *search) keyOf(a aggregation) string {
	if sr.typedKeys {
		return a.kind + "#" + a.name
	}
	return a.name
}

func (s *Server) aggregateOne(ctx context.Context, sr *search, a aggregation) (any, error) {
	switch a.kind {
	case "date_range":
		return s.dateRange(ctx, sr, a)
	case "terms":
		return s.terms(ctx, sr, a)
	}
	return s.metric(ctx, sr, a)
}

// column is the field's values in an index, a row each; NULL where it is not mapped.
func (a aggregation) column(x *index.Index) (string, error) {
	f := x.Mapping.Field(a.field)
	if f == nil {
		return "NULL AS v", nil
	}
	k := sortKey{field: a.field}
	if _, err := k.expression(x); err != nil {
		return "", err
	}
	column := f.Column()
	if f.IsList() {
		column = "unnest(list_distinct(" + column + "))"
	}
	if f.Lowercase {
		column = "lower(" + column + ")"
	}
	return column + " AS v", nil
}

func (s *Server) metric(ctx context.Context, sr *search, a aggregation) (any, error) {
	inner, err := s.union(sr, a.column)
	if err != nil || inner == "" {
		return map[string]any{"value": nil}, err
	}
	kind, _ := sortKey{field: a.field}.kind(sr.indices)
	v := "v"
	if kind == index.Date {
		v = "epoch_ms(v)"
	} else if a.kind != "value_count" && a.kind != "cardinality" && kind != index.Int && kind != index.Float && kind != index.Bool {
		return nil, refusal.Argument("Field [%s] of this type is not supported for aggregation [%s]", a.field, a.kind)
	}
	out := map[string]any{}
	sql := fmt.Sprintf("SELECT "+metrics[a.kind]+"::DOUBLE FROM (%s)", v, inner)
	err = s.catalog.Rows(ctx, sql, func(row []any) error {
		out["value"] = row[0]
		if ms, ok := row[0].(float64); ok && kind == index.Date && (a.kind == "min" || a.kind == "max") {
			out["value_as_string"] = index.DateText(time.UnixMilli(int64(ms)))
		}
		return nil
	})
	return out, err
}

func (s *Server) terms(ctx context.Context, sr *search, a aggregation) (any, error) {
	inner, err := s.union(sr, a.column)
	buckets := []any{}
	if err != nil || inner == "" {
		return map[string]any{"doc_count_error_upper_bound": 0, "sum_other_doc_count": 0, "buckets": buckets}, err
	}
	kind, mapped := sortKey{field: a.field}.kind(sr.indices)
	var other int64
	sql := fmt.Sprintf("SELECT v, count(*) AS n FROM (%s) WHERE v IS NOT NULL GROUP BY v ORDER BY n DESC, v", inner)
	err = s.catalog.Rows(ctx, sql, func(row []any) error {
		n := row[1].(int64)
		if len(buckets) >= a.size {
			other += n
			return nil
		}
		buckets = append(buckets, bucket(row[0], n, kind, mapped))
		return nil
	})
	return map[string]any{"doc_count_error_upper_bound": 0, "sum_other_doc_count": other, "buckets": buckets}, err
}

func bucket(v any, n int64, kind index.Kind, mapped bool) map[string]any {
	switch v := v.(type) {
	case time.Time:
		return map[string]any{"key": v.UnixMilli(), "key_as_string": index.DateText(v), "doc_count": n}
	case bool:
		return map[string]any{"key": map[bool]int{false: 0, true: 1}[v], "key_as_string": fmt.Sprint(v), "doc_count": n}
	case string:
		if mapped && kind == index.IP {
			return map[string]any{"key": index.AddressText(v), "doc_count": n}
		}
	}
	return map[string]any{"key": v, "doc_count": n}
}

// dateRange counts documents in ranges whose ends are date math; an end that is left out is open.
func (s *Server) dateRange(ctx context.Context, sr *search, a aggregation) (any, error) {
	buckets := []map[string]any{}
	for _, r := range a.ranges {
		b, err := s.dateBucket(ctx, sr, a, r)
		if err != nil {
			return nil, err
		}
		buckets = append(buckets, b)
	}
	sort.SliceStable(buckets, func(i, j int) bool { return begins(buckets[i]) < begins(buckets[j]) })
	return map[string]any{"buckets": buckets}, nil
}

// begins is where a bucket's range starts, by which the buckets are ordered; an open one starts first.
func begins(b map[string]any) float64 {
	if from, ok := b["from"].(float64); ok {
		return from
	}
	return math.Inf(-1)
}

func (s *Server) dateBucket(ctx context.Context, sr *search, a aggregation, r dateRange) (map[string]any, error) {
	b := map[string]any{}
	from, err := s.edge(b, "from", r.From, a.format)
	if err != nil {
		return nil, err
	}
	to, err := s.edge(b, "to", r.To, a.format)
	if err != nil {
		return nil, err
	}
	b["key"] = r.Key
	if r.Key == "" {
		b["key"] = shownEdge(b, "from") + "-" + shownEdge(b, "to")
	}
	in := dsl.Range{Field: a.field, Lower: from, Upper: to, WithLower: true, Format: "epoch_millis"}
	part := *sr
	part.query = dsl.Bool{Must: []dsl.Query{sr.query, in}, MinShould: -1}
	n, err := s.countHeld(ctx, &part)
	b["doc_count"] = n
	return b, err
}

func (s *Server) edge(b map[string]any, name string, text *scalar, format string) (*string, error) {
	if text == nil {
		return nil, nil
	}
	t, err := datemath.Parse(string(*text), datemath.Options{Now: s.clock(), Format: format})
	if err != nil {
		return nil, refusal.Argument("%s", err)
	}
	b[name], b[name+"_as_string"] = float64(t.UnixMilli()), index.DateText(t)
	millis := fmt.Sprint(t.UnixMilli())
	return &millis, nil
}

func shownEdge(b map[string]any, name string) string {
	if s, ok := b[name+"_as_string"].(string); ok {
		return s
	}
	return "*"
}
