package vega

import (
	"fmt"
	"math"
	"strconv"
	"time"
)

// tick is a labelled place on an axis.
type tick struct {
	at    float64
	label string
}

// yTicks are about six round numbers that cover low to top, zero among them.
func yTicks(low, top float64) []tick {
	step := roundStep((top - low) / 6)
	var out []tick
	for i := math.Floor(low / step); i*step <= top+step*0.999 && len(out) < 20; i++ {
		out = append(out, tick{i * step, number(i * step)})
	}
	return out
}

// roundStep is the next 1, 2 or 5 times a power of ten.
func roundStep(least float64) float64 {
	if least <= 0 {
		return 1
	}
	power := math.Pow(10, math.Floor(math.Log10(least)))
	for _, f := range []float64{1, 2, 5} {
		if f*power >= least {
			return f * power
		}
	}
	return 10 * power
}

// number writes a count as people do: 1,200 and 3.4M.
func number(v float64) string {
	abs := math.Abs(v)
	switch {
	case abs >= 1e9:
		return strconv.FormatFloat(v/1e9, 'g', 4, 64) + "G"
	case abs >= 1e6:
		return strconv.FormatFloat(v/1e6, 'g', 4, 64) + "M"
	case abs >= 1000 && v == math.Trunc(v):
		return fmt.Sprintf("%d,%03d", int(v)/1000, int(abs)%1000)
	}
	return strconv.FormatFloat(v, 'g', 6, 64)
}

// timeStep is a distance at which a time axis may be labelled, with the layout of its labels.
type timeStep struct {
	floor  func(time.Time) time.Time
	next   func(time.Time) time.Time
	layout string
}

var timeSteps = []timeStep{
	every(time.Second, "15:04:05"), every(5*time.Second, "15:04:05"), every(15*time.Second, "15:04:05"),
	every(time.Minute, "15:04"), every(5*time.Minute, "15:04"), every(15*time.Minute, "15:04"),
	every(time.Hour, "01-02 15:04"), every(3*time.Hour, "01-02 15:04"), every(6*time.Hour, "01-02 15:04"), every(12*time.Hour, "01-02 15:04"),
	every(24*time.Hour, "2006-01-02"), every(2*24*time.Hour, "2006-01-02"), every(7*24*time.Hour, "2006-01-02"), every(14*24*time.Hour, "2006-01-02"),
	months(1, "2006-01"), months(3, "2006-01"), months(12, "2006"), months(60, "2006"), months(240, "2006"), months(1200, "2006"), months(12_000, "2006"),
}

func every(d time.Duration, layout string) timeStep {
	s := span("", d, "", "")
	return timeStep{s.floor, s.next, layout}
}

func months(n int, layout string) timeStep {
	floor := func(t time.Time) time.Time {
		all := t.Year()*12 + int(t.Month()) - 1
		return date(all/n*n/12, time.Month(all/n*n%12+1), 1)
	}
	return timeStep{floor, func(t time.Time) time.Time { return t.AddDate(0, n, 0) }, layout}
}

// timeTicks are at most most round times in [from, to], as seconds since 1970, at least a bar's unit apart: a chart of
// days is labelled with days. Where no round time lies between, from itself is the one.
func timeTicks(from, to time.Time, most int, u unit) []tick {
	var out []tick
	for _, s := range timeSteps {
		if s.next(s.floor(from)).Before(u.next(s.floor(from))) {
			continue
		}
		out = out[:0]
		for at := s.floor(from); !at.After(to) && len(out) <= most; at = s.next(at) {
			if !at.Before(from) {
				out = append(out, tick{seconds(at), at.Format(s.layout)})
			}
		}
		if len(out) <= most {
			break
		}
	}
	if len(out) == 0 {
		return []tick{{seconds(from), from.Format(u.text)}}
	}
	return out
}

func seconds(t time.Time) float64 { return float64(t.UnixMilli()) / 1000 }
