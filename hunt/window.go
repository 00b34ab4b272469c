package hunt

import (
	"fmt"
	"regexp"
	"slices"
	"time"

	"gohunt/hunt/elastic"
)

// SearchOption narrows a Search: Last, Days or Between, and Lists. Read takes Lists too.
type SearchOption struct {
	name string
	set  func(*search)
}

// search is what the options of a Search say.
type search struct {
	window elastic.Window
	lists  []string
}

func searchOptions(opts []SearchOption) search {
	var s search
	windows := 0
	for _, o := range opts {
		if o.name != "Lists" {
			windows++
		}
		o.set(&s)
	}
	if windows > 1 {
		refuse("Search", "", "there are two windows", "give one of hunt.Last, hunt.Days and hunt.Between")
	}
	return s
}

var spanForm = regexp.MustCompile(`^[1-9][0-9]*[smhdw]$`)

// Last is the window [now-span, now) by the source's own clock. span is a whole number and one of s, m, h, d, w:
// "90m", "120d".
func Last(span string) SearchOption {
	if !spanForm.MatchString(span) {
		refuse("Last", fmt.Sprintf("%q", span), "this is no span of time", `write a number and s, m, h, d or w: hunt.Last("120d")`)
	}
	return SearchOption{"Last", func(s *search) { s.window = elastic.Window{From: "now-" + span, To: "now"} }}
}

// Days is the window of n whole UTC days up to the midnight that began today, by the source's own clock.
func Days(n int) SearchOption {
	if n < 1 {
		refuse("Days", fmt.Sprint(n), "this is no number of days", "write hunt.Days(120)")
	}
	return SearchOption{"Days", func(s *search) { s.window = elastic.Window{From: fmt.Sprintf("now-%dd/d", n), To: "now/d"} }}
}

// Between is the window [from, to). Each is a time.Time or a text like 2022-09-01, 2022-09-01 12:00 or
// 2022-09-01T12:00:00Z; texts without a zone are UTC. Raises an *Error when to does not come after from.
func Between(from, to any) SearchOption {
	a, b := moment(from), moment(to)
	if !a.Before(b) {
		refuse("Between", fmt.Sprintf("%v, %v", from, to), "the window is empty: its end is not after its start", "give the earlier time first")
	}
	return SearchOption{"Between", func(s *search) {
		s.window = elastic.Window{From: a.Format(time.RFC3339Nano), To: b.Format(time.RFC3339Nano)}
	}}
}

var momentForms = []string{time.DateOnly, "2006-01-02T15:04", "2006-01-02 15:04", "2006-01-02T15:04:05", time.DateTime, time.RFC3339Nano}

func moment(v any) time.Time {
	switch v := v.(type) {
	case time.Time:
		return v.UTC()
	case string:
		for _, form := range momentForms {
			if t, err := time.Parse(form, v); err == nil {
				return t.UTC()
			}
		}
	}
	refuse("Between", fmt.Sprintf("%v", v), "this is no time", `write hunt.Between("2022-09-01", "2022-12-01T12:00:00Z")`)
	return time.Time{}
}

// Lists says that these fields hold lists, so that they become list columns and not JSON text. ECS's own list fields
// are known.
func Lists(fields ...string) SearchOption {
	return SearchOption{"Lists", func(s *search) { s.lists = append(s.lists, slices.Clone(fields)...) }}
}
