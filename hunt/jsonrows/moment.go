package jsonrows

import (
	"math"
	"time"
)

// parseMoment reads ISO 8601 as Elasticsearch's strict_date_optional_time does (year, month, day, time, fraction and
// offset, each with all that stand before it; UTC without an offset), a blank instead of the T, or a whole number of
// milliseconds since 1970 (epoch_millis). The result counts microseconds since 1970; cut tells that digits below
// them were dropped.
func parseMoment(s []byte) (us int64, cut, ok bool) {
	if ms, ok := milliseconds(s); ok && len(s) != 4 {
		return ms, false, true
	}
	p := isoParser{s: s, ok: true}
	year := p.digits(4, -1)
	month, day := 1, 1
	if p.skip('-') {
		month = p.digits(2, 12)
		if p.skip('-') {
			day = p.digits(2, 31)
		}
	}
	var h, m, sec, nano, offset int
	if len(p.s) > 0 && (p.skip('T') || p.skip(' ')) {
		h, m, sec, nano = p.clock()
		offset = p.offset()
	}
	t := time.Date(year, time.Month(month), day, h, m, sec, nano, time.UTC)
	if !p.ok || len(p.s) > 0 || t.Day() != day || int(t.Month()) != month {
		return 0, false, false
	}
	return t.UnixMicro() - int64(offset)*1e6, nano%1000 != 0, true
}

// milliseconds reads a count of milliseconds since 1970 and gives microseconds.
func milliseconds(s []byte) (int64, bool) {
	ms, ok := integer(s)
	if !ok || ms > math.MaxInt64/1000 || ms < math.MinInt64/1000 {
		return 0, false
	}
	return ms * 1000, true
}

// isoParser takes parts off the front of s; ok is false once one was not as it should be.
type isoParser struct {
	s  []byte
	ok bool
}

func (p *isoParser) skip(b byte) bool {
	if len(p.s) == 0 || p.s[0] != b {
		return false
	}
	p.s = p.s[1:]
	return true
}

// digits takes exactly n digits that make at most limit; a negative limit means any.
func (p *isoParser) digits(n, limit int) int {
	if len(p.s) < n {
		p.ok = false
		return 0
	}
	v := 0
	for _, b := range p.s[:n] {
		p.ok = p.ok && b-'0' <= 9
		v = v*10 + int(b-'0')
	}
	p.s = p.s[n:]
	p.ok = p.ok && (limit < 0 || v <= limit)
	return v
}

// clock takes hours, and if they follow minutes, seconds and a fraction of up to nine digits.
func (p *isoParser) clock() (h, m, s, nano int) {
	h = p.digits(2, 23)
	if !p.skip(':') {
		return
	}
	m = p.digits(2, 59)
	if !p.skip(':') {
		return
	}
	s = p.digits(2, 59)
	if p.skip('.') || p.skip(',') {
		nano = p.fraction()
	}
	return
}

func (p *isoParser) fraction() (nano int) {
	n := 0
	for ; n < len(p.s) && p.s[n]-'0' <= 9; n++ {
		if n < 9 {
			nano = nano*10 + int(p.s[n]-'0')
		}
	}
	p.ok = p.ok && n > 0
	for i := n; i < 9; i++ {
		nano *= 10
	}
	p.s = p.s[n:]
	return nano
}

// offset takes Z, +hh, +hhmm or +hh:mm, or nothing, and gives seconds east of UTC.
func (p *isoParser) offset() int {
	if len(p.s) == 0 || p.skip('Z') || p.skip('z') {
		return 0
	}
	sign := 1
	if p.skip('-') {
		sign = -1
	} else if !p.skip('+') {
		p.ok = false
	}
	seconds := p.digits(2, 18) * 3600
	if p.skip(':') || len(p.s) > 0 {
		seconds += p.digits(2, 59) * 60
	}
	return sign * seconds
}
