package frontend_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"gohunt/kernel/frontend"
)

// These tests talk to the reference kernel, ipykernel, of the Python that PYTHON names.
func ipykernel(t *testing.T, change func(*frontend.Spec)) *frontend.Kernel {
	t.Helper()
	python := os.Getenv("PYTHON")
	if python == "" {
		t.Skip("PYTHON does not name a Python with ipykernel, so the client is not tested against it")
	}
	spec := frontend.Spec{Argv: []string{python, "-m", "ipykernel_launcher", "-f", "{connection_file}"}, Signal: true}
	if change != nil {
		change(&spec)
	}
	k, err := frontend.Start(t.Context(), spec)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { k.Shutdown(context.Background(), 5*time.Second) })
	return k
}

func TestIPykernel(t *testing.T) {
	k := ipykernel(t, nil)
	t.Run("info", func(t *testing.T) {
		if k.Info.Implementation != "ipython" || k.Info.Language["name"] != "python" {
			t.Errorf("got %+v", k.Info)
		}
	})
	t.Run("execute", func(t *testing.T) {
		reply, printed := transcript(t, k, "print('hü')", frontend.Options{})
		if reply.Status != "ok" || reply.Count != 1 || printed != "hü\n" {
			t.Errorf("got %+v and %q", reply, printed)
		}
	})
	t.Run("error", func(t *testing.T) {
		reply, _ := transcript(t, k, "1/0", frontend.Options{})
		if reply.Status != "error" || reply.EName != "ZeroDivisionError" || len(reply.Traceback) == 0 {
			t.Errorf("got %+v", reply)
		}
	})
	t.Run("expressions", func(t *testing.T) {
		reply, _ := transcript(t, k, "x=6", frontend.Options{Expressions: map[string]string{"y": "x*7"}})
		if !strings.Contains(string(reply.Expressions["y"]), "42") {
			t.Errorf("got %s", reply.Expressions["y"])
		}
	})
	t.Run("input", func(t *testing.T) {
		asked := make(chan string, 1)
		input := func(prompt string, password bool) (string, error) { asked <- prompt; return "Ada", nil }
		_, printed := transcript(t, k, "print(input('who? ')[::-1])", frontend.Options{Input: input})
		if prompt := <-asked; prompt != "who? " || printed != "adA\n" {
			t.Errorf("asked %q, printed %q", prompt, printed)
		}
	})
	t.Run("no input", func(t *testing.T) {
		if reply, _ := transcript(t, k, "input()", frontend.Options{}); reply.EName != "StdinNotImplementedError" {
			t.Errorf("got %+v", reply)
		}
	})
	t.Run("100000 lines", func(t *testing.T) {
		_, printed := transcript(t, k, "for i in range(100000): print(i)", frontend.Options{})
		if n := strings.Count(printed, "\n"); n != 100_000 {
			t.Errorf("%d lines arrived", n)
		}
	})
	t.Run("questions", func(t *testing.T) { pythonQuestions(t, k) })
	t.Run("interrupt", func(t *testing.T) { interrupts(t, k, "import time\nwhile True: time.sleep(0.01)") })
	t.Run("restart", func(t *testing.T) {
		if err := k.Restart(t.Context(), 5*time.Second); err != nil {
			t.Fatal(err)
		}
		if reply, _ := transcript(t, k, "x", frontend.Options{}); reply.EName != "NameError" || reply.Count != 1 {
			t.Errorf("after a restart: %+v", reply)
		}
	})
}

func pythonQuestions(t *testing.T, k *frontend.Kernel) {
	if c, err := k.Complete(t.Context(), "'ü'; prin", 9); err != nil || len(c.Matches) == 0 || c.Start != 5 || c.End != 9 {
		t.Errorf("complete: %+v, %v", c, err)
	}
	if i, err := k.Inspect(t.Context(), "print", 3, 0); err != nil || !i.Found {
		t.Errorf("inspect: %+v, %v", i, err)
	}
	if status, indent, err := k.IsComplete(t.Context(), "for i in x:"); err != nil || status != "incomplete" || indent != "    " {
		t.Errorf("is_complete: %q %q %v", status, indent, err)
	}
	if h, err := k.History(t.Context(), frontend.HistoryQuery{Access: "tail", N: 2}); err != nil || len(h) != 2 {
		t.Errorf("history: %s, %v", h, err)
	}
	if d, err := k.Ping(t.Context()); err != nil || d <= 0 {
		t.Errorf("ping: %v, %v", d, err)
	}
}

func TestIPykernelThatDiesFailsTheRequestAtOnce(t *testing.T) {
	k := ipykernel(t, nil)
	begin := time.Now()
	_, err := k.Execute(t.Context(), "import os; os._exit(7)", frontend.Options{})
	if !errors.Is(err, frontend.ErrEnded) || !strings.Contains(err.Error(), "exit status 7") {
		t.Errorf("got %v", err)
	}
	if took := time.Since(begin); took > 3*time.Second {
		t.Errorf("it took %v to notice", took)
	}
	if _, err := k.Complete(t.Context(), "a", 1); !errors.Is(err, frontend.ErrEnded) {
		t.Errorf("a later request: %v", err)
	}
	if err := k.Shutdown(t.Context(), time.Second); err != nil {
		t.Errorf("shutdown of an ended kernel: %v", err)
	}
}

func TestIPykernelThatCannotAnswerIsKilled(t *testing.T) {
	k := ipykernel(t, nil)
	go k.Execute(context.Background(), "import time; time.sleep(100)", frontend.Options{})
	time.Sleep(200 * time.Millisecond)
	syscallStop(t, k.Pid())
	if err := k.Shutdown(t.Context(), 500*time.Millisecond); err == nil {
		t.Error("a kernel that cannot answer was said to have ended by itself")
	}
	if err := exec.Command("kill", "-0", itoa(k.Pid())).Run(); err == nil {
		t.Error("the process is still there")
	}
}
