package elastic

import (
	"encoding/json"
	"net/http"
	"time"

	"gohunt/notebooks/lab/refusal"
)

// openScroll keeps a search whose first page has been given.
func (s *Server) openScroll(sr *search, keep string) (string, error) {
	d, err := keepAlive(keep)
	if err != nil {
		return "", err
	}
	if sr.size == 0 || sr.from > 0 || len(sr.after) > 0 {
		return "", refusal.Argument("[size] cannot be [0], and [from] and [search_after] cannot be used, in a scroll context").Typed("action_request_validation_exception")
	}
	sr.from = sr.size
	return s.contexts.add(&snapshot{indices: sr.indices, at: sr.at, keep: d, search: sr})
}

// scroll answers /_search/scroll with the next page.
func (s *Server) scroll(r *http.Request) (int, any, error) {
	started := time.Now()
	id, keep, err := scrollRequest(r)
	if err != nil {
		return 0, nil, err
	}
	snap, err := s.contexts.get(id, keep)
	if err != nil {
		return 0, nil, err
	}
	page, ok := s.contexts.turn(snap)
	if !ok {
		return 0, nil, refusal.NoContext(id)
	}
	a, err := s.run(r.Context(), page, started)
	if err != nil {
		return 0, nil, err
	}
	a.ScrollID = id
	return 0, a, nil
}

func scrollRequest(r *http.Request) (id string, keep time.Duration, err error) {
	body, err := readBody(r)
	if err != nil {
		return "", 0, err
	}
	q, err := checkParameters(r, "scroll", "scroll_id")
	if err != nil {
		return "", 0, err
	}
	f, err := parseFields(body)
	if err != nil {
		return "", 0, err
	}
	id, scroll := q.Get("scroll_id"), q.Get("scroll")
	for name, v := range map[string]any{"scroll_id": &id, "scroll": &scroll} {
		if _, err := f.take(name, v); err != nil {
			return "", 0, err
		}
	}
	if scroll != "" {
		keep, err = keepAlive(scroll)
	}
	return id, keep, err
}

// clearScroll answers DELETE /_search/scroll: ids in the body or the path, or _all.
func (s *Server) clearScroll(r *http.Request) (int, any, error) {
	body, err := readBody(r)
	if err != nil {
		return 0, nil, err
	}
	ids := patterns{r.PathValue("id")}
	if ids[0] == "" {
		var o struct {
			IDs patterns `json:"scroll_id"`
		}
		if err := json.Unmarshal(body, &o); err != nil {
			return 0, nil, refusal.Parsing("the body must be {\"scroll_id\": [...]}")
		}
		ids = o.IDs
	}
	if len(ids) == 1 && ids[0] == "_all" {
		return 0, map[string]any{"succeeded": true, "num_freed": s.contexts.removeScrolls()}, nil
	}
	freed := 0
	for _, id := range ids {
		if s.contexts.remove(id) {
			freed++
		}
	}
	status := http.StatusOK
	if freed == 0 && len(ids) > 0 {
		status = http.StatusNotFound
	}
	return status, map[string]any{"succeeded": true, "num_freed": freed}, nil
}
