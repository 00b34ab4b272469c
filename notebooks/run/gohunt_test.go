//go:build unix

package run

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"gohunt/kernel/frontend/kerneltest"
	"gohunt/notebooks/ipynb"
)

// program runs `gohunt run` as a person does, in a folder of its own, and returns its exit status and what it said.
func program(t *testing.T, args ...string) (status int, stdout, stderr, folder string) {
	t.Helper()
	cmd, out, err := invocation(t, args...)
	runError := cmd.Run()
	var exit *exec.ExitError
	if runError != nil && !errors.As(runError, &exit) {
		t.Fatal(runError)
	}
	return cmd.ProcessState.ExitCode(), out.String(), err.String(), cmd.Dir
}

func invocation(t *testing.T, args ...string) (cmd *exec.Cmd, out, err *strings.Builder) {
	t.Helper()
	out, err = &strings.Builder{}, &strings.Builder{}
	cmd = exec.Command(kerneltest.Program(t), append([]string{"run"}, args...)...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = t.TempDir(), out, err
	cmd.Env = append(os.Environ(), "XDG_DATA_HOME="+t.TempDir())
	return cmd, out, err
}

func TestGohuntRun(t *testing.T) {
	path := save(t, "#tag: parameters\nname := \"world\" // whom\ndays := 3", "import \"fmt\"\nfor i := range days {\n\tfmt.Println(name, i)\n}\ndays * 2")
	status, stdout, stderr, folder := program(t, path, "-p", "name", "ü\"); panic(1) //", "-p", "days", "2")
	if status != 0 || stdout != "hunt.executed.ipynb\nhunt.html\n" {
		t.Fatalf("status %d, said %q\n%s", status, stdout, stderr)
	}
	want := "completed: \ncompleted: \ncompleted: stdout \"ü\\\"); panic(1) // 0\\nü\\\"); panic(1) // 1\\n\"; execute_result 4"
	if got := story(t, filepath.Join(folder, "hunt.executed.ipynb")); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	for _, line := range []string{"[1/3]", "[3/3]", "days * 2", "done in"} {
		if !strings.Contains(stderr, line) {
			t.Errorf("%q is not in the progress:\n%s", line, stderr)
		}
	}
	if strings.Contains(stderr, "\x1b") || strings.Contains(stderr, "\r") {
		t.Errorf("the progress is for a terminal: %q", stderr)
	}
}

func TestGohuntRunThatFails(t *testing.T) {
	path := save(t, "import \"fmt\"\nfmt.Println(\"one\")", "x := nope", "fmt.Println(\"never\")")
	out := filepath.Join(t.TempDir(), "made", "here")
	status, stdout, stderr, _ := program(t, path, "--out", out)
	if status != 1 || !strings.Contains(stderr, "stopped at In [2]") || !strings.Contains(stderr, "undefined: nope") {
		t.Errorf("status %d\n%s", status, stderr)
	}
	if want := filepath.Join(out, "hunt.executed.ipynb") + "\n" + filepath.Join(out, "hunt.html") + "\n"; stdout != want {
		t.Errorf("said %q, want %q", stdout, want)
	}
	got := story(t, filepath.Join(out, "hunt.executed.ipynb"))
	if !strings.HasPrefix(got, "marker\ncompleted: stdout \"one\\n\"\nmarker\nfailed: error ") || !strings.HasSuffix(got, "\npending: ") {
		t.Errorf("got\n%s", got)
	}
	page, err := os.ReadFile(filepath.Join(out, "hunt.html"))
	if err != nil || !strings.Contains(string(page), "The run stopped at In [2].") || !strings.Contains(string(page), "not run") {
		t.Errorf("the report does not say where it stopped: %v", err)
	}
}

// forever runs a document whose second cell never ends, and returns once that cell runs.
func forever(t *testing.T) (cmd *exec.Cmd, stderr *strings.Builder) {
	t.Helper()
	path := save(t, "import \"os\"\nos.Getpid()", "os.WriteFile(\"started\", nil, 0o600)\nfor {}")
	cmd, _, stderr = invocation(t, path)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	for range 1000 {
		if _, err := os.Stat(filepath.Join(cmd.Dir, "started")); err == nil {
			return cmd, stderr
		}
		time.Sleep(10 * time.Millisecond)
	}
	cmd.Process.Kill()
	cmd.Wait()
	t.Fatalf("the cell did not start:\n%s", stderr)
	return nil, nil
}

func TestCtrlCWritesWhatThereIs(t *testing.T) {
	cmd, stderr := forever(t)
	cmd.Process.Signal(os.Interrupt)
	cmd.Wait()
	if code := cmd.ProcessState.ExitCode(); code != 1 || !strings.Contains(stderr.String(), "Interrupted") {
		t.Errorf("status %d:\n%s", code, stderr)
	}
	if got := story(t, filepath.Join(cmd.Dir, "hunt.executed.ipynb")); !strings.Contains(got, "completed: execute_result") || !strings.Contains(got, "error Interrupted") {
		t.Errorf("got\n%s", got)
	}
	if _, err := os.Stat(filepath.Join(cmd.Dir, "hunt.html")); err != nil {
		t.Error(err)
	}
}

// A run that is killed leaves a valid document of the cells that ended, and no kernel behind.
func TestKilledRunLeavesAValidDocument(t *testing.T) {
	cmd, _ := forever(t)
	time.Sleep(time.Second) // the document is saved several times a second
	cmd.Process.Kill()
	cmd.Wait()
	path := filepath.Join(cmd.Dir, "hunt.executed.ipynb")
	if got := story(t, path); !strings.HasPrefix(got, "completed: execute_result") || !strings.HasSuffix(got, "running: ") {
		t.Errorf("got\n%s", got)
	}
	nb, err := ipynb.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	pid := 0
	for _, digit := range nb.Cells[0].Outputs[0].Data["text/plain"].(string) {
		pid = pid*10 + int(digit-'0')
	}
	for range 100 {
		if syscall.Kill(pid, 0) != nil {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	syscall.Kill(pid, syscall.SIGKILL)
	t.Error("the kernel lived on for ten seconds")
}
