package session

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"gohunt/hunt/host"
	"gohunt/kernel/frontend"
	"gohunt/kernel/wire"
)

// TestMain lets the test program be the kernel too: started with a connection
// file in the environment, it serves that.
func TestMain(m *testing.M) {
	file := os.Getenv("SESSION_TEST_FILE")
	if file == "" {
		os.Exit(m.Run())
	}
	if err := beKernel(file); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func beKernel(file string) error {
	conn, err := wire.ReadConnection(file)
	if err != nil {
		return err
	}
	log := func(format string, args ...any) { fmt.Fprintf(os.Stderr, format+"\n", args...) }
	server, err := wire.Listen(context.Background(), conn, log)
	if err != nil {
		return err
	}
	defer server.Close(time.Second)
	s, err := New(server, Options{Version: "test", History: os.Getenv("SESSION_TEST_HISTORY"), Explain: explain, Log: log})
	if err != nil {
		return err
	}
	defer s.Close()
	host.Set(s)
	return s.Serve(context.Background())
}

// explain stands for the program's: it takes every *os.PathError apart.
func explain(err error) (Cause, bool) {
	var p *os.PathError
	if !errors.As(err, &p) {
		return Cause{}, false
	}
	return Cause{Step: p.Op, On: p.Path, Reason: p.Err.Error(), Hint: "another path"}, true
}

// kernel starts a kernel process of its own for one test.
func kernel(t *testing.T, env ...string) *frontend.Kernel {
	t.Helper()
	return start(t, frontend.Spec{Env: env})
}

func start(t *testing.T, spec frontend.Spec) *frontend.Kernel {
	t.Helper()
	spec.Env = append([]string{"GORACE=halt_on_error=1"}, spec.Env...) // under -race, a race in the kernel fails the test
	spec.Argv = []string{"sh", "-c", `SESSION_TEST_FILE=$1 exec "$0"`, os.Args[0], "{connection_file}"}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	k, err := frontend.Start(ctx, spec)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		if err := k.Shutdown(ctx, 5*time.Second); err != nil {
			t.Errorf("shutdown: %v", err)
		}
	})
	return k
}

// deadline is how long any one answer may take.
func deadline(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	t.Cleanup(cancel)
	return ctx
}

// do runs a cell and returns its reply and what it put out, a line per message:
// "type: the content that matters".
func do(t *testing.T, k *frontend.Kernel, code string, o frontend.Options) (frontend.Reply, []string) {
	t.Helper()
	var out []string
	o.Message = func(m *wire.Message) { out = append(out, tell(m)) }
	reply, err := k.Execute(deadline(t), code, o)
	if err != nil {
		t.Fatalf("%s: %v", code, err)
	}
	return reply, out
}

// tell writes an iopub message in one line.
func tell(m *wire.Message) string {
	var c struct {
		State     string `json:"execution_state"`
		Code      string
		Count     int `json:"execution_count"`
		Name      string
		Text      string
		EName     string
		EValue    string
		Data      map[string]any
		Transient map[string]any
		Wait      bool
	}
	json.Unmarshal(m.Content, &c)
	kind := m.Header.MsgType
	switch kind {
	case "status":
		return c.State
	case "execute_input":
		return fmt.Sprintf("In[%d]", c.Count)
	case "execute_result":
		return fmt.Sprintf("Out[%d]: %v", c.Count, c.Data["text/plain"])
	case "display_data", "update_display_data":
		return fmt.Sprintf("%s %v: %v", kind, c.Transient["display_id"], c.Data)
	case "stream":
		return c.Name + ": " + c.Text
	case "error":
		return "error: " + c.EName + ": " + c.EValue
	case "clear_output":
		return fmt.Sprintf("clear_output wait=%v", c.Wait)
	}
	return kind
}

// want compares what a cell put out, after busy and In and before idle.
func want(t *testing.T, got []string, want ...string) {
	t.Helper()
	all := append(append([]string{"busy", "In"}, want...), "idle")
	if len(got) > 1 && strings.HasPrefix(got[1], "In[") {
		got = slices.Clone(got)
		got[1] = "In"
	}
	if !slices.Equal(got, all) {
		t.Errorf("got  %q\nwant %q", got, all)
	}
}

