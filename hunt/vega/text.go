package vega

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

const (
	barCells = 60           // characters of the longest bar
	maxCells = 2 * barCells // of a bar of many rare parts
	textBars = 60           // bars that Text shows
	letters  = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
)

// Text is the chart for a terminal: a line for each bar, with a letter for each series. A part of a bar that is not
// zero has one letter at least, so that a rare one is seen (a bar of more than 120 letters ends in …); the numbers are
// exact, the lengths are not.
func (c Chart) Text() string {
	m := c.marks()
	var out strings.Builder
	if c.Title != "" {
		fmt.Fprintln(&out, clean(c.Title))
	}
	if len(m.parts) == 0 {
		return out.String() + "no rows\n"
	}
	bars, totals := m.bars()
	names, widest := m.names(), 0
	for _, n := range names {
		widest = max(widest, utf8.RuneCountInString(n))
	}
	for i := range min(textBars, len(bars)) {
		fmt.Fprintf(&out, "%s%s  %8s  %s\n", names[i], strings.Repeat(" ", widest-utf8.RuneCountInString(names[i])), number(totals[i]), bars[i])
	}
	if more := len(bars) - textBars; more > 0 {
		fmt.Fprintf(&out, "… and %d more\n", more)
	}
	m.writeLegend(&out)
	return out.String()
}

// bars are the letters of each bar, and its total.
func (m marks) bars() (bars []string, totals []float64) {
	bars, totals = make([]string, len(m.xs)), make([]float64, len(m.xs))
	cell := max(m.top, -m.low) / barCells
	for _, p := range m.parts {
		n := max(1, int(max(p.y, -p.y)/cell+0.5))
		bars[p.x] += strings.Repeat(m.letter(p.series), n)
		totals[p.x] += p.y
	}
	for i, bar := range bars {
		if runes := []rune(bar); len(runes) > maxCells {
			bars[i] = string(runes[:maxCells]) + "…"
		}
	}
	return bars, totals
}

func (m marks) letter(series int) string {
	if m.chart.Series == "" {
		return "█"
	}
	if series >= len(letters) {
		return "*"
	}
	return letters[series : series+1]
}

func (m marks) names() []string {
	out := make([]string, len(m.xs))
	for i, x := range m.xs {
		if out[i] = short(x.name, nameRunes); m.chart.Scale == Temporal {
			out[i] = x.at.Format(m.unit.text)
		}
	}
	return out
}

func (m marks) writeLegend(out *strings.Builder) {
	if m.chart.Series == "" || m.chart.HideLegend {
		return
	}
	fmt.Fprintf(out, "\n%s\n", m.legendTitle())
	for i := range min(legendItems, len(m.series)) {
		fmt.Fprintf(out, "%s  %8s  %s\n", m.letter(i), number(m.series[i].total), m.series[i].label)
	}
}
