// Package recordings finds, for tests, the recordings of attacks with known truth that lie beside the repository in ../shared/data.
//
// They are other people's work and too large to keep here. Where the folder is missing a test that needs it is skipped with a
// sentence that says so; with GOHUNT_REQUIRE_SHARED=1, as .ci/run sets it, that is a failure. A file missing from a folder that is
// there is always one.
package recordings

import (
	"os"
	"path/filepath"
	"testing"
)

// Path is where the file or folder called name, a slash path below shared/data, lies; "" is the folder itself.
func Path(t testing.TB, name string) string {
	t.Helper()
	data := filepath.Join(root(t), "..", "shared", "data")
	if _, err := os.Stat(data); err != nil {
		const sentence = "the recordings are not beside the repository (../shared/data)"
		if os.Getenv("GOHUNT_REQUIRE_SHARED") == "1" {
			t.Fatal(sentence)
		}
		t.Skip(sentence)
	}
	path := filepath.Join(data, filepath.FromSlash(name))
	if _, err := os.Stat(path); err != nil {
		t.Fatal(err)
	}
	return path
}

// Read is the content of the file called name.
func Read(t testing.TB, name string) []byte {
	t.Helper()
	content, err := os.ReadFile(Path(t, name))
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// root is the folder of go.mod, above the test's own.
func root(t testing.TB) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		if dir == filepath.Dir(dir) {
			t.Fatal("no go.mod above the test")
		}
		dir = filepath.Dir(dir)
	}
}
