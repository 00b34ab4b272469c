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

// Output:
// [1 2 3] true 3 2
// [a b]
