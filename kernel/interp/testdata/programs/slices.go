package main

import "fmt"

func main() {
	var s []string
	fmt.Println(s == nil, len(s))
	s = make([]string, 3, 5)
	s[0], s[1], s[2] = "a", "b", "c"
	s = append(s, "d")
	s = append(s, "e", "f")
	c := make([]string, len(s))
	n := copy(c, s)
	fmt.Println(s, c, n, s[2:5], s[:2], s[4:])
	t := s[1:3:3]
	t = append(t, "x")
	fmt.Println(s, t, len(t))
	two := make([][]int, 3)
	for i := range two {
		two[i] = make([]int, i+1)
		for j := range two[i] {
			two[i][j] = i + j
		}
	}
	fmt.Println(two)
	s = append(s[:1], s[2:]...)
	fmt.Println(s)
}

// Output:
// true 0
// [a b c d e f] [a b c d e f] 6 [c d e] [a b] [e f]
// [a b c d e f] [b c x] 3
// [[0] [1 2] [2 3 4]]
// [a c d e f]
