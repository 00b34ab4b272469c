package main

import "fmt"

type pair struct{ a, b int }

func two() (int, int) { return 1, 2 }
func main() {
	a, b := 1, 2
	a, b = b, a
	s := []int{1, 2, 3}
	i := 0
	i, s[i] = 2, 9
	fmt.Println(a, b, s, i)
	s[0], s[2] = s[2], s[0]
	var p pair
	p.a, p.b = two()
	m := map[string]int{}
	m["x"], m["y"] = two()
	fmt.Println(s, p.a, p.b, m)
	x, y, z := "a", 2.5, []int{}
	_, _, _ = x, y, z
	a, c := two()
	fmt.Println(a, c)
}

// Output:
// 2 1 [9 2 3] 2
// [3 2 9] 1 2 map[x:1 y:2]
// 1 2
