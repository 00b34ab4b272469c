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
	"cmp"
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

// Row is one part of a bar. Rows of the same x and series are summed; a y that is not a finite number counts as 0,
// and one beyond 1e290 as that.
type Row struct {
	X      string    // for Nominal
	At     time.Time // for Temporal
	Y      float64
	Series string
}

// mark is a part of a bar, drawn from y0 to y1.
type mark struct {
	x      int // index into marks.xs
	series int // index into marks.series
	y      float64
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
	m.parts = m.sums()
	m.stack()
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

// sums are the parts of all bars, by place and series, those that add up to zero left out.
func (m marks) sums() []mark {
	xAt, seriesAt := map[x]int{}, map[string]int{}
	for i, p := range m.xs {
		xAt[p] = i
	}
	for i, s := range m.series {
		seriesAt[s.name] = i
	}
	type spot struct{ x, series int }
	total := map[spot]float64{}
	for _, r := range m.chart.Rows {
		total[spot{xAt[m.chart.place(r)], seriesAt[r.Series]}] += finite(r.Y)
	}
	var out []mark
	for at, y := range total {
		if y != 0 {
			out = append(out, mark{x: at.x, series: at.series, y: y})
		}
	}
	slices.SortFunc(out, func(a, b mark) int { return cmp.Or(a.x-b.x, a.series-b.series) })
	return out
}

// stack puts the parts of each bar on each other: what is positive upwards from zero, what is negative downwards.
func (m *marks) stack() {
	up, down := 0.0, 0.0
	for i := range m.parts {
		p := &m.parts[i]
		if i == 0 || p.x != m.parts[i-1].x {
			up, down = 0, 0
		}
		base := &up
		if p.y < 0 {
			base = &down
		}
		p.y0, *base = *base, *base+p.y
		p.y1 = *base
		m.top, m.low = max(m.top, up), min(m.low, down)
	}
}
