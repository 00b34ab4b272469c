package plan

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/apache/arrow/go/v15/arrow"

	"gohunt/hunt/bind"
	"gohunt/hunt/fault"
)

// text is a person's SQL over named nodes.
type text struct {
	sql    string
	names  []string
	frames []*Node
}

// SQL plans a query in the engine's own SQL over named nodes; case does not matter in a name. Dotted and @-names that are
// columns of these are quoted, also behind an alias; everything else stays byte for byte.
func (r *Runner) SQL(ctx context.Context, sql string, args []any, named map[string]*Node) (*Node, error) {
	whole, err := bind.Statement(sql)
	if err != nil {
		return nil, explained(err, "SQL", sql, nil)
	}
	t := &text{}
	bind.Tables(whole, func(name string) (string, bool) { return t.know(find(named, name)) })
	indexes := make([]*bind.Columns, len(t.frames))
	for i, f := range t.frames {
		indexes[i] = f.Columns()
	}
	bound, err := bind.Query(whole, args, indexes...)
	if err != nil {
		return nil, explained(err, "SQL", sql, t.columnNames())
	}
	t.sql = bound.SQL
	n, err := r.planText(ctx, t, sql, args, bound)
	return n, misnamed(err, named)
}

// this is what a condition with a SELECT in it calls the frame that it filters.
const this = "the frame"

// WhereOver is Where for a condition that asks other frames in a SELECT of its own: column IN (SELECT … FROM name).
func (n *Node) WhereOver(ctx context.Context, condition string, args []any, named map[string]*Node) (*Node, error) {
	if _, err := bind.Statement(condition); err != nil {
		return nil, explained(err, "Where", condition, nil)
	}
	all := maps.Clone(named)
	all[this] = n
	sql := "SELECT * FROM " + bind.Quote(this) + " WHERE (" + closed(condition) + ")"
	filtered, err := n.runner.SQL(ctx, sql, args, all)
	if said, ok := errors.AsType[*fault.Error](err); ok {
		said.Step, said.On = "Where", condition
	}
	return filtered, err
}

func find(named map[string]*Node, name string) (string, *Node) {
	for known, n := range named {
		if strings.EqualFold(known, name) {
			return known, n
		}
	}
	return "", nil
}

var noFrame = regexp.MustCompile(`^Table with name (\S+) does not exist!`)

// misnamed gives the error for an unknown table a hint in the person's names; the engine only knows its own.
func misnamed(err error, named map[string]*Node) error {
	said, ok := errors.AsType[*fault.Error](err)
	if !ok || said.Err == nil {
		return err
	}
	found := noFrame.FindStringSubmatch(said.Err.Error())
	if found == nil {
		return err
	}
	names := slices.Sorted(maps.Keys(named))
	said.Err = fmt.Errorf("no frame is called %s", found[1])
	said.Hint = `give the frame that name first: .As("` + found[1] + `")`
	if near := bind.Near(found[1], names); near != "" {
		said.Hint = "did you mean " + near + "?"
	}
	return said
}

func (t *text) know(name string, n *Node) (string, bool) {
	if n == nil {
		return "", false
	}
	for _, known := range t.names {
		if known == name {
			return name, true
		}
	}
	t.names, t.frames = append(t.names, name), append(t.frames, n)
	return name, true
}

func (r *Runner) planText(ctx context.Context, t *text, written string, args []any, bound bind.Bound) (*Node, error) {
	for _, f := range t.frames {
		if err := f.declare(ctx); err != nil {
			return nil, err
		}
	}
	n := r.node(arrow.NewSchema(nil, nil), t.frames...)
	n.query = t
	schema, err := r.schema(ctx, n.compose().String())
	if err != nil {
		return nil, explained(err, "SQL", oneLine(written), t.columnNames())
	}
	n.columns = bind.NewColumns(distinct(schema))
	n.volatile = len(t.frames) == 0 || changes(bound.SQL)
	n.casts = bound.Numbers
	n.notes = castNotes(bound.Numbers, "is text and is compared with a number: one value that is no number ends the query (TRY_CAST(… AS DOUBLE) would skip it)")
	n.again = func(ctx context.Context, fresh []*Node) (*Node, error) {
		again := &text{t.sql, t.names, fresh}
		return r.planText(ctx, again, written, args, bound)
	}
	return n, nil
}

// composeText puts the nodes in front of the text, so that its own names and clauses stay as they are.
func (n *Node) composeText() *query {
	t := n.query
	var tables []string
	for i := range t.frames {
		tables = append(tables, bind.Quote(t.names[i])+" AS NOT MATERIALIZED (\n"+indent(n.below(i).String())+"\n)")
	}
	q := over("(\n" + t.sql + "\n)")
	if len(tables) > 0 {
		q.with = "WITH " + strings.Join(tables, ", ") + "\n"
	}
	return q
}

func (t *text) columnNames() []string {
	var names []string
	for i, f := range t.frames {
		names = append(append(names, f.Columns().Names()...), t.names[i])
	}
	return names
}

func castNotes(columns []string, what string) []string {
	var notes []string
	for _, c := range columns {
		notes = append(notes, c+" "+what)
	}
	return notes
}

// oneLine keeps an error's object readable: white space folded, at most 120 characters.
func oneLine(sql string) string {
	line := []rune(strings.Join(strings.Fields(sql), " "))
	if len(line) <= 120 {
		return string(line)
	}
	return string(line[:119]) + "…"
}
