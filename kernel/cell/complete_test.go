package cell

import (
	"slices"
	"strings"
	"testing"
)

// notebook is a session in which the cells have been committed.
func notebook(t testing.TB, cells ...string) *Session {
	t.Helper()
	s := New(Config{})
	for i, src := range cells {
		u, errs := s.Check(i+1, src)
		if errs != nil {
			t.Fatalf("In[%d]: %v", i+1, errs)
		}
		s.Commit(u)
	}
	return s
}

var hunter = []string{
	`import ("fmt"; "strings"; "net/http"; "os")`,
	`// A Hit is one match.
type Hit struct { Process string; Count int; inner bool }
// Score weighs a hit.
func (h *Hit) Score(weight float64) float64 { return weight * float64(h.Count) }
func find(name string) ([]Hit, error) { return []Hit{{name, 1, false}}, nil }
var powershell = Hit{Process: "powershell.exe"}
names := []string{"a"}
const limit = 5`,
}

// TestComplete: the cursor is at the bar; want are matches that must be there, never those that must not.
func TestComplete(t *testing.T) {
	for _, c := range []struct {
		name, src   string
		want, never []string
		replaced    string // the text between Start and End
	}{
		{"package member", `strings.Spl|`, []string{"Split:function", "SplitN:function"}, []string{"Join:function"}, "Spl"},
		{"package member, any case", `strings.spl|`, []string{"Split:function"}, nil, "spl"},
		{"type of package", `var c http.Cli|`, []string{"Client:type"}, nil, "Cli"},
		{"members of a variable", `powershell.|`, []string{"Process:field", "Score:method", "inner:field"}, []string{"find:function"}, ""},
		{"in the middle of a word", `powershell.Sc|xx + 1`, []string{"Score:method"}, nil, "Scxx"},
		{"in a call that is not closed", `fmt.Println(powershell.P|`, []string{"Process:field"}, nil, "P"},
		{"after a call", `strings.NewReplacer("a", "b").Re|`, []string{"Replace:method"}, nil, "Re"},
		{"after a call with an error", `os.Open("x").Na|`, []string{"Name:method"}, nil, "Na"},
		{"after an index of a call with an error", `find("x")[0].|`, []string{"Process:field"}, nil, ""},
		{"in a function literal", `f := func(h Hit) { h.|`, []string{"Process:field"}, nil, ""},
		{"in a header", `if powershell.|`, []string{"Count:field"}, nil, ""},
		{"in a header in a function", "func f(h *Hit) {\n\tfor _, x := range h.|", []string{"Process:field"}, nil, ""},
		{"name of the session", `pow|`, []string{"powershell:variable"}, nil, "pow"},
		{"function, import, keyword, built-in", `f|`, []string{"find:function", "fmt:package", "for:keyword", "float64:type", "false:constant"}, nil, "f"},
		{"local variable", "func f() {\n\tlocalThing := 1\n\tloc|\n}", []string{"localThing:variable"}, nil, "loc"},
		{"not before its declaration", "func f() {\n\tlo|\n\tlocalThing := 1\n}", nil, []string{"localThing:variable"}, "lo"},
		{"variable of the same cell", "mine := 3\nmi|", []string{"mine:variable", "min:builtin"}, nil, "mi"},
		{"field in a literal", `h := Hit{Pr|`, []string{"Process:field"}, nil, "Pr"},
		{"field in a literal with others", `h := Hit{Count: 1, Pr|}`, []string{"Process:field"}, nil, "Pr"},
		{"import path", `import "net/ht|`, []string{"net/http:path"}, []string{"os:path"}, "net/ht"},
		{"import path in a group", "import (\n\t\"fmt\"\n\t\"enc|", []string{"encoding/json:path"}, nil, "enc"},
		{"package that is not imported", `sort.Str|`, []string{"Strings:function"}, nil, "Str"},
		{"not in a string", `x := "powershell.|`, nil, []string{"Process:field"}, ""},
		{"not in a comment", `// pow|`, nil, []string{"powershell:variable"}, ""},
		{"text after the cursor is broken", "powershell.|\n)))", []string{"Score:method"}, nil, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := notebook(t, hunter...)
			at := strings.Index(c.src, "|")
			src := c.src[:at] + c.src[at+1:]
			got := s.Complete(src, at)
			var texts []string
			for _, m := range got.Matches {
				texts = append(texts, m.Text+":"+m.Type)
			}
			for _, w := range c.want {
				if !slices.Contains(texts, w) {
					t.Errorf("no %s in %v", w, texts)
				}
			}
			for _, n := range c.never {
				if slices.Contains(texts, n) {
					t.Errorf("%s should not be in %v", n, texts)
				}
			}
			if r := src[got.Start:got.End]; r != c.replaced {
				t.Errorf("replaces %q, want %q", r, c.replaced)
			}
		})
	}
}

