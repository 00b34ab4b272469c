package interp

import (
	"context"
	"fmt"
	"testing"

	"gohunt/kernel/cell"
)

// BenchmarkCell is one small cell through check, compile, commit and run, in a session that grows.
func BenchmarkCell(b *testing.B) {
	m, s := newSession(b)
	n := 0
	for b.Loop() {
		n++
		runCell(b, m, s, n, fmt.Sprintf("x%d := %d", n, n))
	}
}

// BenchmarkFib is fib(25): 250,000 calls of an interpreted function.
func BenchmarkFib(b *testing.B) {
	m, s := newSession(b)
	runCell(b, m, s, 1, "func fib(n int) int {\n\tif n < 2 {\n\t\treturn n\n\t}\n\treturn fib(n-1) + fib(n-2)\n}")
	for b.Loop() {
		runCell(b, m, s, 2, "fib(25)")
	}
}

// BenchmarkLoop is a million turns of a loop.
func BenchmarkLoop(b *testing.B) {
	m, s := newSession(b)
	for b.Loop() {
		runCell(b, m, s, 1, "func() int {\n\tsum := 0\n\tfor i := 0; i < 1000000; i++ {\n\t\tsum += i\n\t}\n\treturn sum\n}()")
	}
}

func newSession(b *testing.B) (*Machine, *cell.Session) {
	b.Helper()
	m, err := New(Options{})
	if err != nil {
		b.Fatal(err)
	}
	return m, cell.New(cell.Config{Available: m.Has})
}

func runCell(b *testing.B, m *Machine, s *cell.Session, n int, src string) {
	b.Helper()
	u, errs := s.Check(n, src)
	if len(errs) > 0 {
		b.Fatal(errs)
	}
	if err := m.Compile(u); err != nil {
		b.Fatal(err)
	}
	s.Commit(u)
	if err := m.Run(context.Background(), u); err != nil {
		b.Fatal(err)
	}
}
