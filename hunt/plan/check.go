package plan

import (
	"context"
	"errors"
	"regexp"
	"slices"
	"strings"

	"github.com/apache/arrow/go/v15/arrow"

	"gohunt/hunt/bind"
	"gohunt/hunt/fault"
)

// typed asks the engine for the names and types of a SELECT list over n, without running anything. used are the
// columns that occur; star says that they are not all named.
func (n *Node) typed(ctx context.Context, list, rest string, used []int, star bool) (*arrow.Schema, error) {
	source, ok := "", false
	if !star {
		source, ok = n.outline(used)
	}
	if !ok {
		if err := n.declare(ctx); err != nil {
			return nil, err
		}
		source = "(\n" + n.compose().String() + "\n)"
	}
	return n.runner.schema(ctx, "SELECT "+list+" FROM "+source+rest)
}

var noFunction = regexp.MustCompile(`Function with name (\w+) does not exist`)

// schema is the engine's, with a suggestion for a function that there is not.
func (r *Runner) schema(ctx context.Context, sql string) (*arrow.Schema, error) {
	schema, err := r.engine.Schema(ctx, sql)
	if err == nil {
		return schema, nil
	}
	said, ok := errors.AsType[*fault.Error](err)
	found := noFunction.FindStringSubmatch(err.Error())
	if !ok || found == nil {
		return nil, err
	}
	hint := said.Hint
	if near := bind.Near(found[1], r.functions(ctx)); near != "" {
		hint = "did you mean " + near + "?"
	}
	return nil, &fault.Error{Step: said.Step, On: said.On, Err: said.Err, Hint: hint}
}

// functions are the names of the engine's functions; none when it does not tell.
func (r *Runner) functions(ctx context.Context) []string {
	records, err := r.collect(ctx, "SELECT DISTINCT function_name FROM duckdb_functions() WHERE function_name SIMILAR TO '[a-z_0-9]+' ORDER BY length(function_name), 1", nil)
	if err != nil {
		return nil
	}
	var names []string
	for _, record := range records {
		for i := range int(record.NumRows()) {
			names = append(names, record.Column(0).ValueStr(i))
		}
	}
	return names
}

// outline is a table without rows that has the used columns with their types: the engine checks an expression against
// it in a fraction of the time that all columns of a wide frame take.
func (n *Node) outline(used []int) (string, bool) {
	columns := []string{`NULL::BOOLEAN AS " "`}
	for _, i := range used {
		field := n.Schema().Field(i)
		t, ok := sqlType(field.Type)
		if !ok {
			return "", false
		}
		columns = append(columns, "NULL::"+t+" AS "+bind.Quote(field.Name))
	}
	return "(SELECT " + strings.Join(columns, ", ") + ")", true
}

// declare makes the tables that n builds on known to the engine, empty where they are not read yet.
func (n *Node) declare(context.Context) error {
	var failed error
	n.walk(func(at *Node) {
		if failed == nil && at.fetch != nil && at.Kept() == nil {
			failed = at.runner.engine.Register(at.table.name, at.Schema(), nil)
		}
	})
	return failed
}

var (
	noColumn = regexp.MustCompile(`Referenced column "([^"]+)" not found`)
	noTable  = regexp.MustCompile(`Referenced table "([^"]+)" not found`)
	noSuch   = regexp.MustCompile(`(?:Table|Scalar Function|Aggregate Function|Table Function|Type) with name (\S+) does not exist!(?:\s*Did you mean "([^"]+)")?`)
)

// explained turns the engine's error into one in the person's terms: the verb, what was written, the reason in a line.
func explained(err error, step, on string, names []string) error {
	if err == nil {
		return nil
	}
	said := &fault.Error{Step: step, On: on, Err: err}
	if inner, ok := errors.AsType[*fault.Error](err); ok && inner.Err != nil {
		said.Err, said.Hint = inner.Err, inner.Hint
	}
	var unknown *bind.Unknown
	switch reason := said.Err.Error(); {
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
	case errors.As(err, &unknown):
		said.Hint = unknown.Hint()
	case noColumn.MatchString(reason):
		missing(said, noColumn.FindStringSubmatch(reason)[1], names)
	case noTable.MatchString(reason):
		missing(said, dottedName(on, noTable.FindStringSubmatch(reason)[1], names), names)
	case noSuch.MatchString(reason):
		found := noSuch.FindStringSubmatch(reason)
		said.Err, said.Hint = errors.New(firstLine(reason)), hintOr(found[2], said.Hint)
	default:
		said.Err = shortened(said.Err)
	}
	return said
}

// explained is explained for what is written about n: where n has hardly a column, why is the better hint.
func (n *Node) explained(err error, step, on string) error {
	err = explained(err, step, on, n.Columns().Names())
	var unknown *bind.Unknown
	if said, ok := errors.AsType[*fault.Error](err); ok && n.bare != "" && errors.As(err, &unknown) {
		said.Hint = n.bare
	}
	return err
}

func missing(said *fault.Error, name string, names []string) {
	unknown := bind.NewUnknown(name, names)
	said.Err, said.Hint = unknown, unknown.Hint()
}

func hintOr(near, hint string) string {
	if near == "" || strings.HasPrefix(near, "duckdb_") || strings.HasPrefix(near, "pg_") {
		return hint
	}
	return "did you mean " + near + "?"
}

// dottedName is the name in what was written that starts with table, which the engine took for a table's, and that is no
// column.
func dottedName(written, table string, names []string) string {
	for _, found := range regexp.MustCompile(`(?i)\b`+regexp.QuoteMeta(table)+`(\.[\w@]+)+`).FindAllString(written, -1) {
		if !slices.ContainsFunc(names, func(n string) bool { return strings.EqualFold(n, found) }) {
			return found
		}
	}
	return table
}

// shortened leaves an error that matters to errors.Is alone, and of any other keeps the first line.
func shortened(err error) error {
	line := firstLine(err.Error())
	if line == err.Error() {
		return err
	}
	return &reason{line, err}
}

type reason struct {
	text string
	err  error
}

func (r *reason) Error() string { return r.text }
func (r *reason) Unwrap() error { return r.err }

// firstLine is an engine's message without its class, its list of candidates and its picture of the statement.
func firstLine(message string) string {
	line, _, _ := strings.Cut(message, "\n")
	for _, class := range []string{"Binder Error: ", "Catalog Error: ", "Parser Error: ", "Conversion Error: ", "Invalid Input Error: "} {
		line = strings.TrimPrefix(line, class)
	}
	return line
}
