package interp

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"go/types"
	"strings"
	"sync"
	"testing"
	"time"

	"gohunt/kernel/cell"
)

// bench is a machine, what it printed and what its goroutines reported.
type bench struct {
	*Machine
	t    *testing.T
	out  safeBuffer
	errs safeBuffer
	n    int
}

type safeBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *safeBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

// take returns what was written since the last take.
func (s *safeBuffer) take() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.b.Reset()
	return s.b.String()
}

func newBench(t *testing.T) *bench {
	t.Helper()
	b := &bench{t: t}
	m, err := New(Options{Stdout: &b.out, Stderr: &b.errs,
		Shown:   func(v Value) { fmt.Fprintln(&b.out, v.Text) },
		GoPanic: func(n int, text string) { fmt.Fprintf(&b.errs, "In[%d] %s\n", n, text) }})
	if err != nil {
		t.Fatal(err)
	}
	b.Machine = m
	return b
}

// unit is a hand-lowered cell: declarations, and the body of its entry from line 1.
func (b *bench) unit(decls, body string) *cell.Unit {
	b.n++
	code := "package main\n" +
		"import (\n\"errors\"\n\"fmt\"\n\"os\"\n\"sort\"\n\"sync\"\n\"time\"\n\"log\"\n\"runtime\"\nrt \"gohunt/kernel/rt\"\n)\n" +
		"var _, _, _, _, _, _, _, _, _ = errors.New, fmt.Sprint, os.Exit, sort.Ints, sync.OnceFunc, time.Sleep, log.Print, runtime.GC, rt.Go\n" +
		fmt.Sprintf("//line In[%d]:100:1\n%s\n", b.n, decls) +
		fmt.Sprintf("func cell%d() {\n//line In[%d]:1:1\n%s\n}\n", b.n, b.n, body)
	return &cell.Unit{N: b.n, Code: code, Entry: fmt.Sprintf("cell%d", b.n)}
}

// run runs a hand-lowered cell; interrupted after d unless d is 0.
func (b *bench) run(d time.Duration, decls, body string) error {
	b.t.Helper()
	u := b.unit(decls, body)
	if err := b.Compile(u); err != nil {
		b.t.Fatalf("compile: %v\n%s", err, u.Code)
	}
	ctx := context.Background()
	if d > 0 {
		var cancel func()
		ctx, cancel = context.WithTimeout(ctx, d)
		defer cancel()
	}
	return b.Run(ctx, u)
}

func (b *bench) mustRun(decls, body string) string {
	b.t.Helper()
	if err := b.run(0, decls, body); err != nil {
		b.t.Fatalf("%v", err)
	}
	return b.out.take()
}

