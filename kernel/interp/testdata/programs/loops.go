package main

import "fmt"

func main() {
	i := 1
	for i <= 3 {
		fmt.Print(i, " ")
		i++
	}
	for j := 0; j < 3; j++ {
		fmt.Print(j, " ")
	}
	for k := range 3 {
		fmt.Print(k, " ")
	}
	for {
		break
	}
	for n := range 6 {
		if n%2 == 0 {
			continue
		}
		fmt.Print(n, " ")
	}
	fmt.Println()
}

// Output:
// 1 2 3 0 1 2 0 1 2 1 3 5
