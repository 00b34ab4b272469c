package hunt

import (
	"time"

	"github.com/apache/arrow/go/v15/arrow"
)

// Frame is a table that is planned now and read later.
type Frame struct{ name string }

func unready(step string) *Frame { refuse(step, "", "not in this build", ""); return nil }

// Where keeps the rows for which a SQL condition is true; ? takes the arguments, a slice spreads over IN (?).
func (f *Frame) Where(condition string, args ...any) *Frame { return unready("Where") }

// Select keeps these columns, in this order; an item may be an expression, "expr AS name".
func (f *Frame) Select(items ...string) *Frame { return unready("Select") }

// With adds the column name, or replaces it, with the value of a SQL expression.
func (f *Frame) With(name, expr string, args ...any) *Frame { return unready("With") }

// OrderBy sorts by columns or expressions, each optionally followed by DESC.
func (f *Frame) OrderBy(items ...string) *Frame { return unready("OrderBy") }

// Head keeps the first n rows, five when n is not given.
func (f *Frame) Head(n ...int) *Frame { return unready("Head") }

// Distinct keeps each different row once; with columns, only these columns.
func (f *Frame) Distinct(cols ...string) *Frame { return unready("Distinct") }

// Stack counts the rows per value of cols: the columns and n, rarest first, null as a value of its own.
func (f *Frame) Stack(cols ...string) *Frame { return unready("Stack") }

// As gives the frame a name that hunt.SQL can read it by.
func (f *Frame) As(name string) *Frame { return unready("As") }

// GroupBy groups the rows by cols.
func (f *Frame) GroupBy(cols ...string) *Groups { return nil }

// Decode adds what is encoded in col.
func (f *Frame) Decode(col string) *Frame { return unready("Decode") }

// Enrich adds what by knows about each distinct value of col.
func (f *Frame) Enrich(col string, by Enricher) *Frame { return unready("Enrich") }

// Refresh is the same question asked again: sources fetch anew, relative windows move on.
func (f *Frame) Refresh() *Frame { return unready("Refresh") }

// Len is the number of rows.
func (f *Frame) Len() int { return 0 }

// Columns are the names of the columns, in order.
func (f *Frame) Columns() []string { return nil }

// First is the first row.
func (f *Frame) First() Row { return nil }

// Rows are all rows.
func (f *Frame) Rows() []Row { return nil }

// Each calls do with every row, in order.
func (f *Frame) Each(do func(Row)) {}

// Strings is a column as text.
func (f *Frame) Strings(col string) []string { return nil }

// Ints is a column as whole numbers.
func (f *Frame) Ints(col string) []int { return nil }

// Floats is a column as numbers.
func (f *Frame) Floats(col string) []float64 { return nil }

// Times is a column as UTC times.
func (f *Frame) Times(col string) []time.Time { return nil }

// Vertical shows each row as a record, name beside value.
func (f *Frame) Vertical() *Records { return nil }

// Explain is the query that the frame's chain runs as.
func (f *Frame) Explain() Text { return "" }

// Arrow is the frame's rows as an Arrow table.
func (f *Frame) Arrow() arrow.Table { return nil }

// Save writes the rows to path, by its extension: .parquet, .csv, .json, .ndjson, .arrow.
func (f *Frame) Save(path string) *Frame { return f }

// Bar is a bar chart of the number y over x.
func (f *Frame) Bar(x, y string) *Chart { return nil }

// HTML is the frame as a table.
func (f *Frame) HTML() string { return "" }

// String is the frame as a text table.
func (f *Frame) String() string { return "" }

// MIME is the frame as text/html and text/plain.
func (f *Frame) MIME() map[string]any { return nil }

// Settle reads the rows that showing the frame needs.
func (f *Frame) Settle() {}

// Groups are the rows of a frame grouped by columns.
type Groups struct{}

// Count is the number of rows of each group, as n.
func (g *Groups) Count() *Frame { return unready("Count") }

// Sum adds up numbers.
func (g *Groups) Sum(cols ...string) *Frame { return unready("Sum") }

// Min is the smallest value.
func (g *Groups) Min(cols ...string) *Frame { return unready("Min") }

// Max is the largest value.
func (g *Groups) Max(cols ...string) *Frame { return unready("Max") }

// Mean is the average.
func (g *Groups) Mean(cols ...string) *Frame { return unready("Mean") }

// Agg is any aggregate expressions, each "expr AS name".
func (g *Groups) Agg(exprs ...string) *Frame { return unready("Agg") }

// SQL is a DuckDB query over frames named by As.
func SQL(query string, args ...any) *Frame { return unready("SQL") }

// From is a frame of Go values: a slice of structs or of maps.
func From(rows any) *Frame { return unready("From") }

// FromArrow is a frame of an Arrow table.
func FromArrow(table arrow.Table) *Frame { return unready("FromArrow") }

// Read is a frame of files.
func Read(path string) *Frame { return unready("Read") }

// Records are rows shown as records.
type Records struct{ frame *Frame }

// MIME is the records as text/html and text/plain.
func (r *Records) MIME() map[string]any { return nil }

// HTML is the records as HTML.
func (r *Records) HTML() string { return "" }

// String is the records as text.
func (r *Records) String() string { return "" }
