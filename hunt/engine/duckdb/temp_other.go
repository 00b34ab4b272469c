//go:build cgo && !linux && !darwin

package duckdb

import "os"

// locked is for systems that lock folders; without it what a killed process left behind stays.
func locked(string) *os.File { return nil }
