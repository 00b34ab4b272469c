package table

import (
	"strings"
	"unicode"

	"golang.org/x/text/width"

	"gohunt/hunt/ledger"
	"gohunt/hunt/values"
)

const nullText, emptyText = "(null)", `""`

// Text is the view as an aligned table, its size, its warnings, and a line for each fetch.
func Text(v View) string {
	rows, columns, limit := v.limits()
	grid := v.grid(rows, columns)
	columns = fitting(grid, limit)
	var b strings.Builder
	for i, row := range grid {
		b.WriteString(v.line(row[:columns], widths(grid)))
		if i == 0 {
			b.WriteString(rule(widths(grid)[:columns]))
		}
	}
	b.WriteString(v.footText(rows, columns))
	return b.String()
}

// grid is the head and the drawn rows as short texts.
func (v View) grid(rows, columns int) [][]string {
	grid := [][]string{make([]string, columns)}
	for i := range columns {
		grid[0][i], _ = shorten(Visible(v.Schema.Field(i).Name), cellWidth)
	}
	v.each(rows, columns, false, func(_ int, cells []cell) {
		row := make([]string, columns)
		for i, c := range cells {
			row[i], _ = shorten(c.plain(), cellWidth)
		}
		grid = append(grid, row)
	})
	return grid
}

const cellWidth = 80 // characters of a value in a text table

func (c cell) plain() string {
	switch {
	case c.null:
		return nullText
	case c.text == "":
		return emptyText
	}
	return c.text
}

func widths(grid [][]string) []int {
	w := make([]int, len(grid[0]))
	for _, row := range grid {
		for i, text := range row {
			w[i] = max(w[i], cellsOf(text))
		}
	}
	return w
}

// fitting is how many columns fit into limit characters, at least one.
func fitting(grid [][]string, limit int) int {
	used := 0
	for i, w := range widths(grid) {
		used += w + gap
		if i > 0 && used-gap > limit {
			return i
		}
	}
	return len(grid[0])
}

const gap = 2

func (v View) line(row []string, w []int) string {
	var b strings.Builder
	for i, text := range row {
		pad := strings.Repeat(" ", w[i]-cellsOf(text))
		switch {
		case values.IsNumber(v.Schema.Field(i).Type):
			b.WriteString(pad + text)
		case i < len(row)-1:
			b.WriteString(text + pad)
		default:
			b.WriteString(text)
		}
		if i < len(row)-1 {
			b.WriteString(strings.Repeat(" ", gap))
		}
	}
	return b.String() + "\n"
}

func rule(w []int) string {
	parts := make([]string, len(w))
	for i, n := range w {
		parts[i] = strings.Repeat("─", n)
	}
	return strings.Join(parts, strings.Repeat(" ", gap)) + "\n"
}

func (v View) footText(rows, columns int) string {
	lines := []string{v.size(rows, columns)}
	for _, w := range v.warnings() {
		lines = append(lines, "⚠ "+w)
	}
	for _, e := range v.Ledger {
		lines = append(lines, "from "+lineBreaks.Replace(Visible(brief(e))))
	}
	return strings.Join(lines, "\n")
}

// brief is an entry in a line: its query shortened, and without what differs from run to run (the time it took, the
// hash of what the server sent), which only HTML shows.
func brief(e ledger.Entry) string {
	e.Query, _ = shorten(strings.Join(strings.Fields(e.Query), " "), 100)
	e.Took, e.SHA256 = 0, ""
	return e.String()
}

// cellsOf is how many places of a terminal s takes: two for wide characters, none for combining marks.
func cellsOf(s string) int {
	n := 0
	for _, r := range s {
		n += placesOf(r)
	}
	return n
}

func placesOf(r rune) int {
	if r < 0x300 {
		return 1
	}
	if unicode.In(r, unicode.Mn, unicode.Me) {
		return 0
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	}
	return 1
}
