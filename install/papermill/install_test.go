package papermill

import (
	"bytes"
	"encoding/json"
	"go/ast"
	"go/constant"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func TestInstallRefuses(t *testing.T) {
	script := func(text string) string {
		path := filepath.Join(t.TempDir(), "python")
		if err := os.WriteFile(path, []byte("#!/bin/sh\n"+text), 0o755); err != nil {
			t.Fatal(err)
		}
		return path
	}
	for name, c := range map[string]struct{ python, want string }{
		"no program":   {"/no/such/python", "no Python that works"},
		"no Python":    {script("echo oops >&2; exit 1"), "oops"},
		"no answer":    {script("echo hello"), "does not say where its packages are"},
		"no papermill": {script(`echo '{"folder": "/x", "papermill": false}'`), "-m pip install papermill"},
		"not a folder": {script(`echo '{"folder": "/dev/null/x", "papermill": true}'`), "papermill add-on"},
	} {
		if err := Install(c.python); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %q", name, err, c.want)
		}
	}
}

func TestWriteReplacesAnEarlierVersion(t *testing.T) {
	folder := t.TempDir()
	if err := os.Mkdir(filepath.Join(folder, "gohunt_papermill-0.0.1.dist-info"), 0o755); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := write(folder); err != nil {
			t.Fatal(err)
		}
	}
	found, _ := filepath.Glob(filepath.Join(folder, "*"))
	if len(found) != 2 {
		t.Errorf("there are %v, want a module and a dist-info", found)
	}
}

// fresh makes a virtual environment that sees the packages of PYTHON, and installs the add-on into it.
func fresh(t *testing.T) (interpreter string) {
	t.Helper()
	base := os.Getenv("PYTHON")
	if base == "" {
		t.Skip("PYTHON does not name a Python with papermill, so the add-on is not tested in one")
	}
	dir := t.TempDir()
	if out, err := exec.Command(base, "-m", "venv", "--without-pip", dir).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	where, err := exec.Command(base, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").Output()
	if err != nil {
		t.Fatal(err)
	}
	interpreter = filepath.Join(dir, "bin", "python")
	s, err := ask(interpreter)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(s.Folder, "base.pth"), where, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := Install(interpreter); err != nil {
		t.Fatal(err)
	}
	return interpreter
}

// python runs a program with that input and returns what it prints.
func python(t *testing.T, interpreter, program, input string) string {
	t.Helper()
	cmd := exec.Command(interpreter, "-c", program)
	cmd.Stdin = strings.NewReader(input)
	var said bytes.Buffer
	cmd.Stderr = &said
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, said.String())
	}
	return string(out)
}

func pip(t *testing.T, interpreter string, args ...string) string {
	t.Helper()
	out, err := exec.Command(interpreter, append([]string{"-m", "pip"}, args...)...).CombinedOutput()
	if err != nil {
		t.Fatalf("pip %v: %v\n%s", args, err, out)
	}
	return string(out)
}

func TestPapermillFindsTheTranslatorByItself(t *testing.T) {
	const program = `from papermill.translators import translate_parameters
print(translate_parameters("gohunt", "go", {"ip": "1.2.3.4", "n": 5}, "Parameters"))`
	got := python(t, fresh(t), program, "")
	if strings.TrimSpace(got) != "// Parameters\nvar ip = \"1.2.3.4\"\nvar n = 5" {
		t.Errorf("got %s", got)
	}
}

func TestPipRemovesTheAddOn(t *testing.T) {
	interpreter := fresh(t)
	s, err := ask(interpreter)
	if err != nil {
		t.Fatal(err)
	}
	if got := pip(t, interpreter, "list"); !strings.Contains(got, "gohunt-papermill") && !strings.Contains(got, "gohunt_papermill") {
		t.Errorf("pip list does not show it:\n%s", got)
	}
	pip(t, interpreter, "uninstall", "-y", "gohunt-papermill")
	if left, _ := filepath.Glob(filepath.Join(s.Folder, "gohunt_papermill*")); len(left) > 0 {
		t.Errorf("pip uninstall left %v", left)
	}
}

// hostile are parameters as JSON and the Go value that each must become.
var hostile = []struct{ json, typ, want string }{
	{`"1.2.3.4"`, "string", `"1.2.3.4"`},
	{`""`, "string", `""`},
	{`"\"); os.Exit(1) //"`, "string", `"\"); os.Exit(1) //"`},
	{`"a\nb\r\t\u0000\u007f\\ ` + "`" + `"`, "string", `"a\nb\r\t\x00\x7f\\ ` + "`" + `"`},
	{`"ü 日本 😀"`, "string", `"ü 日本 😀"`},
	{`"\ud83d\ude00"`, "string", `"😀"`},
	{`"\udce9"`, "string", `"\xe9"`},
	{`"\ud800x"`, "string", `"\ufffdx"`},
	{`"\u2028\ufeff\u202e\u00a0"`, "string", `"\u2028\ufeff\u202e\u00a0"`},
	{`"%s {0} ${x} $(id)"`, "string", `"%s {0} ${x} $(id)"`},
	{`true`, "bool", "true"},
	{`-9223372036854775808`, "int", "-9223372036854775808"},
	{`18446744073709551615`, "uint64", "18446744073709551615"},
	{`1.0`, "float64", "1"},
	{`1e300`, "float64", "1e+300"},
	{`-0.1`, "float64", "-0.1"},
	{`5e-324`, "float64", "5e-324"},
	{`["a", "\"b"]`, "[]string", ""},
	{`[1, 2.5]`, "[]float64", ""},
	{`[1, 18446744073709551615]`, "[]any", ""},
	{`[[1], [2, 3]]`, "[][]int", ""},
	{`[null, 1, "x", [], {}]`, "[]any", ""},
	{`[]`, "[]any", ""},
	{`{"k\"": [true], "": []}`, "map[string]any", ""},
	{`{"a": {"b": 1}}`, "map[string]map[string]int", ""},
	{`{"a": NaN, "b": -Infinity}`, "map[string]float64", ""},
	{`null`, "any", ""},
	{`NaN`, "float64", ""},
}

