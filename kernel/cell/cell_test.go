package cell

import (
	"fmt"
	"go/types"
	"runtime"
	"strings"
	"testing"
	"time"
)

// TestCheckChangesNothing: a failed check, and one that is never committed, leave no trace; also not the methods that
// the check gives to a type for its time.
func TestCheckChangesNothing(t *testing.T) {
	s := notebook(t, "type T struct{ n int }\nx := 1")
	for _, src := range []string{
		"func (t T) M() int { return undefinedName }\nx := \"text\"",
		"func (t T) M() int { return t.n }\nx := \"text\"\ny := T{}.M()",
	} {
		s.Check(2, src)
	}
	if _, errs := s.Check(3, "T{1}.M()"); errs == nil {
		t.Error("T.M exists, though no cell that declares it was committed")
	}
	if _, errs := s.Check(3, "y"); errs == nil {
		t.Error("y exists")
	}
	if _, errs := s.Check(3, "x + 1"); errs != nil {
		t.Errorf("x is not the int it was: %v", errs)
	}
}

// TestForgetMethods fails when go/types no longer keeps methods where forgetMethods shortens them.
func TestForgetMethods(t *testing.T) {
	s := notebook(t, "type T struct{}\nfunc (t T) A() {}")
	named := s.names["T"].obj.Type().(*types.Named)
	if u, errs := s.Check(2, "func (t T) B() {}"); errs != nil {
		t.Fatal(errs)
	} else if n := named.NumMethods(); n != 1 {
		t.Fatalf("after a check T has %d methods, want 1", n)
	} else {
		s.Commit(u)
	}
	if named.NumMethods() != 2 || named.Method(1).Name() != "B" {
		t.Fatalf("after the commit T does not have B")
	}
	if types.NewMethodSet(named).Lookup(s.names["T"].obj.Pkg(), "B") == nil {
		t.Fatal("B is not in the method set")
	}
}

// TestTypesShown: the types, each once, of what the last expression shows.
func TestTypesShown(t *testing.T) {
	for _, c := range []struct{ src, want string }{
		{"1", "int"},
		{"1.5", "float64"},
		{"\"a\"", "string"},
		{"'a'", "rune"},
		{"1 << 3 == 8", "bool"},
		{"[]string{}", "[]string"},
		{"x := 1; x", "int"},
		{"x := 1; &x", "*int"},
		{"type T struct{}; T{}", "T"},
		{"import \"strings\"\nstrings.Cut(\"a\", \"b\")", "string bool"},
		{"import \"os\"\nos.ReadFile(\"x\")", "[]byte"},
		{"import \"errors\"\nerrors.New(\"x\")", ""},
		{"import \"os\"\nos.Remove(\"x\")", ""},
		{"import \"fmt\"\nfmt.Println(1)", ""},
		{"import \"strings\"\nvar b strings.Builder\nb.WriteString(\"x\")", ""},
		{"import \"io\"\nio.EOF", "error"},
		{"x := 1", ""},
		{"var x int", ""},
		{"x := 1; x;", ""},
		{"x := 1; x; // hidden", ""},
		{"x := 1; x // shown", "int"},
		{"v, ok := map[int]int{}[1]\nv, ok", "int bool"},
		{"func f() {}; f()", ""},
		{"len(\"abc\")", "int"},
		{"string([]byte{65})", "string"},
		{"c := make(chan int, 1); c <- 1; <-c", "int"},
		{"func(n int) int { return n }(3)", "int"},
		{"any(nil)", "any"},
		{"panic(1)", ""},
		{"delete(map[int]int{}, 1)", ""},
		{"if true { 1 }", "error"},
	} {
		u, errs := New(Config{}).Check(1, c.src)
		if errs != nil {
			if c.want != "error" {
				t.Errorf("%q: %v", c.src, errs)
			}
			continue
		}
		var names []string
		for _, tt := range u.Types {
			names = append(names, types.TypeString(tt, func(*types.Package) string { return "" }))
		}
		if got := strings.Join(names, " "); got != c.want {
			t.Errorf("%q shows %q, want %q", c.src, got, c.want)
		}
	}
}

