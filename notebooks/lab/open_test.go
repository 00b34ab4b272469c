package lab

import (
	"bytes"
	"context"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// asProgram makes this test binary run as "gohunt lab", see TestMain.
const asProgram = "GOHUNT_LAB_TEST_PROGRAM"

// background lets Open start this test binary as the lab, with its state in a folder of the test's own.
func background(t *testing.T) {
	t.Helper()
	t.Setenv("XDG_RUNTIME_DIR", t.TempDir())
	t.Setenv(Variable, "")
	before := program
	program = func() (*exec.Cmd, error) {
		cmd := exec.Command(os.Args[0], "lab", "--background")
		cmd.Env = append(os.Environ(), asProgram+"=1")
		return cmd, nil
	}
	t.Cleanup(func() {
		program = before
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		if _, err := Stop(ctx); err != nil {
			t.Error(err)
		}
	})
}

// TestOpenStartsOneLab lets eight ask at once: they get the same lab, which runs until it is told to end.
func TestOpenStartsOneLab(t *testing.T) {
	background(t)
	var asking sync.WaitGroup
	urls := make([]string, 8)
	for i := range urls {
		asking.Add(1)
		go func() {
			defer asking.Done()
			s, err := Open("virustotal")
			if err != nil || s.Key == "" {
				t.Errorf("%v, %v", s, err)
			}
			urls[i] = s.URL
		}()
	}
	asking.Wait()
	for _, u := range urls {
		if u != urls[0] {
			t.Errorf("two labs: %s and %s", urls[0], u)
		}
	}
	path, err := stateFile()
	if err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the state file: %v, %v", info, err)
	}
	if stopped, err := Stop(context.Background()); err != nil || !stopped {
		t.Fatal(stopped, err)
	}
	gone := func() bool {
		_, err := http.Get(urls[0])
		_, state := os.Stat(path)
		return err != nil && os.IsNotExist(state)
	}
	for end := time.Now().Add(30 * time.Second); !gone(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("the lab did not end")
		}
	}
}

// TestOpenPassesOverADeadLab leaves a state file behind that names nobody.
func TestOpenPassesOverADeadLab(t *testing.T) {
	background(t)
	path, err := stateFile()
	if err != nil {
		t.Fatal(err)
	}
	if err := writeState(path, state{URL: "http://127.0.0.1:1", Token: "x"}); err != nil {
		t.Fatal(err)
	}
	if s, err := Open("elastic"); err != nil || s.URL == "http://127.0.0.1:1" {
		t.Errorf("%v, %v", s, err)
	}
}

func TestOpenUsesTheNamedLab(t *testing.T) {
	l := at(t, DefaultClock)
	t.Setenv(Variable, l.URL())
	for _, role := range Roles {
		s, err := Open(role)
		if want, _ := l.Service(role); err != nil || s != want {
			t.Errorf("%s: %v, %v; want %v", role, s, err, want)
		}
	}
	if _, err := Open("splunk"); err == nil || !strings.Contains(err.Error(), "elastic, virustotal and thehive") {
		t.Errorf("another role: %v", err)
	}
	t.Setenv(Variable, "http://127.0.0.1:1")
	if _, err := Open("elastic"); err == nil || !strings.Contains(err.Error(), Variable) {
		t.Errorf("a lab that is not there: %v", err)
	}
}

// TestOpenInATest refuses to start a test binary as a lab: it would run its tests again.
func TestOpenInATest(t *testing.T) {
	t.Setenv("XDG_RUNTIME_DIR", t.TempDir())
	t.Setenv(Variable, "")
	if _, err := Open("elastic"); err == nil || !strings.Contains(err.Error(), "is a test") {
		t.Errorf("%v", err)
	}
}

func TestStopNeedsTheToken(t *testing.T) {
	l := at(t, DefaultClock)
	answer, err := http.Post(l.URL()+"/_lab/stop", "application/json", strings.NewReader("{}"))
	if err != nil || answer.StatusCode != http.StatusForbidden {
		t.Errorf("%v, %v", answer, err)
	}
}

func TestMainRefusesBadUsage(t *testing.T) {
	for _, args := range [][]string{{"--clock", "noon"}, {"--port", "x"}, {"run"}, {"load"}, {"load", "a", "b"}, {"--nothing"}} {
		var out, errs bytes.Buffer
		if code := Main(args, &out, &errs); code != 2 || errs.Len() == 0 {
			t.Errorf("%v: code %d, %q", args, code, errs.String())
		}
	}
}

func TestPortInUse(t *testing.T) {
	l := at(t, DefaultClock)
	port := strings.TrimPrefix(l.URL(), "http://127.0.0.1:")
	var out, errs bytes.Buffer
	if code := Main([]string{"--port", port}, &out, &errs); code != 1 || !strings.Contains(errs.String(), "another --port") {
		t.Errorf("code %d: %s", code, errs.String())
	}
}

// TestLoad puts the documents into a second, empty lab, moved to now, and refuses to do it twice.
func TestLoad(t *testing.T) {
	url := emptyLab(t)
	var out, errs bytes.Buffer
	if code := Main([]string{"load", url}, &out, &errs); code != 0 {
		t.Fatalf("code %d: %s", code, errs.String())
	}
	_, want := send(t, "GET", at(t, DefaultClock).URL()+"/logs-*/_count", "")
	_, got := send(t, "GET", url+"/logs-*/_count", "")
	if got["count"] != want["count"] || !strings.Contains(out.String(), "moved by") {
		t.Errorf("%v documents, want %v: %s", got["count"], want["count"], out.String())
	}
	_, recent := send(t, "POST", url+"/logs-*/_count", `{"query": {"range": {"@timestamp": {"gte": "`+time.Now().UTC().Add(-36*time.Hour).Format(time.RFC3339)+`"}}}}`)
	if recent["count"].(float64) == 0 {
		t.Error("no document is recent")
	}
	if code := Main([]string{"load", url, "--as-is"}, &out, &errs); code != 1 || !strings.Contains(errs.String(), "exists already") {
		t.Errorf("a second time: code %d: %s", code, errs.String())
	}
}

func TestStateFileIsPrivate(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "s.json")
	if err := writeState(path, state{URL: "u", Token: "t", PID: 1}); err != nil {
		t.Fatal(err)
	}
	removeState(path, "another")
	if s, err := readState(path); err != nil || s.Token != "t" {
		t.Errorf("%v, %v", s, err)
	}
	removeState(path, "t")
	if left, _ := os.ReadDir(dir); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}
