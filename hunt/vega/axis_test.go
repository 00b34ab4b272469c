package vega

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

func labels(ticks []tick) string {
	out := make([]string, len(ticks))
	for i, t := range ticks {
		out[i] = t.label
	}
	return strings.Join(out, " ")
}

func TestYTicks(t *testing.T) {
	for _, c := range []struct {
		low, top float64
		want     string
	}{
		{0, 12, "0 2 4 6 8 10 12"},
		{0, 1, "0 0.2 0.4 0.6 0.8 1"},
		{0, 353, "0 100 200 300 400"},
		{-5, 3, "-6 -4 -2 0 2 4"},
		{-1, 0, "-1 -0.8 -0.6 -0.4 -0.2 0"},
		{0, 5200, "0 1,000 2,000 3,000 4,000 5,000 6,000"},
		{0, 2.5e6, "0 500,000 1M 1.5M 2M 2.5M"},
		{-4e9, 4e9, "-4G -2G 0 2G 4G"},
	} {
		if got := labels(yTicks(c.low, c.top)); got != c.want {
			t.Errorf("%v to %v: %s, want %s", c.low, c.top, got, c.want)
		}
	}
}

func TestNumber(t *testing.T) {
	for v, want := range map[float64]string{0: "0", 0.25: "0.25", 999: "999", 1000: "1,000", 1001: "1,001", -1001: "-1,001", 999_999: "999,999", 1234.5: "1234.5", 3_400_000: "3.4M", -2e9: "-2G"} {
		if got := number(v); got != want {
			t.Errorf("%v is %s, want %s", v, got, want)
		}
	}
}

// TestTimeTicks names the labels of an axis between two times, for bars of the unit that the times ask for.
func TestTimeTicks(t *testing.T) {
	for _, c := range []struct{ from, to, want string }{
		{"2022-09-01 00:00", "2022-09-01 00:00", "2022-09-01"},
		{"2022-09-01 00:00", "2022-09-03 00:00", "2022-09-01 2022-09-02 2022-09-03"},
		{"2022-09-01 00:00", "2022-11-17 00:00", "2022-09-05 2022-09-19 2022-10-03 2022-10-17 2022-10-31 2022-11-14"},
		{"2022-01-15 00:00", "2022-12-15 00:00", "2022-04 2022-07 2022-10"},
		{"2022-09-01 06:00", "2022-09-02 08:00", "09-01 06:00 09-01 12:00 09-01 18:00 09-02 00:00 09-02 06:00"},
		{"2022-09-01 10:17", "2022-09-01 10:21", "10:17 10:18 10:19 10:20 10:21"},
		{"1601-01-01 00:00", "2262-01-01 00:00", "1700 1800 1900 2000 2100 2200"},
	} {
		from, to := minute(t, c.from), minute(t, c.to)
		u := unitOf(Chart{Scale: Temporal, Rows: []Row{{At: from}, {At: to}}})
		if text := labels(timeTicks(from, to, 8, u)); text != c.want {
			t.Errorf("%s to %s: %s, want %s", c.from, c.to, text, c.want)
		}
	}
}

func minute(t *testing.T, text string) time.Time {
	t.Helper()
	at, err := time.Parse("2006-01-02 15:04", text)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func TestUnit(t *testing.T) {
	first := minute(t, "2022-09-01 00:00")
	for after, want := range map[time.Duration]string{
		0: "utcyearmonthdate", 48 * time.Hour: "utcyearmonthdate", time.Hour: "utcyearmonthdatehours", time.Minute: "utcyearmonthdatehoursminutes",
		time.Second: "utcyearmonthdatehoursminutesseconds", time.Millisecond: "utcyearmonthdatehoursminutessecondsmilliseconds", time.Nanosecond: "utcyearmonthdatehoursminutessecondsmilliseconds",
	} {
		if got := unitOf(Chart{Rows: []Row{{At: first}, {At: first.Add(after)}}}).name; got != want {
			t.Errorf("%s: %s, want %s", after, got, want)
		}
	}
}

func TestDistinct(t *testing.T) {
	got := distinct([]string{"short", "", " a\tb", "0123456789abcdef", "01234567_89abcdef", "01234_789_9abcdef"}, 10)
	if want := `["short" "(empty)" " a b" "012345…def" "012…ef (2)" "01234_…def"]`; fmt.Sprintf("%q", got) != want {
		t.Errorf("%q, want %s", got, want)
	}
}
