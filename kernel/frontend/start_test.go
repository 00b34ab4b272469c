package frontend_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"gohunt/kernel/frontend"
	"gohunt/kernel/frontend/kerneltest"
)

func itoa(i int) string { return strconv.Itoa(i) }

// syscallStop freezes a process, so that it can answer nothing.
func syscallStop(t *testing.T, pid int) {
	t.Helper()
	if err := exec.Command("kill", "-STOP", itoa(pid)).Run(); err != nil {
		t.Fatal(err)
	}
}

// TestMain lets this test's own binary play kernels that misbehave.
func TestMain(m *testing.M) {
	switch os.Getenv("FRONTEND_TEST_PLAY") {
	case "early exit":
		if info, err := os.Stat(os.Args[1]); err == nil {
			fmt.Fprintln(os.Stderr, "no such language;", info.Mode())
		}
		os.Exit(3)
	case "strange":
		strange(os.Args[1])
	case "silence":
		time.Sleep(time.Minute)
		os.Exit(0)
	}
	kerneltest.Main(m)
}

func TestStartTellsWhyThereIsNoKernel(t *testing.T) {
	for play, c := range map[string]struct {
		argv []string
		want []string
	}{
		"early exit": {[]string{os.Args[0], "{connection_file}"}, []string{"exit status 3", "no such language; -rw-------"}},
		"silence":    {[]string{os.Args[0]}, []string{"no answer within 300ms"}},
		"no program": {[]string{"/no/such/kernel"}, []string{"/no/such/kernel", "no such file"}},
		"no argv":    {nil, []string{"no program is given"}},
	} {
		t.Run(play, func(t *testing.T) {
			temp := t.TempDir()
			t.Setenv("TMPDIR", temp)
			begin := time.Now()
			_, err := frontend.Start(t.Context(), frontend.Spec{Argv: c.argv, Env: []string{"FRONTEND_TEST_PLAY=" + play}, StartTimeout: 300 * time.Millisecond})
			if err == nil {
				t.Fatal("it started")
			}
			for _, want := range c.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("%q is not in: %v", want, err)
				}
			}
			if took := time.Since(begin); took > 5*time.Second {
				t.Errorf("it took %v", took)
			}
			if left, _ := filepath.Glob(filepath.Join(temp, "*")); len(left) > 0 {
				t.Errorf("left behind: %v", left)
			}
		})
	}
}

func TestStartEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(100*time.Millisecond, cancel)
	_, err := frontend.Start(ctx, frontend.Spec{Argv: []string{os.Args[0]}, Env: []string{"FRONTEND_TEST_PLAY=silence"}})
	if err == nil || !strings.Contains(err.Error(), "context canceled") {
		t.Errorf("got %v", err)
	}
}

func TestNoKeyIsLeftOnDisk(t *testing.T) {
	temp := t.TempDir()
	kerneltest.Program(t)
	t.Setenv("TMPDIR", temp)
	kerneltest.Start(t)
	if left, _ := filepath.Glob(filepath.Join(temp, "gohunt-kernel-*")); len(left) > 0 {
		t.Errorf("a running kernel's connection file is still there: %v", left)
	}
}
