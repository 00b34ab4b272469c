package elastic

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"time"

	"gohunt/notebooks/lab/datemath"
	"gohunt/notebooks/lab/dsl"
	"gohunt/notebooks/lab/index"
	"gohunt/notebooks/lab/refusal"
)

// sortKey is one key of a sort. _doc and _shard_doc are the order in which documents were written.
type sortKey struct {
	field    string
	desc     bool
	first    bool   // missing values come first
	unmapped string // the type that a field without a mapping is taken for
	format   string // of dates in search_after and in the answer
}

func (k sortKey) isDoc() bool { return k.field == "_doc" || k.field == "_shard_doc" }

// readSort reads "a:desc,b", "a", {"a":"desc"}, {"a":{"order":"desc"}} and lists of them. A point in time
// gets _shard_doc as a last key, which makes every row's place one of its own.
func (sr *search) readSort(q url.Values, f fields, pit bool) error {
	var raw json.RawMessage
	there, err := f.take("sort", &raw)
	if err != nil {
		return err
	}
	if !there && q.Get("sort") != "" {
		raw, there = uriSort(q.Get("sort")), true
	}
	if there {
		if sr.sorts, err = parseSort(raw); err != nil {
			return err
		}
	}
	sr.sorted = len(sr.sorts) > 0
	if pit && sr.sorted && !sr.sorts[len(sr.sorts)-1].isDoc() {
		sr.sorts = append(sr.sorts, sortKey{field: "_shard_doc"})
	}
	return sr.checkAfter(pit)
}

func (sr *search) checkAfter(pit bool) error {
	if len(sr.after) > 0 && !sr.sorted && pit {
		sr.sorts, sr.sorted = []sortKey{{field: "_shard_doc"}}, true
	}
	if len(sr.after) > 0 && len(sr.after) != len(sr.sorts) {
		return refusal.Argument("search_after has %d value(s) but sort has %d.", len(sr.after), len(sr.sorts)).InPhase()
	}
	if len(sr.after) > 0 && sr.from > 0 {
		return refusal.Argument("`from` parameter must be set to 0 when `search_after` is used.")
	}
	return nil
}

func uriSort(text string) json.RawMessage {
	var keys []any
	for _, part := range strings.Split(text, ",") {
		field, order, found := strings.Cut(part, ":")
		if found {
			keys = append(keys, map[string]string{field: order})
		} else {
			keys = append(keys, field)
		}
	}
	raw, _ := json.Marshal(keys)
	return raw
}

func parseSort(raw json.RawMessage) ([]sortKey, error) {
	list := []json.RawMessage{raw}
	if raw = bytes.TrimSpace(raw); raw[0] == '[' {
		if err := json.Unmarshal(raw, &list); err != nil {
			return nil, refusal.Parsing("[sort] cannot be read: %s", err)
		}
	}
	var keys []sortKey
	for _, one := range list {
		k, err := parseSortKey(one)
		if err != nil {
			return nil, err
		}
		keys = append(keys, k...)
	}
	return keys, nil
}

func parseSortKey(raw json.RawMessage) ([]sortKey, error) {
	var name string
	if json.Unmarshal(raw, &name) == nil {
		return []sortKey{{field: name, desc: name == "_score"}}, nil
	}
	var o map[string]json.RawMessage
	if err := json.Unmarshal(raw, &o); err != nil || len(o) != 1 {
		return nil, refusal.Parsing("[sort] expects field names or objects with one field, found [%s]", raw)
	}
	for field, rest := range o {
		k := sortKey{field: field}
		var order string
		if json.Unmarshal(rest, &order) == nil {
			err := k.order(order)
			return []sortKey{k}, err
		}
		return k.options(rest)
	}
	return nil, nil
}

func (k *sortKey) order(text string) error {
	switch strings.ToLower(text) {
	case "asc", "":
	case "desc":
		k.desc = true
	default:
		return refusal.Argument("Unknown SortOrder [%s]", text)
	}
	return nil
}

