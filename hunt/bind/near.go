package bind

import (
	"fmt"
	"strings"
)

// Unknown is the error for a name that no column has.
type Unknown struct {
	Name string
	Near string   // the closest column, or empty
	All  []string // the columns that there are
}

// NewUnknown finds what was most likely meant by name.
func NewUnknown(name string, all []string) *Unknown {
	return &Unknown{Name: name, Near: Near(name, all), All: all}
}

func (u *Unknown) Error() string { return fmt.Sprintf("no column %s", u.Name) }

// Hint is "did you mean …?", or the first of the columns that there are.
func (u *Unknown) Hint() string {
	switch {
	case u.Near != "":
		return "did you mean " + u.Near + "?"
	case len(u.All) == 0:
		return ""
	case len(u.All) > fewNames:
		return fmt.Sprintf("there are %s and %d more columns", strings.Join(u.All[:fewNames], ", "), len(u.All)-fewNames)
	}
	return "there are " + strings.Join(u.All, ", ")
}

const fewNames = 6

// Near is the name in names that the person most likely meant: the same but for case, dots and underscores; the same
// ending (name for process.name); else the smallest edit distance, at most a third of the length. Empty when none is near.
func Near(name string, names []string) string {
	lower := strings.ToLower(name)
	if same := firstWhere(names, func(c string) bool { return plain(c) == plain(lower) }); same != "" {
		return same
	}
	best, limit := "", max(1, len(lower)/3)+1
	for _, c := range names {
		if d := distance(strings.ToLower(c), lower, limit); d < limit {
			best, limit = c, d
		}
	}
	if best != "" {
		return best
	}
	return firstWhere(names, func(c string) bool { return strings.HasSuffix(strings.ToLower(c), "."+lower) })
}

func firstWhere(names []string, ok func(string) bool) string {
	for _, c := range names {
		if ok(c) {
			return c
		}
	}
	return ""
}

func plain(s string) string {
	return strings.NewReplacer(".", "", "_", "", "@", "", "-", "").Replace(strings.ToLower(s))
}

// distance counts insertions, deletions, changes and swaps of neighbours (optimal string alignment). It gives up with
// limit when the lengths alone differ by so much.
func distance(a, b string, limit int) int {
	if len(a)-len(b) >= limit || len(b)-len(a) >= limit {
		return limit
	}
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+differ(a[i-1], b[j-1]))
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}

func differ(a, b byte) int {
	if a == b {
		return 0
	}
	return 1
}