func TestEveryValueIsOneTypedLiteral(t *testing.T) {
	var texts []string
	for _, c := range hostile {
		texts = append(texts, c.json)
	}
	const program = `import sys, json, papermill
from gohunt_papermill import GoTranslator
for text in sys.stdin.buffer.read().split(b"\n"):
    sys.stdout.buffer.write(GoTranslator.codify({"v": json.loads(text)}).encode() + b"\0")`
	sources := strings.Split(python(t, fresh(t), program, strings.Join(texts, "\n")), "\x00")
	if len(sources) != len(hostile)+1 {
		t.Fatalf("%d values gave %d sources", len(hostile), len(sources)-1)
	}
	for i, c := range hostile {
		typ, value := check(t, sources[i])
		if typ != c.typ {
			t.Errorf("%s became a %s, want %s:\n%s", c.json, typ, c.typ, sources[i])
		}
		if c.want != "" && !sameLiteral(value, c.want) {
			t.Errorf("%s became %s, want %s:\n%s", c.json, value, c.want, sources[i])
		}
	}
}

// check type-checks the injected cell as a Go file, holds that it declares v and nothing else, and returns v's type and constant value.
func check(t *testing.T, source string) (typ, value string) {
	t.Helper()
	body := strings.Replace(source, "// Parameters\n", "", 1)
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, "", "package p\n"+body, 0)
	if err != nil {
		t.Fatalf("%v:\n%s", err, source)
	}
	info := &types.Info{Types: map[ast.Expr]types.TypeAndValue{}}
	conf := types.Config{Importer: importer.ForCompiler(files, "source", nil)}
	p, err := conf.Check("p", files, []*ast.File{file}, info)
	if err != nil {
		t.Fatalf("%v:\n%s", err, source)
	}
	if names := p.Scope().Names(); len(names) != 1 || names[0] != "v" {
		t.Fatalf("it declares %v:\n%s", names, source)
	}
	last := file.Decls[len(file.Decls)-1].(*ast.GenDecl).Specs[0].(*ast.ValueSpec)
	if v := info.Types[last.Values[0]].Value; v != nil {
		value = v.ExactString()
	}
	return p.Scope().Lookup("v").Type().String(), value
}

func sameLiteral(got, want string) bool {
	kind := token.STRING
	if !strings.HasPrefix(want, `"`) {
		kind = token.FLOAT
	}
	w, g := literal(want, kind), literal(got, kind)
	if kind == token.STRING {
		return constant.Compare(g, token.EQL, w)
	}
	a, _ := constant.Float64Val(g)
	b, _ := constant.Float64Val(w)
	return a == b && !math.IsNaN(a)
}

func literal(text string, kind token.Token) constant.Value {
	if a, b, ok := strings.Cut(text, "/"); ok && kind == token.FLOAT {
		return constant.BinaryOp(literal(a, token.FLOAT), token.QUO, literal(b, token.FLOAT))
	}
	if rest, ok := strings.CutPrefix(text, "-"); ok && kind == token.FLOAT {
		return constant.UnaryOp(token.SUB, literal(rest, kind), 0)
	}
	return constant.MakeFromLiteral(text, kind, 0)
}

func TestNamesThatAreNoVariablesAreRefused(t *testing.T) {
	names := []string{"x; os.Exit(1)", "a b", "func", "_", "1a", "", "a\nb", "x = 1 //", "x\n"}
	data, err := json.Marshal(names)
	if err != nil {
		t.Fatal(err)
	}
	const program = `import sys, json, papermill
from gohunt_papermill import GoTranslator
for name in json.load(sys.stdin):
    try:
        print("taken:", GoTranslator.codify({name: 1}))
    except papermill.exceptions.PapermillException:
        print("refused")`
	if got := python(t, fresh(t), program, string(data)); got != strings.Repeat("refused\n", len(names)) {
		t.Errorf("got\n%s", got)
	}
}

func TestInspect(t *testing.T) {
	const cell = "// a comment\nip := \"http://x//y\" // where\nvar n int = 5 // how many\nvar (\n\trate = 0.5\n\tnames []string = []string{\n\t\t\"a\",\n\t\t\"b\", // both\n\t}\n)\nconst limit = 1_000\nflag := true; \nwindow := 24 * time.Hour\nfmt.Println(n == 5)\nraw := `a\n// b := 2\n`\n"
	const program = `import sys, papermill
from gohunt_papermill import GoTranslator
for p in GoTranslator.inspect({"source": sys.stdin.read()}):
    print("|".join(p).replace("\n", "~"))`
	got := python(t, fresh(t), program, cell)
	const want = `ip|string|"http://x//y"|where
n|int|5|how many
rate|float64|0.5|
names|[]string|[]string{~"a",~"b", // both~}|
limit|int|1_000|
flag|bool|true|
window|None|24 * time.Hour|
raw|string|` + "`a~// b := 2~`|\n"
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
