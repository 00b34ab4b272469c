package main

import "fmt"

type Weekday int

const (
	Sunday Weekday = iota
	Monday
	Tuesday
	_
	Thursday
)
const (
	KB = 1 << (10 * (iota + 1))
	MB
)

func main() {
	fmt.Println(int(Sunday), int(Tuesday), int(Thursday), KB, MB)
	const big = 1 << 62
	fmt.Println(big/KB, Monday == 1)
}

// Output:
// 0 2 4 1024 1048576
// 4503599627370496 true
