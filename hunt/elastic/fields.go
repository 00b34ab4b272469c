package elastic

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"sort"
	"strings"

	"github.com/apache/arrow/go/v15/arrow"

	"gohunt/hunt/fault"
	"gohunt/hunt/jsonrows"
)

// Fields gives the columns that a search in index will have, sorted by name, before a row is read. They are the
// mapped leaf fields that hold a value in some document (field_caps), with dotted names, and these types:
//
//   - bool: boolean. int64: byte, short, integer, long. float64: half_float, float, double, scaled_float.
//   - timestamp in microseconds, UTC: date, date_nanos.
//   - utf8: all else. Objects that Elasticsearch does not look into (nested, flattened, geo shapes) are JSON text.
//   - list of one of them: where IsList says so.
//
// Metadata TypeKey has the Elasticsearch type. Where indices differ the column has the type that holds all. A name
// that differs from another only in case gets __cs2, and its path as metadata (jsonrows.PathKey). Multi-fields
// (name.text beside name) are left out: the documents do not have them. A pattern that matches no index gives no
// fields; a missing name without a wildcard is an error.
func (c *Client) Fields(ctx context.Context, index string) ([]arrow.Field, error) {
	q := call{step: "Search", on: index, method: http.MethodGet, path: indexPath(index, "_field_caps"), again: repeatable,
		query: url.Values{"fields": {"*"}, "include_empty_fields": {"false"}}}
	body, err := c.do(ctx, q)
	if unknownParameter(err) { // Elasticsearch before 8.13 cannot leave empty fields out
		q.query.Del("include_empty_fields")
		body, err = c.do(ctx, q)
	}
	if err != nil {
		return nil, err
	}
	var caps fieldCaps
	if err := json.Unmarshal(body, &caps); err != nil {
		return nil, &fault.Error{Step: q.step, On: q.on, Err: fmt.Errorf("the answer about fields cannot be read: %w", err)}
	}
	return caps.columns(), nil
}

func unknownParameter(err error) bool {
	status, ok := errors.AsType[*statusError](err)
	return ok && status.code == 400 && strings.Contains(status.reason, "include_empty_fields")
}

func indexPath(index, action string) string {
	if index = strings.TrimSpace(index); index == "" {
		index = "_all"
	}
	return "/" + url.PathEscape(index) + "/" + action
}

// fieldCaps is the answer of _field_caps: for each field the types it has.
type fieldCaps struct {
	Fields map[string]map[string]struct {
		Metadata bool `json:"metadata_field"`
	} `json:"fields"`
}

func (caps fieldCaps) columns() []arrow.Field {
	names := make([]string, 0, len(caps.Fields))
	for name := range caps.Fields {
		names = append(names, name)
	}
	sort.Strings(names)
	var fields []arrow.Field
	seen := map[string]int{}
	for _, name := range names {
		types := caps.types(name)
		if len(types) == 0 || caps.insideLeaf(name) {
			continue
		}
		fields = append(fields, column(name, types, seen))
	}
	return fields
}

// types gives the types that values of the field have: none for metadata fields and plain objects.
func (caps fieldCaps) types(name string) (types []string) {
	for kind, about := range caps.Fields[name] {
		if about.Metadata {
			return nil
		}
		if kind != "object" && kind != "unmapped" {
			types = append(types, kind)
		}
	}
	slices.Sort(types)
	return types
}

// insideLeaf reports whether a field above name has values itself: name is a multi-field of it, or lies inside a
// nested object, which is one value.
func (caps fieldCaps) insideLeaf(name string) bool {
	for i := strings.LastIndexByte(name, '.'); i > 0; i = strings.LastIndexByte(name[:i], '.') {
		above, ok := caps.Fields[name[:i]]
		if !ok {
			continue
		}
		if _, object := above["object"]; !object {
			return true
		}
	}
	return false
}

// column makes the field of a name; seen counts names in lower case.
func column(name string, types []string, seen map[string]int) arrow.Field {
	t := arrowType(types[0])
	for _, other := range types[1:] {
		t = common(t, arrowType(other))
	}
	if IsList(name) {
		t = arrow.ListOf(t)
	}
	keys, values := []string{TypeKey}, []string{strings.Join(types, "|")}
	if slices.ContainsFunc(types, isObject) {
		keys, values = append(keys, jsonrows.ObjectsKey), append(values, "expected")
	}
	f := arrow.Field{Name: name, Type: t, Nullable: true}
	low := strings.ToLower(name)
	if seen[low]++; seen[low] > 1 {
		f.Name = fmt.Sprintf("%s__cs%d", name, seen[low])
		keys, values = append(keys, jsonrows.PathKey), append(values, name)
	}
	f.Metadata = arrow.NewMetadata(keys, values)
	return f
}

// pathOf is the field's name in the documents.
func pathOf(f arrow.Field) string {
	if path, ok := f.Metadata.GetValue(jsonrows.PathKey); ok {
		return path
	}
	return f.Name
}

// differing says which fields have several types across the indices.
func differing(fields []arrow.Field) (notes []string) {
	for _, f := range fields {
		types, _ := f.Metadata.GetValue(TypeKey)
		if strings.Contains(types, "|") {
			notes = append(notes, fmt.Sprintf("%s: mapped as %s in different indices, read as %s",
				f.Name, strings.ReplaceAll(types, "|", " and "), f.Type))
		}
	}
	return notes
}
