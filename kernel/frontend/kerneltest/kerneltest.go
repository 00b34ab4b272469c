// Package kerneltest gives tests the real program: built once for each test binary, started as a process of
// its own, and gone at the end.
package kerneltest

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sync"
	"testing"
	"time"

	"gohunt/kernel/frontend"
)

var (
	once   sync.Once
	folder string
	path   string
	fault  error
)

// Main runs the tests and removes the program that they may have built. Call it from TestMain.
func Main(m *testing.M) {
	code := m.Run()
	if folder != "" {
		os.RemoveAll(folder)
	}
	os.Exit(code)
}

// Program is the path of gohunt: what GOHUNT_PROGRAM names, or one that is built now from the sources.
func Program(t testing.TB) string {
	t.Helper()
	once.Do(func() { path, fault = build() })
	if fault != nil {
		t.Fatal(fault)
	}
	return path
}

func build() (string, error) {
	if given := os.Getenv("GOHUNT_PROGRAM"); given != "" {
		return given, nil
	}
	var err error
	if folder, err = os.MkdirTemp("", "gohunt-test-*"); err != nil {
		return "", err
	}
	program := filepath.Join(folder, "gohunt")
	if runtime.GOOS == "windows" {
		program += ".exe"
	}
	if out, err := exec.Command("go", "build", "-o", program, "gohunt/kernel").CombinedOutput(); err != nil {
		return "", fmt.Errorf("build gohunt: %w\n%s", err, out)
	}
	return program, nil
}

// Spec says how to start a gohunt kernel.
func Spec(t testing.TB) frontend.Spec {
	t.Helper()
	return frontend.Spec{Argv: []string{Program(t), "kernel", "{connection_file}"}, StartTimeout: 20 * time.Second}
}

// Start starts a gohunt kernel that is shut down with the test; its history goes to a folder of the test.
func Start(t testing.TB) *frontend.Kernel {
	t.Helper()
	spec := Spec(t)
	spec.Env = []string{"XDG_DATA_HOME=" + t.TempDir()}
	k, err := frontend.Start(t.Context(), spec)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := k.Shutdown(context.Background(), 5*time.Second); err != nil {
			t.Error(err)
		}
	})
	return k
}
