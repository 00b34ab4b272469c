package main

import (
	"errors"
	"fmt"
)

type Stack struct{ items []string }

var ErrEmpty = errors.New("empty")

func (s *Stack) Push(v string) { s.items = append(s.items, v) }
func (s *Stack) Pop() (string, error) {
	if len(s.items) == 0 {
		return "", ErrEmpty
	}
	v := s.items[len(s.items)-1]
	s.items = s.items[:len(s.items)-1]
	return v, nil
}
func main() {
	s := new(Stack)
	s.Push("a")
	s.Push("b")
	for range 3 {
		v, err := s.Pop()
		fmt.Println(v, err, err == ErrEmpty)
	}
}

// Output:
// b <nil> false
// a <nil> false
//  empty true
