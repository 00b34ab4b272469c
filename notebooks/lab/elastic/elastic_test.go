package elastic

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"gohunt/hunt/engine/duckdb"
	"gohunt/notebooks/lab/index"
)

var update = flag.Bool("update", false, "rewrite the expected answers in testdata")

// newServer returns a server with the documents of testdata/events.ndjson and its clock at noon.
func newServer(t testing.TB) *Server {
	t.Helper()
	db, err := duckdb.Open(duckdb.Options{NoFiles: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	clock := func() time.Time { return time.Date(2022, 12, 1, 12, 0, 0, 0, time.UTC) }
	s := New(index.NewCatalog(db, clock), clock, func(context.Context) error { return nil })
	body, err := os.ReadFile("testdata/events.ndjson")
	if err != nil {
		t.Fatal(err)
	}
	if status, out := ask(s, "POST", "/_bulk", string(body)); status != 200 || !strings.Contains(out, `"errors":false`) {
		t.Fatal(out)
	}
	return s
}

func ask(s *Server, method, path, body string) (int, string) {
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w.Code, w.Body.String()
}

// golden runs each line "> request" of a file and compares what follows it with the answer.
func golden(t *testing.T, path string, answer func(request string) string) {
	t.Helper()
	body, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	for _, block := range strings.Split("\n"+string(body), "\n> ")[1:] {
		request, want, _ := strings.Cut(block, "\n")
		got := strings.TrimRight(answer(request), "\n")
		if want = strings.TrimRight(want, "\n"); got != want && !*update {
			t.Errorf("%s\ngot:\n%s\nwant:\n%s", request, got, want)
		}
		fmt.Fprintf(&out, "> %s\n%s\n\n", request, got)
	}
	if *update {
		if err := os.WriteFile(path, bytes.TrimRight(out.Bytes(), "\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// TestSQL runs the statements of testdata/sql.txt; an answer is its types and its table, or the error.
func TestSQL(t *testing.T) {
	s := newServer(t)
	golden(t, "testdata/sql.txt", func(statement string) string {
		body, err := json.Marshal(map[string]any{"query": statement})
		if err != nil {
			t.Fatal(err)
		}
		status, out := ask(s, "POST", "/_sql?format=json", string(body))
		if status != http.StatusOK {
			return errorLine(t, status, out)
		}
		var a struct {
			Columns []struct{ Name, Type string }
			Rows    [][]json.RawMessage
		}
		if err := json.Unmarshal([]byte(out), &a); err != nil {
			t.Fatal(err)
		}
		var b strings.Builder
		for _, c := range a.Columns {
			fmt.Fprintf(&b, "%s %s | ", c.Name, c.Type)
		}
		for _, row := range a.Rows {
			b.WriteString("\n")
			for _, v := range row {
				fmt.Fprintf(&b, "%s | ", v)
			}
		}
		return regexp.MustCompile(`(?m) \| $`).ReplaceAllString(b.String(), "")
	})
}

func errorLine(t *testing.T, status int, body string) string {
	t.Helper()
	var e struct{ Error struct{ Type, Reason string } }
	if err := json.Unmarshal([]byte(body), &e); err != nil {
		t.Fatalf("%v: %s", err, body)
	}
	return fmt.Sprintf("%d %s: %s", status, e.Error.Type, e.Error.Reason)
}

// volatile are the parts of answers that no two runs share.
var volatile = []struct{ pattern, to string }{
	{`"took":\d+`, `"took":0`}, {`"uuid":"[^"]*"`, `"uuid":"..."`}, {`"_shards":\{[^}]*\},?`, ``}, {`"timed_out":false,`, ``},
}

// TestRequests sends the requests of testdata/requests.txt one after the other; an answer is its status and JSON.
func TestRequests(t *testing.T) {
	s := newServer(t)
	golden(t, "testdata/requests.txt", func(request string) string {
		method, rest, _ := strings.Cut(request, " ")
		path, body, _ := strings.Cut(rest, " ")
		status, out := ask(s, method, path, body)
		for _, v := range volatile {
			out = regexp.MustCompile(v.pattern).ReplaceAllString(out, v.to)
		}
		return fmt.Sprintf("%d %s", status, out)
	})
}

// TestBulkAnswersEachAction looks at the result of every line of one request.
func TestBulkAnswersEachAction(t *testing.T) {
	s := newServer(t)
	_, out := ask(s, "POST", "/b/_bulk", `{"index":{"_id":"1"}}
{"n":1}
{"update":{"_id":"1"}}
{"doc":{"n":2}}
{"create":{"_id":"1"}}
{"n":3}
{"index":{"_id":"2"}}
{"n":"x"}
{"delete":{"_id":"1"}}
{"delete":{"_id":"1"}}
{"index":{"_index":"logs-a-b"}}
{}
`)
	var a struct {
		Errors bool
		Items  []map[string]struct {
			Status int
			Result string
			Error  struct{ Type string }
		}
	}
	if err := json.Unmarshal([]byte(out), &a); err != nil {
		t.Fatal(err)
	}
	want := []string{"index 201 created", "update 400 illegal_argument_exception", "create 409 version_conflict_engine_exception",
		"index 400 document_parsing_exception", "delete 200 deleted", "delete 404 not_found", "index 400 illegal_argument_exception"}
	for i, item := range a.Items {
		for action, r := range item {
			if got := fmt.Sprint(action, " ", r.Status, " ", r.Result, r.Error.Type); got != want[i] {
				t.Errorf("action %d: %s, want %s", i, got, want[i])
			}
		}
	}
	if !a.Errors || len(a.Items) != len(want) {
		t.Errorf("errors %v, %d items", a.Errors, len(a.Items))
	}
}

// TestContextsExpire opens a point in time that ends before it is used.
func TestContextsExpire(t *testing.T) {
	s := newServer(t)
	_, out := ask(s, "POST", "/logs-*/_pit?keep_alive=1ms", "")
	var p struct{ ID string }
	if err := json.Unmarshal([]byte(out), &p); err != nil {
		t.Fatal(err)
	}
	time.Sleep(5 * time.Millisecond)
	if status, out := ask(s, "POST", "/_search", `{"pit": {"id": "`+p.ID+`"}}`); status != http.StatusNotFound || !strings.Contains(out, "search_context_missing_exception") {
		t.Errorf("%d %s", status, out)
	}
}

// TestManyAtOnce reads and writes at once: every read sees a whole number of batches.
func TestManyAtOnce(t *testing.T) {
	s := newServer(t)
	done := make(chan string)
	go func() {
		defer close(done)
		for batch := range 20 {
			var b strings.Builder
			for i := range 50 {
				fmt.Fprintf(&b, "{\"index\":{\"_id\":\"%d-%d\"}}\n{\"n\":%d,\"f%d\":\"new\"}\n", batch, i, i, batch)
			}
			if _, out := ask(s, "POST", "/many/_bulk", b.String()); !strings.Contains(out, `"errors":false`) {
				done <- out
			}
		}
	}()
	for open := true; open; {
		select {
		case out, more := <-done:
			if open = more; more {
				t.Error(out)
			}
		default:
		}
		status, out := ask(s, "GET", "/many/_count", "")
		var c struct{ Count int }
		if err := json.Unmarshal([]byte(out), &c); status == 200 && (err != nil || c.Count%50 != 0) {
			t.Errorf("%v: %s", err, out)
		}
	}
}

// TestFormats asks for one answer in each format.
func TestFormats(t *testing.T) {
	s := newServer(t)
	for format, want := range map[string]string{
		"csv":  "h,process.pid\r\n\"it's \"\"c\"\"\",400\r\n",
		"tsv":  "h\tprocess.pid\n\"it's \"\"c\"\"\"\t400\n",
		"txt":  "       h       |  process.pid  \n",
		"yaml": "the lab does not implement the format [yaml] of _sql",
	} {
		_, out := ask(s, "POST", "/_sql?format="+format, `{"query": "SELECT host.name h, process.pid FROM \"logs-*\" WHERE process.pid = 400"}`)
		if format == "txt" {
			out = strings.ReplaceAll(out, " ", "")
			want = "h|process.pid\n---------------+---------------\nit's\"c\"|400\n"
		}
		if !strings.Contains(out, want) {
			t.Errorf("%s: %q, want %q", format, out, want)
		}
	}
}

// FuzzStatement runs whatever parses: the answer is rows or a 400, never a crash of the server, and soon.
func FuzzStatement(f *testing.F) {
	body, err := os.ReadFile("testdata/sql.txt")
	if err != nil {
		f.Fatal(err)
	}
	for _, block := range strings.Split("\n"+string(body), "\n> ")[1:] {
		statement, _, _ := strings.Cut(block, "\n")
		f.Add(statement)
	}
	s := newServer(f)
	f.Fuzz(func(t *testing.T, statement string) {
		params := make([]any, strings.Count(statement, "?"))
		body, err := json.Marshal(map[string]any{"query": statement, "params": params})
		if err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		if status, out := ask(s, "POST", "/_sql", string(body)); status != http.StatusOK && status != http.StatusBadRequest {
			t.Errorf("%q: %d %s", statement, status, out)
		}
		if took := time.Since(began); took > 5*time.Second {
			t.Errorf("%q took %s", statement, took)
		}
	})
}

// TestDeepNesting is refused before it becomes a deep stack.
func TestDeepNesting(t *testing.T) {
	s := newServer(t)
	deep := strings.Repeat("(", 1e6)
	between := strings.Repeat("1 BETWEEN (", 100) + "1" + strings.Repeat(") AND 2", 100)
	for path, body := range map[string]any{
		"/_sql?format=txt": map[string]any{"query": "SELECT CAST(1 AS BOOLEAN) OR " + between},
		"/_sql":            map[string]any{"query": "SELECT " + deep},
		"/people/_search":  map[string]any{"query": map[string]any{"query_string": map[string]any{"query": deep + "a"}}},
		"/people/_count":   map[string]any{"query": map[string]any{"query_string": map[string]any{"query": strings.Repeat("a:(", 1e5)}}},
	} {
		text, err := json.Marshal(body)
		if err != nil {
			t.Fatal(err)
		}
		if status, out := ask(s, "POST", path, string(text)); status != http.StatusBadRequest {
			t.Errorf("%s: %d %.200s", path, status, out)
		}
	}
}

// TestDeletedIndexUnderAPointInTime is a 404, as the documents are gone.
func TestDeletedIndexUnderAPointInTime(t *testing.T) {
	s := newServer(t)
	_, out := ask(s, "POST", "/people/_pit?keep_alive=1m", "")
	var p struct{ ID string }
	if err := json.Unmarshal([]byte(out), &p); err != nil {
		t.Fatal(err)
	}
	ask(s, "DELETE", "/people", "")
	if status, out := ask(s, "POST", "/_search", `{"pit": {"id": "`+p.ID+`"}}`); status != http.StatusNotFound {
		t.Errorf("%d %s", status, out)
	}
}