func TestFailuresAreAtTheirPlace(t *testing.T) {
	for _, c := range []struct{ name, decls, body, want string }{
		{"index", "", "x := []int{1}\ni := 4\nfmt.Println(1,\n  x[i])", "panic: runtime error: index out of range | In[1]:4:3"},
		{"nil map", "", "var m map[string]int\n\n  m[\"a\"] = 1", "panic: assignment to entry in nil map | In[1]:3:3"},
		{"nil pointer", "type T struct { A int }", "var p *T\nfmt.Println(p.A)", "panic: runtime error: invalid memory address or nil pointer dereference | In[1]:2:13"},
		{"division", "", "z := 0\nfmt.Println(7 / z)", "panic: runtime error: integer divide by zero | In[1]:2:13"},
		{"panic", "func deep(n int) { if n == 0 { panic(\"bottom\") }\n deep(n-1) }", "deep(2)", "panic: bottom | In[1]:100:32 deep | In[1]:101:2 deep | In[1]:101:2 deep | In[1]:1:1"},
		{"error value", "", "panic(fmt.Errorf(\"no %s\", \"luck\"))", "panic: no luck | In[1]:1:1"},
		{"stop", "", "rt.Stop(nil, 1, 1)\nrt.Stop(errors.New(\"gone\"), 7, 9)", "error: gone | In[1]:7:9"},
		{"exit", "", "os.Exit(3)", "exit: os.Exit(3) was called: it ended the cell, the kernel goes on | In[1]:1:4"},
		{"fatal", "", "log.Fatal(\"bad\")", "exit: log.Fatal was called: it ended the cell, the kernel goes on | In[1]:1:5"},
		{"callback", "", "x := []int{3, 1}\nsort.Slice(x, func(i, j int) bool {\n panic(\"cmp\")\n})", "panic: cmp | In[1]:3:2 func | In[1]:2:6"},
		{"recovered before", "func a() { defer func() { recover() }(); panic(1) }\nfunc b() { panic(2) }", "a()\nb()", "panic: 2 | In[1]:101:12 b | In[1]:2:1"},
		{"type assertion", "", "var x any = 1\nfmt.Println(x.(string))", "panic: interface conversion: interface {} is int, not string | In[1]:2:13"},
		{"closed channel", "", "c := make(chan int)\nclose(c)\nc <- 1", "panic: send on closed channel | In[1]:3:1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := newBench(t)
			err := b.run(0, c.decls, c.body)
			var f *Failure
			if !errors.As(err, &f) {
				t.Fatalf("got %v", err)
			}
			if got := strings.Join(append([]string{f.Error()}, f.Trace...), " | "); got != c.want {
				t.Errorf("\n got %s\nwant %s", got, c.want)
			}
			if after := b.mustRun("", "fmt.Println(40+2)"); after != "42\n" {
				t.Errorf("the next cell printed %q", after)
			}
		})
	}
}

func TestInterrupt(t *testing.T) {
	for name, body := range map[string]string{
		"busy loop":     "for {}",
		"counting loop": "for i := 0; ; i++ {}",
		"condition":     "x := 1\nfor x > 0 { x = 1 }",
		"goto":          "again:\n goto again",
		"sleeping loop": "for { time.Sleep(time.Millisecond) }",
		"recursion":     "spin(1)",
		"receive":       "<-make(chan int)",
		"send":          "make(chan int) <- 1",
		"select":        "select {}",
		"select cases":  "c, d := make(chan int), make(chan string)\nselect { case <-c: case d <- \"\": }",
		"range channel": "c := make(chan int)\nfor x := range c { fmt.Println(x) }",
		"old closure":   "wait()",
		"old function":  "waitFunc()",
		"callback":      "sort.Slice(make([]int, 9), func(i, j int) bool { for {} })",
		"deferred":      "defer func() { n++ }()\nfor {}",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t)
			b.mustRun("var n int\nvar inc = func() int { n++; return n }\nvar never = make(chan int)\nvar wait = func() int { return <-never }\nvar ticks int\n"+
				"func waitFunc() { <-never }\nfunc spin(i int) int { if i > 0 { return spin(i%100+1) }; return 0 }",
				"inc()\nrt.Go(func() { for { ticks++; time.Sleep(time.Millisecond) } })")
			began := time.Now()
			err := b.run(50*time.Millisecond, "", body)
			if !errors.Is(err, ErrInterrupted) || strings.Contains(err.Error(), "hangs") {
				t.Fatalf("got %v", err)
			}
			if took := time.Since(began); took > 900*time.Millisecond {
				t.Errorf("took %v", took)
			}
			b.mustRun("", "n = 1")
			if got := b.mustRun("", "fmt.Println(inc(), inc())"); got != "2 3\n" {
				t.Errorf("a closure of an earlier cell returned %q", got)
			}
			if got := b.mustRun("", "t0 := ticks\nfor i := 0; i < 500 && ticks == t0; i++ { time.Sleep(2*time.Millisecond) }\nfmt.Println(ticks > t0)"); got != "true\n" {
				t.Error("a goroutine of an earlier cell stopped")
			}
		})
	}
}

