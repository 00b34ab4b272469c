package elastic

import (
	"fmt"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"gohunt/hunt/jsonrows"
)

// TestFields turns an answer of _field_caps, made by a real server from a mapping with every kind of field that it
// has, into columns: testdata/fields.golden.
func TestFields(t *testing.T) {
	f, c := newFake(t)
	caps, err := os.ReadFile("testdata/field_caps.json")
	if err != nil {
		t.Fatal(err)
	}
	f.caps = string(caps)
	fields, err := c.Fields(bg, "logs-*")
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, field := range fields {
		kind, _ := field.Metadata.GetValue(TypeKey)
		path, _ := field.Metadata.GetValue(jsonrows.PathKey)
		fmt.Fprintln(&all, strings.TrimSpace(fmt.Sprintf("%-24s %-30s %-16s %s", field.Name, field.Type, kind, path)))
	}
	for _, note := range differing(fields) {
		fmt.Fprintln(&all, "note:", note)
	}
	golden(t, "testdata/fields.golden", all.String())
}

// TestFieldsOfOldServer asks a server that knows no include_empty_fields.
func TestFieldsOfOldServer(t *testing.T) {
	f, c := newFake(t)
	f.fault = func(w http.ResponseWriter, r *http.Request) bool {
		if !r.URL.Query().Has("include_empty_fields") {
			return false
		}
		fail(w, 400, "illegal_argument_exception", "request [/logs/_field_caps] contains unrecognized parameter: [include_empty_fields]")
		return true
	}
	fields, err := c.Fields(bg, "logs")
	if err != nil || len(fields) != 2 {
		t.Error(fields, err)
	}
}

func TestIndexPaths(t *testing.T) {
	for index, want := range map[string]string{"": "/_all/_search", "logs-*,-logs-old": "/logs-%2A%2C-logs-old/_search", "<logs-{now/d}>": "/%3Clogs-%7Bnow%2Fd%7D%3E/_search", "a/../b": "/a%2F..%2Fb/_search"} {
		if got := indexPath(index, "_search"); got != want {
			t.Errorf("%q: %s, want %s", index, got, want)
		}
	}
}

func TestLists(t *testing.T) {
	for name, want := range map[string]bool{"tags": true, "host.ip": true, "process.args": true, "process.parent.args": true,
		"process.entry_leader.args": true, "source.user.roles": true, "tls.server.x509.issuer.country": true,
		"process.name": false, "source.ip": false, "my.tags": false, "args": false} {
		if IsList(name) != want {
			t.Errorf("%s: %v", name, !want)
		}
	}
}

// TestUnverified reads over TLS: with the warning, and with the authority's file.
func TestUnverified(t *testing.T) {
	s := tlsServer(t)
	c := open(t, Config{URL: s.URL, User: "elastic", Password: password, Unverified: true})
	r, err := c.Search(bg, Search{Index: "logs"})
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Fetch.Notes) != 1 || r.Fetch.Notes[0] != "the server's TLS certificate was not verified" || r.Fetch.Source != s.URL {
		t.Errorf("%+v", r.Fetch)
	}
	file := t.TempDir() + "/ca.pem"
	if err := os.WriteFile(file, pemOf(s.Certificate()), 0o600); err != nil {
		t.Fatal(err)
	}
	r, err = open(t, Config{URL: s.URL, User: "elastic", Password: password, CAFile: file}).Search(bg, Search{Index: "logs"})
	if err != nil || len(r.Fetch.Notes) != 0 {
		t.Error(r, err)
	}
}

func TestResolve(t *testing.T) {
	f, c := newFake(t)
	f.fault = func(w http.ResponseWriter, r *http.Request) bool {
		if r.URL.Path != "/logs-*/_search" {
			return false
		}
		answerText(`{"took":1,"timed_out":false,"_shards":{"total":1,"failed":0},"hits":{"hits":[]},"aggregations":{"window":{"buckets":[
			{"key":"x","from":1.7851104E12,"from_as_string":"x","to":1.795526952553E12,"doc_count":0}]}}}`)(w)
		return true
	}
	from, to, err := c.Resolve(bg, "logs-*", Window{From: "now-120d/d", To: "now"})
	if err != nil || from.Format(time.RFC3339Nano) != "2026-07-27T00:00:00Z" || to.Format(time.RFC3339Nano) != "2026-11-24T13:29:12.553Z" {
		t.Error(from, to, err)
	}
	if from, to, err = c.Resolve(bg, "logs-*", Window{}); err != nil || !from.IsZero() || !to.IsZero() || len(f.asked) != 1 {
		t.Error("an open window was asked about", from, to, err)
	}
}

func TestDateMath(t *testing.T) {
	now := time.Date(2022, 12, 1, 12, 34, 56, 0, time.UTC)
	for expr, want := range map[string]string{
		"now": "2022-12-01T12:34:56Z", "now-120d": "2022-08-03T12:34:56Z", "now-120d/d": "2022-08-03T00:00:00Z", "now/d": "2022-12-01T00:00:00Z",
		"now-90m": "2022-12-01T11:04:56Z", "now-1h/h": "2022-12-01T11:00:00Z", "now-2w+1d": "2022-11-18T12:34:56Z", "now-1M": "2022-11-01T12:34:56Z",
		"now-1y": "2021-12-01T12:34:56Z", "now+30s": "2022-12-01T12:35:26Z", "2022-09-01": "2022-09-01T00:00:00Z",
		"2022-09-01T02:00:00+02:00": "2022-09-01T00:00:00Z", "": "0001-01-01T00:00:00Z", "now-1q": "no", "yesterday": "no", "now-": "no",
	} {
		got := "no"
		if at, ok := dateMath(expr, now); ok {
			got = at.Format(time.RFC3339)
		}
		if got != want {
			t.Errorf("%q: %s, want %s", expr, got, want)
		}
	}
}
