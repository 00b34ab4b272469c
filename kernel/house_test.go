package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A rule says which folders (or modules) a folder and all below it may not import. An entry of allow lifts the rule for one folder, importing or imported (folder/... with all below it).
type rule struct {
	from, never string
	allow       []string
	why         string
}

var rules = []rule{
	{from: "kernel/wire", never: "gohunt/", why: "wire imports no other room"},
	{from: "kernel/cell", never: "gohunt/", allow: []string{"kernel/cell/..."}, why: "cell imports no other room"},
	{from: "kernel/display", never: "gohunt/", why: "display imports no other room"},
	{from: "", never: "github.com/traefik/yaegi", allow: []string{"kernel/interp/..."}, why: "only interp imports yaegi"},
	{from: "kernel", never: "gohunt/hunt", allow: []string{"kernel", "kernel/interp/..."}, why: "the rooms know no hunt; the program and interp's symbols do"},
	{from: "hunt", never: "gohunt/kernel", why: "hunt knows no kernel"},
	{from: "hunt", never: "gohunt/notebooks", why: "hunt knows no lab"},
	{from: "notebooks/ipynb", never: "gohunt/", why: "the format imports no other room"},
	{from: "", never: "github.com/elastic/go-elasticsearch", allow: []string{"hunt/elastic"}, why: "only hunt/elastic imports go-elasticsearch"},
	{from: "", never: "github.com/duckdb/", allow: []string{"hunt/engine/duckdb"}, why: "only the embedded engine imports DuckDB"},
	{from: "", never: "C", allow: []string{"hunt/engine/duckdb"}, why: "only the embedded engine needs cgo"},
	{from: "", never: "github.com/go-zeromq/zmq4", allow: []string{"kernel/wire", "kernel/frontend"}, why: "sockets stay behind wire and frontend"},
}

// TestImports holds the arrows of the house: each package's imports, tests left out, against the rules above.
func TestImports(t *testing.T) {
	met := 0
	for dir, imports := range importsByFolder(t, "..") {
		for _, path := range imports {
			met++
			for _, r := range rules {
				if r.broken(dir, path) {
					t.Errorf("%s imports %s: %s", dir, path, r.why)
				}
			}
		}
	}
	if met < 100 {
		t.Fatalf("only %d imports were looked at: the walk has lost the tree", met)
	}
}

// TestLeavesKnowNoVocabulary holds that nothing below hunt imports hunt itself.
func TestLeavesKnowNoVocabulary(t *testing.T) {
	for dir, imports := range importsByFolder(t, "../hunt") {
		for _, path := range imports {
			if dir != "." && path == "gohunt/hunt" {
				t.Errorf("hunt/%s imports hunt: a leaf is a good library alone", dir)
			}
		}
	}
}

func (r rule) broken(dir, path string) bool {
	if r.from != "" && dir != r.from && !strings.HasPrefix(dir, r.from+"/") {
		return false
	}
	if path != r.never && !strings.HasPrefix(path, strings.TrimSuffix(r.never, "/")+"/") {
		return false
	}
	for _, a := range r.allow {
		if covers(a, dir) || covers(a, strings.TrimPrefix(path, "gohunt/")) {
			return false
		}
	}
	return true
}

// covers tells whether the pattern, a folder or with /... all below it too, holds dir.
func covers(pattern, dir string) bool {
	base, below := strings.CutSuffix(pattern, "/...")
	return dir == base || below && strings.HasPrefix(dir, base+"/")
}

// importsByFolder reads the import clauses of every Go file below root that is not a test.
func importsByFolder(t *testing.T, root string) map[string][]string {
	t.Helper()
	all := map[string][]string{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && path != root && (strings.HasPrefix(d.Name(), ".") && d.Name() != ".." || d.Name() == "testdata") {
			return filepath.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		dir, _ := filepath.Rel(root, filepath.Dir(path))
		all[filepath.ToSlash(dir)] = append(all[filepath.ToSlash(dir)], importsOf(t, path)...)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func importsOf(t *testing.T, path string) []string {
	t.Helper()
	src, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	f, err := parser.ParseFile(token.NewFileSet(), path, src, parser.ImportsOnly)
	if err != nil {
		t.Fatal(err)
	}
	var paths []string
	for _, spec := range f.Imports {
		paths = append(paths, strings.Trim(spec.Path.Value, `"`))
	}
	return paths
}
