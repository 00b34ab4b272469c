package elastic

import (
	"encoding/json"
	"net/http"
	"strings"

	"gohunt/notebooks/lab/cbor"
	"gohunt/notebooks/lab/essql"
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

// UnmarshalJSON reads a plain value or {"type": ..., "value": ...}.
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
