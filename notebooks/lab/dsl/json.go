package dsl

import (
	"bytes"
	"encoding/json"
	"fmt"
	"sort"

	"gohunt/notebooks/lab/refusal"
)

// object is a JSON object whose values are read by who knows them.
type object map[string]json.RawMessage

// Parse reads a query's JSON, such as {"bool":{"filter":[...]}}. Empty or null text matches everything.
func Parse(body json.RawMessage) (Query, error) {
	body = bytes.TrimSpace(body)
	if len(body) == 0 || string(body) == "null" {
		return All{}, nil
	}
	var o object
	if err := json.Unmarshal(body, &o); err != nil {
		return nil, refusal.Parsing("query malformed, no start_object after query name: %s", err)
	}
	if len(o) != 1 {
		return nil, refusal.Parsing("query malformed, expected one query clause but found [%s]", o.keys())
	}
	for name, value := range o {
		read, ok := readers[name]
		if !ok {
			return nil, refusal.Parsing("unknown query [%s]: the lab knows %s", name, known())
		}
		return read(value)
	}
	return nil, nil
}

func (o object) keys() []string {
	keys := make([]string, 0, len(o))
	for k := range o {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}

var readers map[string]func(json.RawMessage) (Query, error)

func init() {
	readers = map[string]func(json.RawMessage) (Query, error){
		"match_all":  func(json.RawMessage) (Query, error) { return All{}, nil },
		"match_none": func(json.RawMessage) (Query, error) { return None{}, nil },
		"bool":       parseBool, "constant_score": parseConstant,
		"term": parseTerm, "terms": parseTerms, "range": parseRange, "exists": parseExists, "ids": parseIDs,
		"wildcard": parseWildcard, "prefix": parsePrefix, "regexp": parseRegexp,
		"match": parseMatch, "match_phrase": parsePhrase, "query_string": parseString,
	}
}

func known() []string {
	names := make([]string, 0, len(readers))
	for name := range readers {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}

// decode reads a query's options, and refuses those that are not in v.
func decode(name string, body json.RawMessage, v any) error {
	d := json.NewDecoder(bytes.NewReader(body))
	d.DisallowUnknownFields()
	d.UseNumber()
	if err := d.Decode(v); err != nil {
		return refusal.Parsing("[%s] query malformed or with an option that the lab does not know: %s", name, err)
	}
	return nil
}

// clauses is one query or an array of them.
type clauses []Query

// UnmarshalJSON reads one query or an array of them.
func (c *clauses) UnmarshalJSON(body []byte) error {
	list := []json.RawMessage{body}
	if body[0] == '[' {
		if err := json.Unmarshal(body, &list); err != nil {
			return err
		}
	}
	for _, one := range list {
		q, err := Parse(one)
		if err != nil {
			return err
		}
		*c = append(*c, q)
	}
	return nil
}

func parseBool(body json.RawMessage) (Query, error) {
	var b struct {
		Must, Filter, Should clauses
		MustNot              clauses         `json:"must_not"`
		MinShould            json.RawMessage `json:"minimum_should_match"`
		Boost                json.RawMessage
		Name                 string `json:"_name"`
	}
	if err := decodeNested("bool", body, &b); err != nil {
		return nil, err
	}
	q := Bool{Must: append(b.Must, b.Filter...), Should: b.Should, MustNot: b.MustNot, MinShould: -1}
	if len(b.MinShould) > 0 {
		text := trimQuotes(string(b.MinShould))
		if _, err := fmt.Sscanf(text, "%d", &q.MinShould); err != nil || fmt.Sprint(q.MinShould) != text || q.MinShould < 0 {
			return nil, refusal.NotImplemented("minimum_should_match [%s], but whole numbers", text)
		}
	}
	return q, nil
}

// decodeNested is decode for options that hold queries, whose own errors are kept as they are.
func decodeNested(name string, body json.RawMessage, v any) error {
	d := json.NewDecoder(bytes.NewReader(body))
	d.DisallowUnknownFields()
	err := d.Decode(v)
	if refused := refusal.Of(err); err != nil && refused.Status != 500 {
		return refused
	}
	if err != nil {
		return refusal.Parsing("[%s] query malformed or with an option that the lab does not know: %s", name, err).Typed("x_content_parse_exception")
	}
	return nil
}

func trimQuotes(s string) string {
	if len(s) >= 2 && s[0] == '"' {
		return s[1 : len(s)-1]
	}
	return s
}

func parseConstant(body json.RawMessage) (Query, error) {
	var b struct {
		Filter clauses
		Boost  json.RawMessage
	}
	if err := decodeNested("constant_score", body, &b); err != nil {
		return nil, err
	}
	return Bool{Must: b.Filter, MinShould: -1}, nil
}
