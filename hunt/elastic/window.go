package elastic

import (
	"context"
	"encoding/json"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"

	"gohunt/hunt/fault"
)

// Window is a span of time in Elasticsearch's date math: "now-120d" to "now", "now-120d/d" to "now/d",
// "2022-09-01T00:00:00Z" to "2022-12-01". To is not part of it. An empty bound is open.
// Field is the date field whose format the bounds may have, "@timestamp" when empty.
type Window struct{ From, To, Field string }

// Resolve turns the window into absolute UTC times by the clock of the server that holds the data, with one search
// that returns no rows. When index is a pattern that matches nothing no server computes anything: the clock is then
// that of this machine.
func (c *Client) Resolve(ctx context.Context, index string, w Window) (from, to time.Time, err error) {
	if w.From == "" && w.To == "" {
		return from, to, nil
	}
	answer, err := c.do(ctx, call{step: "Search", on: index, method: http.MethodPost, path: indexPath(index, "_search"),
		body: w.body(), again: repeatable})
	if err != nil {
		return from, to, err
	}
	from, to, ok := windowOf(answer)
	if ok {
		return from, to, nil
	}
	now := time.Now()
	if from, ok = dateMath(w.From, now); ok {
		to, ok = dateMath(w.To, now)
	}
	if !ok {
		return from, to, fault.New("Search", index, "the window "+w.From+" to "+w.To+" cannot be resolved: no index matches",
			"check the index pattern")
	}
	return from, to, nil
}

// body is a search for the window's one bucket in an aggregation over date ranges.
func (w Window) body() []byte {
	span := map[string]string{}
	if w.From != "" {
		span["from"] = w.From
	}
	if w.To != "" {
		span["to"] = w.To
	}
	body, _ := json.Marshal(map[string]any{"size": 0, "track_total_hits": false, "aggs": map[string]any{"window": map[string]any{
		"date_range": map[string]any{"field": orTimestamp(w.Field), "format": "strict_date_optional_time", "ranges": []any{span}}}}})
	return body
}

func orTimestamp(field string) string {
	if field == "" {
		return "@timestamp"
	}
	return field
}

// windowOf reads the bounds out of the one bucket: milliseconds since 1970, written as a fraction.
func windowOf(answer []byte) (from, to time.Time, ok bool) {
	var a struct {
		Aggregations struct {
			Window struct {
				Buckets []struct{ From, To *float64 }
			}
		}
	}
	if json.Unmarshal(answer, &a) != nil || len(a.Aggregations.Window.Buckets) != 1 {
		return from, to, false
	}
	b := a.Aggregations.Window.Buckets[0]
	return fromMillis(b.From), fromMillis(b.To), true
}

func fromMillis(ms *float64) time.Time {
	if ms == nil {
		return time.Time{}
	}
	return time.UnixMilli(int64(*ms)).UTC()
}

var mathStep = regexp.MustCompile(`^([+-]\d+)([smhdwMy])|^/([dh])`)

// dateMath computes the part of Elasticsearch's date math that windows use, for the case that no index is there to
// do it: now, steps, rounding down to a day or an hour, and absolute times.
func dateMath(expr string, now time.Time) (time.Time, bool) {
	rest, isMath := strings.CutPrefix(expr, "now")
	if !isMath {
		return absolute(expr)
	}
	t := now.UTC()
	for rest != "" {
		m := mathStep.FindStringSubmatch(rest)
		if m == nil {
			return t, false
		}
		rest = rest[len(m[0]):]
		t = step(t, m)
	}
	return t, true
}

func absolute(expr string) (time.Time, bool) {
	if expr == "" {
		return time.Time{}, true
	}
	for _, layout := range []string{time.RFC3339Nano, time.DateOnly} {
		if t, err := time.Parse(layout, expr); err == nil {
			return t.UTC(), true
		}
	}
	return time.Time{}, false
}

func step(t time.Time, m []string) time.Time {
	n, _ := strconv.Atoi(m[1])
	switch m[2] + m[3] {
	case "s":
		return t.Add(time.Duration(n) * time.Second)
	case "m":
		return t.Add(time.Duration(n) * time.Minute)
	case "h":
		if m[3] == "h" {
			return t.Truncate(time.Hour)
		}
		return t.Add(time.Duration(n) * time.Hour)
	case "d":
		if m[3] == "d" {
			return t.Truncate(24 * time.Hour)
		}
		return t.AddDate(0, 0, n)
	case "w":
		return t.AddDate(0, 0, 7*n)
	case "M":
		return t.AddDate(0, n, 0)
	}
	return t.AddDate(n, 0, 0)
}
