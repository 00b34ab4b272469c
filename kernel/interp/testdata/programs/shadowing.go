package main

import "fmt"

var x = 1

func get() int { return x }
func main() {
	fmt.Println(x, get())
	x := 2
	{
		x := x + 1
		x++
		fmt.Println(x)
	}
	if x := x * 10; x > 5 {
		fmt.Println(x)
	}
	for x := range 2 {
		fmt.Print(x, " ")
	}
	func(x string) { fmt.Println(x) }("arg")
	fmt.Println(x)
}

// Output:
// 1 1
// 4
// 20
// 0 1 arg
// 2