// TestCompleteHidesUnbound: what the interpreter does not bind is not offered.
func TestCompleteHidesUnbound(t *testing.T) {
	s := New(Config{Available: func(path, name string) bool { return name != "Split" }})
	u, errs := s.Check(1, `import "strings"`)
	if errs != nil {
		t.Fatal(errs)
	}
	s.Commit(u)
	for _, m := range s.Complete("strings.Spl", 11).Matches {
		if m.Text == "Split" {
			t.Error("strings.Split is offered, but not bound")
		}
	}
}

func TestInspect(t *testing.T) {
	for _, c := range []struct {
		name, src string
		detail    int
		want      []string
	}{
		{"function of a package", `strings.Sp|lit("a", "b")`, 0, []string{"func strings.Split(s string, sep string) []string", "package strings", "Split slices s into all substrings"}},
		{"inside the arguments", `strings.Split("a", |`, 0, []string{"func strings.Split(s string"}},
		{"after the bracket", `strings.Split(|)`, 0, []string{"func strings.Split(s string"}},
		{"method", `http.Header{}.Ge|t("x")`, 0, []string{"func (http.Header).Get(key string) string", "Get gets the first value"}},
		{"package", `stri|ngs.Split`, 0, []string{`import "strings"`, "simple functions to manipulate UTF-8"}},
		{"type with its methods", `var h Hi|t`, 0, []string{"type Hit struct", "func (Hit) Score(weight float64) float64", "In[2]", "A Hit is one match."}},
		{"own variable", `powers|hell`, 0, []string{"var powershell Hit", "In[2]"}},
		{"own method with its source", `powershell.Sc|ore(1)`, 1, []string{"Score(weight float64) float64", "Score weighs a hit.", "return weight * float64(h.Count)"}},
		{"own constant", `lim|it`, 0, []string{"const limit untyped int", "In[2]"}},
		{"package that is not imported", `sort.Stri|ngs`, 0, []string{"func sort.Strings(x []string)"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := notebook(t, hunter...)
			at := strings.Index(c.src, "|")
			d, ok := s.Inspect(c.src[:at]+c.src[at+1:], at, c.detail)
			if !ok {
				t.Fatal("nothing found")
			}
			for _, w := range c.want {
				if !strings.Contains(d.Text, w) || !strings.Contains(d.Markdown, w) {
					t.Errorf("no %q in\n%s\nor\n%s", w, d.Text, d.Markdown)
				}
			}
		})
	}
}

func TestInspectNothing(t *testing.T) {
	s := notebook(t, hunter...)
	for _, src := range []string{"", "   ", "nowhere", "1 + 2", `"text"`} {
		if d, ok := s.Inspect(src, 1, 0); ok {
			t.Errorf("%q: %v", src, d)
		}
	}
}

func TestIsComplete(t *testing.T) {
	for _, c := range []struct{ src, status, indent string }{
		{"x := 1", "complete", ""},
		{"", "complete", ""},
		{"import \"fmt\"\nfmt.Println(1)", "complete", ""},
		{"for i := 0; i < 3; i++ {", "incomplete", "\t"},
		{"for {\n\tif x {", "incomplete", "\t\t"},
		{"f(1,", "incomplete", "\t"},
		{"x := 1 +", "incomplete", "\t"},
		{"es.Search(\"a\").", "incomplete", "\t"},
		{"x := `raw", "incomplete", ""},
		{"/* comment", "incomplete", ""},
		{"x := \"abc", "invalid", ""},
		{"x := )", "invalid", ""},
		{"(]", "invalid", ""},
		{"x y z", "invalid", ""},
		{"for i := 0; i < 3; i++ {\n}", "complete", ""},
		{"type T struct {", "incomplete", "\t"},
		{"func f() int {\n\treturn 1\n}", "complete", ""},
		{"x++", "complete", ""},
		{"func", "incomplete", ""},
	} {
		if status, indent := IsComplete(c.src); status != c.status || indent != c.indent {
			t.Errorf("%q: %s %q, want %s %q", c.src, status, indent, c.status, c.indent)
		}
	}
}
