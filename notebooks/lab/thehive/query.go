package thehive

import (
	"encoding/json"
	"fmt"
	"strings"
)

// criterion tells whether an object fits a query.
type criterion func(s *Server, o object) (bool, error)

func everything(*Server, object) (bool, error) { return true, nil }

// parse reads a search's body: {"query": {...}}, where an empty query fits everything.
func (s *Server) parse(body []byte) (criterion, error) {
	var b struct{ Query json.RawMessage }
	if len(body) == 0 {
		return everything, nil
	}
	if err := json.Unmarshal(body, &b); err != nil {
		return nil, badRequest("Invalid Json: " + err.Error())
	}
	return parseQuery(b.Query)
}

type comparison struct {
	Field  string `json:"_field"`
	Value  any    `json:"_value"`
	Values []any  `json:"_values"`
	From   any    `json:"_from"`
	To     any    `json:"_to"`
	Type   string `json:"_type"`
}

func parseQuery(raw json.RawMessage) (criterion, error) {
	var q map[string]json.RawMessage
	if len(raw) == 0 || string(raw) == "null" {
		return everything, nil
	}
	if err := json.Unmarshal(raw, &q); err != nil {
		return nil, badRequest("query must be an object: " + string(raw))
	}
	if len(q) == 0 || q["_any"] != nil {
		return everything, nil
	}
	if q["_field"] != nil {
		return equality(raw)
	}
	for name, v := range q {
		if read, ok := operators[name]; ok && len(q) == 1 {
			return read(v)
		}
		return nil, badRequest("the lab does not implement the query " + string(raw))
	}
	return everything, nil
}

var operators map[string]func(json.RawMessage) (criterion, error)

func init() {
	operators = map[string]func(json.RawMessage) (criterion, error){
		"_and": group(true), "_or": group(false), "_not": negation, "_in": membership, "_id": byID, "_contains": defined, "_between": between,
		"_gt": bound(func(c int) bool { return c > 0 }), "_gte": bound(func(c int) bool { return c >= 0 }),
		"_lt": bound(func(c int) bool { return c < 0 }), "_lte": bound(func(c int) bool { return c <= 0 }),
		"_is": equality, "_like": wildcard, "_wildcard": wildcard, "_startsWith": wildcard, "_endsWith": wildcard, "_parent": parent, "_child": child,
	}
}

func compared(raw json.RawMessage) (c comparison, err error) {
	if json.Unmarshal(raw, &c) != nil || c.Field == "" && c.Type == "" {
		return c, badRequest("a criterion needs _field: " + string(raw))
	}
	return c, nil
}

// equality fits a member that is the value, or a list that has it.
func equality(raw json.RawMessage) (criterion, error) {
	c, err := compared(raw)
	return func(_ *Server, o object) (bool, error) { return has(o.at(c.Field), c.Value), nil }, err
}

func has(v, want any) bool {
	if list, ok := v.([]string); ok {
		for _, one := range list {
			if compare(one, want) == 0 {
				return true
			}
		}
		return false
	}
	return compare(v, want) == 0
}

// at follows a dotted name into nested objects.
func (o object) at(name string) any {
	if v, ok := o[name]; ok {
		return v
	}
	head, rest, dotted := strings.Cut(name, ".")
	if inner, ok := o[head].(map[string]any); ok && dotted {
		return object(inner).at(rest)
	}
	return nil
}

// compare orders two values: numbers by size, everything else by its text.
func compare(a, b any) int {
	x, ok := toNumber(a)
	y, ok2 := toNumber(b)
	switch {
	case ok && ok2 && x < y:
		return -1
	case ok && ok2 && x > y:
		return 1
	case ok && ok2:
		return 0
	}
	return strings.Compare(fmt.Sprint(a), fmt.Sprint(b))
}

func toNumber(v any) (float64, bool) {
	switch v := v.(type) {
	case int64:
		return float64(v), true
	case float64:
		return v, true
	}
	return 0, false
}

// group joins criteria. thehive4py wraps them in one more list at times.
func group(all bool) func(json.RawMessage) (criterion, error) {
	return func(raw json.RawMessage) (criterion, error) {
		parts, err := parseList(raw)
		return func(s *Server, o object) (bool, error) {
			for _, part := range parts {
				if ok, err := part(s, o); err != nil || ok != all {
					return ok, err
				}
			}
			return all, nil
		}, err
	}
}

func parseList(raw json.RawMessage) ([]criterion, error) {
	var list []json.RawMessage
	if err := json.Unmarshal(raw, &list); err != nil {
		return nil, badRequest("a list of criteria is expected: " + string(raw))
	}
	var parts []criterion
	for _, one := range list {
		if strings.HasPrefix(strings.TrimSpace(string(one)), "[") {
			inner, err := parseList(one)
			if err != nil {
				return nil, err
			}
			parts = append(parts, inner...)
			continue
		}
		part, err := parseQuery(one)
		if err != nil {
			return nil, err
		}
		parts = append(parts, part)
	}
	return parts, nil
}

func negation(raw json.RawMessage) (criterion, error) {
	inner, err := parseQuery(raw)
	return func(s *Server, o object) (bool, error) {
		ok, err := inner(s, o)
		return !ok, err
	}, err
}

func membership(raw json.RawMessage) (criterion, error) {
	c, err := compared(raw)
	return func(_ *Server, o object) (bool, error) {
		for _, v := range c.Values {
			if has(o.at(c.Field), v) {
				return true, nil
			}
		}
		return false, nil
	}, err
}

func byID(raw json.RawMessage) (criterion, error) {
	id := strings.Trim(string(raw), `"`)
	return func(_ *Server, o object) (bool, error) { return o["_id"] == id || fmt.Sprint(o["caseId"]) == id, nil }, nil
}

func defined(raw json.RawMessage) (criterion, error) {
	name := strings.Trim(string(raw), `"`)
	return func(_ *Server, o object) (bool, error) { return o.at(name) != nil, nil }, nil
}

func between(raw json.RawMessage) (criterion, error) {
	c, err := compared(raw)
	return func(_ *Server, o object) (bool, error) {
		v := o.at(c.Field)
		return v != nil && compare(v, c.From) >= 0 && compare(v, c.To) < 0, nil
	}, err
}

func bound(fits func(int) bool) func(json.RawMessage) (criterion, error) {
	return func(raw json.RawMessage) (criterion, error) {
		var b map[string]any
		if json.Unmarshal(raw, &b) != nil || len(b) != 1 {
			return nil, badRequest("one field is expected: " + string(raw))
		}
		return func(_ *Server, o object) (bool, error) {
			for name, want := range b {
				v := o.at(name)
				return v != nil && fits(compare(v, want)), nil
			}
			return false, nil
		}, nil
	}
}
