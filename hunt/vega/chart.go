// Package vega makes charts from rows: a chart is data first, and a picture of it in four forms.
//
// Before it in the flow stands a frame that was grouped and counted; after it what a notebook shows: a Vega-Lite v5
// specification where scripts run, an SVG or a PNG where they do not (a report, GitHub), and text in a terminal.
// All four are made from the same marks, so they never disagree.
//
// Vega-Lite (vega.github.io/vega-lite, version 5) because JupyterLab draws it with nothing installed. The pictures are
// drawn on gonum.org/v1/plot/vg, which is pure Go, writes both forms from the same calls and brings its own
// fonts; its plotters are not used, since their layout has no room for 300-character names.
package vega

import (
	"slices"
	"time"
)

// Scale says what the values of a channel are.
type Scale int

// The scales. Only X may be anything but what its field in Row says.
const (
	Nominal  Scale = iota // names, in the order in which they come
	Temporal              // points in time, drawn in UTC
)

// Chart is a stacked bar chart: a bar for each x, in it a part for each series, as high as the sum of y.
type Chart struct {
	Title  string
	X      string // title of the x axis, usually the column's name
	Y      string // title of the y axis
	Series string // title of the legend; empty: there is one series without a name
	Scale  Scale  // of x
	Rows   []Row

	HideLegend  bool
	HideXLabels bool
	HideYLabels bool
}

// Row is one part of a bar. Rows of the same x and series are summed; a y that is not a finite number counts as 0.
type Row struct {
	X      string    // for Nominal
	At     time.Time // for Temporal
	Y      float64
	Series string
}

// mark is a part of a bar as it is drawn, from y0 to y1.
type mark struct {
	x      int // index into marks.xs
	series int // index into marks.series
	y0, y1 float64
}

// marks is a chart made ready to be drawn.
type marks struct {
	chart    Chart
	xs       []x
	series   []series
	parts    []mark
	low, top float64 // of the bars
	unit     unit    // of time that a bar stands for
}

// x is a place on the x axis.
type x struct {
	name string
	at   time.Time
}

func (c Chart) marks() marks {
	m := marks{chart: c, xs: places(c), unit: unitOf(c)}
	m.series = seriesOf(c)
	m.stack(sums(c, m))
	return m
}

// places are the distinct x, names as they come and times in order.
func places(c Chart) []x {
	met := map[x]bool{}
	var out []x
	for _, r := range c.Rows {
		if p := c.place(r); !met[p] {
			met[p] = true
			out = append(out, p)
		}
	}
	if c.Scale == Temporal {
		slices.SortFunc(out, func(a, b x) int { return a.at.Compare(b.at) })
	}
	return out
}

func (c Chart) place(r Row) x {
	if c.Scale == Temporal {
		return x{at: r.At.UTC()}
	}
	return x{name: r.X}
}

// sums are y by place and series.
func sums(c Chart, m marks) [][]float64 {
	xAt, seriesAt := map[x]int{}, map[string]int{}
	for i, p := range m.xs {
		xAt[p] = i
	}
	for i, s := range m.series {
		seriesAt[s.name] = i
	}
	out := make([][]float64, len(m.xs))
	for i := range out {
		out[i] = make([]float64, len(m.series))
	}
	for _, r := range c.Rows {
		out[xAt[c.place(r)]][seriesAt[r.Series]] += finite(r.Y)
	}
	return out
}

// stack puts the parts of each bar on each other: what is positive upwards from zero, what is negative downwards.
func (m *marks) stack(sums [][]float64) {
	for i, bySeries := range sums {
		up, down := 0.0, 0.0
		for s, y := range bySeries {
			base := &up
			if y < 0 {
				base = &down
			}
			if y != 0 {
				m.parts = append(m.parts, mark{i, s, *base, *base + y})
			}
			*base += y
		}
		m.top, m.low = max(m.top, up), min(m.low, down)
	}
}
