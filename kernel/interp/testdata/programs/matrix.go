package main

import "fmt"

type Matrix [][]float64

func New(r, c int) Matrix {
	m := make(Matrix, r)
	for i := range m {
		m[i] = make([]float64, c)
	}
	return m
}
func (a Matrix) Mul(b Matrix) Matrix {
	out := New(len(a), len(b[0]))
	for i := range a {
		for j := range b[0] {
			for k := range b {
				out[i][j] += a[i][k] * b[k][j]
			}
		}
	}
	return out
}
func main() {
	a := Matrix{{1, 2}, {3, 4}}
	fmt.Println(a.Mul(Matrix{{0, 1}, {1, 0}}), len(New(2, 3)[0]))
}

// Output:
// [[2 1] [4 3]] 3
