package hunt

import "regexp"

var asksFrames = regexp.MustCompile(`(?i)\(\s*select\b`)

// Where keeps the rows for which a SQL condition is true. ? takes the arguments in order (nil, booleans, numbers, texts,
// time.Time, time.Duration), a slice spreads over IN (?). A text column that is compared with a number is compared as
// one, a value that is no number matches nothing, and the frame shows a warning with the count of these.
// A SELECT in the condition may ask frames that As has named: process.entity_id IN (SELECT process.entity_id FROM odd).
// Raises an *Error for a name that is no column, and for a condition that is not true or false.
func (f *Frame) Where(condition string, args ...any) *Frame {
	if asksFrames.MatchString(condition) {
		n, err := f.node.WhereOver(cell(), condition, noSecrets("Where", args), namedFrames())
		return step("Where", n, err)
	}
	n, err := f.node.Where(cell(), condition, noSecrets("Where", args)...)
	return step("Where", n, err)
}

// Select keeps these columns, in this order. An item may be an expression, "lower(process.name) AS name", or all columns
// below a name, "process.*".
func (f *Frame) Select(items ...string) *Frame {
	n, err := f.node.Select(cell(), items...)
	return step("Select", n, err)
}

// With adds the column name with the value of a SQL expression, or puts it in the place of the column of that name.
// ? takes the arguments.
func (f *Frame) With(name, expr string, args ...any) *Frame {
	n, err := f.node.With(cell(), name, expr, noSecrets("With", args)...)
	return step("With", n, err)
}

// OrderBy sorts by columns or expressions, the first counts most, each with an optional DESC and NULLS FIRST. Texts sort
// by their bytes, nulls come last.
func (f *Frame) OrderBy(items ...string) *Frame {
	n, err := f.node.OrderBy(cell(), items...)
	return step("OrderBy", n, err)
}

// Head keeps the first n rows, five when n is not given. Shown, they are all there (up to 1,000).
func (f *Frame) Head(n ...int) *Frame {
	count := 5
	if len(n) > 0 {
		count = n[0]
	}
	node, err := f.node.Head(count)
	first := step("Head", node, err)
	first.head = count
	return first
}

// Distinct keeps each different row once; with columns, only these and each different combination of their values. The
// rows come in the order of their values.
func (f *Frame) Distinct(cols ...string) *Frame {
	n, err := f.node.Distinct(cell(), cols...)
	return step("Distinct", n, err)
}

// Stack counts the rows per value, or combination of values, of columns or expressions: these columns and n (int), the
// rarest first, equal counts in the order of the values. Null is a value of its own. The column is called count where a
// column n is there already.
func (f *Frame) Stack(cols ...string) *Frame {
	n, err := f.node.Stack(cell(), cols...)
	return step("Stack", n, err)
}

// GroupBy groups the rows by columns, or expressions like "@timestamp::DATE AS day", for Count, Sum, Min, Max, Mean and
// Agg. Without columns all rows are one group.
func (f *Frame) GroupBy(cols ...string) *Groups {
	raise("GroupBy", "", f.node.Keys(cell(), cols...))
	return &Groups{f, cols}
}

// Groups are the rows of a frame grouped by columns. Each method gives one row per group: the columns of GroupBy and the
// results, in the order of the group's values. Nulls form a group; inside one they are left out of every sum and mean.
type Groups struct {
	frame *Frame
	cols  []string
}

// Count is the number of rows of each group, in the column n (int), or count where a column n is there already.
func (g *Groups) Count() *Frame {
	n, err := g.frame.node.Count(cell(), g.cols...)
	return step("Count", n, err)
}

// Sum adds up each of cols, in a column called like source.bytes.sum: int for whole numbers, else float.
func (g *Groups) Sum(cols ...string) *Frame { return g.aggregate("sum", cols) }

// Min is the smallest value of each of cols, in a column called like @timestamp.min.
func (g *Groups) Min(cols ...string) *Frame { return g.aggregate("min", cols) }

// Max is the largest value of each of cols, in a column called like @timestamp.max.
func (g *Groups) Max(cols ...string) *Frame { return g.aggregate("max", cols) }

// Mean is the average of each of cols (float), in a column called like source.bytes.mean.
func (g *Groups) Mean(cols ...string) *Frame { return g.aggregate("avg", cols) }

// Agg applies any aggregates of DuckDB's SQL, each written "expression AS name":
// Agg("count(DISTINCT host.name) AS hosts", "min(@timestamp) AS first").
func (g *Groups) Agg(exprs ...string) *Frame {
	n, err := g.frame.node.Agg(cell(), g.cols, exprs)
	return step("Agg", n, err)
}

func (g *Groups) aggregate(function string, cols []string) *Frame {
	n, err := g.frame.node.Aggregate(cell(), function, g.cols, cols)
	return step(function, n, err)
}
