package main

import "fmt"

func Map[T, U any](xs []T, f func(T) U) []U {
	var out []U
	for _, x := range xs {
		out = append(out, f(x))
	}
	return out
}

type Stack[T any] struct{ items []T }

func (s *Stack[T]) Push(x T) { s.items = append(s.items, x) }
func main() {
	fmt.Println(Map([]int{1, 2}, func(i int) string { return fmt.Sprint(i * 2) }))
	s := &Stack[string]{}
	s.Push("a")
	fmt.Println(len(s.items))
}

// Refused:
// 2:9: generic declarations are not supported yet (write Map for one type)
// 9:11: generic declarations are not supported yet (write Stack for one type)
