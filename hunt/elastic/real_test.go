package elastic

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"
)

// realServer gives a client of the running Elasticsearch that GOHUNT_ELASTIC names, started as .ci/servers/elasticsearch
// says; GOHUNT_REQUIRE_ELASTIC=1 makes its absence a failure.
func realServer(t *testing.T) *Client {
	url := os.Getenv("GOHUNT_ELASTIC")
	if url == "" {
		const sentence = "no Elasticsearch to test with: GOHUNT_ELASTIC is not set (.ci/servers/elasticsearch starts one)"
		if os.Getenv("GOHUNT_REQUIRE_ELASTIC") == "1" {
			t.Fatal(sentence)
		}
		t.Skip(sentence)
	}
	return open(t, Config{URL: url})
}

// put sends a request that is no part of this package, such as a mapping or documents.
func put(t *testing.T, c *Client, method, path, body string) []byte {
	t.Helper()
	req, err := http.NewRequest(method, c.Source()+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	answer, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode > 299 {
		t.Fatalf("%s %s: %d %.300s %v", method, path, res.StatusCode, answer, err)
	}
	return answer
}

// index makes an index of a test's own, and removes it in the end. Text is mapped as keyword, without dynamic dates.
func index(t *testing.T, c *Client, name string) string {
	name = fmt.Sprintf("hunt-%s-%d", name, time.Now().UnixNano())
	put(t, c, "PUT", "/"+name, `{"settings":{"number_of_shards":2,"number_of_replicas":0,"mapping.total_fields.limit":5000},
		"mappings":{"date_detection":false,"properties":{"@timestamp":{"type":"date"}},
		"dynamic_templates":[{"text":{"match_mapping_type":"string","mapping":{"type":"keyword","ignore_above":8191}}}]}}`)
	t.Cleanup(func() { put(t, c, "DELETE", "/"+name, "") })
	return name
}

// bulk loads JSON lines, 2,000 at a time.
func bulk(t *testing.T, c *Client, name string, lines []byte) {
	t.Helper()
	var batch bytes.Buffer
	send := func() {
		if batch.Len() == 0 {
			return
		}
		var answer struct{ Errors bool }
		text := put(t, c, "POST", "/"+name+"/_bulk?refresh=true", batch.String())
		if err := json.Unmarshal(text, &answer); err != nil || answer.Errors {
			t.Fatalf("bulk: %.500s %v", text, err)
		}
		batch.Reset()
	}
	in := bufio.NewScanner(bytes.NewReader(lines))
	in.Buffer(nil, 64<<20)
	for n := 1; in.Scan(); n++ {
		if len(bytes.TrimSpace(in.Bytes())) > 0 {
			fmt.Fprintf(&batch, "{\"index\":{}}\n%s\n", in.Bytes())
		}
		if n%2000 == 0 {
			send()
		}
	}
	send()
}

// snapshots is how many points in time and scrolls the server holds.
func snapshots(t *testing.T, c *Client) int {
	var stats struct {
		All struct {
			Total struct {
				Search struct {
					Open int `json:"open_contexts"`
				}
			}
		} `json:"_all"`
	}
	if err := json.Unmarshal(put(t, c, "GET", "/_stats/search", ""), &stats); err != nil {
		t.Fatal(err)
	}
	return stats.All.Total.Search.Open
}

// TestRealQuery fetches with a query and a window, and an index pattern over two indices.
func TestRealQuery(t *testing.T) {
	c := realServer(t)
	name := index(t, c, "query")
	var lines strings.Builder
	for i := range 500 {
		at := time.Now().UTC().Add(-time.Duration(i) * time.Hour)
		fmt.Fprintf(&lines, `{"@timestamp":%q,"process":{"name":%q,"pid":%d,"args":["a","b"]},"big":%d}`+"\n",
			at.Format(time.RFC3339Nano), []string{"powershell.exe", "cmd.exe"}[i%2], i, 1<<60+i)
	}
	bulk(t, c, name, []byte(lines.String()))
	from, to, err := c.Resolve(bg, name, Window{From: "now-100h", To: "now"})
	if err != nil || to.Sub(from) != 100*time.Hour || time.Since(to).Abs() > time.Minute {
		t.Fatal(from, to, err)
	}
	r, err := c.Search(bg, Search{Index: name + "*", Query: "process.name:powershell.exe AND process.pid:>=10", From: from, To: to, PageSize: 7})
	if err != nil {
		t.Fatal(err)
	}
	if got := r.Fetch.Fetched; got < 44 || got > 45 { // the even numbers from 10 to 98, and 100 if no time had passed
		t.Errorf("%d rows", got)
	}
	big, args := r.Schema.FieldIndices("big")[0], r.Schema.FieldIndices("process.args")[0]
	for i := range int(r.Records[0].NumRows()) {
		if v := r.Records[0].Column(big).ValueStr(i); !strings.HasPrefix(v, "11529215046068") {
			t.Errorf("a number beyond 2^53 became %s", v)
		}
		if v := r.Records[0].Column(args).ValueStr(i); v != `["a","b"]` {
			t.Errorf("a list became %s", v)
		}
	}
	r, err = c.Search(bg, Search{Index: "hunt-nothing-has-this-name*"})
	if err != nil || r.Fetch.Fetched != 0 || len(r.Fetch.Notes) != 1 {
		t.Error(r, err)
	}
	if n := snapshots(t, c); n != 0 {
		t.Errorf("%d snapshots left on the server", n)
	}
}

// TestRealErrors has the server's own words: testdata/real_errors.golden.
func TestRealErrors(t *testing.T) {
	c := realServer(t)
	name := index(t, c, "errors")
	bulk(t, c, name, []byte(`{"n":1,"text":"x"}`))
	var all strings.Builder
	for _, s := range []Search{
		{Index: name, Query: "process.name:(powershell.exe"},
		{Index: name, Query: "n:["},
		{Index: name, Query: `"open`},
		{Index: "hunt-missing"},
		{Index: "Hunt_UPPER"},
		{Index: name, TimeField: "n", From: time.Unix(0, 0), Query: "n:[1 TO x]"},
	} {
		r, err := c.Search(bg, s)
		if r != nil || err == nil {
			t.Errorf("%+v: a result came", s)
			continue
		}
		fmt.Fprintf(&all, "# %s\n%s\n\n", s.Query, strings.ReplaceAll(portless(err.Error()), name, "INDEX"))
	}
	_, err := c.SQL(bg, "SELECT 1", nil, nil)
	fmt.Fprintf(&all, "# SQL\n%s\n", strings.ReplaceAll(portless(err.Error()), c.Source(), "URL"))
	golden(t, "testdata/real_errors.golden", all.String())
	if n := snapshots(t, c); n != 0 {
		t.Errorf("%d snapshots left on the server", n)
	}
}

// TestRealInterrupt ends a scan in its middle and looks whether the server still holds its snapshot.
func TestRealInterrupt(t *testing.T) {
	c := realServer(t)
	name := index(t, c, "interrupt")
	bulk(t, c, name, []byte(strings.Repeat(`{"n":1}`+"\n", 5000)))
	ctx, cancel := context.WithCancel(bg)
	defer cancel()
	held := 0
	r, err := c.Search(ctx, Search{Index: name, PageSize: 100, Progress: func(rows, _ int64) {
		if rows == 300 {
			held = snapshots(t, c)
			cancel()
		}
	}})
	if r != nil || !errors.Is(err, context.Canceled) {
		t.Error(r, err)
	}
	if n := snapshots(t, c); held == 0 || n != 0 {
		t.Errorf("%d snapshots during the scan, %d after it", held, n)
	}
}

// TestRealExpiry closes the snapshot under a running scan, as a restarted node does: an error, and no rows.
func TestRealExpiry(t *testing.T) {
	c := realServer(t)
	name := index(t, c, "expiry")
	bulk(t, c, name, []byte(strings.Repeat(`{"n":1}`+"\n", 3000)))
	p, err := c.openPIT(bg, name)
	if err != nil {
		t.Fatal(err)
	}
	s := newScan(c, Search{Index: name, PageSize: 100}, p)
	s.Progress = func(rows, _ int64) {
		if rows == 300 {
			c.closePIT(s.lastID())
		}
	}
	err = s.run(bg)
	if status, ok := errors.AsType[*statusError](err); !ok || status.kind != "search_context_missing_exception" {
		t.Error(err)
	}
}

// TestRealSignIn runs against a server with TLS and users: GOHUNT_ELASTIC_SECURE is its URL with user and password,
// GOHUNT_ELASTIC_CA the file of its certificate.
func TestRealSignIn(t *testing.T) {
	url, ca := os.Getenv("GOHUNT_ELASTIC_SECURE"), os.Getenv("GOHUNT_ELASTIC_CA")
	if url == "" {
		t.Skip("no Elasticsearch with users to test with: GOHUNT_ELASTIC_SECURE is not set (.ci/servers/elasticsearch starts one)")
	}
	good := open(t, Config{URL: url, CAFile: ca})
	if _, err := good.Fields(bg, "*"); err != nil {
		t.Error(err)
	}
	for name, cfg := range map[string]Config{
		"no user": {URL: good.Source(), CAFile: ca}, "wrong password": {URL: good.Source(), CAFile: ca, User: "elastic", Password: password},
		"wrong key": {URL: good.Source(), CAFile: ca, APIKey: password}, "no authority": {URL: url},
	} {
		_, err := open(t, cfg).Search(bg, Search{Index: "*"})
		if err == nil || strings.Contains(err.Error(), password) || !strings.Contains(err.Error(), "try: ") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
