package hunt

import (
	"fmt"

	"gohunt/hunt/host"
	"gohunt/hunt/table"
)

// MIME is the frame as text/html and text/plain: all rows when there are 60 at most, or up to 1,000 that Head asked for,
// else the first 20; with the number of all rows and columns, warnings, and where the rows came from.
func (f *Frame) MIME() map[string]any {
	v := f.view()
	return map[string]any{"text/html": table.HTML(v), "text/plain": table.Text(v)}
}

// HTML is the frame as MIME shows it.
func (f *Frame) HTML() string { return table.HTML(f.view()) }

// String is the frame as MIME shows it in text.
func (f *Frame) String() string { return table.Text(f.view()) }

// Settle reads the rows that showing the frame needs, and raises what stops it; the kernel calls it while the cell runs.
func (f *Frame) Settle() { f.rows("showing") }

func (f *Frame) view() table.View {
	rows := f.rows("showing")
	f.node.Unsaid() // the view says it
	return table.View{Name: f.name, Schema: f.node.Schema(), Records: rows.Records, Total: rows.Count,
		Rows: shown(int(rows.Count), f.head), Warnings: f.node.Notes(), Ledger: f.node.Ledger()}
}

const (
	allShown  = 60   // as many rows are shown whole
	mostShown = 1000 // even when Head asked for more
)

// shown is how many of the rows are shown.
func shown(rows, head int) int {
	if rows <= allShown {
		return allShown
	}
	return max(table.Rows, min(head, mostShown))
}

// Vertical shows each row as a record: the names of the columns beside the values, which are shown whole.
func (f *Frame) Vertical() *Records { return &Records{f} }

// Records are the rows of a frame shown one below the other.
type Records struct{ frame *Frame }

// MIME is as many records as a frame shows rows, as text/html and text/plain.
func (r *Records) MIME() map[string]any {
	v := r.frame.view()
	return map[string]any{"text/html": table.RecordsHTML(v), "text/plain": table.RecordsText(v)}
}

// HTML is the records as MIME shows them.
func (r *Records) HTML() string { return table.RecordsHTML(r.frame.view()) }

// String is the records as MIME shows them in text.
func (r *Records) String() string { return table.RecordsText(r.frame.view()) }

// Settle reads the rows that showing the records needs.
func (r *Records) Settle() { r.frame.Settle() }

// Show shows v now, in the middle of a cell or a loop, as the last expression of a cell would be shown.
func Show(v any) {
	if waiting, ok := v.(interface{ Settle() }); ok {
		waiting.Settle()
	}
	host.Current().Display(bundle(v), map[string]any{}, "", false)
}

// bundle is a value by MIME type; what is none of hunt's is its text.
func bundle(v any) map[string]any {
	if m, ok := v.(interface{ MIME() map[string]any }); ok {
		return m.MIME()
	}
	return map[string]any{"text/plain": fmt.Sprint(v)}
}

// ClearOutput removes what the cell has shown so far, when the next output comes.
func ClearOutput() {
	if c, ok := host.Current().(interface{ Clear(wait bool) }); ok {
		c.Clear(true)
	}
}
