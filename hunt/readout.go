package hunt

import (
	"time"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"

	"gohunt/hunt/bind"
	"gohunt/hunt/fault"
	"gohunt/hunt/host"
	"gohunt/hunt/plan"
	"gohunt/hunt/table"
	"gohunt/hunt/values"
)

// read gives the rows, reading them if that was not done yet. What must be said about them is shown once, since what is
// read out of a frame does not say it.
func (f *Frame) read(verb string) *plan.Rows {
	rows := f.rows(verb)
	notes, entries := f.node.Unsaid()
	warn(table.View{Warnings: notes, Ledger: entries})
	return rows
}

func (f *Frame) rows(verb string) *plan.Rows {
	rows, err := f.node.Rows(cell())
	raise(verb, f.label(), err)
	return rows
}

// warn shows the warnings of a view, if there are any.
func warn(v table.View) {
	if page, text := table.Warnings(v); text != "" {
		host.Current().Display(map[string]any{"text/html": page, "text/plain": text}, map[string]any{}, "", false)
	}
}

// Len is the number of rows.
func (f *Frame) Len() int { return int(f.read("Len").Count) }

// First is the first row. Raises an *Error when there is none.
func (f *Frame) First() Row {
	for _, record := range f.read("First").Records {
		if record.NumRows() > 0 {
			return rowOf(record, 0)
		}
	}
	refuse("First", f.label(), "the frame has no rows", "look at f.Len() first")
	return nil
}

// Rows are all rows, in order.
func (f *Frame) Rows() []Row {
	rows := make([]Row, 0, f.read("Rows").Count)
	f.Each(func(r Row) { rows = append(rows, r) })
	return rows
}

// Each calls do with every row, in order. Interrupting the cell ends it.
func (f *Frame) Each(do func(Row)) {
	ctx := cell()
	for _, record := range f.read("Each").Records {
		for i := range int(record.NumRows()) {
			raise("Each", f.label(), ctx.Err())
			do(rowOf(record, i))
		}
	}
}

func rowOf(record arrow.Record, i int) Row {
	row := make(Row, record.NumCols())
	for k, c := range record.Columns() {
		row[record.ColumnName(k)] = values.Of(c, i)
	}
	return row
}

// Strings is a column as text, one for each row: times as RFC 3339 in UTC, "" for null.
func (f *Frame) Strings(col string) []string {
	texts := make([]string, 0, f.read("Strings").Count)
	f.eachValue("Strings", col, func(a arrow.Array, i int) { texts = append(texts, values.Text(a, i)) })
	return texts
}

// Ints is a column of numbers as whole numbers, one for each row: fractions are cut, null gives 0.
func (f *Frame) Ints(col string) []int {
	f.mustBeNumber("Ints", col)
	ints := make([]int, 0, f.read("Ints").Count)
	f.eachValue("Ints", col, func(a arrow.Array, i int) { ints = append(ints, Row{"": values.Of(a, i)}.Int("")) })
	return ints
}

// Floats is a column of numbers, one for each row; null gives 0.
func (f *Frame) Floats(col string) []float64 {
	f.mustBeNumber("Floats", col)
	floats := make([]float64, 0, f.read("Floats").Count)
	f.eachValue("Floats", col, func(a arrow.Array, i int) { floats = append(floats, Row{"": values.Of(a, i)}.Float("")) })
	return floats
}

// Times is a column of times or dates in UTC, one for each row; null gives the zero time.
func (f *Frame) Times(col string) []time.Time {
	if t := f.field("Times", col).Type; t.ID() != arrow.TIMESTAMP && t.ID() != arrow.DATE32 {
		refuse("Times", col, "the column is "+values.Type(t)+", not time", `make one: With("t", "TRY_CAST(… AS TIMESTAMP)")`)
	}
	times := make([]time.Time, 0, f.read("Times").Count)
	f.eachValue("Times", col, func(a arrow.Array, i int) { times = append(times, Row{"": values.Of(a, i)}.Time("")) })
	return times
}

func (f *Frame) mustBeNumber(verb, col string) {
	if t := f.field(verb, col).Type; !values.IsNumber(t) {
		refuse(verb, col, "the column is "+values.Type(t)+", not a number", `make one: With("n", "TRY_CAST(… AS DOUBLE)")`)
	}
}

// eachValue calls do with the column's arrays and every position in them.
func (f *Frame) eachValue(verb, col string, do func(a arrow.Array, i int)) {
	at := f.place(verb, col)
	for _, record := range f.read(verb).Records {
		for i := range int(record.NumRows()) {
			do(record.Column(at), i)
		}
	}
}

// place is the position of a column; a name that is none is raised.
func (f *Frame) place(verb, col string) int {
	at := f.node.Columns().Find(col)
	if at < 0 {
		unknown := bind.NewUnknown(col, f.Columns())
		raise(verb, col, &fault.Error{Step: verb, On: col, Err: unknown, Hint: unknown.Hint()})
	}
	return at
}

func (f *Frame) field(verb, col string) arrow.Field { return f.node.Schema().Field(f.place(verb, col)) }

// Arrow is the frame's rows as an Arrow table. It shares the frame's memory and must not be changed. Timestamps have no
// zone and are UTC.
func (f *Frame) Arrow() arrow.Table {
	return array.NewTableFromRecords(f.node.Schema(), f.read("Arrow").Records)
}
