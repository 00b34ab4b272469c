//go:build cgo && (linux || darwin)

package duckdb

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

// TestSweep holds that opening an engine removes what a killed one left behind, with what it spilled, and neither the
// folder of a living one, nor a young one, nor anything of another name.
func TestSweep(t *testing.T) {
	parent := t.TempDir()
	living := open(t, Options{TempDir: parent})
	made := func(name string, age time.Duration) string {
		path := filepath.Join(parent, name)
		if err := os.MkdirAll(filepath.Join(path, "spilled"), 0o700); err != nil {
			t.Fatal(err)
		}
		at := time.Now().Add(-age)
		if err := os.Chtimes(path, at, at); err != nil {
			t.Fatal(err)
		}
		return path
	}
	old := time.Now().Add(-time.Hour)
	if err := os.Chtimes(living.temp.path, old, old); err != nil {
		t.Fatal(err)
	}
	stale, young, other := made(tempPrefix+"1", time.Hour), made(tempPrefix+"2", 0), made("elsewhere", time.Hour)
	open(t, Options{TempDir: parent})
	for path, stays := range map[string]bool{stale: false, young: true, other: true, living.temp.path: true} {
		if _, err := os.Stat(path); (err == nil) != stays {
			t.Errorf("%s: there %v, want %v", filepath.Base(path), err == nil, stays)
		}
	}
}
