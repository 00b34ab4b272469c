package main

import "fmt"

type list struct {
	head *item
	size int
}
type item struct {
	key  string
	next *item
}

func (l *list) push(k string) *list {
	l.head = &item{k, l.head}
	l.size++
	return l
}
func (l *list) each(f func(string)) {
	for i := l.head; i != nil; i = i.next {
		f(i.key)
	}
}
func (l *list) reverse() {
	var prev *item
	for i := l.head; i != nil; {
		i.next, prev, i = prev, i, i.next
	}
	l.head = prev
}
func main() {
	l := &list{}
	l.push("a").push("b").push("c")
	l.each(func(s string) { fmt.Print(s, " ") })
	l.reverse()
	l.each(func(s string) { fmt.Print(s, " ") })
	fmt.Println(l.size)
}

// Output:
// c b a a b c 3
