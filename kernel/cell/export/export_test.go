package export

import (
	"errors"
	"go/types"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestImport(t *testing.T) {
	m := NewImporter()
	p, err := m.Import("net/http")
	if err != nil {
		t.Fatal(err)
	}
	get, ok := p.Scope().Lookup("Get").(*types.Func)
	if !ok || get.Signature().String() != "func(url string) (resp *net/http.Response, err error)" {
		t.Errorf("http.Get is %v", get)
	}
	if again, _ := m.Import("net/http"); again != p {
		t.Error("the second import is another package")
	}
	io, err := m.Import("io")
	if err != nil {
		t.Fatal(err)
	}
	body := types.NewPointer(p.Scope().Lookup("Response").Type())
	field, _, _ := types.LookupFieldOrMethod(body, true, p, "Body")
	if field == nil || !types.Identical(field.Type(), io.Scope().Lookup("ReadCloser").Type()) {
		t.Errorf("Response.Body is %v, not the io.ReadCloser of package io", field)
	}
}

func TestImportUnknown(t *testing.T) {
	if _, err := NewImporter().Import("no/such/package"); !errors.Is(err, ErrUnknown) || !strings.Contains(err.Error(), "no/such/package") {
		t.Errorf("got %v", err)
	}
}

// TestImportAll reads everything that is embedded.
func TestImportAll(t *testing.T) {
	m := NewImporter()
	for _, p := range Paths() {
		pkg, err := m.Import(p)
		if err != nil || !pkg.Complete() || !Has(p) {
			t.Errorf("%s: %v", p, err)
		}
	}
	if len(Paths()) < 150 || !slices.Contains(Paths(), "gohunt/hunt") {
		t.Errorf("%d packages", len(Paths()))
	}
}

func TestDoc(t *testing.T) {
	m := NewImporter()
	for _, c := range []struct{ path, name, begins string }{
		{"strings", "", "Package strings implements"},
		{"strings", "Split", "Split slices s into"},
		{"strings", "Builder.Len", "Len returns the number of"},
		{"net/http", "StatusOK", ""},
		{"strings", "Nothing", ""},
		{"no/such/package", "X", ""},
		{"gohunt/hunt", "Frame", "Frame is a table"},
	} {
		if got := m.Doc(c.path, c.name); !strings.HasPrefix(got, c.begins) || c.begins == "" && got != "" && c.name == "Nothing" {
			t.Errorf("%s.%s: %q", c.path, c.name, got)
		}
	}
}

func TestNamed(t *testing.T) {
	for name, want := range map[string][]string{
		"strings": {"strings"}, "rand": {"math/rand", "crypto/rand"}, "nothing": nil, "hunt": {"gohunt/hunt"},
	} {
		if got := Named(name); !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
}

// TestLazy: asking for one package does not read the others.
func TestLazy(t *testing.T) {
	fastest := time.Hour
	for range 5 {
		start := time.Now()
		if _, err := NewImporter().Import("gohunt/hunt"); err != nil {
			t.Fatal(err)
		}
		fastest = min(fastest, time.Since(start))
	}
	t.Logf("importing hunt takes %v", fastest)
	if fastest > 50*time.Millisecond {
		t.Errorf("importing hunt takes %v", fastest)
	}
}
