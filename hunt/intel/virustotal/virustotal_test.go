package virustotal

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"gohunt/hunt/fault"
)

const key = "key-that-nobody-may-read"

// known is the answer about 58.158.177.102, in the service's shape, with the counts that a hunter once published.
const known = `{"data":{"id":"58.158.177.102","type":"ip_address","links":{"self":"https://www.virustotal.com/api/v3/ip_addresses/58.158.177.102"},
"attributes":{"as_owner":"ARTERIA","asn":17506,"country":"JP","network":"58.158.0.0/16","reputation":-4,"tags":["x"],"last_modification_date":1669825472,
"last_analysis_stats":{"harmless":69,"malicious":14,"suspicious":0,"undetected":13,"timeout":0}}}}`

// service answers every question by its address; questions counts them.
func service(t *testing.T, answers map[string]func(http.ResponseWriter)) (url string, questions *atomic.Int64) {
	questions = new(atomic.Int64)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		questions.Add(1)
		w.Header().Set("Content-Type", "application/json")
		ip, under := strings.CutPrefix(r.URL.Path, "/api/v3/ip_addresses/")
		switch answer := answers[ip]; {
		case r.Header.Get("x-apikey") != key:
			say(401, "WrongCredentialsError", "Wrong API key")(w)
		case !under || answer == nil:
			say(404, "NotFoundError", "IP address not found")(w)
		default:
			answer(w)
		}
	}))
	t.Cleanup(s.Close)
	return s.URL, questions
}

func say(code int, kind, message string) func(http.ResponseWriter) {
	return func(w http.ResponseWriter) {
		w.WriteHeader(code)
		io.WriteString(w, `{"error":{"code":"`+kind+`","message":"`+message+`"}}`)
	}
}

func report(w http.ResponseWriter) { io.WriteString(w, known) }

func open(t *testing.T, cfg Config) *Client {
	t.Helper()
	if cfg.Key == "" {
		cfg.Key = key
	}
	if cfg.Cache == "" {
		cfg.Cache = t.TempDir()
	}
	c, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestAddress(t *testing.T) {
	url, _ := service(t, map[string]func(http.ResponseWriter){"58.158.177.102": report})
	c := open(t, Config{URL: url})
	got, err := c.Address(context.Background(), " 58.158.177.102 ")
	if err != nil || time.Since(got.At) > time.Minute {
		t.Fatal(got, err)
	}
	got.At = time.Time{}
	want := Report{Address: "58.158.177.102", Known: true, Harmless: 69, Malicious: 14, Undetected: 13, Reputation: -4, ASN: 17506,
		ASOwner: "ARTERIA", Country: "JP", Network: "58.158.0.0/16", Tags: []string{"x"}, Analysed: time.Unix(1669825472, 0).UTC()}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%+v", got)
	}
	if r, err := c.Address(context.Background(), "8.8.8.8"); err != nil || r.Known || r.Address != "8.8.8.8" {
		t.Error("an address that the service does not know:", r, err)
	}
}

// TestCache asks again in the same process, in another one, and when the answer has become too old.
func TestCache(t *testing.T) {
	url, questions := service(t, map[string]func(http.ResponseWriter){"58.158.177.102": report})
	dir := filepath.Join(t.TempDir(), "a", "b")
	first := open(t, Config{URL: url, Cache: dir})
	for i, c := range []*Client{first, first, open(t, Config{URL: url, Cache: dir})} {
		for _, ip := range []string{"58.158.177.102", "8.8.8.8"} {
			if r, err := c.Address(context.Background(), ip); err != nil || r.Cached != (i > 0) || r.Known != (ip != "8.8.8.8") {
				t.Errorf("client %d, %s: %+v %v", i, ip, r, err)
			}
		}
	}
	if n := questions.Load(); n != 2 {
		t.Errorf("asked %d times about two addresses", n)
	}
	files, _ := os.ReadDir(dir)
	for _, f := range files {
		info, err := f.Info()
		text, _ := os.ReadFile(filepath.Join(dir, f.Name()))
		if err != nil || info.Mode().Perm() != 0o600 || strings.Contains(string(text), key) {
			t.Errorf("%s: %v %v %s", f.Name(), info.Mode(), err, text)
		}
	}
	if len(files) != 2 {
		t.Errorf("%d files", len(files))
	}
	if r, err := open(t, Config{URL: url, Cache: dir, Keep: time.Nanosecond}).Address(context.Background(), "58.158.177.102"); err != nil || r.Cached {
		t.Error("an old answer was given again", err)
	}
}

