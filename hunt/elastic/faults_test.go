package elastic

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"gohunt/hunt/fault"
)

var update = flag.Bool("update", false, "write the golden files anew")

// nth answers the n-th search itself and leaves all others to the fake; n counts from 1 and goes on for times.
func nth(n, times int, answer func(w http.ResponseWriter)) func(http.ResponseWriter, *http.Request) bool {
	seen := 0
	return func(w http.ResponseWriter, r *http.Request) bool {
		if r.URL.Path != "/_search" && r.URL.Path != "/_sql" {
			return false
		}
		if seen++; seen < n || seen >= n+times {
			return false
		}
		answer(w)
		return true
	}
}

func status(code int, kind, reason string) func(http.ResponseWriter) {
	return func(w http.ResponseWriter) { fail(w, code, kind, reason) }
}

func answerText(body string) func(http.ResponseWriter) {
	return func(w http.ResponseWriter) { io.WriteString(w, body) }
}

// cutBody promises more than it sends.
func cutBody(w http.ResponseWriter) {
	w.Header().Set("Content-Length", "1000")
	io.WriteString(w, `{"pit_id":"pit-2","took":1,"timed_out":false,"hits":{"hits":[{"_source":{"n":1`)
}

// hangUp closes the connection without an answer.
func hangUp(w http.ResponseWriter) {
	conn, _, err := w.(http.Hijacker).Hijack()
	if err == nil {
		conn.Close()
	}
}

const page1 = `{"timed_out":%s,"_shards":{"total":3,"successful":2,"failed":%d%s},"hits":{"total":{"value":25,"relation":"eq"},"hits":[%s]}}`

// TestPassing has faults that pass: the answer must be whole, each page once.
func TestPassing(t *testing.T) {
	const many, busy = "es_rejected_execution_exception", "rejected execution of coordinating operation"
	for name, fault := range map[string]func(http.ResponseWriter, *http.Request) bool{
		"429 on page 2":         nth(2, 2, status(429, many, busy)),
		"503 on page 1":         nth(1, 1, status(503, "unavailable", "no master")),
		"502 without a reason":  nth(3, 1, func(w http.ResponseWriter) { w.WriteHeader(502) }),
		"a body cut in page 2":  nth(2, 1, cutBody),
		"a body that just ends": nth(2, 1, answerText(`{"pit_id":"pit-2","took":1,"hits":{"hits":[`)),
		"a lost connection":     nth(2, 1, hangUp),
		"told when to come": nth(2, 1, func(w http.ResponseWriter) {
			w.Header().Set("Retry-After", "1")
			fail(w, 429, many, busy)
		}),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f, c := newFake(t, numbered(25)...)
			f.fault = fault
			r, err := c.Search(bg, Search{Index: "logs", PageSize: 10})
			if err != nil {
				t.Fatal(err)
			}
			if r.Fetch.Fetched != 25 || r.Fetch.Pages != 3 || r.Fetch.SHA256 != fmt.Sprintf("%x", f.digest.Sum(nil)) {
				t.Errorf("%+v", r.Fetch)
			}
			f.idle()
		})
	}
}

// TestErrors has what a hunter may meet, and compares the words with testdata/errors.golden. Every case must give no
// result, leave nothing on the server, and tell no password.
func TestErrors(t *testing.T) {
	var all strings.Builder
	for _, e := range troubles {
		f, c := newFake(t, numbered(25)...)
		c.patience = 600 * time.Millisecond
		if e.fault != nil {
			f.fault = e.fault
		}
		if e.client != nil {
			c = e.client(t)
		}
		r, err := c.Search(bg, Search{Index: "logs-*", Query: "name:doc", PageSize: 10})
		if r != nil || err == nil {
			t.Errorf("%s: a result came", e.name)
			continue
		}
		if _, ok := errors.AsType[*fault.Error](err); !ok {
			t.Errorf("%s: not a *fault.Error: %T", e.name, err)
		}
		f.idle()
		fmt.Fprintf(&all, "# %s\n%s\n\n", e.name, portless(err.Error()))
	}
	golden(t, "testdata/errors.golden", all.String())
}

