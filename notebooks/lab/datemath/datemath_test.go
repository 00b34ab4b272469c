package datemath

import (
	"testing"
	"time"
)

func TestParse(t *testing.T) {
	now := time.Date(2022, 12, 1, 12, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		text, format string
		up           bool
		want         string
	}{
		{"now", "", false, "2022-12-01T12:00:00Z"},
		{"now-120d/d", "", false, "2022-08-03T00:00:00Z"},
		{"now-120d/d", "basic_date", false, "2022-08-03T00:00:00Z"},
		{"now/d", "", false, "2022-12-01T00:00:00Z"},
		{"now/d", "", true, "2022-12-01T23:59:59.999Z"},
		{"now/w", "", false, "2022-11-28T00:00:00Z"},
		{"now-1M/M", "", true, "2022-11-30T23:59:59.999Z"},
		{"now+1h", "", false, "2022-12-01T13:00:00Z"},
		{"2022-03-31||-1M", "", false, "2022-02-28T00:00:00Z"},
		{"2022-09-14", "", false, "2022-09-14T00:00:00Z"},
		{"2022-09-14", "", true, "2022-09-14T23:59:59.999Z"},
		{"2022-09", "", true, "2022-09-01T23:59:59.999Z"},
		{"2022", "", true, "2022-01-01T23:59:59.999Z"},
		{"2022-09-14T05", "", true, "2022-09-14T05:59:59.999Z"},
		{"2022-09-14T05:58:53.998Z", "", true, "2022-09-14T05:58:53.998Z"},
		{"2022-09-14T05:58:53+02:00", "", false, "2022-09-14T03:58:53Z"},
		{"1669896000000", "", false, "2022-12-01T12:00:00Z"},
		{"1669896000", "epoch_second", false, "2022-12-01T12:00:00Z"},
		{"20220914", "basic_date", false, "2022-09-14T00:00:00Z"},
	} {
		got, err := Parse(c.text, Options{Now: now, Format: c.format, Up: c.up})
		if err != nil || got.Format(time.RFC3339Nano) != c.want {
			t.Errorf("%s (%s, up %v): %s, %v; want %s", c.text, c.format, c.up, got.Format(time.RFC3339Nano), err, c.want)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	for _, text := range []string{"", "abc", "2022-13-01", "2022-02-30", "now-", "now-1q", "now*2", "now/2d", "2022-01-01||x", "now+99999999999999999999d"} {
		if got, err := Parse(text, Options{Now: time.Now()}); err == nil {
			t.Errorf("%q was read as %s", text, got)
		}
	}
	if _, err := Parse("1", Options{Format: "week_date"}); err == nil {
		t.Error("an unknown format was accepted")
	}
}