func TestDeferredCalls(t *testing.T) {
	for name, c := range map[string]struct{ decls, body, want string }{
		"a variable":                {"func f() { g := func() { fmt.Println(\"g\") }; defer g(); fmt.Println(\"f\") }", "f()", "f\ng\n"},
		"arguments":                 {"func f() { n := 1; defer func(k int) { fmt.Println(k, n) }(n); defer fmt.Println(\"native\", n); n = 2 }", "f()", "native 1\n1 2\n"},
		"in a loop":                 {"func id(f func()) func() { return f }", "for i := 0; i < 3; i++ { i := i; defer id(func() { fmt.Print(i, \" \") })() }", "2 1 0 "},
		"recover":                   {"func f() (s string) { defer func() { s = fmt.Sprint(recover()) }(); panic(\"x\") }", "fmt.Println(f())", "x\n"},
		"the builtin":               {"func id(f func()) func() { return f }\nfunc f() (s string) { defer id(func() { r := recover(); s = fmt.Sprintf(\"%T %v\", r, r) })(); panic(7) }", "fmt.Println(f())", "int 7\n"},
		"the builtin in a function": {"func rescue() { r := recover(); fmt.Println(r.(error).Error()) }\nfunc f() { defer rescue(); z := 0; fmt.Println(1 / z) }", "f()", "runtime error: integer divide by zero\n"},
		"recover late":              {"func f() (s string) { g := func() { s = fmt.Sprint(recover()) }; defer g(); panic(\"x\") }", "fmt.Println(f())", "x\n"},
		"by a function": {"func rescue() { fmt.Println(\"got\", recover()) }\nfunc f() { defer rescue(); var m map[string]int; m[\"a\"] = 1 }",
			"f()", "got assignment to entry in nil map\n"},
		"a runtime error": {"func f() { defer func() { e := recover().(error); fmt.Println(e) }(); var a []int; i := 1; _ = a[i] }", "f()", "runtime error: index out of range\n"},
		"nothing":         {"func f() { defer func() { fmt.Println(recover()) }() }", "f()\nfmt.Println(recover())", "<nil>\n<nil>\n"},
		"again": {"func f() { defer func() { fmt.Println(\"outer\", recover()) }(); defer func() { r := recover(); panic(fmt.Sprint(r, 2)) }(); panic(1) }",
			"f()", "outer 1 2\n"},
		"variadic": {"func v(xs ...int) { fmt.Println(xs) }\nfunc f() { x := []int{1}; defer v(x...); defer v(1, 2); x = nil }", "f()", "[1 2]\n[1]\n"},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			if err := b.run(5*time.Second, c.decls, c.body); err != nil {
				t.Fatal(err)
			}
			if got := b.out.take(); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// TestErrorsByValue: a struct that is an error by value is found by As, Is and Assert, and prints as it says.
func TestErrorsByValue(t *testing.T) {
	b := newBench(t)
	u := b.unit("type nf struct { Name string `cell:\"nf\"` }\nfunc (n nf) Error() string { return \"no \" + n.Name }",
		"rt.Method(0, \"Error\", func(n nf) string { return n.Error() })\nvar err error = rt.Error(0, nf{\"z\"})\nw := fmt.Errorf(\"w: %w\", err)\n"+
			"var x nf\nfmt.Println(rt.As(w, &x), x.Name, rt.Is(w, err), rt.Is(w, rt.Error(0, nf{\"y\"})), w)\nvar y nf\nfmt.Println(rt.Assert(err, &y), y.Name, rt.Equal(err, rt.Error(0, nf{\"z\"})))")
	nf := types.NewNamed(types.NewTypeName(0, types.NewPackage("main", "main"), "nf", nil), types.NewStruct([]*types.Var{types.NewField(0, nil, "Name", types.Typ[types.String], false)}, nil), nil)
	u.Types, u.Named = []types.Type{nf}, map[string]types.Type{"nf": nf}
	if err := b.Compile(u); err != nil {
		t.Fatal(err)
	}
	if err := b.Run(context.Background(), u); err != nil {
		t.Fatal(err)
	}
	if got, want := b.out.take(), "true z true false w: no z\ntrue z true\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
