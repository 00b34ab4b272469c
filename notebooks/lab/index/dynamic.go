package index

import (
	"encoding/json"
	"regexp"
	"strings"
	"time"
)

// fieldFor returns the field that a leaf belongs to, made by Elasticsearch's dynamic rules if it is new:
// true is a boolean, 1 a long, 1.5 a float, a string in the default date format a date, any other string
// what the index says (text with a keyword below, or keyword).
func (m *Mapping) fieldFor(leaf Leaf) (*Field, error) {
	if f := m.fields[leaf.Name]; f != nil {
		if f.Parent != nil {
			return nil, m.subFieldError(f)
		}
		return f, nil
	}
	kind := m.dynamicType(leaf.first())
	f, err := m.Add(leaf.Name, kind)
	if err != nil {
		return nil, err
	}
	if kind == "keyword" {
		f.IgnoreAbove = 1024
	}
	if kind == "text" {
		sub, err := m.AddSub(f, "keyword", "keyword")
		if err != nil {
			return nil, err
		}
		sub.IgnoreAbove = 256
	}
	return f, nil
}

func (l Leaf) first() any {
	if l.Array {
		return l.Values[0]
	}
	return l.Value
}

var (
	isoDate   = regexp.MustCompile(`^\d{4}-\d{2}(-\d{2}(T\d{2}(:\d{2}(:\d{2}([.,]\d{1,9})?)?)?(Z|[+-]\d{2}:?\d{2})?)?)?$`)
	slashDate = regexp.MustCompile(`^\d{4}/\d{2}/\d{2}( \d{2}:\d{2}:\d{2})?$`)
)

func (m *Mapping) dynamicType(v any) string {
	switch v := v.(type) {
	case bool:
		return "boolean"
	case int64:
		return "long"
	case float64:
		return "float"
	case json.Number:
		if strings.ContainsAny(v.String(), ".eE") {
			return "float"
		}
		return "long"
	case time.Time:
		return "date"
	case string:
		if isoDate.MatchString(v) || slashDate.MatchString(v) {
			return "date"
		}
	}
	return m.Strings
}
