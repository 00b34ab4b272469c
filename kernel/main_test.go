package main

import (
	"bufio"
	"bytes"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"gohunt/hunt/fault"
	"gohunt/kernel/wire"
)

// TestMain lets the test program be gohunt itself.
func TestMain(m *testing.M) {
	if os.Getenv("GOHUNT_TEST_MAIN") != "" {
		main()
	}
	os.Exit(m.Run())
}

func TestUsage(t *testing.T) {
	for _, c := range []struct {
		args []string
		code int
		want string
	}{
		{nil, 2, "no command was given"},
		{[]string{"brew"}, 2, `no command "brew"`},
		{[]string{"help"}, 0, "usage: gohunt COMMAND"},
		{[]string{"-h"}, 0, "usage: gohunt COMMAND"},
		{[]string{"version"}, 0, "gohunt " + release},
		{[]string{"kernel"}, 2, "usage: gohunt kernel FILE"},
		{[]string{"kernel", "-h"}, 2, "usage: gohunt kernel FILE"},
		{[]string{"kernel", "nowhere.json"}, 1, "read connection file"},
		{[]string{"install", "--nonsense"}, 2, "flag provided but not defined"},
	} {
		var said bytes.Buffer
		if code := dispatch(c.args, &said, &said); code != c.code || !strings.Contains(said.String(), c.want) {
			t.Errorf("%q: exit %d, want %d, and %q in:\n%s", c.args, code, c.code, c.want, said.String())
		}
	}
}

func TestKernelRefusesTheOpenWorldWithoutKey(t *testing.T) {
	file := filepath.Join(t.TempDir(), "c.json")
	wire.Connection{IP: "0.0.0.0", Transport: "tcp"}.Write(file)
	var said bytes.Buffer
	if code := dispatch([]string{"kernel", file}, &said, &said); code != 1 || !strings.Contains(said.String(), "the key is empty") {
		t.Errorf("exit %d: %s", code, said.String())
	}
}

func TestExplain(t *testing.T) {
	c, ok := explain(fmt.Errorf("wrapped: %w", fault.New("Where", "process.nam = ?", "no such column", "process.name")))
	if !ok || c.Step != "Where" || c.On != "process.nam = ?" || c.Reason != "no such column" || c.Hint != "process.name" {
		t.Errorf("%+v", c)
	}
	if _, ok := explain(os.ErrNotExist); ok {
		t.Error("an error that is not hunt's was taken apart")
	}
}

func TestHistoryPath(t *testing.T) {
	t.Setenv("XDG_DATA_HOME", "")
	t.Setenv("HOME", "")
	if got := historyPath(); runtime.GOOS == "linux" && got != "" {
		t.Errorf("without a home: %q", got)
	}
	dir := t.TempDir()
	t.Setenv("XDG_DATA_HOME", dir)
	if got := historyPath(); got != filepath.Join(dir, "gohunt", "history.jsonl") {
		t.Error(got)
	}
}

// connection writes a connection file, and returns the address of its heart.
func connection(t *testing.T) (file, heart string) {
	t.Helper()
	c, err := wire.NewConnection()
	if err != nil {
		t.Fatal(err)
	}
	file = filepath.Join(t.TempDir(), "c.json")
	if err := c.Write(file); err != nil {
		t.Fatal(err)
	}
	_, heart = c.Endpoint(c.HBPort)
	return file, heart
}

// beats waits, at most ten seconds, until somebody listens at address, or
// nobody does.
func beats(t *testing.T, address string, want bool) {
	t.Helper()
	for range 200 {
		c, err := net.Dial("tcp", address)
		if err == nil {
			c.Close()
		}
		if (err == nil) == want {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("after 10 s, somebody listens at %s: %v", address, !want)
}

func gohunt(t *testing.T, program string, args ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command(program, args...)
	cmd.Env = append(os.Environ(), "GOHUNT_TEST_MAIN=1", "XDG_DATA_HOME="+t.TempDir())
	cmd.Stderr = os.Stderr
	t.Cleanup(func() {
		if cmd.Process != nil {
			cmd.Process.Kill()
			cmd.Wait()
		}
	})
	return cmd
}

func TestKernelEndsWhenTerminated(t *testing.T) {
	if runtime.GOOS == "windows" {
		return // which has no such signal
	}
	file, heart := connection(t)
	cmd := gohunt(t, os.Args[0], "kernel", file)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	beats(t, heart, true)
	cmd.Process.Signal(os.Interrupt) // nothing runs: it is for the cell, not for the kernel
	time.Sleep(100 * time.Millisecond)
	beats(t, heart, true)
	cmd.Process.Signal(syscall.SIGTERM)
	if err := cmd.Wait(); err != nil {
		t.Errorf("the kernel ended with %v", err)
	}
}

func TestKernelEndsWithItsParent(t *testing.T) {
	if runtime.GOOS == "windows" {
		return // where the parent is known by a handle that only Jupyter passes
	}
	for _, how := range []string{
		`JPY_PARENT_PID=$$ "$0" kernel "$1" & echo $!; read forever`,                            // a child of the one watched
		`export JPY_PARENT_PID=$$; sh -c '"$0" kernel "$1" & echo $!; read f' "$0" "$1" & wait`, // a grandchild
	} {
		file, heart := connection(t)
		parent := gohunt(t, "sh", "-c", how, os.Args[0], file)
		in, err := parent.StdinPipe()
		if err != nil {
			t.Fatal(err)
		}
		defer in.Close()
		out, err := parent.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := parent.Start(); err != nil {
			t.Fatal(err)
		}
		line, _ := bufio.NewReader(out).ReadString('\n')
		pid, err := strconv.Atoi(strings.TrimSpace(line))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if p, err := os.FindProcess(pid); err == nil {
				p.Kill() // it is gone, unless the test failed
			}
		})
		beats(t, heart, true)
		parent.Process.Kill()
		parent.Wait()
		beats(t, heart, false)
	}
}
