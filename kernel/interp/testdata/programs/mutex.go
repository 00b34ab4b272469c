package main

import (
	"fmt"
	"sync"
	"sync/atomic"
)

type box struct {
	mu sync.Mutex
	n  map[string]int
}

func (b *box) inc(k string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.n[k]++
}
func main() {
	b := box{n: map[string]int{}}
	var ops atomic.Int64
	var wg sync.WaitGroup
	for range 10 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for range 20 {
				b.inc("a")
				ops.Add(1)
			}
		}()
	}
	wg.Wait()
	fmt.Println(b.n["a"], ops.Load())
	var once sync.Once
	for range 3 {
		once.Do(func() { fmt.Println("once") })
	}
}

// Output:
// 200 200
// once
