package main

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
)

type Hit struct {
	Name string
	N    int
}

func main() {
	s := []string{"b", "c", "a"}
	slices.Sort(s)
	fmt.Println(s, slices.Contains(s, "a"), slices.Index(s, "c"), slices.Max(s), slices.Min([]int{3, 1}))
	m := map[string]int{"x": 1, "y": 2}
	fmt.Println(slices.Sorted(maps.Keys(m)), len(slices.Collect(maps.Values(m))))
	hits := []Hit{{"b", 2}, {"a", 2}, {"c", 1}}
	slices.SortFunc(hits, func(a, b Hit) int {
		return cmp.Compare(a.N*100+len(a.Name), b.N*100+len(b.Name))*10 + strings.Compare(a.Name, b.Name)
	})
	fmt.Println(hits)
	slices.SortFunc(s, strings.Compare)
	xs := []float64{2.5, 1}
	slices.Reverse(xs)
	slices.SortFunc(xs, cmp.Compare[float64])
	fmt.Println(xs, slices.Equal(xs, slices.Clone(xs)), slices.Compact([]int{1, 1, 2, 2, 1}), slices.Concat(s, s))
	i, ok := slices.BinarySearch(s, "b")
	fmt.Println(i, ok, slices.ContainsFunc(hits, func(h Hit) bool { return h.N == 1 }), slices.IndexFunc(s, func(x string) bool { return x == "c" }))
	c := maps.Clone(m)
	maps.DeleteFunc(c, func(k string, v int) bool { return v > 1 })
	fmt.Println(c, len(m), slices.IsSorted(s))
	n := 0
	for k := range maps.Keys(m) {
		n += len(k)
	}
	for v := range maps.Values(m) {
		if v == 1 {
			continue
		}
		n += 10 * v
	}
	for k, v := range maps.All(m) {
		n += len(k) + v
	}
	for v := range slices.Values(s) {
		n += len(v)
	}
	for i, v := range slices.All(s) {
		if i == 1 {
			break
		}
		fmt.Print(i, v)
	}
	fmt.Println(n)
	fmt.Println(slices.Contains(hits, Hit{"a", 2}), slices.Max[[]int]([]int{1, 5}))
}

// Output:
// [a b c] true 2 c 1
// [x y] 2
// [{c 1} {a 2} {b 2}]
// [1 2.5] true [1 2 1] [a b c a b c]
// 1 true true 2
// map[x:1] 2 true
// 0a30
// true 5
