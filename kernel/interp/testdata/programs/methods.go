package main

import "fmt"

type rect struct{ w, h int }

func (r *rect) grow(n int)       { r.w += n; r.h += n }
func (r rect) area() int         { return r.w * r.h }
func (r rect) scaled(k int) rect { return rect{r.w * k, r.h * k} }

type counter int

func (c *counter) inc() { *c++ }

type names []string

func (n names) first() string { return n[0] }
func main() {
	r := rect{2, 3}
	r.grow(1)
	p := &r
	p.grow(1)
	fmt.Println(r.area(), p.area(), r.scaled(2).area())
	var c counter
	c.inc()
	c.inc()
	fmt.Println(int(c), names{"z", "y"}.first())
	f := r.area
	r.grow(100)
	fmt.Println(f())
}

// Output:
// 20 20 80
// 2 z
// 20
