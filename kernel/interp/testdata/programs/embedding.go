package main

import "fmt"

type base struct{ num int }

func (b base) describe() string { return fmt.Sprintf("base %d", b.num) }
func (b *base) set(n int)       { b.num = n }

type logger interface{ log(string) string }
type prefix struct{ p string }

func (p prefix) log(s string) string { return p.p + s }

type container struct {
	base
	logger
	str string
}
type describer interface{ describe() string }

func main() {
	c := container{base: base{1}, logger: prefix{"> "}, str: "x"}
	c.set(5)
	fmt.Println(c.num, c.base.num, c.describe(), c.log("hi"))
	var d describer = c
	fmt.Println(d.describe())
}

// Output:
// 5 5 base 5 > hi
// base 5
