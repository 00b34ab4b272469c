package main

import "fmt"

var (
	a = b + 1
	b = f()
	c = []int{a, b}
)

func f() int { return 10 }
func init()  { c = append(c, 99) }
func main() {
	fmt.Println(a, b, c)
}

// Refused:
// 3:6: undefined: b (did you mean a, c, f?)
