package dsl

import (
	"encoding/json"
	"fmt"
	"strings"

	"gohunt/notebooks/lab/refusal"
)

// scalar is a JSON string, number or boolean, kept as text.
type scalar string

// UnmarshalJSON takes a string, a number or a boolean.
func (s *scalar) UnmarshalJSON(body []byte) error {
	switch body[0] {
	case '{', '[':
		return fmt.Errorf("expected a value but found [%s]", body)
	case '"':
		return json.Unmarshal(body, (*string)(s))
	}
	*s = scalar(body)
	return nil
}

// single reads {"field": rest} and hands rest to fn: the options, or the short form's value as key.
func single(name, key string, body json.RawMessage, v any) (field string, err error) {
	var o object
	if err := json.Unmarshal(body, &o); err != nil {
		return "", refusal.Parsing("[%s] query malformed: %s", name, err)
	}
	if len(o) != 1 {
		return "", refusal.Parsing("[%s] query doesn't support multiple fields, found %v", name, o.keys())
	}
	for field, rest := range o {
		if rest[0] != '{' {
			rest = json.RawMessage(`{"` + key + `":` + string(rest) + `}`)
		}
		return field, decode(name, rest, v)
	}
	return "", nil
}

// common is what every query takes beside its own options; it moves scores only.
type common struct {
	Boost   json.RawMessage
	Name    string `json:"_name"`
	Rewrite string
}

func parseTerm(body json.RawMessage) (Query, error) {
	var o struct {
		Value   scalar
		AnyCase bool `json:"case_insensitive"`
		common
	}
	field, err := single("term", "value", body, &o)
	return Term{Field: field, Value: string(o.Value), AnyCase: o.AnyCase}, err
}

func parseTerms(body json.RawMessage) (Query, error) {
	var o map[string]json.RawMessage
	if err := json.Unmarshal(body, &o); err != nil {
		return nil, refusal.Parsing("[terms] query malformed: %s", err)
	}
	delete(o, "boost")
	if len(o) != 1 {
		return nil, refusal.Parsing("[terms] query requires a field name, followed by array of terms")
	}
	q := Bool{MinShould: 1}
	for field, list := range o {
		var values []scalar
		if err := json.Unmarshal(list, &values); err != nil {
			return nil, refusal.Parsing("[terms] query does not support [%s] as the values of [%s]", list, field)
		}
		for _, v := range values {
			q.Should = append(q.Should, Term{Field: field, Value: string(v)})
		}
	}
	return q, nil
}

func parseRange(body json.RawMessage) (Query, error) {
	var o struct {
		GTE, GT, LTE, LT *scalar
		Format           string
		TimeZone         string `json:"time_zone"`
		Relation         string
		common
	}
	field, err := single("range", "gte", body, &o)
	if err != nil {
		return nil, err
	}
	if o.TimeZone != "" && o.TimeZone != "UTC" && o.TimeZone != "Z" && o.TimeZone != "+00:00" {
		return nil, refusal.NotImplemented("time zones other than UTC in a range, as [%s]", o.TimeZone)
	}
	r := Range{Field: field, Format: o.Format, WithLower: o.GT == nil, WithUpper: o.LT == nil}
	r.Lower, r.Upper = first(o.GT, o.GTE), first(o.LT, o.LTE)
	return r, nil
}

func first(a, b *scalar) *string {
	if a == nil {
		a = b
	}
	if a == nil || *a == "null" {
		return nil
	}
	s := string(*a)
	return &s
}

func parseExists(body json.RawMessage) (Query, error) {
	var o struct {
		Field string
		common
	}
	return exactly(&o.Field, body, "exists", &o, func() Query { return Exists{Field: o.Field} })
}

// exactly decodes options of which one must be there.
func exactly(required *string, body json.RawMessage, name string, o any, make func() Query) (Query, error) {
	if err := decode(name, body, o); err != nil {
		return nil, err
	}
	if *required == "" {
		return nil, refusal.Parsing("[%s] must be provided with a [field]", name)
	}
	return make(), nil
}

func parseIDs(body json.RawMessage) (Query, error) {
	var o struct {
		Values []string
		common
	}
	err := decode("ids", body, &o)
	return IDs{o.Values}, err
}

type patternOptions struct {
	Value, Wildcard scalar
	AnyCase         bool `json:"case_insensitive"`
	Flags           string
	MaxStates       int `json:"max_determinized_states"`
	common
}

func (o patternOptions) pattern() string {
	if o.Value == "" {
		return string(o.Wildcard)
	}
	return string(o.Value)
}

func parseWildcard(body json.RawMessage) (Query, error) {
	var o patternOptions
	field, err := single("wildcard", "value", body, &o)
	return Wildcard{Field: field, Pattern: o.pattern(), AnyCase: o.AnyCase, Kind: "wildcard"}, err
}

var plain = strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`)

func parsePrefix(body json.RawMessage) (Query, error) {
	var o patternOptions
	field, err := single("prefix", "value", body, &o)
	return Wildcard{Field: field, Pattern: plain.Replace(o.pattern()) + "*", AnyCase: o.AnyCase, Kind: "prefix"}, err
}

func parseRegexp(body json.RawMessage) (Query, error) {
	var o patternOptions
	field, err := single("regexp", "value", body, &o)
	if err == nil && o.Flags != "" && o.Flags != "ALL" && o.Flags != "NONE" {
		return nil, refusal.NotImplemented("flags [%s] of a regexp query", o.Flags)
	}
	return Regexp{Field: field, Pattern: o.pattern(), AnyCase: o.AnyCase}, err
}

func parseMatch(body json.RawMessage) (Query, error) {
	var o struct {
		Query    scalar
		Operator string
		common
	}
	field, err := single("match", "query", body, &o)
	return Match{Field: field, Text: string(o.Query), And: strings.EqualFold(o.Operator, "and")}, err
}

func parsePhrase(body json.RawMessage) (Query, error) {
	var o struct {
		Query scalar
		common
	}
	field, err := single("match_phrase", "query", body, &o)
	return Match{Field: field, Text: string(o.Query), Phrase: true}, err
}

func parseString(body json.RawMessage) (Query, error) {
	var o struct {
		Query           *string
		Fields          []string
		DefaultField    string `json:"default_field"`
		Operator        string `json:"default_operator"`
		Lenient         *bool
		AnalyzeWildcard bool   `json:"analyze_wildcard"`
		LeadingWildcard *bool  `json:"allow_leading_wildcard"`
		TimeZone        string `json:"time_zone"`
		common
	}
	if err := decode("query_string", body, &o); err != nil {
		return nil, err
	}
	if o.Query == nil {
		return nil, refusal.Parsing("[query_string] must be provided with a [query]")
	}
	if o.LeadingWildcard != nil && !*o.LeadingWildcard {
		return nil, refusal.NotImplemented("allow_leading_wildcard=false of query_string")
	}
	q := QueryString{Query: *o.Query, Fields: o.Fields, Lenient: o.Lenient, DefaultAnd: strings.EqualFold(o.Operator, "and")}
	if o.DefaultField != "" && o.DefaultField != "*" {
		q.Fields = []string{o.DefaultField}
	}
	return ParseQueryString(q)
}
