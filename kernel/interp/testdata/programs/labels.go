package main

import "fmt"

func main() {
	n := 0
loop:
	for {
		switch {
		case n > 3:
			break loop
		case n == 1:
			n += 2
			continue loop
		}
		n++
	}
	fmt.Println(n)
	i := 0
again:
	if i < 3 {
		i++
		goto again
	}
	fmt.Println(i)
}

// Output:
// 4
// 3
