package hunt

import (
	"time"

	"github.com/apache/arrow/go/v15/arrow"

	"gohunt/hunt/plan"
	"gohunt/hunt/values"
	"gohunt/hunt/vega"
)

// Chart is a picture of a frame. Its methods give a new Chart; the rows are read when it is shown.
type Chart struct {
	frame    *Frame
	x, y     string
	color    string
	switches vega.Chart // title and what is hidden
}

// Bar is a bar chart: a bar for each value of x, as high as the sum of the numbers in y. Times and dates on x are drawn
// as such, in UTC; anything else in the order of the rows. Raises an *Error when y is no column of numbers.
func (f *Frame) Bar(x, y string) *Chart {
	f.place("Bar", x)
	f.mustBeNumber("Bar", y)
	return &Chart{frame: f, x: x, y: y}
}

// Color splits each bar into parts, stacked, one for each value of col.
func (c *Chart) Color(col string) *Chart {
	c.frame.place("Color", col)
	return c.with(func(d *Chart) { d.color = col })
}

// Title is the heading of the chart.
func (c *Chart) Title(text string) *Chart {
	return c.with(func(d *Chart) { d.switches.Title = text })
}

// Legend switches the legend on or off; it is on.
func (c *Chart) Legend(on bool) *Chart {
	return c.with(func(d *Chart) { d.switches.HideLegend = !on })
}

// XLabels switches the labels of the x axis on or off; they are on.
func (c *Chart) XLabels(on bool) *Chart {
	return c.with(func(d *Chart) { d.switches.HideXLabels = !on })
}

// YLabels switches the labels of the y axis on or off; they are on.
func (c *Chart) YLabels(on bool) *Chart {
	return c.with(func(d *Chart) { d.switches.HideYLabels = !on })
}

func (c *Chart) with(change func(*Chart)) *Chart {
	d := *c
	change(&d)
	return &d
}

// Settle reads the rows that the chart shows, and raises what stops it. What must be said about the rows is shown before
// the chart, since a picture cannot say it.
func (c *Chart) Settle() {
	warn(c.frame.view())
}

// MIME is the chart as a Vega-Lite v5 specification, SVG, PNG and text.
func (c *Chart) MIME() map[string]any {
	v := c.vega()
	svg, err := v.SVG()
	raise("Bar", c.x, err)
	png, err := v.PNG()
	raise("Bar", c.x, err)
	return map[string]any{"application/vnd.vegalite.v5+json": v.Spec(), "image/svg+xml": string(svg), "image/png": png, "text/plain": v.Text()}
}

// String is the chart as text.
func (c *Chart) String() string { return c.vega().Text() }

// SVG is the chart as an SVG document.
func (c *Chart) SVG() string {
	svg, err := c.vega().SVG()
	raise("Bar", c.x, err)
	return string(svg)
}

func (c *Chart) vega() vega.Chart {
	v := c.switches
	v.X, v.Y, v.Series = c.x, c.y, c.color
	if isTime(c.frame.field("Bar", c.x).Type) {
		v.Scale = vega.Temporal
	}
	v.Rows = c.rows(c.frame.rows("Bar"))
	return v
}

func isTime(t arrow.DataType) bool { return t.ID() == arrow.TIMESTAMP || t.ID() == arrow.DATE32 }

func (c *Chart) rows(all *plan.Rows) []vega.Row {
	x, y, color := c.frame.place("Bar", c.x), c.frame.place("Bar", c.y), -1
	if c.color != "" {
		color = c.frame.place("Color", c.color)
	}
	rows := make([]vega.Row, 0, all.Count)
	for _, r := range all.Records {
		for i := range int(r.NumRows()) {
			row := vega.Row{Y: Row{"": values.Of(r.Column(y), i)}.Float("")}
			row.At, _ = values.Of(r.Column(x), i).(time.Time)
			row.X = label(r.Column(x), i)
			if color >= 0 {
				row.Series = label(r.Column(color), i)
			}
			rows = append(rows, row)
		}
	}
	return rows
}

// label is a value as an axis or a legend shows it.
func label(a arrow.Array, i int) string {
	if a.IsNull(i) {
		return "null"
	}
	return values.Text(a, i)
}
