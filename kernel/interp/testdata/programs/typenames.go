package main

import "fmt"

type T struct{ A int }
type M map[string]T
type S []T

func main() {
	fmt.Printf("%T %T %T %T\n", T{}, &T{}, M{}, S{})
	fmt.Printf("%#v %#v\n", T{1}, S{{2}})
	fmt.Printf("%v %+v\n", &T{3}, M{"a": {4}})
	var e error
	fmt.Printf("%v %T\n", e, e)
}

// Output:
// main.T *main.T main.M main.S
// main.T{A:1} main.S{main.T{A:2}}
// &{3} map[a:{A:4}]
// <nil> <nil>
