package ledger

import (
	"testing"
	"time"
)

func TestEntryString(t *testing.T) {
	day := time.Date(2022, 12, 1, 0, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		name  string
		entry Entry
		want  string
	}{
		{"search", Entry{Source: "https://es:9200", Kind: "search", Index: "logs-*", Query: "process.name:x", From: day, To: day.Add(36 * time.Hour),
			Pages: 2, Matched: 10500, Fetched: 10500, Took: 1234 * time.Millisecond, SHA256: "ab12"},
			"search https://es:9200 logs-* · process.name:x · window [2022-12-01T00:00:00Z, 2022-12-02T12:00:00Z) · 10,500 rows · 2 pages · 1.234s · sha256 ab12"},
		{"partial", Entry{Source: "s", Kind: "sql", Matched: 2000, Fetched: 1}, "sql s · 1 row of 2,000 matched"},
		{"unknown total", Entry{Source: "x.csv", Kind: "read", Matched: -1, Fetched: 3}, "read x.csv · 3 rows"},
		{"open start", Entry{Source: "s", Kind: "search", To: day}, "search s · window […, 2022-12-01T00:00:00Z) · 0 rows"},
	} {
		if got := c.entry.String(); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
	}
}

func TestPartial(t *testing.T) {
	for _, c := range []struct {
		matched, fetched int64
		want             bool
	}{{5, 5, false}, {5, 4, true}, {-1, 4, false}, {0, 0, false}} {
		if got := (Entry{Matched: c.matched, Fetched: c.fetched}).Partial(); got != c.want {
			t.Errorf("matched %d, fetched %d: %v", c.matched, c.fetched, got)
		}
	}
}

func TestNumber(t *testing.T) {
	for n, want := range map[int64]string{0: "0", 999: "999", 1000: "1,000", -1234567: "-1,234,567", 100000: "100,000"} {
		if got := Number(n); got != want {
			t.Errorf("%d: %s, want %s", n, got, want)
		}
	}
}
