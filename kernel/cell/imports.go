package cell

import (
	"fmt"
	"go/ast"
	"go/token"
	"sort"
	"strconv"

	"gohunt/kernel/cell/export"
)

// shortPaths are the import paths that a cell may shorten.
var shortPaths = map[string]string{"hunt": "gohunt/hunt"}

// fullPath gives the path by which a package is known to the checker and the interpreter.
func fullPath(path string) string {
	if full, ok := shortPaths[path]; ok {
		return full
	}
	return path
}

// readImports takes the imports of the cell from the file that holds only those.
func (d *draft) readImports(f *ast.File) {
	for _, spec := range f.Imports {
		path, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			d.fail(spec.Path.Pos(), "invalid import path "+spec.Path.Value, "")
			continue
		}
		if spec.Name != nil && spec.Name.Name == "." {
			d.fail(spec.Pos(), "a dot import is not supported", "import the package by its name")
			continue
		}
		d.readImport(spec, fullPath(path))
	}
}

// absent says what to use instead of packages that the interpreter does not bind.
var absent = map[string]string{
	"iter":   "use functions that take a callback",
	"unsafe": "cells have no unsafe",
	"C":      "cells have no cgo",
}

func (d *draft) readImport(spec *ast.ImportSpec, path string) {
	pkg, err := d.s.importer.Import(path)
	if err != nil || !d.bound(path) {
		hint, known := absent[path]
		if !known {
			hint = didYouMean(path, importable())
		}
		d.fail(spec.Path.Pos(), fmt.Sprintf("package %q is not available in cells", path), hint)
		return
	}
	name := pkg.Name()
	if spec.Name != nil {
		name = spec.Name.Name
	}
	if name != "_" {
		d.imports[name] = &entry{name: name, cell: d.n, path: path}
	}
}

// bound tells whether the interpreter has anything of the package.
func (d *draft) bound(path string) bool {
	if d.s.config.Available == nil || genericPackages[path] {
		return true
	}
	pkg, err := d.s.importer.Import(path)
	if err != nil {
		return false
	}
	for _, n := range pkg.Scope().Names() {
		if token.IsExported(n) && d.s.config.Available(path, n) {
			return true
		}
	}
	return false
}

// importable lists what can be written in an import.
func importable() []string {
	all := append([]string(nil), export.Paths()...)
	for short := range shortPaths {
		all = append(all, short)
	}
	sort.Strings(all)
	return all
}

// importDecl writes the imports of a file that its declarations mention.
func importDecl(at token.Pos, names map[string]bool, resolve func(string) *entry) *ast.GenDecl {
	decl := &ast.GenDecl{TokPos: at, Tok: token.IMPORT, Lparen: at, Rparen: at}
	for _, n := range sortedKeys(names) {
		e := resolve(n)
		if e == nil || e.obj != nil {
			continue
		}
		decl.Specs = append(decl.Specs, &ast.ImportSpec{
			Name: &ast.Ident{NamePos: at, Name: n},
			Path: &ast.BasicLit{ValuePos: at, Kind: token.STRING, Value: strconv.Quote(e.path)},
		})
	}
	return decl
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}