// ok fails unless the cell ran, and returns what it put out.
func ok(t *testing.T, k *frontend.Kernel, code string) []string {
	t.Helper()
	reply, out := do(t, k, code, frontend.Options{})
	if reply.Status != "ok" {
		t.Fatalf("%s: %s: %s", code, reply.EName, reply.EValue)
	}
	return out
}

func TestExecute(t *testing.T) {
	k := kernel(t)
	want(t, ok(t, k, "1 + 1"), "Out[1]: 2")
	want(t, ok(t, k, "x := 20"))
	want(t, ok(t, k, "x + 1;"))
	want(t, ok(t, k, "import \"fmt\"\nfmt.Println(\"a\")\nfmt.Println(\"b\")\nx"), "stdout: a\nb\n", "Out[4]: 20")
	want(t, ok(t, k, "import \"os\"\nfmt.Fprintln(os.Stderr, \"e\")\nos.Stdout.WriteString(\"raw\\n\");"), "stderr: e\n", "stdout: raw\n")
	reply, out := do(t, k, "   \n", frontend.Options{})
	want(t, out)
	if reply.Count != 5 || reply.Status != "ok" {
		t.Errorf("a blank cell: %+v", reply)
	}
	want(t, ok(t, k, "1"), "Out[6]: 1")
}

func TestSilentAndUnkept(t *testing.T) {
	k := kernel(t)
	reply, out := do(t, k, "s := 5\ns", frontend.Options{Silent: true})
	if !slices.Equal(out, []string{"busy", "idle"}) || reply.Status != "ok" {
		t.Errorf("silent: %q", out)
	}
	_, out = do(t, k, "s + 1", frontend.Options{NoHistory: true})
	want(t, out, "Out[1]: 6")
	want(t, ok(t, k, "s"), "Out[1]: 5")
	entries, err := k.History(deadline(t), frontend.HistoryQuery{Access: "tail", N: 10})
	if err != nil || len(entries) != 1 {
		t.Errorf("history: %s, %v", entries, err)
	}
}

func TestUserExpressions(t *testing.T) {
	k := kernel(t)
	reply, _ := do(t, k, "x := 6", frontend.Options{Expressions: map[string]string{"good": "x * 7", "bad": "nope", "none": "x = 7"}})
	var good struct {
		Status string
		Data   map[string]string
	}
	json.Unmarshal(reply.Expressions["good"], &good)
	if good.Status != "ok" || good.Data["text/plain"] != "42" {
		t.Errorf("good: %s", reply.Expressions["good"])
	}
	if bad := string(reply.Expressions["bad"]); !strings.Contains(bad, `"status":"error"`) || !strings.Contains(bad, "undefined: nope") {
		t.Errorf("bad: %s", bad)
	}
	if none := string(reply.Expressions["none"]); !strings.Contains(none, `"status":"ok"`) {
		t.Errorf("none: %s", none)
	}
}

func TestErrorsAreShownAsTyped(t *testing.T) {
	k := kernel(t)
	ok(t, k, "import (\"fmt\"; \"os\")\nfunc deep(at int) int {\n\tvar hits []int\n\treturn hits[at]\n}")
	var b strings.Builder
	for _, code := range []string{
		"x := 1\nfmt.Printl(x)\ny + 1",
		"fmt.Println(\"before\")\n\tdeep(5)",
		"os.ReadFile(\"nowhere\")",
		"panic(\"enough\")",
		"os.Exit(3)",
		"x := )",
	} {
		reply, out := do(t, k, code, frontend.Options{})
		if reply.Status != "error" || !strings.HasPrefix(out[len(out)-2], "error: ") {
			t.Errorf("%s: %s, %q", code, reply.Status, out)
		}
		fmt.Fprintf(&b, "== %s\nename:  %s\nevalue: %s\n%s\n\n", code, reply.EName, reply.EValue, visible(strings.Join(reply.Traceback, "\n")))
	}
	golden(t, "cells.golden", b.String())
	want(t, ok(t, k, "fmt.Sprint(\"still here\")"), `Out[8]: "still here"`)
}