// TestBrokenCache has a folder that cannot be made, and a file that is not a report.
func TestBrokenCache(t *testing.T) {
	url, _ := service(t, map[string]func(http.ResponseWriter){"58.158.177.102": report})
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	c := open(t, Config{URL: url, Cache: dir})
	if err := os.WriteFile(c.cache.file(url+" ip 58.158.177.102"), []byte(`{"Key":"other"`), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []*Client{c, open(t, Config{URL: url, Cache: filepath.Join(file, "x")}), open(t, Config{URL: url, NoDisk: true})} {
		if r, err := c.Address(context.Background(), "58.158.177.102"); err != nil || r.Malicious != 14 {
			t.Error(r, err)
		}
	}
}

// TestNotPublic has addresses that must never leave the house, and ones beside them that may.
func TestNotPublic(t *testing.T) {
	url, questions := service(t, nil)
	c := open(t, Config{URL: url, PerMinute: -1})
	for _, ip := range []string{"10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.104", "127.0.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
		"0.1.2.3", "192.0.0.8", "192.0.2.1", "198.18.0.1", "198.51.100.7", "203.0.113.9", "224.0.0.1", "240.0.0.1", "255.255.255.255",
		"::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "ff02::1", "2001:db8::1", "3fff::1", "100::1", "fec0::1",
		"::ffff:10.0.0.1", "::ffff:192.168.0.1", "64:ff9b::a00:1", "2002:a00:1::"} {
		if _, err := c.Address(context.Background(), ip); !errors.Is(err, ErrPrivate) {
			t.Errorf("%s: %v", ip, err)
		}
	}
	for _, ip := range []string{"", "localhost", "evil.example", "1.2.3", "1.2.3.4/24", "1.2.3.4:80", "../files/x"} {
		if _, err := c.Address(context.Background(), ip); err == nil || errors.Is(err, ErrPrivate) {
			t.Errorf("%q: %v", ip, err)
		}
	}
	if n := questions.Load(); n != 0 {
		t.Fatalf("%d of them were sent", n)
	}
	for _, ip := range []string{"8.8.8.8", "172.32.0.1", "100.128.0.1", "198.20.0.1", "2606:4700::1", "::ffff:9.9.9.9"} {
		if _, err := c.Address(context.Background(), ip); err != nil {
			t.Errorf("%s: %v", ip, err)
		}
	}
}

// TestQuota uses the quota up at the third question: what was learnt before comes with the error.
func TestQuota(t *testing.T) {
	url, questions := service(t, map[string]func(http.ResponseWriter){
		"1.1.1.1": report, "9.9.9.9": say(429, "QuotaExceededError", "Quota exceeded"), "58.158.177.102": report})
	c := open(t, Config{URL: url, PerMinute: -1})
	var done []int
	got, err := c.Addresses(context.Background(), []string{"1.1.1.1", "192.168.0.1", "1.1.1.1", "no address", "8.8.8.8", "9.9.9.9", "58.158.177.102"},
		func(n, all int) { done = append(done, n) })
	if !errors.Is(err, ErrQuota) || len(got) != 2 || got["1.1.1.1"].Malicious != 14 || got["8.8.8.8"].Known || len(done) != 5 {
		t.Error(got, err, done)
	}
	if n := questions.Load(); n != 3 {
		t.Errorf("asked %d times", n)
	}
	if !strings.Contains(err.Error(), "try: ") || strings.Contains(err.Error(), key) {
		t.Error(err)
	}
}

func TestRefusals(t *testing.T) {
	url, _ := service(t, map[string]func(http.ResponseWriter){
		"1.0.0.1": say(503, "TransientError", "Transient server error"),
		"1.0.0.2": func(w http.ResponseWriter) { io.WriteString(w, `<html>`) },
		"1.0.0.3": func(w http.ResponseWriter) {
			w.Header().Set("Location", "http://127.0.0.1:1/steal")
			w.WriteHeader(302)
		},
	})
	for name, err := range map[string]error{
		"Wrong API key":            ask(open(t, Config{URL: url, Key: "wrong-" + key}), "8.8.8.8"),
		"Transient server error":   ask(open(t, Config{URL: url}), "1.0.0.1"),
		"no report":                ask(open(t, Config{URL: url}), "1.0.0.2"),
		"Found (302":               ask(open(t, Config{URL: url}), "1.0.0.3"),
		"connection refused":       ask(open(t, Config{URL: "http://127.0.0.1:1"}), "8.8.8.8"),
		"Service Unavailable (503": ask(open(t, Config{URL: plain503(t)}), "8.8.8.8"),
	} {
		if _, ok := errors.AsType[*fault.Error](err); !ok || !strings.Contains(err.Error(), name) || strings.Contains(err.Error(), key) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := New(Config{}); err == nil {
		t.Error("a client without a key was made")
	}
}

func ask(c *Client, ip string) error {
	_, err := c.Address(context.Background(), ip)
	return err
}

func plain503(t *testing.T) string {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(503) }))
	t.Cleanup(s.Close)
	return s.URL
}

// TestPace lets four questions through at once and the fifth a minute after the first.
func TestPace(t *testing.T) {
	p, now := newPace(0), time.Unix(1_000_000, 0)
	for i := range 4 {
		if d := p.take(now.Add(time.Duration(i) * time.Second)); d != 0 {
			t.Errorf("question %d waits %s", i, d)
		}
	}
	if d := p.take(now.Add(10 * time.Second)); d != 51*time.Second {
		t.Errorf("question 5 waits %s", d)
	}
	for i, want := range []time.Duration{0, 0, 0, 0, 58 * time.Second} {
		if d := p.take(now.Add(64 * time.Second)); d != want {
			t.Errorf("a minute later, question %d waits %s, want %s", i, d, want)
		}
		if i == 3 {
			p.past[0] = now.Add(61 * time.Second)
		}
	}
}

// TestWaitEnds interrupts a question that waits for its turn.
func TestWaitEnds(t *testing.T) {
	url, _ := service(t, nil)
	c := open(t, Config{URL: url, PerMinute: 1})
	if err := ask(c, "8.8.8.8"); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	if _, err := c.Address(ctx, "9.9.9.9"); !errors.Is(err, context.DeadlineExceeded) {
		t.Error(err)
	}
}

// TestAtOnce asks the same from many goroutines: one question.
func TestAtOnce(t *testing.T) {
	url, questions := service(t, map[string]func(http.ResponseWriter){"58.158.177.102": report})
	c := open(t, Config{URL: url})
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			if err := ask(c, "58.158.177.102"); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if n := questions.Load(); n != 1 {
		t.Errorf("asked %d times", n)
	}
}
