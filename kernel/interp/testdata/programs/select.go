package main

import (
	"fmt"
	"time"
)

func main() {
	a, b := make(chan string), make(chan string)
	go func() { time.Sleep(5 * time.Millisecond); a <- "one" }()
	go func() { time.Sleep(400 * time.Millisecond); b <- "two" }()
	for range 2 {
		select {
		case m := <-a:
			fmt.Println(m)
		case m, ok := <-b:
			fmt.Println(m, ok)
		}
	}
	select {
	case m := <-a:
		fmt.Println(m)
	default:
		fmt.Println("nothing")
	}
	select {
	case <-a:
	case <-time.After(20 * time.Millisecond):
		fmt.Println("timeout")
	}
	q := make(chan int, 1)
	select {
	case q <- 1:
		fmt.Println("sent")
	default:
		fmt.Println("full")
	}
}

// Output:
// one
// two true
// nothing
// timeout
// sent
