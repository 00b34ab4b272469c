package main

import "fmt"

type op func(float64, float64) float64

func (o op) times(n int, a, b float64) (r float64) {
	for range n {
		r += o(a, b)
	}
	return
}

type middleware func(handler) handler
type handler func(string) string

func chain(h handler, ms ...middleware) handler {
	for _, m := range ms {
		h = m(h)
	}
	return h
}
func wrap(s string) middleware {
	return func(next handler) handler {
		return func(in string) string { return s + next(in) + s }
	}
}
func main() {
	fmt.Println(op(func(a, b float64) float64 { return a * b }).times(3, 2, 4))
	fmt.Println(chain(func(s string) string { return s }, wrap("-"), wrap("*"))("x"))
	table := map[string]op{"+": func(a, b float64) float64 { return a + b }}
	fmt.Println(table["+"](1, 2))
}

// Output:
// 24
// *-x-*
// 3
