package frontend_test

import (
	"context"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"gohunt/kernel/frontend"
	"gohunt/kernel/wire"
)

// strange is a kernel that answers, but not as one should: what it does with a cell is the cell's text.
func strange(file string) {
	connection, err := wire.ReadConnection(file)
	if err != nil {
		os.Exit(1)
	}
	server, err := wire.Listen(context.Background(), connection, nil)
	if err != nil {
		os.Stderr.WriteString(err.Error())
		os.Exit(1)
	}
	for m := range server.Receive(wire.Shell) {
		body := string(m.Content)
		say := func(kind, content string, to *wire.Message) *wire.Message {
			reply, err := wire.New(kind, "strange", map[string]any{"execution_state": content, "status": "ok", "execution_count": 1})
			if err != nil {
				os.Exit(1)
			}
			reply.Parent, reply.Identities = to.RawHeader(), to.Identities
			return reply
		}
		if strings.Contains(body, "no reply") {
			server.Publish(say("status", "idle", m))
			continue
		}
		server.Publish(say("status", "busy", m))
		if !strings.Contains(body, "no idle") {
			server.Publish(say("status", "idle", m))
		}
		if strings.Contains(body, "broken reply") {
			reply := say("execute_reply", "", m)
			reply.Content = []byte(`{"status": 7}`)
			server.Send(wire.Shell, reply)
			continue
		}
		server.Send(wire.Shell, say(strings.Replace(m.Header.MsgType, "_request", "_reply", 1), "", m))
	}
}

func TestStrangeKernels(t *testing.T) {
	k, err := frontend.Start(t.Context(), frontend.Spec{Argv: []string{os.Args[0], "{connection_file}"}, Env: []string{"FRONTEND_TEST_PLAY=strange"}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { k.Shutdown(context.Background(), 0) })
	t.Run("the reply without the end of the output is enough, after a while", func(t *testing.T) {
		t.Parallel()
		begin := time.Now()
		reply, err := k.Execute(t.Context(), "no idle", frontend.Options{})
		if err != nil || reply.Status != "ok" {
			t.Errorf("got %+v, %v", reply, err)
		}
		if took := time.Since(begin); took < 5*time.Second || took > 30*time.Second {
			t.Errorf("it took %v", took)
		}
	})
	t.Run("without a reply the context decides", func(t *testing.T) {
		t.Parallel()
		ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
		defer cancel()
		if _, err := k.Execute(ctx, "no reply", frontend.Options{}); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("a reply that is none is an error", func(t *testing.T) {
		t.Parallel()
		if _, err := k.Execute(t.Context(), "broken reply", frontend.Options{}); err == nil || !strings.Contains(err.Error(), "execute_reply") {
			t.Errorf("got %v", err)
		}
	})
}
