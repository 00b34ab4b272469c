//go:build cgo

package duckdb

import (
	"os"
	"path/filepath"
	"time"
)

const (
	tempPrefix = "gohunt-engine-"
	tempAge    = time.Minute // a younger folder may belong to an engine that is just being opened
)

// folder is an engine's private place for what does not fit into memory. It is locked while the engine lives, so that
// one whose process was killed can be told from one in use.
type folder struct {
	path string
	lock *os.File // nil where folders can't be locked
}

// newFolder makes a folder that only this user may read, after removing those that ended processes left behind.
func newFolder(parent string) (folder, error) {
	if parent == "" {
		parent = os.TempDir()
	}
	sweep(parent)
	path, err := os.MkdirTemp(parent, tempPrefix)
	if err != nil {
		return folder{}, err
	}
	return folder{path, locked(path)}, nil
}

// sweep removes the folders that nobody holds. What it may not touch, as another user's, stays.
func sweep(parent string) {
	paths, _ := filepath.Glob(filepath.Join(parent, tempPrefix+"*"))
	for _, path := range paths {
		info, err := os.Lstat(path)
		if err != nil || !info.IsDir() || time.Since(info.ModTime()) < tempAge {
			continue
		}
		if lock := locked(path); lock != nil {
			os.RemoveAll(path)
			lock.Close()
		}
	}
}

func (f folder) remove() error {
	if f.lock != nil {
		defer f.lock.Close()
	}
	return os.RemoveAll(f.path)
}
