package thehive

import (
	"encoding/json"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

func ask(s *Server, method, path, body string) (int, string) {
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	r.Header.Set("Authorization", "Bearer key")
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w.Code, strings.TrimSpace(w.Body.String())
}

func newServer() *Server {
	return New("key", func() time.Time { return time.Date(2022, 11, 30, 16, 24, 32, 677e6, time.UTC) })
}

// TestRequests sends one request after the other to one server.
func TestRequests(t *testing.T) {
	s := newServer()
	for _, c := range []struct {
		method, path, body string
		status             int
		want               string
	}{
		{"POST", "/api/case", `{"title":"Hunt","description":"d","tlp":2,"tags":["hunt:1","b"],"metrics":{},"owner":null,"template":null}`, 201, `"_id":"~49216"`},
		{"POST", "/api/case", `{"title":"Hunt"}`, 400, `"type":"AttributeCheckingError"`},
		{"POST", "/api/case", `{"title":"Hunt","description":"d","tlp":9}`, 400, `"name":"tlp"`},
		{"POST", "/api/case", `{`, 400, `"type":"BadRequest"`},
		{"GET", "/api/case/3", ``, 200, `"title":"Hunt"`},
		{"GET", "/api/case/~49216", ``, 200, `"caseId":3`},
		{"GET", "/api/case/~1", ``, 404, `"type":"NotFoundError"`},
		{"PATCH", "/api/case/3", `{"severity":3,"summary":"s"}`, 200, `"severity":3`},
		{"POST", "/api/case/3/artifact", `{"dataType":"ip","data":["1.2.3.4"," ","5.6.7.8"],"ioc":true}`, 201, `"data":"5.6.7.8"`},
		{"POST", "/api/case/3/artifact", `{"dataType":"ip","data":"1.2.3.4"}`, 207, `"failure":[{"message":"Observable already exists","object":{"data":"1.2.3.4"},"type":"CreateError"}]`},
		{"POST", "/api/case/3/artifact", `{"dataType":"moon","data":"x"}`, 404, `Observable type moon not found`},
		{"POST", "/api/case/9/artifact", `{"dataType":"ip","data":"1.2.3.4"}`, 404, `Case 9 not found`},
		{"POST", "/api/case/3/task", `{"title":"look"}`, 201, `"_type":"case_task"`},
		{"DELETE", "/api/case/2", ``, 204, ``},
		{"GET", "/api/case/2", ``, 404, `NotFoundError`},
		{"POST", "/api/alert", `{}`, 400, `the lab does not implement POST /api/alert`},
	} {
		status, out := ask(s, c.method, c.path, c.body)
		if status != c.status || !strings.Contains(out, c.want) {
			t.Errorf("%s %s %s\n got %d %s\nwant %d %s", c.method, c.path, c.body, status, out, c.status, c.want)
		}
	}
}

// TestFind runs the criteria of thehive4py's query module over three cases.
func TestFind(t *testing.T) {
	s := newServer()
	ask(s, "POST", "/api/case", `{"title":"Hunt: PowerShell","description":"d","severity":4,"tags":["hunt:1"],"customFields":{"cvss":{"float":9.8}}}`)
	ask(s, "POST", "/api/case/3/artifact", `{"dataType":"ip","data":"1.2.3.4","ioc":true}`)
	for query, want := range map[string]string{
		`{}`: "1 2 3", `{"_field":"tags","_value":"hunt:1"}`: "3", `{"_field":"status","_value":"Resolved"}`: "1 2", `{"_not":{"_field":"caseId","_value":1}}`: "2 3",
		`{"_and":[{"_gt":{"severity":1}},{"_lt":{"severity":4}}]}`: "1 2", `{"_or":[{"_id":"~49216"},{"_field":"caseId","_value":1}]}`: "1 3",
		`{"_in":{"_field":"severity","_values":[4,5]}}`: "3", `{"_wildcard":{"_field":"title","_value":"*powershell*"}}`: "3", `{"_contains":"customFields.cvss"}`: "3",
		`{"_gte":{"customFields.cvss.float":9}}`: "3", `{"_between":{"_field":"severity","_from":2,"_to":4}}`: "1 2",
		`{"_child":{"_type":"case_artifact","_query":{"_field":"ioc","_value":true}}}`: "3", `{"_and":[[{"_field":"status","_value":"Open"}]]}`: "3",
	} {
		status, out := ask(s, "POST", "/api/case/_search?range=all&sort=caseId", `{"query":`+query+`}`)
		var cases []struct{ CaseID json.Number }
		if err := json.Unmarshal([]byte(out), &cases); err != nil || status != 200 {
			t.Errorf("%s: %d %s", query, status, out)
			continue
		}
		var got []string
		for _, c := range cases {
			got = append(got, c.CaseID.String())
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: cases %v, want %s", query, got, want)
		}
	}
	for _, query := range []string{`{"_nonsense":1}`, `[]`, `{"_and":{}}`, `{"_gt":{}}`, `{"_parent":{"_type":"moon"}}`, `{"_in":{}}`} {
		if status, out := ask(s, "POST", "/api/case/_search", `{"query":`+query+`}`); status != 400 {
			t.Errorf("%s: %d %s", query, status, out)
		}
	}
	if _, out := ask(s, "POST", "/api/case/artifact/_search?range=all", `{"query":{"_parent":{"_type":"case","_query":{"_id":"~49216"}}}}`); !strings.Contains(out, "1.2.3.4") {
		t.Errorf("observables of a case: %s", out)
	}
}

func TestKey(t *testing.T) {
	r := httptest.NewRequest("GET", "/api/case/1", nil)
	w := httptest.NewRecorder()
	newServer().ServeHTTP(w, r)
	if w.Code != 401 || !strings.Contains(w.Body.String(), `"type":"AuthenticationError"`) {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}
