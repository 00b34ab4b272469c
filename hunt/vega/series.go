package vega

import (
	"fmt"
	"image/color"
	"math"
	"slices"
	"strings"
	"unicode"
)

// series is one colour of the chart.
type series struct {
	name  string // as in the rows
	label string // short, on one line, unlike any other
	total float64
	color color.NRGBA
}

const (
	labelRunes  = 44 // characters of a label in the legend
	legendItems = 20 // series that the legend lists
	limit       = 1e290
)

// okabeIto are colours that people with any kind of colour blindness tell apart (Okabe and Ito, 2002), without its black.
var okabeIto = []color.NRGBA{
	{0x00, 0x72, 0xB2, 255}, {0xE6, 0x9F, 0x00, 255}, {0x00, 0x9E, 0x73, 255}, {0xCC, 0x79, 0xA7, 255},
	{0x56, 0xB4, 0xE9, 255}, {0xD5, 0x5E, 0x00, 255}, {0xF0, 0xE4, 0x42, 255}, {0x99, 0x99, 0x99, 255},
}

// seriesOf are the series by their totals, largest first, so that the rare ones lie on top of the bars.
func seriesOf(c Chart) []series {
	totals := map[string]float64{}
	var names []string
	for _, r := range c.Rows {
		if _, met := totals[r.Series]; !met {
			names = append(names, r.Series)
		}
		totals[r.Series] += finite(r.Y)
	}
	slices.SortStableFunc(names, func(a, b string) int {
		switch {
		case totals[a] > totals[b]:
			return -1
		case totals[a] < totals[b]:
			return 1
		}
		return strings.Compare(a, b)
	})
	labels, out := distinct(names, labelRunes), make([]series, len(names))
	for i, n := range names {
		out[i] = series{name: n, label: labels[i], total: totals[n], color: colorOf(i)}
	}
	return out
}

// colorOf is the colour of the i-th series: the eight, then the same lighter, then darker, and so on again.
func colorOf(i int) color.NRGBA {
	c := okabeIto[i%len(okabeIto)]
	switch i / len(okabeIto) % 3 {
	case 1:
		return mixed(c, 255, 0.55)
	case 2:
		return mixed(c, 0, 0.45)
	}
	return c
}

func mixed(c color.NRGBA, with, share float64) color.NRGBA {
	mix := func(v uint8) uint8 { return uint8(math.Round(float64(v)*(1-share) + with*share)) }
	return color.NRGBA{mix(c.R), mix(c.G), mix(c.B), 255}
}

func hex(c color.NRGBA) string { return fmt.Sprintf("#%02X%02X%02X", c.R, c.G, c.B) }

// distinct are labels of at most n characters, numbered where shortening made two the same.
func distinct(names []string, n int) []string {
	times, out := map[string]int{}, make([]string, len(names))
	for i, name := range names {
		label := short(name, n)
		for times[label]++; times[label] > 1; times[label]++ {
			numbered := fmt.Sprintf("%s (%d)", short(name, n-4), times[label])
			if times[numbered] == 0 {
				label = numbered
			}
		}
		out[i] = label
	}
	return out
}

// short is a name on one line, of at most n characters, with its middle left out: command lines differ at both ends.
func short(name string, n int) string {
	runes := []rune(clean(name))
	switch {
	case len(runes) == 0:
		return "(empty)"
	case strings.TrimSpace(string(runes)) == "":
		return "(blank)"
	}
	if len(runes) <= n {
		return string(runes)
	}
	head := n * 6 / 10
	return string(runes[:head]) + "…" + string(runes[len(runes)-(n-head-1):])
}

// clean puts a blank in the place of what has no shape or would break a line or an XML document.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
}

// finite keeps what can be added up and drawn: 0 for no number and for what is nearer to it than 1e-290, and at most
// 1e290 either way.
func finite(y float64) float64 {
	if math.IsNaN(y) || math.IsInf(y, 0) || math.Abs(y) < 1/limit {
		return 0
	}
	return max(-limit, min(limit, y))
}
