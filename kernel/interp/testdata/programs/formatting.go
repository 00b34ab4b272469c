package main

import "fmt"

type point struct{ x, y int }

func main() {
	p := point{1, 2}
	fmt.Printf("%v %+v\n", p, p)
	fmt.Printf("%t %d %b %c %x %f %e %g\n", true, 123, 14, 33, 456, 78.9, 123400000.0, 1e21)
	fmt.Printf("|%6d|%-6d|%06d|%6.2f|%-8s|%8s|\n", 12, 12, 12, 1.2, "ab", "ab")
	fmt.Printf("%q %v %p\n", "s", []string{"a"}, nil)
	fmt.Printf("%v %v\n", &p, []point{{3, 4}})
	fmt.Printf("%s %v %d%%\n", []byte("hi"), map[string]int{"b": 1, "a": 2}, 50)
	fmt.Printf("%*d|%.3s|%T %T\n", 5, 42, "abcdef", 1, "x")
	fmt.Println(fmt.Sprint("a", 1, 2, "b"), fmt.Sprintln("x"))
	var a, b int
	n, err := fmt.Sscanf("3 4", "%d %d", &a, &b)
	fmt.Println(n, err, a*b)
}

// Output:
// {1 2} {x:1 y:2}
// true 123 1110 ! 1c8 78.900000 1.234000e+08 1e+21
// |    12|12    |000012|  1.20|ab      |      ab|
// "s" [a] %!p(<nil>)
// &{1 2} [{3 4}]
// hi map[a:2 b:1] 50%
//    42|abc|int string
// a1 2b x
//
// 2 <nil> 12
