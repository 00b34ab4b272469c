package plan

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/apache/arrow/go/v15/arrow"

	"gohunt/hunt/bind"
	"gohunt/hunt/fault"
	"gohunt/hunt/values"
)

// countName is the name of the column that Count and Stack add, or "count" when a key is called n.
func countName(keys *arrow.Schema) string {
	for _, f := range keys.Fields() {
		if strings.EqualFold(f.Name, "n") {
			return "count"
		}
	}
	return "n"
}

// Keys checks what the rows are to be grouped by: columns, or expressions "expr AS name".
func (n *Node) Keys(ctx context.Context, keys ...string) error {
	if len(keys) == 0 {
		return nil
	}
	_, err := n.list(ctx, "GroupBy", keys)
	return err
}

// Stack counts the rows per combination of values of keys: the rarest first, then in the order of the keys; a null is a
// value of its own.
func (n *Node) Stack(ctx context.Context, keys ...string) (*Node, error) {
	if len(keys) == 0 {
		return nil, fault.New("Stack", "", "no column is named", "name the columns to count by")
	}
	counted, err := n.tally(ctx, "Stack", keys)
	if err != nil {
		return nil, err
	}
	by := []string{bind.Quote(counted.Schema().Field(len(keys)).Name)}
	for i := range keys {
		by = append(by, bind.Quote(counted.Schema().Field(i).Name))
	}
	return counted.then("", counted.Schema(), order{by, true}, func(ctx context.Context, fresh *Node) (*Node, error) {
		return fresh.parents[0].Stack(ctx, keys...)
	}), nil
}

// Count is the number of rows per combination of values of keys, in the order of the keys.
func (n *Node) Count(ctx context.Context, keys ...string) (*Node, error) {
	counted, err := n.tally(ctx, "Count", keys)
	if err != nil {
		return nil, err
	}
	return counted.inOrder(len(keys)), nil
}

func (n *Node) tally(ctx context.Context, verb string, keys []string) (*Node, error) {
	by, err := n.keyList(ctx, verb, keys)
	if err != nil {
		return nil, err
	}
	name := countName(by.schema)
	fields := append(slices.Clone(by.schema.Fields()), arrow.Field{Name: name, Type: arrow.PrimitiveTypes.Int64})
	return n.grouped(by, []string{"count(*) AS " + bind.Quote(name)}, arrow.NewSchema(fields, nil), func(ctx context.Context, fresh *Node) (*Node, error) {
		return fresh.tally(ctx, verb, keys)
	}), nil
}

func (n *Node) keyList(ctx context.Context, verb string, keys []string) (*list, error) {
	if len(keys) == 0 {
		return &list{schema: arrow.NewSchema(nil, nil)}, nil
	}
	return n.list(ctx, verb, keys)
}

func (n *Node) grouped(by *list, aggregates []string, schema *arrow.Schema, again func(context.Context, *Node) (*Node, error)) *Node {
	next := n.then("GroupBy "+strings.Join(by.sql, ", "), schema, group{by.sql, places(by), aggregates}, again)
	for _, bound := range by.bound {
		next.expect(bound)
	}
	return next
}

// places are 1, 2 ... for each key.
func places(by *list) []string {
	var at []string
	for i := range by.sql {
		at = append(at, fmt.Sprint(i+1))
	}
	return at
}

// inOrder sorts by the first columns.
func (n *Node) inOrder(columns int) *Node {
	if columns == 0 {
		return n
	}
	var by []string
	for _, f := range n.Schema().Fields()[:columns] {
		by = append(by, bind.Quote(f.Name))
	}
	return n.then("", n.Schema(), order{by, true}, func(_ context.Context, fresh *Node) (*Node, error) { return fresh.inOrder(columns), nil })
}

// Aggregate applies one function of the engine ("sum", "min", "max", "avg") to columns, per combination of values of
// keys. Each result is called column.function, with mean for avg. Sums of whole numbers are whole (int64).
func (n *Node) Aggregate(ctx context.Context, function string, keys, cols []string) (*Node, error) {
	verb := verbs[function]
	if len(cols) == 0 {
		return nil, fault.New(verb, "", "no column is named", "name the columns to work on")
	}
	exprs := make([]string, len(cols))
	for i, c := range cols {
		at := n.Columns().Find(c)
		if at < 0 {
			return nil, n.explained(bind.NewUnknown(c, n.Columns().Names()), verb, c)
		}
		field := n.Schema().Field(at)
		if (function == "sum" || function == "avg") && !values.IsNumber(field.Type) {
			return nil, fault.New(verb, field.Name, "the column is "+values.Type(field.Type)+", not a number", `make one first: With("x", "TRY_CAST(… AS DOUBLE)")`)
		}
		exprs[i] = call(function, field) + " AS " + bind.Quote(field.Name+"."+strings.ToLower(verb))
	}
	return n.agg(ctx, verb, keys, exprs)
}

var verbs = map[string]string{"sum": "Sum", "min": "Min", "max": "Max", "avg": "Mean"}

func call(function string, f arrow.Field) string {
	sql := function + "(" + bind.Quote(f.Name) + ")"
	if function == "sum" && arrow.IsInteger(f.Type.ID()) {
		return sql + "::BIGINT"
	}
	return sql
}

// Agg applies aggregate expressions, each "expr AS name", per combination of values of keys.
func (n *Node) Agg(ctx context.Context, keys, exprs []string) (*Node, error) {
	if len(exprs) == 0 {
		return nil, fault.New("Agg", "", "no expression is given", `write Agg("count(DISTINCT host.name) AS hosts")`)
	}
	return n.agg(ctx, "Agg", keys, exprs)
}

func (n *Node) agg(ctx context.Context, verb string, keys, exprs []string) (*Node, error) {
	by, err := n.keyList(ctx, verb, keys)
	if err != nil {
		return nil, err
	}
	what, err := n.aggregates(ctx, verb, by, exprs)
	if err != nil {
		return nil, err
	}
	done := n.grouped(by, what.sql, what.schema, func(ctx context.Context, fresh *Node) (*Node, error) { return fresh.agg(ctx, verb, keys, exprs) })
	for _, bound := range what.bound {
		done.expect(bound)
	}
	return done.inOrder(len(keys)), nil
}

// aggregates binds and types the expressions together with the keys.
func (n *Node) aggregates(ctx context.Context, verb string, by *list, exprs []string) (*list, error) {
	l := &list{}
	var used []int
	for _, e := range exprs {
		expr, name := bind.Item(e)
		bound, err := bind.Expr(expr, nil, n.Columns())
		if err != nil {
			return nil, n.explained(err, verb, e)
		}
		l.bound, l.sql = append(l.bound, bound), append(l.sql, aliased(bound.SQL, name))
		used = append(used, bound.Used...)
	}
	for _, bound := range by.bound {
		used = append(used, bound.Used...)
	}
	slices.Sort(used)
	rest := ""
	if keys := places(by); len(keys) > 0 {
		rest = " GROUP BY " + strings.Join(keys, ", ")
	}
	schema, err := n.typed(ctx, strings.Join(append(slices.Clone(by.sql), l.sql...), ", "), rest, slices.Compact(used), false)
	if err != nil {
		return nil, n.explained(err, verb, strings.Join(exprs, ", "))
	}
	l.schema = schema
	return l, twice(verb, schema)
}
