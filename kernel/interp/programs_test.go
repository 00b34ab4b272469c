package interp

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	osexec "os/exec"
	"path/filepath"
	"strings"
	"testing"

	"gohunt/kernel/cell"
)

// TestPrograms runs ordinary Go programs as one cell each: their imports and declarations, and the body of main as statements.
// A program prints the same as with go run, which -update asks for the comment at its end:
//
//	// Output:
//	// what it prints
//
// What the kernel does not run yet has, instead, the reason that the check gives: "// Refused:".
func TestPrograms(t *testing.T) {
	files, err := filepath.Glob("testdata/programs/*.go")
	if err != nil || len(files) < 50 {
		t.Fatalf("%d programs, %v", len(files), err)
	}
	for _, f := range files {
		t.Run(strings.TrimSuffix(filepath.Base(f), ".go"), func(t *testing.T) {
			t.Parallel()
			p := readProgram(t, f)
			printed, refused, failure := runProgram(t, p.cell)
			if *update {
				p.rewrite(t, f, refused)
				return
			}
			if refused != p.refused {
				t.Errorf("refused:\n%s\nwant:\n%s", refused, p.refused)
			}
			if refused == "" && printed != p.output {
				t.Errorf("printed:\n%s\nwant:\n%s", printed, p.output)
			}
			if failure != "" {
				t.Error(failure)
			}
		})
	}
}

type program struct {
	source, cell    string
	output, refused string
}

func readProgram(t *testing.T, file string) program {
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	source, rest := string(text), ""
	for _, mark := range []string{"\n// Output:\n", "\n// Refused:\n"} {
		if before, after, found := strings.Cut(source, mark); found {
			source, rest = before, mark+after
		}
	}
	p := program{source: source, cell: asCell(t, source)}
	if after, ok := strings.CutPrefix(rest, "\n// Output:\n"); ok {
		p.output = uncomment(after)
	}
	if after, ok := strings.CutPrefix(rest, "\n// Refused:\n"); ok {
		p.refused = strings.TrimSuffix(uncomment(after), "\n")
	}
	return p
}

// asCell takes the package clause away and main's body out of its function.
func asCell(t *testing.T, source string) string {
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "", source, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	var declarations, body strings.Builder
	at := func(p token.Pos) int { return fset.Position(p).Offset }
	for _, d := range f.Decls {
		if fn, ok := d.(*ast.FuncDecl); ok && fn.Name.Name == "main" {
			body.WriteString(source[at(fn.Body.Lbrace)+1 : at(fn.Body.Rbrace)])
			continue
		}
		declarations.WriteString(source[at(d.Pos()):at(d.End())] + "\n")
	}
	return declarations.String() + body.String()
}

func uncomment(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		b.WriteString(strings.TrimPrefix(strings.TrimPrefix(line, "//"), " "))
	}
	return b.String()
}

func comment(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		b.WriteString(strings.TrimRight("// "+line, " \n") + "\n")
	}
	return b.String()
}

// runProgram runs a cell: what it printed, why it was refused, how it failed.
func runProgram(t *testing.T, src string) (printed, refused, failure string) {
	b := newBench(t)
	b.options.Shown = func(Value) {}
	s := cell.New(cell.Config{Available: b.Has})
	if _, errs := s.Check(1, src); len(errs) > 0 {
		return "", errs.Error(), ""
	}
	_, failure = b.cell(s, 1, typed{src: src})
	return untrailed(b.out.take()), "", failure
}

// untrailed takes spaces off the ends of lines, which a comment can't keep.
func untrailed(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		b.WriteString(strings.TrimRight(line, " \n") + "\n")
	}
	return b.String()
}

// rewrite puts the truth at the program's end: what go run prints.
func (p program) rewrite(t *testing.T, file, refused string) {
	out, err := osexec.Command("go", "run", file).Output()
	if err != nil {
		t.Fatalf("go run: %v", err)
	}
	end := "\n// Output:\n" + comment(untrailed(string(out)))
	if refused != "" {
		end = "\n// Refused:\n" + comment(refused)
	}
	if err := os.WriteFile(file, []byte(strings.TrimRight(p.source, "\n")+"\n"+end), 0o644); err != nil {
		t.Fatal(err)
	}
}
