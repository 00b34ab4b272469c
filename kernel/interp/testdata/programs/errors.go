package main

import (
	"errors"
	"fmt"
	"os"
)

var ErrTea = errors.New("no more tea")

type argError struct {
	arg int
	msg string
}

func (e *argError) Error() string { return fmt.Sprintf("%d - %s", e.arg, e.msg) }
func f(n int) (int, error) {
	switch n {
	case 1:
		return 0, ErrTea
	case 2:
		return 0, fmt.Errorf("wrapped: %w", ErrTea)
	case 3:
		return 0, &argError{n, "can't work with it"}
	}
	return n * 2, nil
}
func main() {
	for i := range 5 {
		r, err := f(i)
		var ae *argError
		switch {
		case errors.Is(err, ErrTea):
			fmt.Println("tea:", err)
		case errors.As(err, &ae):
			fmt.Println("arg:", ae.arg, ae.msg)
		case err != nil:
			fmt.Println("other", err)
		default:
			fmt.Println(r)
		}
	}
	_, err := os.Open("/definitely/not/here")
	fmt.Println(errors.Is(err, os.ErrNotExist))
	var pe *os.PathError
	fmt.Println(errors.As(err, &pe), pe.Op)
	fmt.Println(errors.Join(ErrTea, errors.New("b")))
}

// Output:
// 0
// tea: no more tea
// tea: wrapped: no more tea
// arg: 3 can't work with it
// 8
// true
// true open
// no more tea
// b
