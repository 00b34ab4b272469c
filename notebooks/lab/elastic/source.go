package elastic

import (
	"encoding/json"
	"net/url"
	"strings"

	"gohunt/notebooks/lab/index"
)

// sourceFilter says which parts of a document's source a hit has. The zero value: all of it.
type sourceFilter struct {
	none               bool
	includes, excludes []string
}

// UnmarshalJSON reads true, false, "a.*", ["a","b"] and {"includes":[...],"excludes":[...]}.
func (f *sourceFilter) UnmarshalJSON(body []byte) error {
	*f = sourceFilter{}
	switch string(body) {
	case "true":
		return nil
	case "false":
		f.none = true
		return nil
	}
	if body[0] != '{' {
		return (*patterns)(&f.includes).UnmarshalJSON(body)
	}
	var o struct{ Includes, Include, Excludes, Exclude patterns }
	if err := json.Unmarshal(body, &o); err != nil {
		return err
	}
	f.includes, f.excludes = append(o.Includes, o.Include...), append(o.Excludes, o.Exclude...)
	return nil
}

// patterns is one string or a list of them.
type patterns []string

// UnmarshalJSON reads one pattern or a list of them.
func (p *patterns) UnmarshalJSON(body []byte) error {
	var one string
	if json.Unmarshal(body, &one) == nil {
		*p = patterns{one}
		return nil
	}
	return json.Unmarshal(body, (*[]string)(p))
}

func (f *sourceFilter) parameters(q url.Values) {
	if v := q.Get("_source"); q.Has("_source") {
		*f = sourceFilter{none: v == "false"}
		if v != "true" && v != "false" {
			f.includes = strings.Split(v, ",")
		}
	}
	if q.Has("_source_includes") {
		f.includes = strings.Split(q.Get("_source_includes"), ",")
	}
	if q.Has("_source_excludes") {
		f.excludes = strings.Split(q.Get("_source_excludes"), ",")
	}
}

func (f sourceFilter) apply(source string) (json.RawMessage, error) {
	if f.none {
		return nil, nil
	}
	if len(f.includes) == 0 && len(f.excludes) == 0 {
		return json.RawMessage(source), nil
	}
	var o map[string]json.RawMessage
	if err := json.Unmarshal([]byte(source), &o); err != nil {
		return nil, err
	}
	return json.Marshal(f.object("", o))
}

// object keeps the members of an object that the filter lets through. A nested object that loses all of
// its members goes as well.
func (f sourceFilter) object(prefix string, o map[string]json.RawMessage) map[string]json.RawMessage {
	kept := map[string]json.RawMessage{}
	for name, v := range o {
		path := prefix + name
		if f.excluded(path) {
			continue
		}
		if f.included(path) && len(f.excludes) == 0 {
			kept[name] = v
			continue
		}
		if v = f.value(path, v); v != nil {
			kept[name] = v
		}
	}
	return kept
}

func (f sourceFilter) value(path string, v json.RawMessage) json.RawMessage {
	var inner map[string]json.RawMessage
	if v[0] != '{' || json.Unmarshal(v, &inner) != nil {
		if f.included(path) {
			return v
		}
		return nil
	}
	rest := f.object(path+".", inner)
	if len(rest) == 0 && len(inner) > 0 {
		return nil
	}
	out, _ := json.Marshal(rest)
	return out
}

// included reports whether a path, or an object above it, is asked for.
func (f sourceFilter) included(path string) bool {
	return len(f.includes) == 0 || matches(f.includes, path)
}

func (f sourceFilter) excluded(path string) bool { return matches(f.excludes, path) }

func matches(list []string, path string) bool {
	for _, p := range list {
		if index.Glob(p, path) || index.Glob(p+".*", path) {
			return true
		}
	}
	return false
}
