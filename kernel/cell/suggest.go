package cell

import (
	"slices"
	"strings"
)

// didYouMean makes a hint of the candidates that are nearest to a name in edit distance; empty when none is near.
func didYouMean(name string, candidates []string) string {
	near := nearest(name, candidates)
	if len(near) == 0 {
		return ""
	}
	return "did you mean " + strings.Join(near, ", ") + "?"
}

// nearest gives at most three candidates, the nearest first. A change of case costs nothing beside other changes.
func nearest(name string, candidates []string) []string {
	limit := max(1, len(name)/3)
	type scored struct {
		name string
		d    int
	}
	var found []scored
	for _, c := range candidates {
		if c == name || c == "_" || strings.Contains(c, "·") {
			continue
		}
		if d := distance(strings.ToLower(name), strings.ToLower(c), limit); d <= limit {
			found = append(found, scored{c, d})
		}
	}
	slices.SortFunc(found, func(a, b scored) int {
		if a.d != b.d {
			return a.d - b.d
		}
		return strings.Compare(a.name, b.name)
	})
	found = slices.Compact(found)
	var names []string
	for _, f := range found[:min(3, len(found))] {
		names = append(names, f.name)
	}
	return names
}

// distance is the optimal string alignment distance (insert, delete, replace, swap of neighbours), or more than limit
// when it is more.
func distance(a, b string, limit int) int {
	if len(a)-len(b) > limit || len(b)-len(a) > limit {
		return limit + 1
	}
	var before, last []int
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		before, last, row = last, row, make([]int, len(b)+1)
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
	}
	return row[len(b)]
}
