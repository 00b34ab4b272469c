package elastic

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"time"

	"gohunt/notebooks/lab/dsl"
	"gohunt/notebooks/lab/index"
	"gohunt/notebooks/lab/refusal"
)

// search is a search that has been read: what to look for, where, and which part of it to give.
type search struct {
	indices []*index.Index
	at      int64 // the snapshot
	query   dsl.Query
	sorts   []sortKey
	sorted  bool // the request named a sort
	after   []json.RawMessage
	from    int
	size    int
	total   totalHits
	source  sourceFilter
	aggs    []aggregation
	slice   *slice
	extras  extras

	typedKeys bool
}

// extras are the members of a hit that must be asked for.
type extras struct {
	version, seqNo bool
}

// slice is one of max parts into which a point in time is cut.
type slice struct{ ID, Max int }

// totalHits says how hits are counted: exactly, up to a number, or not.
type totalHits struct {
	track bool
	limit int64 // 0: exactly
}

// UnmarshalJSON reads true, false or a number.
func (t *totalHits) UnmarshalJSON(body []byte) error {
	var n int64
	switch string(body) {
	case "true":
		*t = totalHits{track: true}
	case "false":
		*t = totalHits{}
	default:
		if err := json.Unmarshal(body, &n); err != nil {
			return err
		}
		*t = totalHits{track: true, limit: n}
	}
	return nil
}

// maxWindow is the default of index.max_result_window.
const maxWindow = 10000

// search answers _search with or without an index, a point in time or a scroll.
func (s *Server) search(r *http.Request) (int, any, error) {
	started := time.Now()
	body, err := readBody(r)
	if err != nil {
		return 0, nil, err
	}
	q, err := checkParameters(r, "q", "size", "from", "sort", "scroll", "track_total_hits", "_source", "_source_includes", "_source_excludes",
		"default_operator", "df", "lenient", "typed_keys")
	if err != nil {
		return 0, nil, err
	}
	f, err := parseFields(body)
	if err != nil {
		return 0, nil, err
	}
	sr := &search{size: 10, total: totalHits{track: true, limit: maxWindow}}
	pit, err := s.searchTarget(r, f, sr)
	if err != nil {
		return 0, nil, err
	}
	if err := sr.read(q, f, pit != ""); err != nil {
		return 0, nil, err
	}
	answer, err := s.run(r.Context(), sr, started)
	if err != nil {
		return 0, nil, err
	}
	answer.PIT = pit
	if q.Has("scroll") {
		answer.ScrollID, err = s.openScroll(sr, q.Get("scroll"))
	}
	return 0, answer, err
}

// searchTarget says which indices are searched, as of when: those of the path now, or those of a point in time.
func (s *Server) searchTarget(r *http.Request, f fields, sr *search) (pit string, err error) {
	var p struct {
		ID        string
		KeepAlive string `json:"keep_alive"`
	}
	if there, err := f.take("pit", &p); err != nil || !there {
		sr.at = s.catalog.Snapshot()
		if err == nil {
			sr.indices, err = s.resolve(r)
		}
		return "", err
	}
	if r.PathValue("index") != "" {
		return "", refusal.Argument("[indices] cannot be used with point in time. Do not specify any index with point in time.").Typed("action_request_validation_exception")
	}
	var keep time.Duration
	if p.KeepAlive != "" {
		if keep, err = keepAlive(p.KeepAlive); err != nil {
			return "", err
		}
	}
	snap, err := s.contexts.get(p.ID, keep)
	if err != nil {
		return "", err
	}
	sr.indices, sr.at = snap.indices, snap.at
	return p.ID, nil
}

// read takes the rest of the body and the parameters.
func (sr *search) read(q url.Values, f fields, pit bool) error {
	for _, step := range []func() error{
		func() error { return sr.readQuery(q, f) },
		func() error { return sr.readPage(q, f) },
		func() error { return sr.readSort(q, f, pit) },
		func() error { return sr.readShape(q, f) },
		func() error { return sr.readAggregations(f) },
	} {
		if err := step(); err != nil {
			return err
		}
	}
	return f.rest("timeout", "track_scores", "terminate_after", "stats")
}

func (sr *search) readQuery(q url.Values, f fields) error {
	var raw json.RawMessage
	if _, err := f.take("query", &raw); err != nil {
		return err
	}
	var err error
	if q.Has("q") {
		sr.query, err = uriQuery(q)
		return err
	}
	sr.query, err = dsl.Parse(raw)
	return err
}

