package main

import (
	"fmt"
	"time"
)

func main() {
	t := time.NewTimer(time.Hour)
	fmt.Println(t.Stop())
	done := make(chan bool)
	time.AfterFunc(time.Millisecond, func() { done <- true })
	fmt.Println(<-done)
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	n := 0
	for range tick.C {
		if n++; n == 3 {
			break
		}
	}
	fmt.Println(n)
	results := make(chan int, 3)
	for i := range 3 {
		time.AfterFunc(time.Duration(i)*200*time.Millisecond, func() { results <- i })
	}
	fmt.Println(<-results, <-results, <-results)
}

// Output:
// true
// true
// 3
// 0 1 2