var troubles = []struct {
	name   string
	fault  func(http.ResponseWriter, *http.Request) bool
	client func(t *testing.T) *Client
}{
	{name: "overloaded all the time", fault: nth(1, 99, status(429, "es_rejected_execution_exception", "rejected execution of coordinating operation"))},
	{name: "a cut answer every time", fault: nth(2, 99, cutBody)},
	{name: "timed out with status 200", fault: nth(1, 1, answerText(fmt.Sprintf(page1, "true", 0, "", "")))},
	{name: "a failed shard with status 200", fault: nth(2, 1, answerText(fmt.Sprintf(page1, "false", 1,
		`,"failures":[{"reason":{"type":"query_shard_exception","reason":"failed to create query","caused_by":{"type":"x","reason":"For input string: \"abc\""}}}]`, "")))},
	{name: "the point in time expired", fault: nth(3, 1, status(404, "search_context_missing_exception", "No search context found for id [27]"))},
	{name: "fewer documents than match", fault: nth(2, 1, answerText(`{"timed_out":false,"_shards":{"failed":0},"hits":{"hits":[]}}`))},
	{name: "documents without _source", fault: nth(1, 1, answerText(fmt.Sprintf(page1, "false", 0, "", `{"_id":"1","sort":[0]}`)))},
	{name: "not what a search answers", fault: nth(1, 1, answerText(`{"ok":true}`))},
	{name: "not JSON", fault: nth(1, 1, answerText(`{"hits":{"hits":[{"_source":{"n":1]}}`))},
	{name: "a malformed query", fault: nth(1, 1, func(w http.ResponseWriter) {
		w.WriteHeader(400)
		io.WriteString(w, `{"error":{"root_cause":[{"type":"query_shard_exception","reason":"Failed to parse query [name:]","index":"logs"}],
			"type":"search_phase_execution_exception","reason":"all shards failed","phase":"query","grouped":true,"failed_shards":[{"shard":0,"reason":
			{"type":"query_shard_exception","reason":"Failed to parse query [name:]","caused_by":{"type":"parse_exception","reason":"Cannot parse 'name:': Encountered \"<EOF>\" at line 1, column 5.\nWas expecting one of:\n    <BAREOPER> ...",
			"caused_by":{"type":"parse_exception","reason":"Encountered \"<EOF>\" at line 1, column 5.\nWas expecting one of:"}}}}]},"status":400}`)
	})},
	{name: "no such index", fault: always("/logs-*/_field_caps", 404, "index_not_found_exception", "no such index [logs]")},
	{name: "not signed in", client: dial(func(s string) Config { return Config{URL: s} })},
	{name: "the wrong password", client: dial(func(s string) Config { return Config{URL: s, User: "elastic", Password: "wrong-" + password} })},
	{name: "not allowed", fault: always("/logs-*/_pit", 403, "security_exception", "action [indices:data/read/open_point_in_time] is unauthorized for user [elastic] on indices [logs-*]")},
	{name: "nothing listens", client: func(t *testing.T) *Client {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close()
		return open(t, Config{URL: "http://elastic:" + password + "@" + l.Addr().String()})
	}},
	{name: "https where http is spoken", client: dial(func(s string) Config { return Config{URL: strings.Replace(s, "http:", "https:", 1), APIKey: password} })},
	{name: "http where https is spoken", client: func(t *testing.T) *Client {
		return open(t, Config{URL: strings.Replace(tlsServer(t).URL, "https:", "http:", 1), APIKey: password})
	}},
	{name: "a certificate that nobody vouches for", client: func(t *testing.T) *Client {
		return open(t, Config{URL: tlsServer(t).URL, User: "elastic", Password: password})
	}},
	{name: "another product", client: func(t *testing.T) *Client {
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, `{"hello":"world"}`) }))
		t.Cleanup(s.Close)
		return open(t, Config{URL: s.URL, APIKey: password})
	}},
	{name: "a page that is not there", client: func(t *testing.T) *Client {
		s := httptest.NewServer(http.NotFoundHandler())
		t.Cleanup(s.Close)
		return open(t, Config{URL: s.URL + "/kibana", APIKey: password})
	}},
	{name: "a server that never answers", client: func(t *testing.T) *Client {
		stop := make(chan struct{})
		s := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-stop }))
		t.Cleanup(s.Close)
		t.Cleanup(func() { close(stop) })
		return open(t, Config{URL: s.URL, Timeout: 200 * time.Millisecond, APIKey: password})
	}},
}

func always(path string, code int, kind, reason string) func(http.ResponseWriter, *http.Request) bool {
	return func(w http.ResponseWriter, r *http.Request) bool {
		if r.URL.Path != path {
			return false
		}
		fail(w, code, kind, reason)
		return true
	}
}

// dial makes a client for a fresh fake.
func dial(config func(url string) Config) func(t *testing.T) *Client {
	return func(t *testing.T) *Client {
		_, c := newFake(t)
		return open(t, config(c.Source()))
	}
}

func open(t *testing.T, cfg Config) *Client {
	t.Helper()
	cfg.Patience = 600 * time.Millisecond
	c, err := Open(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func tlsServer(t *testing.T) *httptest.Server {
	f, _ := newFake(t, numbered(3)...)
	s := httptest.NewUnstartedServer(f)
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.StartTLS()
	t.Cleanup(s.Close)
	return s
}

// portless replaces the ports of loopback addresses, which differ from run to run.
func portless(s string) string {
	words := strings.Split(s, "127.0.0.1:")
	for i, w := range words[1:] {
		words[i+1] = strings.TrimLeft(w, "0123456789")
	}
	return strings.Join(words, "127.0.0.1:9200")
}

func golden(t *testing.T, file, got string) {
	t.Helper()
	if strings.Contains(got, password) {
		t.Errorf("a password is told:\n%s", got)
	}
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s:\ngot\n%s\nwant\n%s", file, got, want)
	}
}

// TestOpenRefuses has URLs that cannot be: no error may repeat a password.
func TestOpenRefuses(t *testing.T) {
	for _, url := range []string{"", "localhost:9200", "ftp://elastic:" + password + "@host", "http://elastic:" + password + "@ho st", "http://elastic:" + password + "@%zz", "lab:"} {
		_, err := Open(Config{URL: url})
		if err == nil || strings.Contains(err.Error(), password) {
			t.Errorf("%q: %v", url, err)
		}
	}
	if _, err := Open(Config{URL: "https://host", CAFile: "testdata/errors.golden"}); err == nil {
		t.Error("a file without a certificate was taken")
	}
}

// TestRequestDeadline shows that a caller's own deadline ends the waiting.
func TestRequestDeadline(t *testing.T) {
	f, c := newFake(t, numbered(5)...)
	f.fault = nth(1, 999, status(429, "busy", "busy"))
	ctx, cancel := context.WithTimeout(bg, 300*time.Millisecond)
	defer cancel()
	if _, err := c.Search(ctx, Search{Index: "logs"}); !errors.Is(err, context.DeadlineExceeded) {
		t.Error(err)
	}
	f.idle()
}
