package run

import (
	"go/ast"
	"go/constant"
	"go/parser"
	"go/token"
	"go/types"
	"strconv"
	"strings"
	"testing"

	"gohunt/notebooks/ipynb"
)

const parametersCell = `// Where to look.
elastic := "lab:" // a URL, or lab:
days := 30
var threshold float64 = 5 // at least
var small int8 = 1
var (
	names   = []string{"a", "b"} // processes
	weights []float64
	loose   any = nil
)
const limit = 1_000
verbose := false
window := time.Hour * 24
var stop time.Duration = 5
a, b := 1, "two"; c := 'x'
import "fmt"
func f() { inner := 1; _ = inner }
if true { hidden := 2; _ = hidden }
sum := 1 + 2.5
port := uint16(9200)
`

func TestDeclared(t *testing.T) {
	want := []Parameter{
		{"elastic", "string", `"lab:"`, "a URL, or lab:", false},
		{"days", "int", "30", "", false},
		{"threshold", "float64", "5", "at least", false},
		{"small", "int8", "1", "", false},
		{"names", "[]string", `[]string{"a", "b"}`, "processes", false},
		{"weights", "[]float64", "", "", false},
		{"loose", "any", "nil", "", false},
		{"limit", "int", "1_000", "", true},
		{"verbose", "bool", "false", "", false},
		{"window", "", "time.Hour * 24", "", false},
		{"stop", "time.Duration", "5", "", false},
		{"a", "int", "1", "", false},
		{"b", "string", `"two"`, "", false},
		{"c", "rune", "'x'", "", false},
		{"sum", "float64", "1 + 2.5", "", false},
		{"port", "uint16", "uint16(9200)", "", false},
	}
	got := declared(parametersCell)
	for i := range max(len(got), len(want)) {
		switch {
		case i >= len(got):
			t.Errorf("missing %+v", want[i])
		case i >= len(want):
			t.Errorf("unexpected %+v", got[i])
		case got[i] != want[i]:
			t.Errorf("got  %+v\nwant %+v", got[i], want[i])
		}
	}
}

func notebook(parameters string) *ipynb.Notebook {
	nb := ipynb.New()
	cell := ipynb.NewCell(ipynb.Code, parameters, "")
	cell.Tag(tagParameters)
	nb.Insert(0, ipynb.NewCell(ipynb.Markdown, "# Hunt", ""))
	nb.Insert(1, cell)
	nb.Insert(2, ipynb.NewCell(ipynb.Code, "days", ""))
	return nb
}

func TestInject(t *testing.T) {
	for _, c := range []struct{ name, value, want string }{
		{"elastic", "123", `var elastic string = "123"`},
		{"elastic", `"; os.Exit(1) //`, `var elastic string = "\"; os.Exit(1) //"`},
		{"elastic", "a\nb`ü😀\xff\u2028\x00", `var elastic string = "a\nb` + "`" + `ü😀\xff\u2028\x00"`},
		{"days", "-7", "var days int = -7"},
		{"threshold", "3", "var threshold float64 = 3.0"},
		{"threshold", "1e-9", "var threshold float64 = 1e-09"},
		{"small", "-128", "var small int8 = -128"},
		{"names", `["x", "\u00fc"]`, `var names = []string{"x", "ü"}`},
		{"names", `[]`, `var names = []string{}`},
		{"weights", `[1, 2.5]`, `var weights = []float64{1.0, 2.5}`},
		{"loose", "yes", `var loose any = "yes"`},
		{"loose", "5", `var loose any = 5`},
		{"limit", "5", `const limit int = 5`},
		{"verbose", "True", `var verbose bool = true`},
		{"window", "5", `var window = 5`},
		{"window", "0.5", `var window = 0.5`},
		{"window", "nan", `var window = "nan"`},
		{"window", "1.2.3.4", `var window = "1.2.3.4"`},
		{"window", "0x10", `var window = "0x10"`},
		{"port", "65535", `var port uint16 = 65535`},
	} {
		nb := notebook(parametersCell)
		if _, err := inject(nb, []Param{{c.name, "replaced"}, {c.name, c.value}}); err != nil {
			t.Errorf("-p %s %q: %v", c.name, c.value, err)
			continue
		}
		if got := nb.Cells[2].Source; got != "// Parameters\n"+c.want || !nb.Cells[2].Tagged(tagInjected) {
			t.Errorf("-p %s %q\n got %s\nwant %s", c.name, c.value, got, c.want)
		}
	}
}

