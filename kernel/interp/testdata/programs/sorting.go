package main

import (
	"fmt"
	"sort"
)

type byLen []string

func (b byLen) Len() int           { return len(b) }
func (b byLen) Less(i, j int) bool { return len(b[i]) < len(b[j]) }
func (b byLen) Swap(i, j int)      { b[i], b[j] = b[j], b[i] }
func main() {
	s := []string{"banana", "kiwi", "fig"}
	sort.Sort(byLen(s))
	fmt.Println(s)
	sort.Strings(s)
	fmt.Println(s, sort.SearchStrings(s, "fig"))
	type kv struct {
		k string
		v int
	}
	m := []kv{{"a", 3}, {"b", 1}, {"c", 2}}
	sort.Slice(m, func(i, j int) bool { return m[i].v < m[j].v })
	for _, e := range m {
		fmt.Print(e.k, e.v, " ")
	}
	fmt.Println()
	x := []int{3, 1, 2}
	sort.Sort(sort.Reverse(sort.IntSlice(x)))
	fmt.Println(x)
}

// Output:
// [fig kiwi banana]
// [banana fig kiwi] 1
// b1 c2 a3
// [3 2 1]
