package main

import "fmt"

func risky(n int) (res string) {
	defer func() {
		if r := recover(); r != nil {
			res = fmt.Sprint("recovered: ", r)
		}
	}()
	if n > 1 {
		panic(fmt.Sprintf("n=%d", n))
	}
	a := []int{1}
	return fmt.Sprint("ok ", a[n])
}
func order() {
	for i := range 3 {
		defer fmt.Print(i, " ")
	}
	defer fmt.Print("first ")
}
func main() {
	fmt.Println(risky(0))
	fmt.Println(risky(2))
	fmt.Println(risky(1) != "")
	order()
	fmt.Println()
	defer fmt.Println("last")
	func() {
		defer func() { fmt.Println("inner", recover() != nil) }()
		var m map[string]int
		m["a"] = 1
	}()
}

// Output:
// ok 1
// recovered: n=2
// true
// first 2 1 0
// inner true
// last
