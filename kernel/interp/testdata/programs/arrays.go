package main

import "fmt"

func main() {
	var a [5]int
	a[4] = 100
	b := [...]string{2: "c", 0: "a"}
	var two [2][3]int
	for i := range 2 {
		for j := range 3 {
			two[i][j] = i + j
		}
	}
	c := a
	c[0] = 1
	fmt.Println(a, len(b), b[2], two, a == c, len(a))
	pa := &a
	pa[1] = 7
	for i, v := range pa {
		fmt.Print(i, v, ";")
	}
	fmt.Println()
}

// Output:
// [0 0 0 0 100] 3 c [[0 1 2] [1 2 3]] false 5
// 0 0;1 7;2 0;3 0;4 100;
