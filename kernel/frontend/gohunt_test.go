package frontend_test

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"gohunt/kernel/frontend"
	"gohunt/kernel/frontend/kerneltest"
	"gohunt/kernel/wire"
)

// These tests talk to our own kernel.

// transcript runs code and returns its reply and what it printed and showed.
func transcript(t *testing.T, k *frontend.Kernel, code string, o frontend.Options) (frontend.Reply, string) {
	t.Helper()
	var printed strings.Builder
	o.Message = func(m *wire.Message) {
		var content struct {
			Text string
			Data map[string]any
		}
		if json.Unmarshal(m.Content, &content) != nil {
			return
		}
		printed.WriteString(content.Text)
		if shown, ok := content.Data["text/plain"].(string); ok {
			printed.WriteString(shown)
		}
	}
	reply, err := k.Execute(t.Context(), code, o)
	if err != nil {
		t.Fatal(err)
	}
	return reply, printed.String()
}

func TestGohunt(t *testing.T) {
	k := kerneltest.Start(t)
	if k.Info.Language["name"] != "go" || k.Info.Implementation != "gohunt" {
		t.Errorf("info: %+v", k.Info)
	}
	t.Run("execute", func(t *testing.T) {
		reply, printed := transcript(t, k, "import \"fmt\"\nx := 6\nfmt.Println(\"hü\")\nx * 7", frontend.Options{})
		if reply.Status != "ok" || reply.Count != 1 || printed != "hü\n42" {
			t.Errorf("got %+v and %q", reply, printed)
		}
	})
	t.Run("error", func(t *testing.T) {
		reply, _ := transcript(t, k, "x = undefined", frontend.Options{})
		if reply.Status != "error" || !strings.Contains(reply.EValue, "undefined") || len(reply.Traceback) == 0 {
			t.Errorf("got %+v", reply)
		}
	})
	t.Run("questions", func(t *testing.T) { questions(t, k) })
	t.Run("100000 lines", func(t *testing.T) {
		_, printed := transcript(t, k, "for i := range 100000 { fmt.Println(i) }", frontend.Options{})
		if n := strings.Count(printed, "\n"); n != 100_000 {
			t.Errorf("%d lines arrived", n)
		}
	})
	t.Run("interrupt", func(t *testing.T) {
		interrupts(t, k, "for {}")
		if reply, printed := transcript(t, k, "x", frontend.Options{}); reply.Status != "ok" || printed != "6" {
			t.Errorf("after the interrupt x is %q, %+v", printed, reply)
		}
	})
	t.Run("restart", func(t *testing.T) {
		if err := k.Restart(t.Context(), 5*time.Second); err != nil {
			t.Fatal(err)
		}
		if reply, _ := transcript(t, k, "x", frontend.Options{}); reply.Status != "error" || reply.Count != 1 {
			t.Errorf("after a restart: %+v", reply)
		}
	})
}

func questions(t *testing.T, k *frontend.Kernel) {
	if c, err := k.Complete(t.Context(), "_ = \"ü\"; fmt.Printl", 19); err != nil || len(c.Matches) != 1 || c.End != 19 {
		t.Errorf("complete: %+v, %v", c, err)
	}
	if i, err := k.Inspect(t.Context(), "fmt.Println", 6, 0); err != nil || !i.Found {
		t.Errorf("inspect: %+v, %v", i, err)
	}
	if status, _, err := k.IsComplete(t.Context(), "for {"); err != nil || status != "incomplete" {
		t.Errorf("is_complete: %q, %v", status, err)
	}
	if h, err := k.History(t.Context(), frontend.HistoryQuery{Access: "tail", N: 1, Raw: true}); err != nil || len(h) != 1 {
		t.Errorf("history: %s, %v", h, err)
	}
	if d, err := k.Ping(t.Context()); err != nil || d <= 0 {
		t.Errorf("ping: %v, %v", d, err)
	}
	if _, err := k.Request(t.Context(), frontend.Shell, "no_such_request", nil); err == nil {
		t.Error("an unknown request was answered with success")
	}
}

// interrupts runs code that never ends, and interrupts it.
func interrupts(t *testing.T, k *frontend.Kernel, forever string) {
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	reply, err := k.Execute(ctx, forever, frontend.Options{Message: func(m *wire.Message) {
		if m.Header.MsgType == "execute_input" {
			time.AfterFunc(100*time.Millisecond, func() { k.Interrupt(ctx) })
		}
	}})
	if err != nil || reply.Status != "error" {
		t.Errorf("got %+v, %v", reply, err)
	}
}

func TestGohuntThatDiesFailsTheRequestAtOnce(t *testing.T) {
	k := kerneltest.Start(t)
	begin := time.Now()
	_, err := k.Execute(t.Context(), "select {}", frontend.Options{Message: func(m *wire.Message) {
		if process, err := os.FindProcess(k.Pid()); err == nil && m.Header.MsgType == "execute_input" {
			process.Kill()
		}
	}})
	if !errors.Is(err, frontend.ErrEnded) || !strings.Contains(err.Error(), "killed") {
		t.Errorf("got %v", err)
	}
	if took := time.Since(begin); took > 3*time.Second {
		t.Errorf("it took %v to notice", took)
	}
}

func TestTenKernelsAtOnce(t *testing.T) {
	kernels := make(chan *frontend.Kernel, 10)
	for range cap(kernels) {
		go func() {
			k, err := frontend.Start(context.Background(), kerneltest.Spec(t))
			if err != nil {
				t.Error(err)
			}
			kernels <- k
		}()
	}
	for range cap(kernels) {
		k := <-kernels
		if k == nil {
			continue
		}
		if reply, printed := transcript(t, k, "1+1", frontend.Options{}); printed != "2" {
			t.Errorf("got %+v, %q", reply, printed)
		}
		if err := k.Shutdown(t.Context(), 5*time.Second); err != nil {
			t.Error(err)
		}
	}
}
