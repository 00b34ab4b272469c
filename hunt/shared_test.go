package hunt_test

import (
	"os"
	"path/filepath"
	"testing"
)

// shared is the path of a file in the data folder that lies beside the repository: recordings of attacks that other
// people published, with what is true about them. The test is skipped where it is not, unless GOHUNT_REQUIRE_SHARED=1.
func shared(t *testing.T, name string) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for dir != filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			break
		}
		dir = filepath.Dir(dir)
	}
	path := filepath.Join(dir, "..", "shared", "data", name)
	if _, err := os.Stat(path); err == nil {
		return path
	}
	if os.Getenv("GOHUNT_REQUIRE_SHARED") == "1" {
		t.Fatalf("%s is not there, and GOHUNT_REQUIRE_SHARED=1 says that it must be", path)
	}
	t.Skipf("the recordings are not beside the repository (%s)", path)
	return ""
}
