// Package datemath reads the moments that Elasticsearch's requests name: dates in the formats of a
// date field, and date math such as now-120d/d or 2022-09-14||+1M.
//
// It stands below dsl and essql, which turn ranges into conditions; nothing comes before it but text.
// It needs only package time: every unit is rounded in UTC, as Elasticsearch does when a request
// names no time zone. Source of the rules: the "Date math" and "format" pages of the Elasticsearch
// reference, 8.19.
package datemath

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Options say how a moment's text is read.
type Options struct {
	Now    time.Time // what "now" stands for, UTC
	Format string    // formats joined by "||"; empty means "strict_date_optional_time||epoch_millis"
	Up     bool      // round up: a missing part or a /unit means its last millisecond (gt and lte)
}

// DefaultFormat is the format of a date field whose mapping names none.
const DefaultFormat = "strict_date_optional_time||epoch_millis"

// Parse returns the moment that text names, in UTC with millisecond resolution.
// It fails with the text and the formats tried when none reads it.
func Parse(text string, o Options) (time.Time, error) {
	anchor, math, err := split(text, o)
	if err != nil {
		return time.Time{}, err
	}
	t, err := apply(anchor, math, o.Up)
	if err != nil {
		return time.Time{}, fmt.Errorf("failed to parse date math [%s]: %w", text, err)
	}
	return t.UTC().Truncate(time.Millisecond), nil
}

func split(text string, o Options) (time.Time, string, error) {
	if rest, ok := strings.CutPrefix(text, "now"); ok {
		return o.Now.UTC(), rest, nil
	}
	date, math, found := strings.Cut(text, "||")
	t, err := parseDate(date, o.Format, o.Up && !found)
	return t, math, err
}

func apply(t time.Time, math string, up bool) (time.Time, error) {
	for math != "" {
		op := math[0]
		amount, unit, rest, err := step(math)
		if err != nil {
			return t, err
		}
		switch op {
		case '/':
			t, err = round(t, unit, up)
		case '-':
			t, err = add(t, unit, -amount)
		case '+':
			t, err = add(t, unit, amount)
		}
		if err != nil {
			return t, err
		}
		math = rest
	}
	return t, nil
}

// step reads one operation: an operator, digits (none before a rounding) and a unit.
func step(math string) (amount int, unit byte, rest string, err error) {
	if !strings.ContainsRune("+-/", rune(math[0])) {
		return 0, 0, "", fmt.Errorf("operator not supported for date math [%s]", math)
	}
	i := 1
	for i < len(math) && math[i] >= '0' && math[i] <= '9' {
		i++
	}
	if i == len(math) {
		return 0, 0, "", fmt.Errorf("truncated date math [%s]", math)
	}
	amount = 1
	if i > 1 {
		if amount, err = strconv.Atoi(math[1:i]); err != nil || amount > 1e9 {
			return 0, 0, "", fmt.Errorf("number out of range in [%s]", math)
		}
	}
	if math[0] == '/' && i > 1 {
		return 0, 0, "", fmt.Errorf("rounding `/` can only be used on single unit types [%s]", math)
	}
	return amount, math[i], math[i+1:], nil
}

func add(t time.Time, unit byte, n int) (time.Time, error) {
	switch unit {
	case 'y':
		return addMonths(t, 12*n), nil
	case 'M':
		return addMonths(t, n), nil
	case 'w':
		return t.AddDate(0, 0, 7*n), nil
	case 'd':
		return t.AddDate(0, 0, n), nil
	case 'h', 'H':
		return t.Add(time.Duration(n) * time.Hour), nil
	case 'm':
		return t.Add(time.Duration(n) * time.Minute), nil
	case 's':
		return t.Add(time.Duration(n) * time.Second), nil
	}
	return t, fmt.Errorf("unit [%c] not supported for date math", unit)
}

// addMonths keeps the day of the month where the target month has it, else its last day.
func addMonths(t time.Time, n int) time.Time {
	first := time.Date(t.Year(), t.Month(), 1, 0, 0, 0, 0, time.UTC).AddDate(0, n, 0)
	last := first.AddDate(0, 1, -1).Day()
	day := min(t.Day(), last)
	return first.AddDate(0, 0, day-1).Add(t.Sub(midnight(t)))
}

func midnight(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
}

func round(t time.Time, unit byte, up bool) (time.Time, error) {
	start, err := floor(t, unit)
	if err != nil || !up {
		return start, err
	}
	next, err := add(start, unit, 1)
	return next.Add(-time.Millisecond), err
}

func floor(t time.Time, unit byte) (time.Time, error) {
	day := midnight(t)
	switch unit {
	case 'y':
		return time.Date(t.Year(), 1, 1, 0, 0, 0, 0, time.UTC), nil
	case 'M':
		return time.Date(t.Year(), t.Month(), 1, 0, 0, 0, 0, time.UTC), nil
	case 'w':
		return day.AddDate(0, 0, -(int(day.Weekday())+6)%7), nil
	case 'd':
		return day, nil
	case 'h', 'H':
		return t.Truncate(time.Hour), nil
	case 'm':
		return t.Truncate(time.Minute), nil
	case 's':
		return t.Truncate(time.Second), nil
	}
	return t, fmt.Errorf("unit [%c] not supported for date math", unit)
}
