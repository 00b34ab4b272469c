package plan

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/apache/arrow/go/v15/arrow"

	"gohunt/hunt/bind"
	"gohunt/hunt/fault"
	"gohunt/hunt/values"
)

// changing are functions and clauses that give something else on the next run.
var changing = regexp.MustCompile(`(?i)\b(now|random|setseed|uuid|uuidv4|uuidv7|gen_random_uuid|today|get_current_time|get_current_timestamp|` +
	`current_date|current_time|current_timestamp|localtime|localtimestamp|transaction_timestamp|nextval|sample|tablesample)\b`)

func changes(sql string) bool { return changing.MatchString(sql) }

// then makes the node that a verb gives.
func (n *Node) then(wrote string, schema *arrow.Schema, s step, again func(context.Context, *Node) (*Node, error)) *Node {
	next := n.runner.node(schema, n)
	next.step, next.wrote = s, wrote
	next.again = func(ctx context.Context, parents []*Node) (*Node, error) { return again(ctx, parents[0]) }
	return next
}

// Where keeps the rows for which a condition is true. A condition that is neither true nor false by its type is an error.
func (n *Node) Where(ctx context.Context, condition string, args ...any) (*Node, error) {
	bound, err := bind.Expr(condition, args, n.Columns())
	if err != nil {
		return nil, n.explained(err, "Where", condition)
	}
	schema, err := n.typed(ctx, closed(bound.SQL), "", bound.Used, bound.Star)
	if err != nil {
		return nil, n.explained(err, "Where", condition)
	}
	if t := schema.Field(0).Type; t.ID() != arrow.BOOL {
		return nil, fault.New("Where", condition, fmt.Sprintf("this is %s, not true or false", values.Type(t)), "compare it with something: =, <>, <, LIKE, IN (…), IS NOT NULL")
	}
	next := n.then("Where "+condition, n.Schema(), where{bound.SQL}, func(ctx context.Context, fresh *Node) (*Node, error) {
		return fresh.Where(ctx, condition, args...)
	})
	next.expect(bound)
	return next, nil
}

// expect notes what a bound expression brings with it.
func (n *Node) expect(bound bind.Bound) {
	n.volatile = n.volatile || changes(bound.SQL)
	n.numbers = append(n.numbers, bound.Numbers...)
	for _, c := range bound.Numbers {
		n.notes = append(n.notes, c+" is text and is compared with a number: a value that is no number matches nothing")
	}
}

// Select keeps columns, and adds expressions written "expr AS name".
func (n *Node) Select(ctx context.Context, items ...string) (*Node, error) {
	return n.project(ctx, "Select", false, items)
}

// Distinct keeps each different row once, or with columns or expressions each different combination of these; in the
// order of their values.
func (n *Node) Distinct(ctx context.Context, items ...string) (*Node, error) {
	if len(items) == 0 {
		all := n.then("Distinct", n.Schema(), project{unique: true}, func(ctx context.Context, fresh *Node) (*Node, error) { return fresh.Distinct(ctx) })
		return all.inOrder(n.Schema().NumFields()), nil
	}
	some, err := n.project(ctx, "Distinct", true, items)
	if err != nil {
		return nil, err
	}
	return some.inOrder(some.Schema().NumFields()), nil
}

func (n *Node) project(ctx context.Context, verb string, unique bool, items []string) (*Node, error) {
	if len(items) == 0 {
		return nil, fault.New(verb, "", "no column is named", "name the columns to keep")
	}
	list, err := n.list(ctx, verb, items)
	if err != nil {
		return nil, err
	}
	next := n.then(verb+" "+strings.Join(items, ", "), list.schema, project{list.sql, unique}, func(ctx context.Context, fresh *Node) (*Node, error) {
		return fresh.project(ctx, verb, unique, items)
	})
	for _, bound := range list.bound {
		next.expect(bound)
	}
	return next, nil
}

// With adds a column, or puts another value in its place.
func (n *Node) With(ctx context.Context, name, expr string, args ...any) (*Node, error) {
	if strings.TrimSpace(name) == "" {
		return nil, fault.New("With", expr, "the new column has no name", `write With("name", "expression")`)
	}
	bound, err := bind.Expr(expr, args, n.Columns())
	if err != nil {
		return nil, n.explained(err, "With", expr)
	}
	schema, err := n.typed(ctx, closed(bound.SQL), "", bound.Used, bound.Star)
	if err == nil && schema.NumFields() != 1 {
		err = errors.New("this is more than one column")
	}
	if err != nil {
		return nil, n.explained(err, "With", expr)
	}
	fields, item := n.added(name, bound.SQL, schema.Field(0).Type)
	next := n.then("With "+name+" "+expr, arrow.NewSchema(fields, nil), project{items: []string{item}}, func(ctx context.Context, fresh *Node) (*Node, error) {
		return fresh.With(ctx, name, expr, args...)
	})
	next.expect(bound)
	return next, nil
}

// added is the schema and the SELECT item with one more column, or with another in its place.
func (n *Node) added(name, sql string, t arrow.DataType) ([]arrow.Field, string) {
	fields := append([]arrow.Field{}, n.Schema().Fields()...)
	if i := n.Columns().Find(name); i >= 0 {
		fields[i] = arrow.Field{Name: fields[i].Name, Type: t, Nullable: true}
		return fields, "* REPLACE (" + closed(sql) + " AS " + bind.Quote(fields[i].Name) + ")"
	}
	fields = append(fields, arrow.Field{Name: name, Type: t, Nullable: true})
	return fields, "*, " + closed(sql) + " AS " + bind.Quote(name)
}

var direction = regexp.MustCompile(`(?i)\s+((asc|desc)(\s+nulls\s+(first|last))?|nulls\s+(first|last))\s*$`)

// OrderBy sorts by columns or expressions, each with an optional ASC, DESC, NULLS FIRST, NULLS LAST. Nulls come last.
func (n *Node) OrderBy(ctx context.Context, items ...string) (*Node, error) {
	if len(items) == 0 {
		return nil, fault.New("OrderBy", "", "no column is named", "name the columns to sort by")
	}
	sorted := order{plain: true}
	var used []int
	star, shaky := false, false
	for _, item := range items {
		expr, suffix := item, direction.FindString(item)
		expr = strings.TrimSuffix(item, suffix)
		bound, plain, err := n.item(expr)
		if err != nil {
			return nil, n.explained(err, "OrderBy", item)
		}
		sorted.items = append(sorted.items, bound.SQL+suffix)
		sorted.plain = sorted.plain && plain
		used, star, shaky = append(used, bound.Used...), star || bound.Star, shaky || changes(bound.SQL)
	}
	if !sorted.plain {
		if _, err := n.typed(ctx, "1", " ORDER BY "+strings.Join(sorted.items, ", "), used, star); err != nil {
			return nil, n.explained(err, "OrderBy", strings.Join(items, ", "))
		}
	}
	next := n.then("OrderBy "+strings.Join(items, ", "), n.Schema(), sorted, func(ctx context.Context, fresh *Node) (*Node, error) { return fresh.OrderBy(ctx, items...) })
	next.volatile = shaky
	return next, nil
}

// Head keeps the first k rows.
func (n *Node) Head(k int) (*Node, error) {
	if k < 0 {
		return nil, fault.New("Head", fmt.Sprint(k), "a number of rows is not negative", "")
	}
	return n.then(fmt.Sprint("Head ", k), n.Schema(), limit{k}, func(_ context.Context, fresh *Node) (*Node, error) { return fresh.Head(k) }), nil
}
