package main

import "fmt"

func vals() (int, string) { return 3, "x" }
func named(n int) (sum int, err error) {
	for i := range n {
		sum += i
	}
	return
}
func sum(nums ...int) (total int) {
	for _, n := range nums {
		total += n
	}
	return
}
func apply(f func(int) int, xs ...int) []int {
	out := []int{}
	for _, x := range xs {
		out = append(out, f(x))
	}
	return out
}
func main() {
	a, b := vals()
	_, c := vals()
	fmt.Println(a, b, c)
	s, err := named(5)
	fmt.Println(s, err)
	fmt.Println(sum(), sum(1, 2), sum([]int{1, 2, 3}...))
	fmt.Println(apply(func(x int) int { return x * x }, 1, 2, 3))
	fmt.Println(vals())
}

// Output:
// 3 x x
// 10 <nil>
// 0 3 6
// [1 4 9]
// 3 x
