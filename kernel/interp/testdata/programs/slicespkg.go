package main

import (
	"fmt"
	"maps"
	"slices"
)

func main() {
	s := []int{3, 1, 2}
	slices.Sort(s)
	fmt.Println(s, slices.Contains(s, 2), slices.Max(s), slices.Index(s, 3))
	m := map[string]int{"b": 1, "a": 2}
	fmt.Println(slices.Sorted(maps.Keys(m)))
}

// Refused:
// 3:2: package "maps" is not available in cells (use loops over the map)
// 4:2: package "slices" is not available in cells (sort.Strings, sort.Ints and sort.Slice sort; loops do the rest)
