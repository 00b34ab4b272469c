package cell

import (
	"go/parser"
	"go/token"
	"strings"
	"testing"
)

// FuzzCheck: no text makes Check, Complete, Inspect or IsComplete panic, and what passes the check is lowered to text
// that parses. A panic of go/types itself comes back as an error and is found here.
func FuzzCheck(f *testing.F) {
	for _, src := range []string{
		"x := 1\nx + 1", "import \"fmt\"\nfmt.Println(1)", "func f() { for {", "type T struct{ a int }\nT{1}", "}{", "`", "\"", "/*",
		"v, ok := m[1]", "a.b.", ".x", "func (t T) M() {}", "if x := 1; x > 0 {\n}", "switch x.(type) {", "go func() {}()", "_, _ =",
		"const ( a = iota", "x;", "L: for { break L }", "import (", "package x", "é := 1\né", "\x00", "\xff", "a, b", "type A = []A", "type T []T",
		"var x = x", "func f(a, b int, c ...string) (n int, err error) { return }", "type I interface { I }", "f(g(h(", "x.(", "range x", "select {}",
	} {
		f.Add(src)
	}
	f.Fuzz(func(t *testing.T, src string) {
		s := notebook(t, "import (\"fmt\"; \"os\"; \"strings\")\nn := 1\nm := map[int]string{}\ntype Hit struct { Name string; n int }\nfunc (h Hit) Get() (int, error) { return h.n, nil }\nvar err error")
		u, errs := s.Check(2, src)
		for _, e := range errs {
			if strings.HasPrefix(e.Msg, "the kernel failed") {
				t.Fatal(errs)
			}
		}
		if u != nil {
			if _, err := parser.ParseFile(token.NewFileSet(), "", u.Code, parser.SkipObjectResolution); err != nil {
				t.Fatalf("lowered code: %v\n%s", err, u.Code)
			}
			s.Commit(u)
			if _, errs := s.Check(3, "n"); errs != nil && strings.HasPrefix(errs[0].Msg, "the kernel failed") {
				t.Fatal(errs)
			}
		}
		IsComplete(src)
		for _, at := range []int{0, len(src) / 2, len(src)} {
			s.Complete(src, at)
			s.Inspect(src, at, 1)
		}
	})
}
