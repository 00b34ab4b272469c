package main

import (
	"context"
	"fmt"
	"sync"
)

func a()      { t := func() { fmt.Print("r") }; defer func() { t() }(); defer t() }
func b()      { t := func() { fmt.Print("r", recover()) }; defer t(); panic("B") }
func h(j int) { fmt.Print("h", j, recover()) }
func c() {
	for i := 0; i < 3; i++ {
		defer h(i)
	}
	panic("C")
}
func d() {
	for i := range 3 {
		defer func() { fmt.Print("d", i) }()
	}
}
func e() {
	for i := range 3 {
		defer func() { fmt.Print("e", i, recover()) }()
	}
	panic("E")
}
func f() {
	for i := range 3 {
		defer fmt.Print("f", i, " ")
	}
}

type T struct{ n int }

func (t T) Show()   { fmt.Print("T", t.n) }
func (t *T) PShow() { fmt.Print("P", t.n) }
func g()            { t := T{1}; defer t.Show(); defer t.PShow(); t.n = 2 }
func k() {
	var mu sync.Mutex
	mu.Lock()
	defer mu.Unlock()
	_, cancel := context.WithCancel(context.Background())
	defer cancel()
	ch := make(chan int)
	defer close(ch)
}
func l() (s string) { defer func() { s += "!" }(); return "x" }
func m(fs ...func()) {
	for _, f := range fs {
		defer f()
	}
}
func main() {
	a()
	fmt.Println()
	b()
	fmt.Println()
	c()
	fmt.Println()
	d()
	fmt.Println()
	e()
	fmt.Println()
	f()
	fmt.Println()
	g()
	fmt.Println()
	k()
	fmt.Println(l())
	m(func() { fmt.Print(1) }, func() { fmt.Print(2) })
	fmt.Println()
}

// Output:
// rr
// rB
// h2Ch1 <nil>h0 <nil>
// d2d1d0
// e2Ee1 <nil>e0 <nil>
// f2 f1 f0
// P2T1
// x!
// 21
