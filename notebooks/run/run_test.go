package run

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"gohunt/kernel/frontend"
	"gohunt/kernel/frontend/kerneltest"
	"gohunt/notebooks/ipynb"
)

func TestMain(m *testing.M) { kerneltest.Main(m) }

// These tests run documents on ipykernel, whose behaviour under papermill and nbclient is the reference.
func python(t *testing.T) frontend.Spec {
	t.Helper()
	program := os.Getenv("PYTHON")
	if program == "" {
		t.Skip("PYTHON does not name a Python with ipykernel, so documents are not run on it")
	}
	return frontend.Spec{Argv: []string{program, "-m", "ipykernel_launcher", "-f", "{connection_file}"}, Signal: true}
}

// save writes a notebook of code cells; a first line "#tag: a, b" gives a cell tags.
func save(t *testing.T, cells ...string) string {
	t.Helper()
	nb := ipynb.New()
	for _, source := range cells {
		tags, rest, tagged := strings.Cut(source, "\n")
		if tags, ok := strings.CutPrefix(tags, "#tag: "); ok && tagged {
			cell := ipynb.NewCell(ipynb.Code, rest, "")
			for _, tag := range strings.Split(tags, ", ") {
				cell.Tag(tag)
			}
			nb.Insert(len(nb.Cells), cell)
			continue
		}
		nb.Insert(len(nb.Cells), ipynb.NewCell(ipynb.Code, source, ""))
	}
	path := filepath.Join(t.TempDir(), "hunt.ipynb")
	if err := nb.WriteFile(path); err != nil {
		t.Fatal(err)
	}
	return path
}

// story tells of every cell of an executed notebook: its status and what it put out.
func story(t *testing.T, path string) string {
	t.Helper()
	nb, err := ipynb.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := nb.Validate(); err != nil {
		t.Errorf("what was written is no valid notebook: %v", err)
	}
	var lines []string
	for _, cell := range nb.Cells {
		switch {
		case cell.Tagged(tagErrorMarker):
			lines = append(lines, "marker")
		default:
			lines = append(lines, fmt.Sprintf("%v: %s", cell.Metadata["papermill"].(map[string]any)["status"], strings.ReplaceAll(outputs(cell), "\n", "; ")))
		}
	}
	return strings.Join(lines, "\n")
}

func TestDocumentsOnIPykernel(t *testing.T) {
	kernel := python(t)
	for name, c := range map[string]struct {
		cells   []string
		timeout time.Duration
		stopped string // name of the error
		want    string
	}{
		"all run": {cells: []string{"print('hü')", "6*7", ""}, want: `
			completed: stdout "hü\n"
			completed: execute_result 42
			pending: `},
		"an error stops": {cells: []string{"1", "1/0", "print('never')"}, stopped: "ZeroDivisionError", want: `
			marker
			completed: execute_result 1
			marker
			failed: error ZeroDivisionError: division by zero
			pending: `},
		"an error that is wanted does not": {cells: []string{"#tag: raises-exception\n1/0", "2"}, want: `
			completed: error ZeroDivisionError: division by zero
			completed: execute_result 2`},
		"a cell can be skipped": {cells: []string{"x=1", "#tag: skip-execution\nx=2", "x"}, want: `
			completed: 
			pending: 
			completed: execute_result 1`},
		"a later cell updates an earlier display": {cells: []string{
			"from IPython.display import *\nh = display(1, display_id='p')", "update_display(2, display_id='p')"}, want: `
			completed: display_data 2
			completed: `},
		"a cell that is late": {cells: []string{"while True: pass", "1"}, timeout: 500 * time.Millisecond, stopped: "Timeout", want: `
			marker
			marker
			failed: error KeyboardInterrupt: ; error Timeout: the cell was not done after 500ms and was interrupted
			pending: `},
		"a kernel that dies": {cells: []string{"print('x', flush=True)", "import os; os._exit(9)", "1"}, stopped: "DeadKernel", want: `
			marker
			completed: stdout "x\n"
			marker
			failed: error DeadKernel: the kernel has ended: exit status 9
			pending: `},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			out := t.TempDir()
			result, err := File(t.Context(), save(t, c.cells...), Options{Kernel: kernel, Out: out, Timeout: c.timeout})
			if err != nil {
				t.Fatal(err)
			}
			if stopped := result.Stopped; (stopped == nil) != (c.stopped == "") || stopped != nil && stopped.Name != c.stopped {
				t.Errorf("stopped: %v, want %q", stopped, c.stopped)
			}
			got := strings.Split(story(t, result.Notebook), "\n")
			want := strings.Split(strings.ReplaceAll(strings.Trim(c.want, "\n"), "\t", ""), "\n")
			for i := range max(len(got), len(want)) {
				if i >= len(got) || i >= len(want) || !strings.HasPrefix(got[i], want[i]) {
					t.Fatalf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
				}
			}
			if page, err := os.ReadFile(result.Report); err != nil || !strings.Contains(string(page), "</html>") {
				t.Errorf("the report: %v", err)
			}
		})
	}
}

func TestInterruptedRunStillWrites(t *testing.T) {
	kernel := python(t)
	ctx, cancel := context.WithCancel(t.Context())
	path, out := save(t, "print('begun', flush=True)", "import time\nopen('started','w').close()\ntime.sleep(100)"), t.TempDir()
	kernel.Dir = t.TempDir()
	go func() {
		for ctx.Err() == nil {
			if _, err := os.Stat(filepath.Join(kernel.Dir, "started")); err == nil {
				cancel()
			}
			time.Sleep(10 * time.Millisecond)
		}
	}()
	result, err := File(ctx, path, Options{Kernel: kernel, Out: out})
	if err != nil || result.Stopped == nil || result.Stopped.Name != "Interrupted" {
		t.Fatalf("got %+v, %v", result, err)
	}
	if got := story(t, result.Notebook); !strings.Contains(got, "completed: stdout \"begun\\n\"") || !strings.Contains(got, "failed: error KeyboardInterrupt") {
		t.Errorf("got\n%s", got)
	}
}

func TestCellThatIgnoresTheInterruptLosesItsKernel(t *testing.T) {
	kernel := python(t)
	path := save(t, "import signal,time\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\ntime.sleep(100)")
	begin := time.Now()
	result, err := File(t.Context(), path, Options{Kernel: kernel, Out: t.TempDir(), Timeout: 300 * time.Millisecond, Grace: 300 * time.Millisecond})
	if err != nil || result.Stopped == nil || !strings.Contains(result.Stopped.Reason, "was killed") {
		t.Fatalf("got %+v, %v", result, err)
	}
	if took := time.Since(begin); took > 15*time.Second {
		t.Errorf("it took %v", took)
	}
}

func TestNoKernelNoDocument(t *testing.T) {
	out := t.TempDir()
	_, err := File(t.Context(), save(t, "1"), Options{Kernel: frontend.Spec{Argv: []string{"/no/such/kernel"}}, Out: out})
	var wrong *UsageError
	if err == nil || errors.As(err, &wrong) {
		t.Errorf("got %v", err)
	}
	if left, _ := os.ReadDir(out); len(left) > 0 {
		t.Errorf("there are %v", left)
	}
}
