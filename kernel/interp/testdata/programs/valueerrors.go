package main

import (
	"errors"
	"fmt"
)

type nf struct{ name string }

func (n nf) Error() string { return n.name + " nf" }
func find(n string) error {
	switch n {
	case "":
		return nil
	case "z":
		return nf{n}
	default:
		return nil
	}
}
func find3(n string) error {
	if n == "z" {
		return nf{n}
	}
	return nil
}
func find4(n string) error { return nf{n} }
func main() {
	var x nf
	fmt.Println(errors.As(find("z"), &x), x.name)
	fmt.Println(errors.As(find3("z"), &x), x.name)
	fmt.Println(errors.As(find4("z"), &x), x.name)
	e := find("z")
	fmt.Println(errors.As(e, &x), x.name)
}

// Output:
// true z
// true z
// true z
// true z
