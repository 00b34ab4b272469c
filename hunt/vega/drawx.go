package vega

import (
	"math"

	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
)

const (
	nameRunes = 24 // characters of a name under the x axis
	mostTimes = 8  // labels of a time axis
	slant     = math.Pi / 4
)

// xLabels are the labels under the bars, each at the middle of what it names.
func (p *picture) xLabels() (labels []string, at []vg.Length) {
	if p.chart.HideXLabels {
		return nil, nil
	}
	if p.chart.Scale == Temporal {
		return p.timeLabels()
	}
	for i, place := range p.xs {
		from, wide := p.slot(i)
		labels, at = append(labels, short(place.name, nameRunes)), append(at, from+wide/2)
	}
	return p.thinned(labels, at)
}

func (p *picture) timeLabels() (labels []string, at []vg.Length) {
	first, last := p.xs[0].at, p.xs[len(p.xs)-1].at
	half := (p.x(p.unit.next(first)) - p.x(first)) / 2
	for _, t := range timeTicks(first, last, mostTimes, p.unit) {
		place := p.x(first) + vg.Length(t.at-seconds(first))*(p.x(p.unit.next(last))-p.x(first))/vg.Length(seconds(p.unit.next(last))-seconds(first))
		labels, at = append(labels, t.label), append(at, place+half)
	}
	return labels, at
}

// thinned leaves out labels that would lie on each other even when they are slanted.
func (p *picture) thinned(labels []string, at []vg.Length) ([]string, []vg.Length) {
	each := int(math.Ceil(float64(vg.Length(len(labels)) * (smallText + gap) / (p.ground.Max.X - p.ground.Min.X))))
	if each <= 1 {
		return labels, at
	}
	var some []string
	var where []vg.Length
	for i := 0; i < len(labels); i += each {
		some, where = append(some, labels[i]), append(where, at[i])
	}
	return some, where
}

// slanted tells whether the labels need it to stand beside each other.
func (p *picture) slanted(labels []string) bool {
	st, all := style(smallText, soft, text.XCenter, text.YTop), vg.Length(0)
	for _, l := range labels {
		all = max(all, st.Width(l)+2*gap)
	}
	return all*vg.Length(len(labels)) > p.ground.Max.X-p.ground.Min.X
}

// overhang is by how much slanted labels would leave the canvas on the left.
func (p *picture) overhang() vg.Length {
	labels, at := p.xLabels()
	if !p.slanted(labels) {
		return 0
	}
	st, most := style(smallText, soft, text.XRight, text.YTop), vg.Length(0)
	for i, l := range labels {
		most = max(most, st.Width(l)*vg.Length(math.Cos(slant))+edge-at[i])
	}
	return most
}

// xHeight is the height of the strip under the bars.
func (p *picture) xHeight() vg.Length {
	labels, _ := p.xLabels()
	high := smallText + gap // the axis' title
	if len(labels) == 0 {
		return high
	}
	if !p.slanted(labels) {
		return high + smallText + gap
	}
	st, widest := style(smallText, soft, text.XRight, text.YTop), vg.Length(0)
	for _, l := range labels {
		widest = max(widest, st.Width(l))
	}
	return high + gap + (widest+smallText)*vg.Length(math.Sin(slant))
}

func (p *picture) drawX() {
	labels, at := p.xLabels()
	st := style(smallText, soft, text.XCenter, text.YTop)
	if p.slanted(labels) {
		st.Rotation, st.XAlign, st.YAlign = slant, text.XRight, text.YCenter
	}
	for i, l := range labels {
		p.write(vg.Point{X: at[i], Y: p.ground.Min.Y - gap}, l, st)
	}
	p.drawXTitle()
}

func (p *picture) drawXTitle() {
	st := style(smallText, soft, text.XCenter, text.YBottom)
	p.write(vg.Point{X: (p.ground.Min.X + p.ground.Max.X) / 2, Y: edge}, short(p.chart.X, 80), st)
}
