//go:build ignore

// Generate writes the embedded data of package export: for every import path listed in the file given, one entry
// types/PATH (export data without positions, so that no folder of the building machine gets in) and one entry docs/PATH
// (JSON, name to doc comment). The same sources and the same Go give the same bytes.
package main

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"go/ast"
	"go/doc"
	"go/format"
	"go/parser"
	"go/token"
	"log"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"golang.org/x/tools/go/gcexportdata"
	"golang.org/x/tools/go/packages"
)

func main() {
	out := flag.String("o", "data.zip", "the file to write")
	flag.Parse()
	list, err := os.ReadFile(flag.Arg(0))
	if err != nil {
		log.Fatal(err)
	}
	var b bytes.Buffer
	if err := write(&b, strings.Fields(string(list))); err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile(*out, b.Bytes(), 0o644); err != nil {
		log.Fatal(err)
	}
}

func write(b *bytes.Buffer, paths []string) error {
	mode := packages.NeedName | packages.NeedTypes | packages.NeedImports | packages.NeedDeps | packages.NeedExportFile
	env := append(os.Environ(), "CGO_ENABLED=0", "GOOS=linux", "GOARCH=amd64") // the same bytes on every machine
	typed, err := packages.Load(&packages.Config{Mode: mode, Env: env}, paths...)
	if err != nil {
		return err
	}
	mode = packages.NeedName | packages.NeedSyntax | packages.NeedFiles | packages.NeedCompiledGoFiles
	parsed, err := packages.Load(&packages.Config{Mode: mode, Env: env}, paths...)
	if err != nil {
		return err
	}
	if packages.PrintErrors(typed)+packages.PrintErrors(parsed) > 0 {
		return fmt.Errorf("the packages do not load")
	}
	z := zip.NewWriter(b)
	for _, part := range []func(*zip.Writer) error{
		func(z *zip.Writer) error { return writeTypes(z, typed) },
		func(z *zip.Writer) error { return writeDocs(z, parsed) },
	} {
		if err := part(z); err != nil {
			return err
		}
	}
	return z.Close()
}

func writeTypes(z *zip.Writer, loaded []*packages.Package) error {
	sortByPath(loaded)
	for _, p := range loaded {
		if p.PkgPath == "unsafe" {
			continue
		}
		w, err := z.Create("types/" + p.PkgPath)
		if err != nil {
			return err
		}
		if err := gcexportdata.Write(w, nil, p.Types); err != nil {
			return fmt.Errorf("%s: %w", p.PkgPath, err)
		}
	}
	return nil
}

func writeDocs(z *zip.Writer, loaded []*packages.Package) error {
	sortByPath(loaded)
	for _, p := range loaded {
		d, err := doc.NewFromFiles(p.Fset, p.Syntax, p.PkgPath)
		if err != nil {
			return fmt.Errorf("%s: %w", p.PkgPath, err)
		}
		docs := docsOf(d)
		if err := addExamples(docs, p); err != nil {
			return err
		}
		text, err := json.Marshal(docs) // map keys are written sorted
		if err != nil {
			return err
		}
		w, err := z.Create("docs/" + p.PkgPath)
		if err != nil {
			return err
		}
		if _, err := w.Write(text); err != nil {
			return err
		}
	}
	return nil
}

func sortByPath(ps []*packages.Package) {
	sort.Slice(ps, func(i, j int) bool { return ps[i].PkgPath < ps[j].PkgPath })
}

func docsOf(d *doc.Package) map[string]string {
	m := map[string]string{"": d.Doc}
	addFuncs(m, "", d.Funcs)
	addValues(m, d.Consts)
	addValues(m, d.Vars)
	for _, t := range d.Types {
		m[t.Name] = t.Doc
		addFuncs(m, "", t.Funcs)
		addFuncs(m, t.Name+".", t.Methods)
		addValues(m, t.Consts)
		addValues(m, t.Vars)
	}
	for name, text := range m {
		if text == "" {
			delete(m, name)
		}
	}
	return m
}

// addExamples adds the examples of our own packages to what they are examples of.
func addExamples(m map[string]string, p *packages.Package) error {
	if !strings.HasPrefix(p.PkgPath, "gohunt/") || len(p.GoFiles) == 0 {
		return nil
	}
	tests, err := filepath.Glob(filepath.Join(filepath.Dir(p.GoFiles[0]), "*_test.go"))
	if err != nil {
		return err
	}
	fset := token.NewFileSet()
	var files []*ast.File
	for _, t := range tests {
		f, err := parser.ParseFile(fset, t, nil, parser.ParseComments)
		if err != nil {
			return err
		}
		files = append(files, f)
	}
	for _, e := range doc.Examples(files...) {
		name := strings.Replace(e.Name, "_", ".", 1)
		m[name] = strings.TrimSpace(m[name] + "\n\nExample:\n\n" + exampleText(fset, e))
	}
	return nil
}

// exampleText gives the statements of an example, indented by a tab, and what it prints.
func exampleText(fset *token.FileSet, e *doc.Example) string {
	var b bytes.Buffer
	if err := format.Node(&b, fset, e.Code); err != nil {
		return ""
	}
	code := strings.TrimSuffix(strings.TrimPrefix(b.String(), "{\n"), "\n}")
	if e.Output != "" {
		code += "\n\t// Output:\n\t// " + strings.ReplaceAll(strings.TrimSpace(e.Output), "\n", "\n\t// ")
	}
	return code
}

func addFuncs(m map[string]string, prefix string, fs []*doc.Func) {
	for _, f := range fs {
		m[prefix+f.Name] = f.Doc
	}
}

func addValues(m map[string]string, vs []*doc.Value) {
	for _, v := range vs {
		for _, n := range v.Names {
			m[n] = v.Doc
		}
	}
}
