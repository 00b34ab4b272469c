package table

import (
	"fmt"
	"strings"

	"github.com/apache/arrow/go/v15/arrow"

	"gohunt/hunt/ledger"
	"gohunt/hunt/values"
)

// View is what is drawn. The zero limits mean Rows, Columns and Width.
type View struct {
	Name     string // what the frame is called, may be empty
	Schema   *arrow.Schema
	Records  []arrow.Record
	Total    int64    // rows of the frame; Records may hold fewer
	Warnings []string // stand visibly under the rows
	Ledger   []ledger.Entry

	Rows    int // rows drawn
	Columns int // columns drawn
	Width   int // characters of a text line
}

// What is drawn when a View does not say.
const (
	Rows    = 20
	Columns = 50
	Width   = 160
)

// cell is a value ready to be drawn.
type cell struct {
	text string // visible and valid, not yet escaped
	null bool
}

func (v View) limits() (rows, columns, width int) {
	return orElse(v.Rows, Rows), min(orElse(v.Columns, Columns), v.Schema.NumFields()), orElse(v.Width, Width)
}

func orElse(n, usual int) int {
	if n <= 0 {
		return usual
	}
	return n
}

// each calls draw with the first rows of the view, each with its first columns. Line breaks are kept only if multiline.
func (v View) each(rows, columns int, multiline bool, draw func(row int, cells []cell)) {
	at := 0
	for _, record := range v.Records {
		for i := 0; i < int(record.NumRows()); i++ {
			if at == rows {
				return
			}
			cells := make([]cell, columns)
			for k := range cells {
				cells[k] = cellOf(record.Column(k), i, multiline)
			}
			draw(at, cells)
			at++
		}
	}
}

func cellOf(a arrow.Array, i int, multiline bool) cell {
	if a.IsNull(i) {
		return cell{null: true}
	}
	text := Visible(values.Text(a, i))
	if !multiline {
		text = lineBreaks.Replace(text)
	}
	return cell{text: text}
}

var lineBreaks = strings.NewReplacer("\r\n", "⏎", "\n", "⏎", "\r", "⏎", "\t", "⇥")

// drawn is how many rows are drawn.
func (v View) drawn(rows int) int64 { return min(int64(rows), v.held()) }

func (v View) held() int64 {
	var n int64
	for _, r := range v.Records {
		n += r.NumRows()
	}
	return n
}

// size says how many rows and columns there are, and how many of them are drawn.
func (v View) size(rows, columns int) string {
	text := count(v.Total, "row")
	if drawn := v.drawn(rows); drawn < v.Total {
		text = fmt.Sprintf("first %s of %s", ledger.Number(drawn), text)
	}
	text += " · "
	if columns < v.Schema.NumFields() {
		text += fmt.Sprintf("first %d of ", columns)
	}
	text += count(int64(v.Schema.NumFields()), "column")
	if v.Name != "" {
		text = Visible(v.Name) + ": " + text
	}
	return text
}

func count(n int64, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return ledger.Number(n) + " " + word + "s"
}

// warnings are those of the view and of fetches that brought fewer rows than there are.
func (v View) warnings() []string {
	var all []string
	for _, e := range v.Ledger {
		if e.Partial() {
			all = append(all, fmt.Sprintf("only %s of %s rows that match came from %s", ledger.Number(e.Fetched), ledger.Number(e.Matched), e.Source))
		}
		all = append(all, e.Notes...)
	}
	return once(append(all, v.Warnings...))
}

// once is each line once, in its visible form.
func once(lines []string) []string {
	var out []string
	seen := map[string]bool{}
	for _, l := range lines {
		if l = Visible(l); !seen[l] {
			seen[l] = true
			out = append(out, l)
		}
	}
	return out
}
