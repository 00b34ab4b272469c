// Command symgen writes the symbol tables of package bound: one file for hunt, and one for every package outside the standard
// library whose types hunt's exported API mentions. It runs in the module, by go generate, at build time only.
//
// golang.org/x/tools reads the types from the compiler's export data: seconds, where type-checking the sources took minutes.
package main

import (
	"fmt"
	"go/types"
	"log"
	"os"
	"path/filepath"
	"sort"
	"strings"

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
	root, err := load(path)
	if err != nil {
		return err
	}
	pkgs, err := load(mentioned(root[0])...)
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
	for _, p := range pkgs {
		if err := write(p, dir); err != nil {
			return fmt.Errorf("%s: %w", p.Path(), err)
		}
	}
	return nil
}

// mentioned lists p and the packages that its exported API mentions, sorted.
func mentioned(p *types.Package) []string {
	found := map[string]bool{p.Path(): true}
	for _, path := range also {
		found[path] = true
	}
	for _, name := range p.Scope().Names() {
		if o := p.Scope().Lookup(name); o.Exported() {
			mention(o.Type(), found, map[types.Type]bool{})
			for _, m := range methods(o.Type()) {
				mention(m.Type(), found, map[types.Type]bool{})
			}
		}
	}
	list := []string{}
	for path := range found {
		if bindable(path) {
			list = append(list, path)
		}
	}
	sort.Strings(list)
	return list
}

// load reads the types of packages from export data.
func load(paths ...string) ([]*types.Package, error) {
	pkgs, err := packages.Load(&packages.Config{Mode: packages.NeedName | packages.NeedTypes}, paths...)
	if err != nil {
		return nil, err
	}
	if packages.PrintErrors(pkgs) > 0 {
		return nil, fmt.Errorf("%v do not compile", paths)
	}
	var out []*types.Package
	for _, p := range pkgs {
		out = append(out, p.Types)
	}
	return out, nil
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

func add(o *types.TypeName, found map[string]bool) {
	if o.Pkg() != nil {
		found[o.Pkg().Path()] = true
	}
}

// write writes the table of one package into one file.
func write(p *types.Package, dir string) error {
	source, err := emit(p)
	if err != nil {
		return err
	}
	name := "gen_" + strings.NewReplacer("/", "_", ".", "_", "-", "_").Replace(p.Path()) + ".go"
	return os.WriteFile(filepath.Join(dir, name), source, 0o644)
}
