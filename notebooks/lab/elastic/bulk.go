package elastic

import (
	"bytes"
	"encoding/json"
	"net/http"
	"time"

	"gohunt/notebooks/lab/index"
	"gohunt/notebooks/lab/refusal"
)

// bulk answers _bulk: lines of actions and documents.
func (s *Server) bulk(r *http.Request) (int, any, error) {
	started := time.Now()
	if _, err := checkParameters(r, "pipeline", "require_alias", "list_executed_pipelines"); err != nil {
		return 0, nil, err
	}
	if p := r.URL.Query().Get("pipeline"); p != "" && p != "_none" {
		return 0, nil, refusal.Argument("pipeline with id [%s] does not exist", p)
	}
	body, err := readBody(r)
	if err != nil {
		return 0, nil, err
	}
	ops, refused, err := parseBulk(body, r.PathValue("index"))
	if err != nil {
		return 0, nil, err
	}
	done, err := s.catalog.Write(r.Context(), ops)
	if err != nil {
		return 0, nil, err
	}
	items, errors := bulkItems(ops, done, refused)
	return 0, map[string]any{"errors": errors, "took": time.Since(started).Milliseconds(), "items": items}, nil
}

// action is an action line: {"index":{"_index":"a","_id":"1"}}.
type action map[string]struct {
	Index   string `json:"_index"`
	ID      string `json:"_id"`
	Routing string `json:"routing"`
}

// parseBulk reads the lines. Updates are refused one by one: their place in the answer is in refused.
func parseBulk(body []byte, defaultIndex string) (ops []index.Op, refused map[int]string, err error) {
	if len(body) > 0 && body[len(body)-1] != '\n' {
		return nil, nil, refusal.Argument("The bulk request must be terminated by a newline [\\n]")
	}
	lines := bytes.Split(body, []byte("\n"))
	refused = map[int]string{}
	for i := 0; i < len(lines); i++ {
		line := bytes.TrimSpace(lines[i])
		if len(line) == 0 {
			continue
		}
		op, err := parseAction(line, i+1, defaultIndex)
		if err != nil {
			return nil, nil, err
		}
		if op.Action != "delete" {
			if i++; i == len(lines) {
				return nil, nil, refusal.Argument("Malformed content after first document, a document is missing behind line [%d]", i)
			}
			op.Source = bytes.TrimSpace(lines[i])
		}
		if op.Action == "update" {
			refused[len(refused)+len(ops)] = op.Index
			continue
		}
		ops = append(ops, op)
	}
	if len(ops)+len(refused) == 0 {
		return nil, nil, refusal.Parsing("request body is required")
	}
	return ops, refused, nil
}

func parseAction(line []byte, number int, defaultIndex string) (index.Op, error) {
	var a action
	if err := json.Unmarshal(line, &a); err != nil || len(a) != 1 {
		return index.Op{}, refusal.Argument("Malformed action/metadata line [%d], expected an object with one action", number)
	}
	for name, to := range a {
		if name != "index" && name != "create" && name != "delete" && name != "update" {
			return index.Op{}, refusal.Argument("Malformed action/metadata line [%d], expected field [create], [delete], [index] or [update] but found [%s]", number, name)
		}
		op := index.Op{Action: name, Index: to.Index, ID: to.ID}
		if op.Index == "" {
			op.Index = defaultIndex
		}
		if op.Index == "" {
			return op, refusal.Argument("Validation Failed: 1: index is missing;").Typed("action_request_validation_exception")
		}
		return op, nil
	}
	return index.Op{}, nil
}

func bulkItems(ops []index.Op, done []index.Done, refused map[int]string) (items []any, errors bool) {
	next := 0
	for i := 0; i < len(done)+len(refused); i++ {
		if name, ok := refused[i]; ok {
			e := refusal.NotImplemented("the action [update] of a bulk request")
			items, errors = append(items, map[string]any{"update": map[string]any{"_index": name, "status": e.Status, "error": e.Cause()}}), true
			continue
		}
		items = append(items, map[string]any{ops[next].Action: item(done[next])})
		errors = errors || done[next].Err != nil
		next++
	}
	return items, errors
}

func item(d index.Done) map[string]any {
	if d.Err != nil {
		return map[string]any{"_index": d.Index, "_id": d.ID, "status": d.Status, "error": d.Err.Cause()}
	}
	return map[string]any{"_index": d.Index, "_id": d.ID, "_version": d.Version, "result": d.Result, "status": d.Status,
		"_seq_no": d.SeqNo, "_primary_term": 1, "_shards": map[string]any{"total": 1, "successful": 1, "failed": 0}}
}