// TestPositions: the code says where each statement was typed, in characters.
func TestPositions(t *testing.T) {
	s := notebook(t, "x := 1\nfunc f() int {\n\treturn x\n}")
	u, errs := s.Check(2, "s := \"é\"; f()\n\n  x = len(s)\nconst x2 = 1")
	if errs != nil {
		t.Fatal(errs)
	}
	for _, want := range []string{"//line In[2]:1:1\n", "//line In[2]:1:11\n", "//line In[2]:3:3\n"} {
		if !strings.Contains(u.Code, want) {
			t.Errorf("no %q in\n%s", want, u.Code)
		}
	}
	u, errs = s.Check(3, "x := 2.5\nfunc g() float64 { return x }")
	if errs != nil {
		t.Fatal(errs)
	}
	if len(u.Notes) != 1 || !strings.Contains(u.Notes[0], "f (In[1]) no longer fits since In[3]") {
		t.Errorf("notes: %q", u.Notes)
	}
	s.Commit(u)
	u, errs = s.Check(4, "x := 7")
	if errs != nil {
		t.Fatal(errs)
	}
	if !strings.Contains(u.Code, "//line In[1]/In[4]:3:2\n") {
		t.Errorf("f of In[1] is not lowered again at its place:\n%s", u.Code)
	}
}

// TestAvailable: what the interpreter does not bind is refused where it is used.
func TestAvailable(t *testing.T) {
	s := New(Config{Available: func(path, name string) bool { return path != "net/http" && name != "Cut" }})
	for src, want := range map[string]string{
		"import \"strings\"\nstrings.Cut(\"a\", \"b\")": "2:9: strings.Cut is not bound by the interpreter",
		"import \"net/http\"":                           `1:8: package "net/http" is not available in cells`,
	} {
		if _, errs := s.Check(1, src); errs == nil || !strings.HasPrefix(errs[0].Error(), want) {
			t.Errorf("%q: %v, want %s", src, errs, want)
		}
	}
}

// TestPanicBecomesError: a fault of this package does not cost the session.
func TestPanicBecomesError(t *testing.T) {
	s := New(Config{Available: func(path, name string) bool { panic("a fault") }})
	u, errs := s.Check(1, "import \"strings\"\nstrings.ToUpper(\"a\")")
	if u != nil || len(errs) != 1 || !strings.Contains(errs[0].Msg, "a fault") || errs[0].Hint == "" {
		t.Fatalf("%v %v", u, errs)
	}
	s.config = Config{}
	if _, errs := s.Check(1, "1 + 1"); errs != nil {
		t.Fatal(errs)
	}
}

// TestFlat: the cost of a cell does not grow with the number of cells before it, and neither does what is kept of it.
func TestFlat(t *testing.T) {
	s := New(Config{})
	run := func(from, to int) (fastest time.Duration) {
		fastest = time.Hour
		for i := from; i < to; i++ {
			start := time.Now()
			u, errs := s.Check(i, fmt.Sprintf("x%d := %d\nfunc f%d(n int) int { return n + x%d }\nf%d(1)", i, i, i, i, i))
			if errs != nil {
				t.Fatal(errs)
			}
			s.Commit(u)
			fastest = min(fastest, time.Since(start))
		}
		return fastest
	}
	first := run(0, 200)
	before := heap()
	last := run(200, 1700)
	perCell := (heap() - before) / 1500
	runtime.KeepAlive(s)
	t.Logf("fastest cell: %v of the first 200, %v of the next 1500; %d bytes kept a cell", first, last, perCell)
	if last > 3*first || last > time.Millisecond {
		t.Errorf("a cell takes %v after many, %v at first", last, first)
	}
	if perCell > 16<<10 {
		t.Errorf("%d bytes are kept of a cell", perCell)
	}
}

func heap() int {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int(m.HeapAlloc)
}

func BenchmarkCheck(b *testing.B) {
	for _, c := range []struct{ name, src string }{
		{"var", "x := 1"},
		{"func", "func f(n int) int { return n * 2 }"},
		{"call", "fmt.Println(strings.ToUpper(\"a\"))"},
		{"loop", "for i := range 10 {\n\tfmt.Println(i)\n}"},
	} {
		b.Run(c.name, func(b *testing.B) {
			s := notebook(b, "import (\"fmt\"; \"strings\")")
			for b.Loop() {
				u, errs := s.Check(2, c.src)
				if errs != nil {
					b.Fatal(errs)
				}
				s.Commit(u)
			}
		})
	}
}
