package main

import "fmt"

func seq() func() int {
	i := 0
	return func() int {
		i++
		return i
	}
}
func main() {
	next := seq()
	fmt.Println(next(), next(), next())
	other := seq()
	fmt.Println(other())
	var fib func(n int) int
	fib = func(n int) int {
		if n < 2 {
			return n
		}
		return fib(n-1) + fib(n-2)
	}
	fmt.Println(fib(10))
	var fs []func() int
	for i := 0; i < 3; i++ {
		fs = append(fs, func() int { i *= 10; return i })
	}
	for _, f := range fs {
		fmt.Print(f(), f(), " ")
	}
	fmt.Println()
	acc := map[string]func(int) int{"add": func(x int) int { return x + 1 }, "neg": func(x int) int { return -x }}
	fmt.Println(acc["add"](1), acc["neg"](1))
}

// Output:
// 1 2 3
// 1
// 55
// 0 0 10 100 20 200
// 2 -1
