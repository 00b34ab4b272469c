package plan

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/apache/arrow/go/v15/arrow"

	"gohunt/hunt/bind"
	"gohunt/hunt/fault"
)

// list is a SELECT list: the items as SQL and the columns that they give.
type list struct {
	sql    []string
	schema *arrow.Schema
	bound  []bind.Bound
}

// item binds a column, written exactly as it is called or as SQL, or an expression. plain tells that it is a column.
func (n *Node) item(written string) (bound bind.Bound, plain bool, err error) {
	if i := n.Columns().Find(strings.TrimSpace(written)); i >= 0 {
		return bind.Bound{SQL: bind.Quote(n.Schema().Field(i).Name), Used: []int{i}}, true, nil
	}
	bound, err = bind.Expr(written, nil, n.Columns())
	return bound, false, err
}

// list binds and types items. Plain columns need no engine.
func (n *Node) list(ctx context.Context, verb string, items []string) (*list, error) {
	l := &list{}
	var fields []arrow.Field
	var used []int
	plain, star := true, false
	for _, item := range n.expand(items) {
		expr, name := bind.Item(item)
		bound, isColumn, err := n.item(expr)
		if err != nil {
			return nil, n.explained(err, verb, item)
		}
		l.bound = append(l.bound, bound)
		l.sql = append(l.sql, aliased(bound.SQL, name))
		plain = plain && isColumn
		used, star = append(used, bound.Used...), star || bound.Star
		if isColumn {
			fields = append(fields, renamed(n.Schema().Field(bound.Used[0]), name))
		}
	}
	schema := arrow.NewSchema(fields, nil)
	if !plain {
		slices.Sort(used)
		var err error
		if schema, err = n.typed(ctx, strings.Join(l.sql, ", "), "", slices.Compact(used), star); err != nil {
			return nil, n.explained(err, verb, strings.Join(items, ", "))
		}
	}
	l.schema = schema
	return l, twice(verb, schema)
}

// expand puts the columns that start with a name in the place of that name and .* ; other items stay.
func (n *Node) expand(items []string) []string {
	var out []string
	for _, item := range items {
		prefix, ok := strings.CutSuffix(strings.TrimSpace(item), "*")
		var found []string
		for _, name := range n.Columns().Names() {
			if ok && strings.HasSuffix(prefix, ".") && len(name) > len(prefix) && strings.EqualFold(name[:len(prefix)], prefix) {
				found = append(found, name)
			}
		}
		if found == nil {
			found = []string{item}
		}
		out = append(out, found...)
	}
	return out
}

func aliased(sql, name string) string {
	if name == "" {
		return closed(sql)
	}
	return closed(sql) + " AS " + bind.Quote(name)
}

func renamed(f arrow.Field, name string) arrow.Field {
	if name != "" {
		f.Name = name
	}
	return f
}

// twice is the error for two columns of one name.
func twice(verb string, schema *arrow.Schema) error {
	seen := map[string]bool{}
	for _, f := range schema.Fields() {
		if lower := strings.ToLower(f.Name); seen[lower] {
			return fault.New(verb, f.Name, fmt.Sprintf("there would be two columns called %s", f.Name), `name one of them anew: "expression AS name"`)
		} else {
			seen[lower] = true
		}
	}
	return nil
}

// distinct tells result columns of one name apart.
func distinct(schema *arrow.Schema) *arrow.Schema {
	return arrow.NewSchema(bind.Unique(schema.Fields()), nil)
}