func TestErrorAbortsWhatWaits(t *testing.T) {
	k := kernel(t)
	ok(t, k, "import \"time\"")
	var wg sync.WaitGroup
	replies := make([]frontend.Reply, 3)
	send := func(i int, code string, o frontend.Options) {
		wg.Go(func() { replies[i], _ = k.Execute(deadline(t), code, o) })
		time.Sleep(50 * time.Millisecond) // in this order
	}
	send(0, "time.Sleep(300 * time.Millisecond)\npanic(1)", frontend.Options{})
	send(1, "after := 1", frontend.Options{})
	var status string
	wg.Go(func() { status, _, _ = k.IsComplete(deadline(t), "1 + 1") })
	time.Sleep(50 * time.Millisecond)
	send(2, "after := 2", frontend.Options{})
	wg.Wait()
	if replies[0].Status != "error" || replies[1].Status != "aborted" || replies[2].Status != "aborted" || replies[2].Count != 0 || status != "complete" {
		t.Errorf("replies %s, %s, %s; is_complete %s", replies[0].Status, replies[1].Status, replies[2].Status, status)
	}
	send(0, "time.Sleep(100 * time.Millisecond)\npanic(1)", frontend.Options{KeepGoing: true})
	send(1, "after := 3", frontend.Options{})
	wg.Wait()
	if replies[1].Status != "ok" {
		t.Errorf("without stop_on_error: %+v", replies[1])
	}
}

// The states of a cell do not lie within those of another: what fails is idle
// before what waits behind it is busy.
func TestAbortedCellFollowsTheIdleOfTheFailedOne(t *testing.T) {
	k := kernel(t)
	var wg sync.WaitGroup
	states := make([]map[string]time.Time, 2)
	send := func(i int, code string) {
		states[i] = map[string]time.Time{}
		note := func(m *wire.Message) {
			if m.Header.MsgType == "status" {
				states[i][tell(m)], _ = time.Parse(time.RFC3339Nano, m.Header.Date)
			}
		}
		wg.Go(func() { k.Execute(deadline(t), code, frontend.Options{Message: note}) })
		time.Sleep(50 * time.Millisecond) // in this order
	}
	send(0, "import \"time\"\ntime.Sleep(300 * time.Millisecond)\npanic(1)")
	send(1, "1")
	wg.Wait()
	idle, busy := states[0]["idle"], states[1]["busy"]
	if idle.IsZero() || !idle.Before(busy) {
		t.Errorf("the failed cell is idle at %v, the aborted one busy at %v", idle, busy)
	}
}

func TestInterrupt(t *testing.T) {
	// The sleeping cell is left behind, and yaegi, when the next one starts, writes into its global frame the value that is there already, which
	// counts as a race with what the sleeper read.
	k := kernel(t, "GORACE=halt_on_error=0")
	ok(t, k, "import \"time\"\nn := 0\ninc := func() int { n++; return n }")
	for _, code := range []string{"for { n = n }", "time.Sleep(time.Hour)", "select {}", "<-make(chan int)"} {
		began := time.Now()
		timer := time.AfterFunc(200*time.Millisecond, func() { k.Interrupt(deadline(t)) })
		reply, out := do(t, k, code, frontend.Options{})
		timer.Stop()
		if reply.EName != "Interrupted" || !strings.HasPrefix(out[len(out)-2], "error: Interrupted") || time.Since(began) > 3*time.Second {
			t.Errorf("%s: %s after %v: %q", code, reply.EName, time.Since(began), out)
		}
	}
	want(t, ok(t, k, "inc() + inc()"), "Out[6]: 3")
	if err := k.Interrupt(deadline(t)); err != nil { // nothing runs
		t.Error(err)
	}
	want(t, ok(t, k, "inc()"), "Out[7]: 3")
}

func TestControlAnswersWhileACellRuns(t *testing.T) {
	k := kernel(t)
	done := make(chan struct{})
	go func() {
		defer close(done)
		k.Execute(context.Background(), "for {}", frontend.Options{})
	}()
	time.Sleep(100 * time.Millisecond)
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	if _, err := k.Request(ctx, frontend.Control, "kernel_info_request", struct{}{}); err != nil {
		t.Errorf("kernel_info on control: %v", err)
	}
	if _, err := k.Ping(ctx); err != nil {
		t.Errorf("heartbeat: %v", err)
	}
	k.Interrupt(ctx)
	<-done
}

