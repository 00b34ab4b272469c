// Command symgen writes the symbol tables of package bound: one file for hunt, and one for every package outside the standard
// library whose types hunt's exported API mentions. It runs in the module, by go generate, at build time only.
//
// The tables are made by yaegi's own extract package, so that they have the shape its interpreter wants; golang.org/x/tools finds the packages.
package main

import (
	"bytes"
	"fmt"
	"go/format"
	"go/types"
	"log"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"github.com/traefik/yaegi/extract"
	"golang.org/x/tools/go/packages"
)

// also are packages that a cell needs to make what hunt takes, though no signature mentions them.
var also = []string{
	"github.com/apache/arrow/go/v15/arrow",
	"github.com/apache/arrow/go/v15/arrow/array",
	"github.com/apache/arrow/go/v15/arrow/memory",
}

func main() {
	log.SetFlags(0)
	if len(os.Args) != 3 {
		log.Fatal("usage: symgen PACKAGE FOLDER")
	}
	if err := generate(os.Args[1], os.Args[2]); err != nil {
		log.Fatalf("symgen: %v", err)
	}
}

func generate(path, dir string) error {
	paths, err := mentioned(path)
	if err != nil {
		return err
	}
	old, err := filepath.Glob(filepath.Join(dir, "gen_*.go"))
	if err != nil {
		return err
	}
	for _, f := range old {
		if err := os.Remove(f); err != nil {
			return err
		}
	}
	for _, p := range paths {
		if err := write(p, dir); err != nil {
			return fmt.Errorf("%s: %w", p, err)
		}
	}
	return nil
}

// mentioned lists path and the packages that its exported API mentions, sorted.
func mentioned(path string) ([]string, error) {
	p, err := load(path)
	if err != nil {
		return nil, err
	}
	found := map[string]bool{path: true}
	for _, p := range also {
		found[p] = true
	}
	scope := p.Scope()
	for _, name := range scope.Names() {
		if o := scope.Lookup(name); o.Exported() {
			mention(o.Type(), found, map[types.Type]bool{})
			for _, m := range methods(o.Type()) {
				mention(m.Type(), found, map[types.Type]bool{})
			}
		}
	}
	list := []string{}
	for p := range found {
		if bindable(p) {
			list = append(list, p)
		}
	}
	sort.Strings(list)
	return list, nil
}

func load(path string) (*types.Package, error) {
	pkgs, err := packages.Load(&packages.Config{Mode: packages.NeedName | packages.NeedTypes | packages.NeedImports | packages.NeedDeps}, path)
	if err != nil {
		return nil, err
	}
	if packages.PrintErrors(pkgs) > 0 {
		return nil, fmt.Errorf("%s does not compile", path)
	}
	return pkgs[0].Types, nil
}

// bindable leaves out the standard library, which yaegi binds, and what nobody may import.
func bindable(path string) bool {
	first, _, _ := strings.Cut(path, "/")
	return (strings.Contains(first, ".") || first == "gohunt") && !strings.Contains(path, "internal")
}

func methods(t types.Type) []*types.Func {
	set := types.NewMethodSet(types.NewPointer(t))
	var out []*types.Func
	for s := range set.Methods() {
		if f, ok := s.Obj().(*types.Func); ok && f.Exported() {
			out = append(out, f)
		}
	}
	return out
}

// mention adds the packages of the named types in t.
func mention(t types.Type, found map[string]bool, seen map[types.Type]bool) {
	if t == nil || seen[t] {
		return
	}
	seen[t] = true
	switch t := t.(type) {
	case *types.Alias:
		add(t.Obj(), found)
		mention(types.Unalias(t), found, seen)
	case *types.Named:
		add(t.Obj(), found)
		if s, ok := t.Underlying().(*types.Struct); ok && t.Obj().Pkg() != nil && strings.HasPrefix(t.Obj().Pkg().Path(), "gohunt/") {
			mention(s, found, seen)
		}
	case *types.Struct:
		for i := range t.NumFields() {
			if t.Field(i).Exported() {
				mention(t.Field(i).Type(), found, seen)
			}
		}
	case *types.Signature:
		mention(t.Params(), found, seen)
		mention(t.Results(), found, seen)
	case *types.Tuple:
		for v := range t.Variables() {
			mention(v.Type(), found, seen)
		}
	case *types.Map:
		mention(t.Key(), found, seen)
		mention(t.Elem(), found, seen)
	case interface{ Elem() types.Type }:
		mention(t.Elem(), found, seen)
	}
}

// unwrappable are patterns for the interfaces that can't be implemented outside: a method mentions an internal package.
func unwrappable(path string) ([]string, error) {
	p, err := load(path)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, name := range p.Scope().Names() {
		i, ok := p.Scope().Lookup(name).Type().Underlying().(*types.Interface)
		if !ok {
			continue
		}
		found := map[string]bool{}
		for m := range i.Methods() {
			mention(m.Type(), found, map[types.Type]bool{})
		}
		for used := range found {
			if strings.Contains(used, "/internal/") {
				names = append(names, "^"+name+"$")
			}
		}
	}
	return names, nil
}

func add(o *types.TypeName, found map[string]bool) {
	if o.Pkg() != nil {
		found[o.Pkg().Path()] = true
	}
}

// write extracts one package into one file. The extractor takes a path without a dot for the standard library and adds build
// tags for this very release of Go, which do not belong here.
func write(path, dir string) error {
	var b bytes.Buffer
	exclude, err := unwrappable(path)
	if err != nil {
		return err
	}
	e := extract.Extractor{Dest: "bound", Exclude: exclude}
	if _, err := e.Extract(path, "", &b); err != nil {
		return err
	}
	var out bytes.Buffer
	for _, line := range bytes.SplitAfter(b.Bytes(), []byte("\n")) {
		if !bytes.HasPrefix(line, []byte("// +build")) && !bytes.HasPrefix(line, []byte("//go:build")) {
			out.Write(line)
		}
	}
	source, err := format.Source(out.Bytes())
	if err != nil {
		return err
	}
	name := "gen_" + strings.NewReplacer("/", "_", ".", "_", "-", "_").Replace(path) + ".go"
	return os.WriteFile(filepath.Join(dir, name), source, 0o644)
}