func (k sortKey) options(raw json.RawMessage) ([]sortKey, error) {
	var o struct {
		Order, Missing, Format string
		Unmapped               string `json:"unmapped_type"`
		Mode, NumericType      string
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	if err := d.Decode(&o); err != nil {
		return nil, refusal.NotImplemented("these options of a sort by [%s]: %s", k.field, err)
	}
	if o.Mode != "" || o.NumericType != "" || (o.Missing != "" && o.Missing != "_last" && o.Missing != "_first") {
		return nil, refusal.NotImplemented("mode, numeric_type and replacements of missing values in a sort by [%s]", k.field)
	}
	k.first, k.unmapped, k.format = o.Missing == "_first", o.Unmapped, o.Format
	if k.format != "" {
		if err := datemath.CheckFormat(k.format); err != nil {
			return nil, refusal.Argument("%s", err)
		}
	}
	err := k.order(o.Order)
	return []sortKey{k}, err
}

// expression returns the SQL of the key's value in an index.
func (k sortKey) expression(x *index.Index) (string, error) {
	switch {
	case k.isDoc():
		return "_row", nil
	case k.field == "_score":
		return "1.0::DOUBLE", nil
	case k.field == "_index":
		return dsl.Literal(x.Name), nil
	}
	f := x.Mapping.Field(k.field)
	if f == nil && k.unmapped != "" {
		return "NULL", nil
	}
	if f == nil {
		return "", refusal.Shard("No mapping found for [%s] in order to sort on", k.field).With("index", x.Name)
	}
	if f.Kind == index.Text {
		return "", refusal.Argument("Fielddata is disabled on [%s] in [%s]. Text fields are not optimised for operations that require per-document field data like aggregations and sorting, so these operations are disabled by default. Please use a keyword field instead.", k.field, x.Name).InPhase()
	}
	return k.value(f), nil
}

// value is a column's value for sorting: of a list the least, or the greatest when descending.
func (k sortKey) value(f *index.Field) string {
	column := f.Column()
	if f.IsList() {
		column = "list_aggregate(" + column + ", '" + map[bool]string{false: "min", true: "max"}[k.desc] + "')"
	}
	switch {
	case f.Lowercase:
		return "lower(" + column + ")"
	case f.Kind == index.Date:
		return "epoch_ms(" + column + ")"
	case f.Kind == index.Bool:
		return column + "::BIGINT"
	}
	return column
}

// kind returns what the key's values are, from the first index that maps the field.
func (k sortKey) kind(indices []*index.Index) (index.Kind, bool) {
	for _, x := range indices {
		if f := x.Mapping.Field(k.field); f != nil {
			return f.Kind, true
		}
	}
	return 0, false
}

func (k sortKey) orderBy(column string) string {
	s := column + map[bool]string{false: " ASC", true: " DESC"}[k.desc]
	return s + map[bool]string{false: " NULLS LAST", true: " NULLS FIRST"}[k.first]
}

// afterCondition is the rows behind the values of search_after, in the keys' order.
func (sr *search) afterCondition(now time.Time) (string, error) {
	var any1, equal []string
	for i, k := range sr.sorts {
		column := fmt.Sprintf("k%d", i)
		v, err := sr.afterValue(k, sr.after[i], now)
		if err != nil {
			return "", err
		}
		if behind := k.behind(column, v); behind != "" {
			any1 = append(any1, strings.Join(append(equal, behind), " AND "))
		}
		equal = append(equal[:len(equal):len(equal)], column+" IS NOT DISTINCT FROM "+v)
	}
	if len(any1) == 0 {
		return "false", nil
	}
	return "(" + strings.Join(any1, ") OR (") + ")", nil
}

// behind is the values that come after v; empty if none does.
func (k sortKey) behind(column, v string) string {
	if v == "NULL" {
		if k.first {
			return column + " IS NOT NULL"
		}
		return ""
	}
	op := map[bool]string{false: " > ", true: " < "}[k.desc]
	if k.first {
		return column + op + v
	}
	return "(" + column + op + v + " OR " + column + " IS NULL)"
}

func (sr *search) afterValue(k sortKey, raw json.RawMessage, now time.Time) (string, error) {
	var v any
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	if err := d.Decode(&v); err != nil {
		return "", refusal.Parsing("[search_after] cannot be read: %s", err)
	}
	kind, mapped := k.kind(sr.indices)
	switch v := v.(type) {
	case nil:
		return "NULL", nil
	case json.Number:
		return v.String(), nil
	case bool:
		return map[bool]string{false: "0", true: "1"}[v], nil
	case string:
		return sr.afterText(k, kind, mapped, v, now)
	}
	return "", refusal.Argument("Can't handle [search_after] field value of type [%T]", v)
}

func (sr *search) afterText(k sortKey, kind index.Kind, mapped bool, v string, now time.Time) (string, error) {
	switch {
	case mapped && kind == index.Date:
		t, err := datemath.Parse(v, datemath.Options{Now: now, Format: k.format})
		if err != nil {
			return "", refusal.Argument("%s", err)
		}
		return fmt.Sprint(t.UnixMilli()), nil
	case mapped && kind == index.IP:
		digits, ok := index.Address(v)
		if !ok {
			return "", refusal.Argument("'%s' is not an IP string literal.", v)
		}
		return dsl.Literal(digits), nil
	case mapped && (kind == index.Int || kind == index.Float) || k.isDoc():
		return "", refusal.Argument("Failed to parse search_after value for field [%s].", k.field)
	}
	return dsl.Literal(v), nil
}
