package main

import "fmt"

type node struct {
	v    int
	next *node
}

func zero(p *int)    { *p = 0 }
func swap(a, b *int) { *a, *b = *b, *a }
func main() {
	i := 1
	zero(&i)
	fmt.Println(i)
	x, y := 3, 4
	swap(&x, &y)
	fmt.Println(x, y)
	var head *node
	for n := range 3 {
		head = &node{n, head}
	}
	for n := head; n != nil; n = n.next {
		fmt.Print(n.v, " ")
	}
	fmt.Println()
	p := new(int)
	*p += 5
	pp := &p
	**pp *= 2
	fmt.Println(*p)
}

// Output:
// 0
// 4 3
// 2 1 0
// 10
