package hunt_test

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"gohunt/hunt"
	"gohunt/hunt/host"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden compares got with testdata/name.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got+"\n" != string(want) {
		t.Errorf("%s differs (go test -update writes it anew):\n%s", name, got)
	}
}

// notebook is a host that remembers what was shown, asked and kept secret.
type notebook struct {
	ctx context.Context

	mu      sync.Mutex
	shown   []string // text/plain of every display, updates with a leading *
	answer  string
	asked   []string
	secrets []string
	cleared bool
}

// inNotebook makes a new notebook the host until the test ends.
func inNotebook(t *testing.T) *notebook {
	n := &notebook{ctx: context.Background()}
	host.Set(n)
	t.Cleanup(func() { host.Set(nil) })
	return n
}

func (n *notebook) Context() context.Context { return n.ctx }

func (n *notebook) Display(data, _ map[string]any, _ string, update bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	text := fmt.Sprint(data["text/plain"])
	if update {
		text = "*" + text
	}
	n.shown = append(n.shown, text)
}

func (n *notebook) Ask(prompt string, password bool) (string, error) {
	n.asked = append(n.asked, fmt.Sprintf("%s password=%v", prompt, password))
	if n.answer == "" {
		return "", host.ErrNobody
	}
	return n.answer, nil
}

func (n *notebook) Keep(secret string) { n.secrets = append(n.secrets, secret) }

func (n *notebook) Clear(bool) { n.cleared = true }

// raised is what do raises, as text.
func raised(do func()) (text string) {
	err := func() (err error) {
		defer hunt.Catch(&err)
		do()
		return nil
	}()
	if err == nil {
		return "nothing was raised"
	}
	return err.Error()
}

// event is a process start, as an endpoint reports it.
type event struct {
	Time    string `hunt:"@timestamp"`
	Name    string `hunt:"process.name"`
	Parent  string `hunt:"process.parent.name"`
	Command string `hunt:"process.command_line"`
	Port    string `hunt:"destination.port"`
	Bytes   int    `hunt:"source.bytes"`
}

// events are five of them.
func events() *hunt.Frame {
	return hunt.From([]event{
		{"2022-09-30T21:02:02Z", "powershell.exe", "cmd.exe", "powershell -nop", "80", 100},
		{"2022-09-30T21:05:00Z", "powershell.exe", "mshta.exe", "powershell -enc " + encoded, "443", 250},
		{"2022-10-01T08:00:00Z", "powershell.exe", "cmd.exe", "powershell", "80", 5},
		{"2022-10-01T09:00:00Z", "cmd.exe", "explorer.exe", "cmd /c dir", "n/a", 0},
		{"2022-10-02T10:00:00Z", "cmd.exe", "explorer.exe", "cmd", "8080", 70},
	})
}

// encoded is "whoami /all" in UTF-16LE and base64.
const encoded = "dwBoAG8AYQBtAGkAIAAvAGEAbABsAA=="