// uriQuery reads the parameter q, a query_string.
func uriQuery(q url.Values) (dsl.Query, error) {
	query := dsl.QueryString{Query: q.Get("q"), DefaultAnd: strings.EqualFold(q.Get("default_operator"), "and")}
	if q.Has("df") {
		query.Fields = []string{q.Get("df")}
	}
	if q.Has("lenient") {
		lenient := q.Get("lenient") == "true"
		query.Lenient = &lenient
	}
	return dsl.ParseQueryString(query)
}

func (sr *search) readPage(q url.Values, f fields) error {
	var err error
	if sr.size, err = number(q, "size", sr.size); err != nil {
		return err
	}
	if sr.from, err = number(q, "from", 0); err != nil {
		return err
	}
	for name, v := range map[string]any{"size": &sr.size, "from": &sr.from, "search_after": &sr.after, "slice": &sr.slice} {
		if _, err := f.take(name, v); err != nil {
			return err
		}
	}
	if sr.size < 0 || sr.from < 0 {
		return refusal.Argument("[from] and [size] parameter cannot be negative but was [%d] and [%d]", sr.from, sr.size)
	}
	if sr.from+sr.size > maxWindow {
		return refusal.Argument("Result window is too large, from + size must be less than or equal to: [%d] but was [%d]. See the scroll api for a more efficient way to request large data sets. This limit can be set by changing the [index.max_result_window] index level setting.", maxWindow, sr.from+sr.size).InPhase()
	}
	if sr.slice != nil && (sr.slice.Max < 2 || sr.slice.ID < 0 || sr.slice.ID >= sr.slice.Max) {
		return refusal.Argument("max must be greater than id, and at least 2")
	}
	return nil
}

func (sr *search) readShape(q url.Values, f fields) error {
	if q.Has("track_total_hits") {
		if err := sr.total.UnmarshalJSON([]byte(q.Get("track_total_hits"))); err != nil {
			return refusal.Argument("Failed to parse value [%s] of [track_total_hits]", q.Get("track_total_hits"))
		}
	}
	for name, v := range map[string]any{"track_total_hits": &sr.total, "version": &sr.extras.version, "seq_no_primary_term": &sr.extras.seqNo, "_source": &sr.source} {
		if _, err := f.take(name, v); err != nil {
			return err
		}
	}
	sr.source.parameters(q)
	sr.typedKeys = q.Get("typed_keys") == "true"
	return nil
}

// openPIT answers POST /{index}/_pit?keep_alive=.
func (s *Server) openPIT(r *http.Request) (int, any, error) {
	q, err := checkParameters(r, "keep_alive")
	if err != nil {
		return 0, nil, err
	}
	keep, err := keepAlive(q.Get("keep_alive"))
	if err != nil {
		return 0, nil, err
	}
	indices, err := s.resolve(r)
	if err != nil {
		return 0, nil, err
	}
	id, err := s.contexts.add(&snapshot{indices: indices, at: s.catalog.Snapshot(), keep: keep})
	return 0, map[string]any{"id": id, "_shards": shards(len(indices))}, err
}

func (s *Server) closePIT(r *http.Request) (int, any, error) {
	body, err := readBody(r)
	if err != nil {
		return 0, nil, err
	}
	var p struct{ ID string }
	if json.Unmarshal(body, &p) != nil || p.ID == "" {
		return 0, nil, refusal.Parsing("the body must be {\"id\": \"...\"}")
	}
	return freed(s.contexts.remove(p.ID))
}

func freed(there bool) (int, any, error) {
	if !there {
		return http.StatusNotFound, map[string]any{"succeeded": true, "num_freed": 0}, nil
	}
	return http.StatusOK, map[string]any{"succeeded": true, "num_freed": 1}, nil
}

// count answers _count.
func (s *Server) count(r *http.Request) (int, any, error) {
	body, err := readBody(r)
	if err != nil {
		return 0, nil, err
	}
	q, err := checkParameters(r, "q", "df", "default_operator", "lenient")
	if err != nil {
		return 0, nil, err
	}
	f, err := parseFields(body)
	if err != nil {
		return 0, nil, err
	}
	sr := &search{at: s.catalog.Snapshot()}
	if sr.indices, err = s.resolve(r); err != nil {
		return 0, nil, err
	}
	if err := sr.readQuery(q, f); err != nil {
		return 0, nil, err
	}
	if err := f.rest(); err != nil {
		return 0, nil, err
	}
	n, err := s.matched(r.Context(), sr)
	return 0, map[string]any{"count": n, "_shards": shards(len(sr.indices))}, err
}
