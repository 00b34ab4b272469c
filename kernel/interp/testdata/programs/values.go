package main

import "fmt"

func main() {
	fmt.Println("go"+"lang", 1+1, 7.0/3.0, true && false, !true, 7/2, 7%3, 1<<10)
	var a, b int = 1, 2
	c := 'x'
	const n = 500000000
	fmt.Println(a, b, c, string(c), 3e20/n, int64(n))
	var s string
	var p *int
	fmt.Println(s == "", p == nil)
}

// Output:
// golang 2 2.3333333333333335 false false 3 1 1024
// 1 2 120 x 6e+11 500000000
// true true
