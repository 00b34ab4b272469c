package vega

import "time"

// unit is the stretch of time that one bar stands for: the largest one on whose borders all times lie.
type unit struct {
	name  string // as in Vega-Lite's timeUnit
	floor func(time.Time) time.Time
	next  func(time.Time) time.Time
	text  string // layout of a time in it
	axis  string // the same for an axis of Vega-Lite, in d3's letters and as short
}

var units = []unit{
	{"utcyear", func(t time.Time) time.Time { return date(t.Year(), 1, 1) }, func(t time.Time) time.Time { return t.AddDate(1, 0, 0) }, "2006", "%Y"},
	{"utcyearmonth", func(t time.Time) time.Time { return date(t.Year(), t.Month(), 1) }, func(t time.Time) time.Time { return t.AddDate(0, 1, 0) }, "2006-01", "%Y-%m"},
	{"utcyearmonthdate", func(t time.Time) time.Time { return date(t.Date()) }, func(t time.Time) time.Time { return t.AddDate(0, 0, 1) }, "2006-01-02", "%Y-%m-%d"},
	span("utcyearmonthdatehours", time.Hour, "2006-01-02 15:04", "%m-%d %H:%M"),
	span("utcyearmonthdatehoursminutes", time.Minute, "2006-01-02 15:04", "%m-%d %H:%M"),
	span("utcyearmonthdatehoursminutesseconds", time.Second, "2006-01-02 15:04:05", "%H:%M:%S"),
	span("utcyearmonthdatehoursminutessecondsmilliseconds", time.Millisecond, "2006-01-02 15:04:05.000", "%H:%M:%S.%L"),
}

const day = 2 // index of the day in units

func span(name string, d time.Duration, text, axis string) unit {
	return unit{name, func(t time.Time) time.Time { return t.Truncate(d) }, func(t time.Time) time.Time { return t.Add(d) }, text, axis}
}

func date(year int, month time.Month, day int) time.Time {
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}

// unitOf is a day or less: months and years are for the labels of the axis, since a day a month apart is still a day.
func unitOf(c Chart) unit {
	for _, u := range units[day:] {
		if onBorders(c, u) {
			return u
		}
	}
	return units[len(units)-1]
}

func onBorders(c Chart, u unit) bool {
	for _, r := range c.Rows {
		if at := r.At.UTC(); !u.floor(at).Equal(at) {
			return false
		}
	}
	return true
}
