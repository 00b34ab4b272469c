package jsonrows

import (
	"bytes"
	"math"
	"strconv"
)

// hold appends t if the column's kind can hold it. A given type takes what Elasticsearch's mapping of that type
// takes: numbers and booleans in strings, integers written as fractions, moments as ISO 8601 or milliseconds.
func (c *column) hold(t token) bool {
	switch s := c.store.(type) {
	case *bools:
		return c.holdBool(s, t)
	case *numbers[int64]:
		if c.kind == isMoment {
			return c.holdMoment(s, t)
		}
		i, ok := integerOf(t)
		if ok {
			s.add(i)
		}
		return ok
	case *numbers[float64]:
		f, ok := fraction(t.text)
		if ok = ok && t.kind != isBool && t.kind != isJSON; ok {
			s.add(f)
		}
		return ok
	case *texts:
		s.add(c.text(t))
		return true
	}
	return false
}

func (c *column) holdBool(s *bools, t token) bool {
	if t.kind != isBool && t.kind != isText {
		return false
	}
	switch string(t.text) {
	case "true":
		s.add(true)
	case "false":
		s.add(false)
	default:
		return false
	}
	return true
}

func (c *column) holdMoment(s *numbers[int64], t token) bool {
	var us int64
	var cut, ok bool
	switch t.kind {
	case isText:
		us, cut, ok = parseMoment(t.text)
	case isInt:
		us, ok = milliseconds(t.text)
	}
	if !ok {
		return false
	}
	if cut {
		c.count.Shortened++
	}
	s.add(us)
	return true
}

// text is what a text column shows of t. Where the type is given, a number stays as it was written; where it was
// inferred, a number has one form only, so that the text does not depend on which row made the column text.
func (c *column) text(t token) []byte {
	if c.given {
		return t.text
	}
	switch t.kind {
	case isInt:
		if i, ok := integer(t.text); ok {
			return strconv.AppendInt(nil, i, 10)
		}
	case isFloat:
		if f, ok := fraction(t.text); ok {
			return floatText(f)
		}
	}
	return t.text
}

// floatText is the shortest text that reads back as f, in the form of encoding/json (ECMA-262, Number::toString).
func floatText(f float64) []byte {
	if size := math.Abs(f); size != 0 && (size < 1e-6 || size >= 1e21) {
		b := strconv.AppendFloat(nil, f, 'e', -1, 64)
		return bytes.Replace(b, []byte("e-0"), []byte("e-"), 1)
	}
	return strconv.AppendFloat(nil, f, 'f', -1, 64)
}

func integerOf(t token) (int64, bool) {
	switch t.kind {
	case isInt, isText:
		if i, ok := integer(t.text); ok {
			return i, true
		}
	case isFloat:
	default:
		return 0, false
	}
	f, ok := fraction(t.text)
	return int64(f), ok && f == math.Trunc(f) && math.Abs(f) <= 1<<53
}

// integer reads a whole number of at most 64 bits.
func integer(s []byte) (int64, bool) {
	digits := s
	if len(s) > 0 && s[0] == '-' {
		digits = s[1:]
	}
	if len(digits) == 0 || len(digits) > 18 {
		i, err := strconv.ParseInt(string(s), 10, 64)
		return i, err == nil
	}
	var n int64
	for _, b := range digits {
		if b -= '0'; b > 9 {
			return 0, false
		}
		n = n*10 + int64(b)
	}
	if len(digits) < len(s) {
		n = -n
	}
	return n, true
}

// fraction reads a finite number; NaN, Inf and hexadecimal forms, which strconv knows and JSON does not, are none.
func fraction(s []byte) (float64, bool) {
	for _, b := range s {
		if b-'0' > 9 && b != '.' && b != '-' && b != '+' && b|0x20 != 'e' {
			return 0, false
		}
	}
	f, err := strconv.ParseFloat(string(s), 64)
	return f, err == nil
}
