package main

import (
	"fmt"
	"math"
)

type shape interface {
	area() float64
	name() string
}
type sq struct{ s float64 }
type circle struct{ r float64 }

func (s sq) area() float64      { return s.s * s.s }
func (s sq) name() string       { return "square" }
func (c *circle) area() float64 { return math.Pi * c.r * c.r }
func (c *circle) name() string  { return "circle" }
func total(shapes ...shape) (t float64) {
	for _, s := range shapes {
		t += s.area()
	}
	return t
}
func main() {
	shapes := []shape{sq{2}, &circle{1}}
	for _, s := range shapes {
		fmt.Printf("%s %.2f\n", s.name(), s.area())
	}
	fmt.Printf("%.3f\n", total(shapes...))
	if c, ok := shapes[1].(*circle); ok {
		fmt.Println("r", c.r)
	}
	_, ok := shapes[0].(*circle)
	fmt.Println(ok)
	var s shape
	fmt.Println(s == nil)
	s = sq{1}
	fmt.Println(s != nil, s.name())
}

// Output:
// square 4.00
// circle 3.14
// 7.142
// r 1
// false
// true
// true square