func TestInjectRefuses(t *testing.T) {
	for _, c := range []struct{ name, value, want string }{
		{"nope", "1", "no such parameter; it has elastic, days, threshold"},
		{"a b", "1", "has the name of a Go variable"},
		{"func", "1", "has the name of a Go variable"},
		{"_", "1", "has the name of a Go variable"},
		{"days", "soon", `it is an int, and "soon" is no such number`},
		{"days", "99999999999999999999", "does not fit into int"},
		{"small", "128", "does not fit into int8"},
		{"threshold", "NaN", "no such number"},
		{"verbose", "1", "neither true nor false"},
		{"stop", "5", "declared as time.Duration"},
		{"names", "a", `as JSON such as '["a", "b"]'`},
		{"names", "[1]", "a list of string, and 1 is none"},
		{"weights", `["1"]`, "a list of float64, and 1 is none"},
		{"names", `["a"] x`, "as JSON"},
	} {
		_, err := inject(notebook(parametersCell), []Param{{c.name, c.value}})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("-p %s %s: got %v, want %q", c.name, c.value, err, c.want)
		}
	}
	nb := notebook("")
	if _, err := inject(nb, []Param{{"days", "1"}}); err == nil || !strings.Contains(err.Error(), "declares nothing") {
		t.Errorf("got %v", err)
	}
	nb.Cells = nb.Cells[:1]
	if _, err := inject(nb, []Param{{"days", "1"}}); err == nil || !strings.Contains(err.Error(), `no cell tagged "parameters"`) {
		t.Errorf("got %v", err)
	}
}

func TestInjectReplacesWhatAnEarlierRunInjected(t *testing.T) {
	nb := notebook(parametersCell)
	for _, days := range []string{"1", "2"} {
		if _, err := inject(nb, []Param{{"days", days}}); err != nil {
			t.Fatal(err)
		}
	}
	if len(nb.Cells) != 4 || nb.Cells[2].Source != "// Parameters\nvar days int = 2" {
		t.Errorf("there are %d cells, the third is %q", len(nb.Cells), nb.Cells[2].Source)
	}
}

// Whatever a value holds, the injected cell is one declaration of one variable with one literal, which evaluates to the value.
func FuzzInjectedCellIsOneLiteral(f *testing.F) {
	for _, value := range []string{"", "x", "1.2.3.4", "-5", "1e3", "true", "\"", "\\", "`", "\n}\nfunc init() {", "ü\xff\x00\u2028", `["a"]`, "[1]", "nan", "0x1p-2", "1_0", "+7", "007"} {
		for _, name := range []string{"elastic", "days", "threshold", "names", "weights", "loose", "limit", "verbose", "window"} {
			f.Add(name, value)
		}
	}
	f.Fuzz(func(t *testing.T, name, value string) {
		nb := notebook(parametersCell)
		set, err := inject(nb, []Param{{name, value}})
		if err != nil {
			return
		}
		oneSpec(t, nb.Cells[2].Source)
		spec := oneSpec(t, set.source)
		if spec.Names[0].Name != name {
			t.Fatalf("%s was declared", spec.Names[0].Name)
		}
		literal := spec.Values[0]
		if list, ok := literal.(*ast.CompositeLit); ok {
			for _, item := range list.Elts {
				basic(t, item)
			}
			return
		}
		basic(t, literal)
		if text, ok := set.values[name].(string); ok {
			got, err := strconv.Unquote(literal.(*ast.BasicLit).Value)
			if err != nil || got != value || mask(got) != text {
				t.Fatalf("%q became %q, %v", value, got, err)
			}
		}
	})
}

func oneSpec(t *testing.T, source string) *ast.ValueSpec {
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, "", "package p\n"+source, 0)
	if err != nil {
		t.Fatalf("%v:\n%s", err, source)
	}
	if len(file.Decls) != 1 || len(file.Decls[0].(*ast.GenDecl).Specs) != 1 {
		t.Fatalf("not one declaration:\n%s", source)
	}
	spec := file.Decls[0].(*ast.GenDecl).Specs[0].(*ast.ValueSpec)
	if len(spec.Names) != 1 || len(spec.Values) != 1 {
		t.Fatalf("not one value:\n%s", source)
	}
	if _, err := new(types.Config).Check("p", files, []*ast.File{file}, nil); err != nil {
		t.Fatalf("%v:\n%s", err, source)
	}
	return spec
}

// basic holds that an expression is a literal, or a literal with a sign, or true or false.
func basic(t *testing.T, e ast.Expr) {
	switch e := e.(type) {
	case *ast.BasicLit:
		if constant.MakeFromLiteral(e.Value, e.Kind, 0).Kind() == constant.Unknown {
			t.Fatalf("%s is no literal", e.Value)
		}
	case *ast.UnaryExpr:
		if e.Op != token.SUB {
			t.Fatalf("the operator %v", e.Op)
		}
		basic(t, e.X)
	case *ast.Ident:
		if e.Name != "true" && e.Name != "false" {
			t.Fatalf("the name %s", e.Name)
		}
	default:
		t.Fatalf("a %T", e)
	}
}

func TestPasswordsOfURLsAreInNoDocument(t *testing.T) {
	nb := notebook(parametersCell)
	set, err := inject(nb, []Param{{"elastic", "https://hunter:s3cr:et@host:9200/x?y=1"}})
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(set.source, "hunter:s3cr:et@host") {
		t.Errorf("the kernel gets %s", set.source)
	}
	for _, text := range []string{nb.Cells[2].Source, set.values["elastic"].(string)} {
		if strings.Contains(text, "s3cr") || !strings.Contains(text, "https://hunter:••••@host:9200/x?y=1") {
			t.Errorf("the document has %s", text)
		}
	}
	for _, plain := range []string{"https://host:9200/a@b", "lab:", "https://hunter@host", "a:b@c"} {
		if mask(plain) != plain {
			t.Errorf("%s was masked: %s", plain, mask(plain))
		}
	}
}
