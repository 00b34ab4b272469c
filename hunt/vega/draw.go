package vega

import (
	"fmt"
	"image/color"
	"time"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

const (
	width, height = 760, 380 // of a picture, in points
	edge          = 14       // around it
	gap           = 6        // between a label and what it labels
	widestBar     = 44
	smallText     = vg.Length(9)
	titleText     = vg.Length(13)
)

var (
	ink  = color.NRGBA{0x33, 0x33, 0x33, 255}
	soft = color.NRGBA{0x70, 0x70, 0x70, 255}
	grid = color.NRGBA{0xE6, 0xE6, 0xE6, 255}
)

// picture is a chart on its way to a canvas: what is left of the canvas for the bars, and how values become points.
type picture struct {
	marks
	canvas   draw.Canvas
	ground   vg.Rectangle
	yTicks   []tick
	low, top float64
}

func (m marks) draw(canvas vg.Canvas) {
	p := picture{marks: m, canvas: draw.NewCanvas(canvas, width, height)}
	p.fill(p.canvas.Rectangle, color.White)
	p.ground = vg.Rectangle{Min: vg.Point{X: edge, Y: edge}, Max: vg.Point{X: width - edge, Y: height - edge}}
	p.drawTitle()
	if len(p.parts) == 0 {
		p.write(vg.Point{X: width / 2, Y: height / 2}, "no rows", style(titleText, soft, text.XCenter, text.YCenter))
		return
	}
	p.drawLegend()
	p.drawY(p.xHeight())
	p.drawX()
	p.drawBars()
}

func style(size vg.Length, c color.Color, x text.XAlignment, y text.YAlignment) draw.TextStyle {
	return draw.TextStyle{
		Color: c, XAlign: x, YAlign: y, Handler: plot.DefaultTextHandler,
		Font: font.From(font.Font{Typeface: "Liberation", Variant: "Sans"}, size),
	}
}

func (p *picture) write(at vg.Point, s string, st draw.TextStyle) { p.canvas.FillText(st, at, s) }

func (p *picture) fill(r vg.Rectangle, c color.Color) {
	p.canvas.FillPolygon(c, []vg.Point{r.Min, {X: r.Max.X, Y: r.Min.Y}, r.Max, {X: r.Min.X, Y: r.Max.Y}})
}

func (p *picture) drawTitle() {
	if p.chart.Title == "" {
		return
	}
	st := style(titleText, ink, text.XLeft, text.YTop)
	st.Font.Weight = 3 // bold
	p.write(vg.Point{X: p.ground.Min.X, Y: p.ground.Max.Y}, short(p.chart.Title, 100), st)
	p.ground.Max.Y -= titleText + 2*gap
}

// legendTitle says how many series the legend leaves out.
func (m marks) legendTitle() string {
	if n := len(m.series); n > legendItems {
		return fmt.Sprintf("%s (%d of %d)", short(m.chart.Series, labelRunes), legendItems, n)
	}
	return short(m.chart.Series, labelRunes)
}

// drawLegend lists the series on the right, in the order in which they lie on each other.
func (p *picture) drawLegend() {
	if p.chart.HideLegend || p.chart.Series == "" {
		return
	}
	head, item := style(smallText, soft, text.XLeft, text.YTop), style(smallText, ink, text.XLeft, text.YTop)
	shown := p.series[:min(legendItems, len(p.series))]
	wide := head.Width(p.legendTitle())
	for _, s := range shown {
		wide = max(wide, item.Width(s.label)+smallText+gap)
	}
	p.ground.Max.X -= wide + 2*gap
	at := vg.Point{X: p.ground.Max.X + 2*gap, Y: p.ground.Max.Y}
	p.write(at, p.legendTitle(), head)
	line := min(smallText+gap, (at.Y-edge)/vg.Length(len(shown)+1))
	for i := range shown {
		s := shown[len(shown)-1-i]
		at.Y -= line
		p.fill(vg.Rectangle{Min: vg.Point{X: at.X, Y: at.Y - smallText}, Max: vg.Point{X: at.X + smallText, Y: at.Y}}, s.color)
		p.write(vg.Point{X: at.X + smallText + gap, Y: at.Y}, s.label, item)
	}
}

// drawY draws the lines of the y axis, above a strip that is left for the x axis.
func (p *picture) drawY(strip vg.Length) {
	p.yTicks = yTicks(p.marks.low, p.marks.top)
	p.low, p.top = p.yTicks[0].at, p.yTicks[len(p.yTicks)-1].at
	title, label := style(smallText, soft, text.XLeft, text.YTop), style(smallText, soft, text.XRight, text.YCenter)
	p.write(vg.Point{X: p.ground.Min.X, Y: p.ground.Max.Y}, short(p.chart.Y, 60), title)
	p.ground.Max.Y -= smallText + 2*gap
	p.ground.Min.Y += strip
	if !p.chart.HideYLabels {
		widest := vg.Length(0)
		for _, t := range p.yTicks {
			widest = max(widest, label.Width(t.label))
		}
		p.ground.Min.X += widest + gap
	}
	p.ground.Min.X += p.overhang()
	for _, t := range p.yTicks {
		y := p.y(t.at)
		p.line(vg.Point{X: p.ground.Min.X, Y: y}, vg.Point{X: p.ground.Max.X, Y: y}, lineColor(t.at))
		if !p.chart.HideYLabels {
			p.write(vg.Point{X: p.ground.Min.X - gap, Y: y}, t.label, label)
		}
	}
}

func lineColor(at float64) color.Color {
	if at == 0 {
		return soft
	}
	return grid
}

func (p *picture) line(from, to vg.Point, c color.Color) {
	p.canvas.StrokeLine2(draw.LineStyle{Color: c, Width: 0.7}, from.X, from.Y, to.X, to.Y)
}

// y is the height of a value.
func (p *picture) y(v float64) vg.Length {
	share := (v - p.low) / (p.top - p.low)
	return p.ground.Min.Y + vg.Length(share)*(p.ground.Max.Y-p.ground.Min.Y)
}

// bar is where the bar of a place starts and how wide it is.
func (p *picture) bar(i int) (left, wide vg.Length) {
	from, slot := p.slot(i)
	wide = max(1, min(widestBar, slot*0.86))
	return from + (slot-wide)/2, wide
}

// slot is the stretch of the axis that belongs to a place.
func (p *picture) slot(i int) (from, wide vg.Length) {
	all := p.ground.Max.X - p.ground.Min.X
	if p.chart.Scale != Temporal {
		wide = all / vg.Length(len(p.xs))
		return p.ground.Min.X + vg.Length(i)*wide, wide
	}
	start, end := p.x(p.xs[i].at), p.x(p.unit.next(p.xs[i].at))
	return start, end - start
}

// x is the place of a time.
func (p *picture) x(at time.Time) vg.Length {
	first, last := seconds(p.xs[0].at), seconds(p.unit.next(p.xs[len(p.xs)-1].at))
	share := (seconds(at) - first) / (last - first)
	return p.ground.Min.X + vg.Length(share)*(p.ground.Max.X-p.ground.Min.X)
}

func (p *picture) drawBars() {
	for _, m := range p.parts {
		left, wide := p.bar(m.x)
		low, high := p.y(min(m.y0, m.y1)), p.y(max(m.y0, m.y1))
		p.fill(vg.Rectangle{Min: vg.Point{X: left, Y: low}, Max: vg.Point{X: left + wide, Y: high}}, p.series[m.series].color)
	}
}
