//go:build cgo && (linux || darwin)

package duckdb

import (
	"os"
	"syscall"
)

// locked holds a folder until the file is closed or the process ends, however it ends; nil: somebody else holds it.
func locked(path string) *os.File {
	f, err := os.Open(path)
	if err != nil {
		return nil
	}
	if syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) != nil {
		f.Close()
		return nil
	}
	return f
}
