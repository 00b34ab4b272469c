// Package ledger holds where the rows of a frame came from.
//
// A source fills an Entry while it fetches; hunt keeps it on the frame and shows it folded under the table, so
// that every number can be traced to a query, a closed window, and a hash of what the server sent.
package ledger

import (
	"fmt"
	"strings"
	"time"
)

// Entry is one fetch. Times are UTC; Took is wall time.
type Entry struct {
	Source string // where: a URL without credentials, or a path
	Kind   string // how: "search", "sql", "read", "from", "virustotal" ...
	Index  string // index pattern, table or member of an archive; empty when there is none
	Query  string // the text sent, in the source's own language

	From, To time.Time // the closed-open window [From, To), zero when the query had none

	Pages   int   // requests that brought rows
	Matched int64 // rows the source says there are, -1 when it does not say
	Fetched int64 // rows that arrived
	Took    time.Duration
	SHA256  string // hex, over the bytes of all pages in order; empty when not computed

	Notes []string // what a person must know: unverified TLS, arrays kept as text, unmapped fields
}

// Partial reports whether fewer rows arrived than the source says there are.
func (e Entry) Partial() bool { return e.Matched >= 0 && e.Fetched < e.Matched }

// String is one line, without the notes.
func (e Entry) String() string {
	parts := []string{strings.TrimSpace(e.Kind + " " + e.Source + " " + e.Index)}
	if e.Query != "" {
		parts = append(parts, e.Query)
	}
	if !e.From.IsZero() || !e.To.IsZero() {
		parts = append(parts, "window "+Window(e.From, e.To))
	}
	parts = append(parts, e.rows())
	if e.Pages > 0 {
		parts = append(parts, plural(int64(e.Pages), "page"))
	}
	if e.Took > 0 {
		parts = append(parts, e.Took.Round(time.Millisecond).String())
	}
	if e.SHA256 != "" {
		parts = append(parts, "sha256 "+e.SHA256)
	}
	return strings.Join(parts, " · ")
}

func (e Entry) rows() string {
	if e.Matched < 0 || e.Matched == e.Fetched {
		return plural(e.Fetched, "row")
	}
	return fmt.Sprintf("%s of %s matched", plural(e.Fetched, "row"), Number(e.Matched))
}

// Window writes a closed-open window of UTC times.
func Window(from, to time.Time) string { return "[" + bound(from) + ", " + bound(to) + ")" }

func bound(t time.Time) string {
	if t.IsZero() {
		return "…"
	}
	return t.UTC().Format("2006-01-02T15:04:05.999999999Z07:00")
}

// Number writes n with a comma between groups of three digits.
func Number(n int64) string {
	digits := fmt.Sprint(n)
	sign := ""
	if digits[0] == '-' {
		sign, digits = "-", digits[1:]
	}
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return sign + digits
}

func plural(n int64, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return Number(n) + " " + word + "s"
}
