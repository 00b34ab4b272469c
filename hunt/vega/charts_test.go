package vega

import (
	"encoding/json"
	"fmt"
	"math"
	"testing"
	"time"

	"gohunt/hunt/recordings"
)

// charts are what the golden files show, one of each kind.
func charts() map[string]Chart {
	first := time.Date(2022, 9, 1, 0, 0, 0, 0, time.UTC)
	plain := parents()
	plain.Series, plain.HideYLabels = "", true
	bare := parents()
	bare.HideLegend, bare.HideXLabels, bare.HideYLabels = true, true, true
	return map[string]Chart{
		"parents": parents(),
		"plain":   plain,
		"bare":    bare,
		"hours":   hours(first),
		"one":     {X: "day", Y: "n", Scale: Temporal, Rows: []Row{{At: first, Y: 3}}},
		"negative": {X: "host", Y: "change", Title: "Both ways", Series: "week", Rows: []Row{
			{X: "a", Y: 3, Series: "this"}, {X: "a", Y: -2, Series: "last"}, {X: "b", Y: -5, Series: "this"}, {X: "b", Y: 0.1, Series: "last"}, {X: "b", Y: 0.2, Series: "last"}}},
		"nothing": {Title: "No rows", X: "day", Y: "n", Series: "s"},
		"zero":    {Title: "Only zeros", X: "x", Y: "n", Rows: []Row{{X: "a"}, {X: "b", Y: math.NaN()}, {X: "c", Y: math.Inf(1)}}},
		"hostile": hostile(),
	}
}

// parents is a chart of names, one of them empty and one too long for an axis.
func parents() Chart {
	c := Chart{Title: "Parents of powershell.exe", X: "process.parent.name", Y: "n", Series: "host.name"}
	for i, name := range []string{"explorer.exe", "cmd.exe", "mshta.exe", "CompatTelRunnerOfTheApplicationExperience.exe", "", "java.exe"} {
		for h := range 3 {
			c.Rows = append(c.Rows, Row{X: name, Y: float64((i*7+h*5)%40 + 1), Series: fmt.Sprintf("WORKSTATION%d.theshire.local", h)})
		}
	}
	return c
}

// hours has times of a zone that is not UTC, not in their order, and a night without any.
func hours(first time.Time) Chart {
	c := Chart{Title: "Logons", X: "@timestamp", Y: "logons", Series: "user.name", Scale: Temporal}
	kolkata := time.FixedZone("IST", 5*3600+1800)
	for _, h := range []int{30, 31, 32, 6, 7, 8, 9} {
		c.Rows = append(c.Rows, Row{At: first.Add(time.Duration(h) * time.Hour).In(kolkata), Y: float64(h * h * 10), Series: "pgustavo"}, Row{At: first.Add(time.Duration(h) * time.Hour), Y: 900, Series: "sbeavers"})
	}
	return c
}

// hostile has names as attackers choose them, for whoever looks at the chart in a browser, an XML reader or a terminal.
func hostile() Chart {
	c := Chart{Title: "<script>alert(1)</script>\x1b[2J\x00", X: `"]}</svg>`, Y: "n\u202egpj.exe", Series: "<img src=x onerror=alert(2)>"}
	for i, name := range hostileNames {
		c.Rows = append(c.Rows, Row{X: name, Y: float64(i + 1), Series: name})
	}
	return c
}

var hostileNames = []string{
	"</text><script>alert(3)</script>", "a\nb\tc\r", "\x1b]0;title\x07", "\xff\xfe not UTF-8", "datum.x; ${x} {{x}} %s", "\u202eexe.piz", "&amp;&#60;", "👾 木馬",
	"powershell -enc " + long('A', 4000) + "1", "powershell -enc " + long('A', 4001) + "1", "", " ",
}

func long(r rune, n int) string {
	out := make([]rune, n)
	for i := range out {
		out[i] = r
	}
	return string(out)
}

// many has 10,000 parts: 1,000 hours with 10 of 100 series each.
func many() Chart {
	c := Chart{Title: "Ten thousand parts", X: "hour", Y: "events", Series: "process.name", Scale: Temporal}
	start := time.Date(2022, 9, 1, 0, 0, 0, 0, time.UTC)
	for i := range 1000 {
		for s := range 10 {
			c.Rows = append(c.Rows, Row{At: start.Add(time.Duration(i) * time.Hour), Y: 1 + 50*math.Abs(math.Sin(float64(i*s)/90)), Series: fmt.Sprintf("process%02d.exe", (i/7+s*9)%100)})
		}
	}
	return c
}

// scattered has 10,000 parts, each with a place and a series of its own.
func scattered() Chart {
	c := Chart{Title: "All different", X: "host", Y: "n", Series: "command"}
	for i := range 10_000 {
		c.Rows = append(c.Rows, Row{X: fmt.Sprint("host", i), Y: 1, Series: fmt.Sprintf("%s %d %s", long('x', 40), i, long('y', 40))})
	}
	return c
}

// talk is the chart of the hunt that this library was made for: 13 command lines over 77 days.
func talk(t testing.TB) Chart {
	t.Helper()
	var truth struct {
		Series []struct {
			CommandLine string   `json:"command_line"`
			Points      [][2]any `json:"points"`
		} `json:"per_day_series"`
	}
	if err := json.Unmarshal(recordings.Read(t, "talk/talk_outputs.json"), &truth); err != nil {
		t.Fatal(err)
	}
	c := Chart{Title: "Command lines per day: the outliers", X: "day", Y: "n", Series: "process.command_line", Scale: Temporal}
	for _, s := range truth.Series {
		for _, p := range s.Points {
			at, err := time.Parse(time.DateOnly, p[0].(string))
			if err != nil {
				t.Fatal(err)
			}
			c.Rows = append(c.Rows, Row{At: at, Y: p[1].(float64), Series: s.CommandLine})
		}
	}
	return c
}
