// Package export holds what the checker must know about the packages that a cell can import: their types and their
// documentation, written at build time and embedded, so that a kernel needs no Go toolchain where it runs.
//
// It stands before package cell, which type-checks a cell against it; nothing stands before it but the generator
// (generate.go), which writes data.zip from packages.txt. The types are stored in the compiler's own format, read with
// golang.org/x/tools/go/gcexportdata: the only public reader that needs neither sources nor a build cache. Reading is
// lazy: a package costs something (0.4 to 4 ms) when it is first imported or asked about, and nothing before.
package export

import (
	"archive/zip"
	"bytes"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"go/token"
	"go/types"
	"sort"
	"strings"
	"sync"

	"golang.org/x/tools/go/gcexportdata"
)

//go:generate go run generate.go -o data.zip packages.txt

//go:embed data.zip
var data []byte

// ErrUnknown is returned for a package that is not in the data.
var ErrUnknown = errors.New("not among the packages that a cell can import")

// An Importer reads packages for go/types. Make one with NewImporter and keep it: types of two importers are never
// identical. Its methods may be called from several goroutines.
type Importer struct {
	mu       sync.Mutex
	fset     *token.FileSet
	packages map[string]*types.Package
	docs     map[string]map[string]string
}

// NewImporter returns an importer that has read nothing yet.
func NewImporter() *Importer {
	return &Importer{
		fset:     token.NewFileSet(),
		packages: map[string]*types.Package{"unsafe": types.Unsafe},
		docs:     map[string]map[string]string{},
	}
}

// Import returns the types of the package with that import path; it implements types.Importer. The error of a package
// that is not there wraps ErrUnknown.
func (m *Importer) Import(path string) (*types.Package, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if p := m.packages[path]; p != nil && p.Complete() {
		return p, nil
	}
	text, err := entry("types/" + path)
	if err != nil {
		return nil, err
	}
	return gcexportdata.Read(bytes.NewReader(text), m.fset, m.packages, path)
}

// Doc returns the doc comment of a name of a package: "Split", "Reader", "Reader.Read"; the empty name is the package
// itself. It is empty when there is none.
func (m *Importer) Doc(path, name string) string {
	m.mu.Lock()
	defer m.mu.Unlock()
	docs, read := m.docs[path]
	if !read {
		docs = readDocs(path)
		m.docs[path] = docs
	}
	return docs[name]
}

func readDocs(path string) map[string]string {
	var docs map[string]string
	if text, err := entry("docs/" + path); err == nil && json.Unmarshal(text, &docs) != nil {
		return nil
	}
	return docs
}

// Paths lists the import paths in the data, sorted.
func Paths() []string { return index().paths }

// Has reports whether a package with that import path is in the data.
func Has(path string) bool { return path == "unsafe" || index().files["types/"+path] != nil }

// Named lists the import paths of the packages in the data whose last element is name ("rand" has two), shortest first.
func Named(name string) []string {
	var found []string
	for _, p := range Paths() {
		if p == name || strings.HasSuffix(p, "/"+name) {
			found = append(found, p)
		}
	}
	sort.SliceStable(found, func(i, j int) bool { return len(found[i]) < len(found[j]) })
	return found
}

type contents struct {
	files map[string]*zip.File
	paths []string
}

// index is read once: the list of what is in the zip, without unpacking anything.
var index = sync.OnceValue(func() contents {
	c := contents{files: map[string]*zip.File{}}
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return c
	}
	for _, f := range r.File {
		c.files[f.Name] = f
		if p, ok := strings.CutPrefix(f.Name, "types/"); ok {
			c.paths = append(c.paths, p)
		}
	}
	sort.Strings(c.paths)
	return c
})

func entry(name string) ([]byte, error) {
	f := index().files[name]
	if f == nil {
		_, path, _ := strings.Cut(name, "/")
		return nil, fmt.Errorf("package %q: %w", path, ErrUnknown)
	}
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	var b bytes.Buffer
	_, err = b.ReadFrom(r)
	return b.Bytes(), err
}
