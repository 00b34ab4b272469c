package datemath

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// layouts are the named formats that are one Go layout each.
var layouts = map[string][]string{
	"basic_date":                     {"20060102"},
	"basic_date_time":                {"20060102T150405.000Z07:00", "20060102T150405.000Z0700"},
	"basic_date_time_no_millis":      {"20060102T150405Z07:00", "20060102T150405Z0700"},
	"date":                           {"2006-01-02"},
	"strict_date":                    {"2006-01-02"},
	"year_month_day":                 {"2006-01-02"},
	"strict_year_month_day":          {"2006-01-02"},
	"strict_date_hour_minute_second": {"2006-01-02T15:04:05"},
	"date_hour_minute_second":        {"2006-01-02T15:04:05"},
	"yyyy-MM-dd":                     {"2006-01-02"},
	"yyyy/MM/dd":                     {"2006/01/02"},
	"yyyyMMdd":                       {"20060102"},
	"yyyy-MM-dd HH:mm:ss":            {"2006-01-02 15:04:05"},
	"yyyy-MM-dd'T'HH:mm:ss":          {"2006-01-02T15:04:05"},
	"yyyy-MM-dd'T'HH:mm:ss.SSSZ":     {"2006-01-02T15:04:05.000Z0700"},
	"yyyy/MM/dd HH:mm:ss":            {"2006/01/02 15:04:05"},
}

// optionalTime are the formats that leave parts of a date away.
var optionalTime = map[string]bool{
	"strict_date_optional_time": true, "date_optional_time": true, "strict_date_optional_time_nanos": true,
	"strict_date_time": true, "date_time": true, "strict_date_time_no_millis": true, "iso8601": true,
}

// CheckFormat reports an error that names the first of the formats in format that is not known here.
func CheckFormat(format string) error {
	for _, f := range formats(format) {
		if _, ok := layouts[f]; !ok && !optionalTime[f] && !strings.HasPrefix(f, "epoch_") {
			return fmt.Errorf("Invalid format: [%s]: this server knows strict_date_optional_time, epoch_millis, epoch_second, basic_date and plain yyyy-MM-dd forms", f)
		}
	}
	return nil
}

func formats(format string) []string {
	if format == "" {
		format = DefaultFormat
	}
	return strings.Split(format, "||")
}

func parseDate(text, format string, up bool) (time.Time, error) {
	if err := CheckFormat(format); err != nil {
		return time.Time{}, err
	}
	for _, f := range formats(format) {
		if t, ok := parseOne(text, f, up); ok {
			return t, nil
		}
	}
	return time.Time{}, fmt.Errorf("failed to parse date field [%s] with format [%s]", text, strings.Join(formats(format), "||"))
}

func parseOne(text, format string, up bool) (time.Time, bool) {
	switch {
	case format == "epoch_millis":
		return epoch(text, time.Millisecond)
	case format == "epoch_second":
		return epoch(text, time.Second)
	case optionalTime[format]:
		return parseISO(text, up)
	}
	for _, layout := range layouts[format] {
		if t, err := time.Parse(layout, text); err == nil {
			return fill(t, up && !strings.Contains(layout, "15"), 24*time.Hour), true
		}
	}
	return time.Time{}, false
}

func epoch(text string, unit time.Duration) (time.Time, bool) {
	whole, fraction, _ := strings.Cut(text, ".")
	n, err := strconv.ParseInt(whole, 10, 64)
	if err != nil || len(fraction) > 9 || n > 1e15 || n < -1e15 {
		return time.Time{}, false
	}
	if unit == time.Second {
		return time.Unix(n, 0).UTC(), true
	}
	return time.UnixMilli(n).UTC(), true
}

// iso is year, month, day, hour, minute, second, fraction, zone; each part may end the text.
var iso = regexp.MustCompile(`^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T(?:(\d{2})(?::(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?(Z|[+-]\d{2}(?::?\d{2})?)?)?)?)?)?$`)

func parseISO(text string, up bool) (time.Time, bool) {
	m := iso.FindStringSubmatch(text)
	if m == nil {
		return time.Time{}, false
	}
	month, day, hour, minute, second := part(m[2], 1), part(m[3], 1), part(m[4], 0), part(m[5], 0), part(m[6], 0)
	nanos, _ := strconv.Atoi((m[7] + "000000000")[:9])
	t := time.Date(part(m[1], 0), time.Month(month), day, hour, minute, second, nanos, zone(m[8]))
	if int(t.Month()) != month || t.Day() != day || hour > 23 || minute > 59 || second > 59 {
		return time.Time{}, false
	}
	if !up {
		return t.UTC(), true
	}
	return fillMissing(t, m).UTC(), true
}

func part(text string, absent int) int {
	if n, err := strconv.Atoi(text); err == nil {
		return n
	}
	return absent
}

func zone(text string) *time.Location {
	if text == "" || text == "Z" {
		return time.UTC
	}
	digits := strings.ReplaceAll(text[1:], ":", "") + "00"
	hours, _ := strconv.Atoi(digits[:2])
	minutes, _ := strconv.Atoi(digits[2:4])
	seconds := hours*3600 + minutes*60
	if text[0] == '-' {
		seconds = -seconds
	}
	return time.FixedZone("", seconds)
}

// fillMissing moves a date with missing parts to the last millisecond that it can mean, where a missing month
// or day means the first one, as the reference has it: 2022-09 is up to the end of September 1.
func fillMissing(t time.Time, m []string) time.Time {
	units := []time.Duration{24 * time.Hour, time.Hour, time.Minute, time.Second}
	for i, unit := range units {
		if m[4+i] == "" {
			return fill(t, true, unit)
		}
	}
	return t
}

func fill(t time.Time, up bool, unit time.Duration) time.Time {
	if !up {
		return t
	}
	return t.Add(unit - time.Millisecond)
}
