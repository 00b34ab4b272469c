package session

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"gohunt/kernel/frontend"
)

func TestDisplayUpdateAndClear(t *testing.T) {
	k := kernel(t)
	ok(t, k, `import ("fmt"; "hunt")`)
	want(t, ok(t, k, "fmt.Println(\"before\")\nhunt.Show(6)\nfmt.Println(\"after\")\nhunt.ClearOutput()"),
		"stdout: before\n", "display_data <nil>: map[text/plain:6]", "stdout: after\n", "clear_output wait=true")
	out := ok(t, k, "p := hunt.Progress(\"rows\", 2)\np.Add(1)\nimport \"time\"\ntime.Sleep(300 * time.Millisecond)\np.Add(1)\np.Done()")
	if len(out) != 5 || !strings.HasPrefix(out[2], "display_data ") || !strings.HasPrefix(out[3], "update_display_data ") {
		t.Fatalf("%q", out)
	}
	id := func(line string) string { return strings.Fields(line)[1] }
	if id(out[2]) != id(out[3]) || id(out[2]) == "<nil>:" {
		t.Errorf("displays %s and %s", id(out[2]), id(out[3]))
	}
}

func TestAsk(t *testing.T) {
	k := kernel(t)
	ok(t, k, `import ("fmt"; "hunt")`)
	asked := make(chan string, 1)
	answer := frontend.Options{Input: func(prompt string, password bool) (string, error) {
		asked <- fmt.Sprint(prompt, " hidden=", password)
		return "hunter2-ünd", nil
	}}
	reply, out := do(t, k, "fmt.Print(\"first \")\nkey := hunt.Secret(\"vt key\")\nlen(key.Reveal())", answer)
	want(t, out, "stdout: first ", "Out[2]: 12")
	if got := <-asked; reply.Status != "ok" || !strings.Contains(got, "vt key") || !strings.HasSuffix(got, "hidden=true") {
		t.Errorf("%s; asked %q", reply.EValue, got)
	}
	reply, _ = do(t, k, `hunt.Secret("another")`, frontend.Options{})
	if reply.Status != "error" || !strings.Contains(reply.EValue, errNoStdin.Error()) {
		t.Errorf("without input: %s: %s", reply.EName, reply.EValue)
	}
}

func TestInterruptWhileAsking(t *testing.T) {
	k := kernel(t)
	ok(t, k, `import "hunt"`)
	late := make(chan struct{})
	slow := frontend.Options{Input: func(string, bool) (string, error) {
		k.Interrupt(context.Background())
		<-late // an answer that comes after the question is over
		return "too late", nil
	}}
	if reply, _ := do(t, k, `hunt.Secret("slow")`, slow); reply.EName != "Interrupted" {
		t.Errorf("%s: %s", reply.EName, reply.EValue)
	}
	close(late)
	time.Sleep(100 * time.Millisecond)
	prompt := frontend.Options{Input: func(string, bool) (string, error) { return "in time", nil }}
	_, out := do(t, k, `len(hunt.Secret("next").Reveal())`, prompt)
	want(t, out, "Out[3]: 7")
}

func TestSecretsDoNotLeave(t *testing.T) {
	k := kernel(t, "SECRET_KEY=correct horse battery")
	ok(t, k, "import (\"errors\"; \"fmt\"; \"hunt\"; \"os\"; \"time\")\nkey := hunt.Secret(\"SECRET_KEY\").Reveal()")
	const mask = "••••"
	want(t, ok(t, k, "key"), `Out[2]: "`+mask+`"`)
	want(t, ok(t, k, "fmt.Print(key[:9])\ntime.Sleep(100 * time.Millisecond)\nfmt.Print(key[9:])\nos.Stderr.WriteString(key + \"\\n\");"),
		"stdout: "+mask, "stderr: "+mask+"\n")
	want(t, ok(t, k, "hunt.Show(map[string]string{key: key})"), "display_data <nil>: map[text/plain:map["+mask+":"+mask+"]]")
	reply, out := do(t, k, "panic(errors.New(\"401 for \" + key))", frontend.Options{})
	want(t, out, "error: panic: 401 for "+mask)
	if all := reply.EValue + strings.Join(reply.Traceback, ""); strings.Contains(all, "horse") {
		t.Errorf("the reply says it: %s", all)
	}
	reply, _ = do(t, k, "x := \"correct horse battery\"", frontend.Options{Expressions: map[string]string{"x": "x"}})
	if strings.Contains(string(reply.Expressions["x"]), "horse") {
		t.Errorf("a user expression says it: %s", reply.Expressions["x"])
	}
	history, err := k.Request(deadline(t), frontend.Shell, "history_request", map[string]any{"hist_access_type": "tail", "n": 9, "output": true})
	if err != nil || strings.Contains(string(history.Content), "horse") {
		t.Errorf("the history says it: %s, %v", history.Content, err)
	}
}
