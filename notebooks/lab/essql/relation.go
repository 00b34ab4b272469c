package essql

import (
	"fmt"
	"sort"
	"strings"

	"gohunt/notebooks/lab/dsl"
	"gohunt/notebooks/lab/index"
)

// Names returns the names of the columns that SELECT * gives: the fields of all indices in order, without
// multi-fields.
func Names(indices []*index.Index) []string {
	seen := map[string]bool{}
	var names []string
	for _, x := range indices {
		for _, name := range x.Mapping.Names() {
			if !seen[name] && x.Mapping.Field(name).Parent == nil {
				seen[name] = true
				names = append(names, name)
			}
		}
	}
	sort.Strings(names)
	return names
}

// has reports whether an index has a field of that name.
func (c *compiler) has(name string) bool {
	for _, x := range c.source.Indices {
		if x.Mapping.Field(name) != nil {
			return true
		}
	}
	return false
}

// column returns a column of the relation, and adds it there when it is new.
func (c *compiler) column(e *column) (value, error) {
	name := e.name
	if rest, ok := strings.CutPrefix(name, c.alias+"."); ok && c.alias != "" && !c.has(name) {
		name = rest
	}
	if !c.has(name) {
		if aliased, ok := c.aliases[name]; ok {
			delete(c.aliases, name)
			defer func() { c.aliases[name] = aliased }()
			return c.value(aliased)
		}
		return value{}, c.unknown(e, name)
	}
	i, ok := c.known[name]
	if !ok {
		n, err := c.need(e, name)
		if err != nil {
			return value{}, err
		}
		i = len(c.fields)
		c.known[name] = i
		c.fields = append(c.fields, n)
	}
	n := c.fields[i]
	return value{sql: fmt.Sprintf("f%d", i), kind: n.kind, list: n.list, name: name}, nil
}

func (c *compiler) unknown(e *column, name string) error {
	for _, x := range c.source.Indices {
		if x.Mapping.IsObject(name) {
			return verification(c.sql, e.at(), "Cannot use field [%s] type [object] only its subfields", name)
		}
	}
	if near := nearest(name, Names(c.source.Indices)); near != "" {
		return verification(c.sql, e.at(), "Unknown column [%s], did you mean [%s]?", name, near)
	}
	return verification(c.sql, e.at(), "Unknown column [%s]", name)
}

// need finds out a field's type in the indices that have it; two types are refused.
func (c *compiler) need(e *column, name string) (needed, error) {
	n := needed{name: name}
	for _, x := range c.source.Indices {
		f := x.Mapping.Field(name)
		if f == nil {
			continue
		}
		if n.kind != "" && n.kind != fieldType(f) {
			return n, verification(c.sql, e.at(), "Cannot use field [%s] due to ambiguities being mapped as [2] incompatible types: [%s], [%s]", name, n.kind, fieldType(f))
		}
		n.kind = fieldType(f)
		n.list = n.list || f.IsList()
	}
	return n, nil
}

// relation is the documents of all indices with the columns that the statement reads.
func (c *compiler) relation() (string, error) {
	if len(c.source.Indices) == 0 {
		return "SELECT 1 AS _row", nil
	}
	var parts []string
	for _, x := range c.source.Indices {
		where := index.Alive(c.source.Snapshot)
		if c.source.Filter != nil {
			filter, err := dsl.Compile(c.source.Filter, x.Mapping, dsl.Env{Now: c.source.Now, Index: x.Name})
			if err != nil {
				return "", err
			}
			where += " AND " + filter
		}
		parts = append(parts, "SELECT _row"+c.selected(x)+" FROM "+x.Table()+" WHERE "+where)
	}
	return strings.Join(parts, " UNION ALL "), nil
}

func (c *compiler) selected(x *index.Index) string {
	var b strings.Builder
	for i, n := range c.fields {
		fmt.Fprintf(&b, ", %s AS f%d", n.in(x), i)
	}
	return b.String()
}

// in is the column's expression in one index.
func (n needed) in(x *index.Index) string {
	f := x.Mapping.Field(n.name)
	kind := n.kind.engine()
	if n.list {
		kind += "[]"
	}
	switch {
	case f == nil:
		return "NULL::" + kind
	case f.Lowercase && f.IsList():
		return "list_transform(" + f.Column() + ", lambda x: lower(x))"
	case f.Lowercase && n.list:
		return "[lower(" + f.Column() + ")]"
	case f.Lowercase:
		return "lower(" + f.Column() + ")"
	case n.list && !f.IsList():
		return "CASE WHEN " + f.Column() + " IS NOT NULL THEN [" + f.Column() + "] END"
	}
	return f.Column()
}

// nearest returns the name that is closest to a mistyped one; empty if none is close.
func nearest(name string, names []string) string {
	best, distance := "", len(name)/3+1
	for _, n := range names {
		if d := edits(strings.ToLower(name), strings.ToLower(n), distance); d < distance {
			best, distance = n, d
		}
	}
	return best
}

// edits is the edit distance of two names, or at least limit when it is not below.
func edits(a, b string, limit int) int {
	if len(a)-len(b) >= limit || len(b)-len(a) >= limit {
		return limit
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		before := row[0]
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := before
			if a[i-1] != b[j-1] {
				cost++
			}
			before = row[j]
			row[j] = min(cost, row[j]+1, row[j-1]+1)
		}
	}
	return row[len(b)]
}
