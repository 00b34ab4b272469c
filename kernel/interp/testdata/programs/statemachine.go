package main

import "fmt"

type state func(*lexer) state
type lexer struct {
	in  string
	pos int
	out []string
}

func start(l *lexer) state {
	if l.pos >= len(l.in) {
		return nil
	}
	if c := l.in[l.pos]; c >= '0' && c <= '9' {
		return number
	}
	l.pos++
	return start
}
func number(l *lexer) state {
	from := l.pos
	for l.pos < len(l.in) && l.in[l.pos] >= '0' && l.in[l.pos] <= '9' {
		l.pos++
	}
	l.out = append(l.out, l.in[from:l.pos])
	return start
}
func main() {
	l := &lexer{in: "a12b345,6"}
	for s := state(start); s != nil; {
		s = s(l)
	}
	fmt.Println(l.out)
}

// Refused:
// 2:6: state is a function type that mentions itself, which the interpreter cannot do (return a struct that holds the function)
