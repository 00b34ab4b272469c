package main

import (
	"fmt"
	"sort"
)

func main() {
	m := map[string]int{"a": 1}
	m["b"] = 2
	v, ok := m["zz"]
	fmt.Println(m, len(m), v, ok)
	delete(m, "a")
	_, ok = m["a"]
	fmt.Println(ok, m)
	m["c"]++
	m["c"] += 4
	keys := []string{}
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	fmt.Println(keys, m["c"])
	type point struct{ x, y int }
	grid := map[point]string{{1, 2}: "a", {3, 4}: "b"}
	fmt.Println(grid[point{1, 2}], len(grid[point{9, 9}]))
	nested := map[string]map[string]int{}
	for _, w := range []string{"x.a", "x.b", "y.a", "x.a"} {
		k, f := w[:1], w[2:]
		if nested[k] == nil {
			nested[k] = map[string]int{}
		}
		nested[k][f]++
	}
	fmt.Println(nested)
	clear(m)
	fmt.Println(len(m))
}

// Output:
// map[a:1 b:2] 2 0 false
// false map[b:2]
// [b c] 5
// a 0
// map[x:map[a:2 b:1] y:map[a:1]]
// 0