func TestEveryRequestIsAnswered(t *testing.T) {
	k := kernel(t)
	for _, c := range []struct {
		channel frontend.Channel
		kind    string
		content any
		want    string // of the reply, or of the error
	}{
		{frontend.Shell, "kernel_info_request", struct{}{}, `"name":"go"`},
		{frontend.Control, "kernel_info_request", struct{}{}, `"implementation":"gohunt"`},
		{frontend.Shell, "connect_request", struct{}{}, `"shell_port":`},
		{frontend.Shell, "comm_info_request", struct{}{}, `"comms":{}`},
		{frontend.Shell, "history_request", map[string]any{"hist_access_type": "tail", "n": 3}, `"history":[]`},
		{frontend.Shell, "history_request", map[string]any{"hist_access_type": "odd"}, "want range, tail or search"},
		{frontend.Shell, "complete_request", "not an object", "MalformedRequest"},
		{frontend.Shell, "execute_request", 5, "MalformedRequest"},
		{frontend.Shell, "brew_request", struct{}{}, "UnknownRequest: brew_request is not answered on the shell channel"},
		{frontend.Control, "execute_request", map[string]any{"code": "1"}, "UnknownRequest"},
		{frontend.Control, "debug_request", map[string]any{"command": "initialize"}, "UnknownRequest"},
		{frontend.Shell, "interrupt_request", struct{}{}, `"status":"ok"`},
	} {
		reply, err := k.Request(deadline(t), c.channel, c.kind, c.content)
		if reply == nil {
			t.Errorf("%s: %v", c.kind, err)
			continue
		}
		if text := string(reply.Content); !strings.Contains(text+fmt.Sprint(err), c.want) {
			t.Errorf("%s: got %s, %v, want %s", c.kind, text, err, c.want)
		}
	}
}

func TestAssist(t *testing.T) {
	k := kernel(t)
	ok(t, k, "import \"strings\"\nünder := strings.Repeat(\"x\", 3)")
	c, err := k.Complete(deadline(t), `/* 😀 */ strings.ToUp + 1`, 20)
	if err != nil || !slices.Contains(c.Matches, "ToUpper") || c.Start != 16 || c.End != 20 {
		t.Errorf("complete: %+v, %v", c, err)
	}
	i, err := k.Inspect(deadline(t), "/* 😀 */ strings.Split", 20, 0)
	if text, _ := i.Data["text/plain"].(string); err != nil || !i.Found || !strings.Contains(text, "func strings.Split(s") && !strings.Contains(text, "func Split(s") {
		t.Errorf("inspect: %+v, %v", i, err)
	}
	if i, _ := k.Inspect(deadline(t), "nothing", 3, 0); i.Found || i.Data == nil {
		t.Errorf("inspect of nothing: %+v", i)
	}
	for code, want := range map[string]string{"1 + 1": "complete", "for {": "incomplete", "1 +) 2": "invalid", "?f": "complete"} {
		if status, _, err := k.IsComplete(deadline(t), code); status != want || err != nil {
			t.Errorf("%q is %s, %v, want %s", code, status, err, want)
		}
	}
}

func TestPage(t *testing.T) {
	k := kernel(t)
	ok(t, k, "import \"strings\"")
	reply, out := do(t, k, "?strings.Split", frontend.Options{})
	want(t, out)
	if len(reply.Payload) != 1 || !strings.Contains(string(reply.Payload[0]), `"source":"page"`) || !strings.Contains(string(reply.Payload[0]), "text/plain") {
		t.Errorf("payload: %s", reply.Payload)
	}
	reply, out = do(t, k, "nothing?", frontend.Options{})
	want(t, out, "stderr: nothing is known about nothing\n")
	if reply.Status != "ok" || len(reply.Payload) != 0 {
		t.Errorf("%+v", reply)
	}
}

func TestHistoryOverRestart(t *testing.T) {
	k := kernel(t, "SESSION_TEST_HISTORY="+t.TempDir()+"/history.jsonl")
	ok(t, k, "6 * 7")
	if err := k.Restart(deadline(t), 5*time.Second); err != nil {
		t.Fatal(err)
	}
	want(t, ok(t, k, "1"), "Out[1]: 1") // nothing of before is left
	entries, err := k.History(deadline(t), frontend.HistoryQuery{Access: "tail", N: 5, Output: true})
	if got, want := fmt.Sprintf("%s", entries), `[[1 1 ["6 * 7","42"]] [2 1 ["1","1"]]]`; got != want || err != nil {
		t.Errorf("got %s, %v, want %s", got, err, want)
	}
}

func TestPanicOfAGoroutineIsReported(t *testing.T) {
	var mu sync.Mutex
	var stray []string
	k := start(t, frontend.Spec{Stray: func(m *wire.Message) {
		mu.Lock()
		defer mu.Unlock()
		stray = append(stray, tell(m))
	}})
	ok(t, k, "import \"time\"\ngo func() {\n\ttime.Sleep(100 * time.Millisecond)\n\tpanic(\"late\")\n}()")
	time.Sleep(300 * time.Millisecond)
	want(t, ok(t, k, "1"), "Out[2]: 1")
	mu.Lock()
	defer mu.Unlock()
	if all := strings.Join(stray, "\n"); !strings.Contains(all, "stderr: ") || !strings.Contains(all, "late") {
		t.Errorf("nothing was said: %q", stray)
	}
}

func TestOutputGoesToTheCellThatMadeIt(t *testing.T) {
	var mu sync.Mutex
	texts := map[string]string{} // by the id of the request
	note := func(m *wire.Message) {
		var parent struct {
			ID string `json:"msg_id"`
		}
		var c struct{ Text string }
		json.Unmarshal(m.Parent, &parent)
		json.Unmarshal(m.Content, &c)
		mu.Lock()
		defer mu.Unlock()
		texts[parent.ID] += c.Text
	}
	k := start(t, frontend.Spec{Stray: note})
	run := func(code string) string {
		reply, err := k.Execute(deadline(t), code, frontend.Options{Message: note})
		if err != nil || reply.Status != "ok" {
			t.Fatalf("%s: %+v, %v", code, reply, err)
		}
		return reply.Request
	}
	one := run("import (\"fmt\"; \"time\")\nstop := make(chan bool)\ngo func() {\n\tfor i := 0; i < 5; i++ { time.Sleep(20 * time.Millisecond); fmt.Print(\"one \") }\n\tclose(stop)\n}()")
	two := run("fmt.Print(\"two \")\n<-stop\nfmt.Print(\"two \")")
	run("1")
	mu.Lock()
	defer mu.Unlock()
	if texts[one] != "one one one one one " || texts[two] != "two two " {
		t.Errorf("In[1] has %q, In[2] %q", texts[one], texts[two])
	}
}

// TestSeveralValues holds that a cell has one result at most: plain texts are
// joined, and of values that draw themselves it is the last.
func TestSeveralValues(t *testing.T) {
	k := kernel(t)
	want(t, ok(t, k, "m := map[string]int{\"a\": 1}\nv, found := m[\"a\"]\nv, found"), "Out[1]: 1, true")
	want(t, ok(t, k, "import \"hunt\"\n1, hunt.Markdown(\"**b**\")"), "display_data <nil>: map[text/plain:1]", "Out[2]: **b**")
}

func TestManyLinesComeInOrder(t *testing.T) {
	k := kernel(t)
	const n = 100000
	var text strings.Builder
	messages := 0
	_, err := k.Execute(deadline(t), fmt.Sprintf("import \"fmt\"\nfor i := 0; i < %d; i++ { fmt.Println(i) }", n), frontend.Options{Message: func(m *wire.Message) {
		var c struct{ Text string }
		if json.Unmarshal(m.Content, &c); m.Header.MsgType == "stream" {
			text.WriteString(c.Text)
			messages++
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSuffix(text.String(), "\n"), "\n")
	if len(lines) != n {
		t.Fatalf("%d lines came", len(lines))
	}
	for i, line := range lines {
		if line != fmt.Sprint(i) {
			t.Fatalf("line %d is %q", i, line)
		}
	}
	if messages > 1000 {
		t.Errorf("they came in %d messages", messages)
	}
}

func TestShutdownInterruptsTheCell(t *testing.T) {
	k := kernel(t)
	done := make(chan error, 1)
	go func() {
		_, err := k.Execute(context.Background(), "for {}", frontend.Options{})
		done <- err
	}()
	time.Sleep(100 * time.Millisecond)
	began := time.Now()
	if err := k.Shutdown(deadline(t), 5*time.Second); err != nil {
		t.Error(err)
	}
	if took := time.Since(began); took > 3*time.Second {
		t.Errorf("shutdown took %v", took)
	}
	<-done
}
