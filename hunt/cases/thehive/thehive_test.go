package thehive

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"gohunt/hunt/fault"
)

const key = "key-that-nobody-may-read"

var bg = context.Background()

// hive is a server with the v0 API of TheHive 4: 201, 207 and errors as that has them.
type hive struct {
	t       *testing.T
	mu      sync.Mutex
	version string
	cases   []map[string]any
	values  map[string][]string // of a case, as type:value
	posted  int                 // cases that were asked for
	lose    string              // path prefix of POSTs whose answer is lost after the work is done
	losses  int                 // how often
	late    int                 // searches that do not find a case yet
	org     string
}

func newHive(t *testing.T) (*hive, *Client) {
	h := &hive{t: t, version: "4.1.24-1", values: map[string][]string{}}
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	c, err := New(Config{URL: s.URL + "/", Key: key, Organisation: "soc"})
	if err != nil {
		t.Fatal(err)
	}
	return h, c
}

func (h *hive) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.org = r.Header.Get("X-Organisation")
	body, _ := io.ReadAll(r.Body)
	answer := httptest.NewRecorder()
	h.answer(answer, r, body)
	if h.losses > 0 && r.URL.Path == h.lose {
		h.losses--
		conn, _, err := w.(http.Hijacker).Hijack()
		if err == nil {
			conn.Close()
		}
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(answer.Code)
	w.Write(answer.Body.Bytes())
}

func (h *hive) answer(w http.ResponseWriter, r *http.Request, body []byte) {
	id, isArtifact := strings.CutSuffix(strings.TrimPrefix(r.URL.Path, "/api/case/"), "/artifact")
	switch {
	case r.Header.Get("Authorization") != "Bearer "+key:
		refuse(w, 401, "AuthenticationError", "Authentication failure")
	case r.URL.Path == "/api/status":
		fmt.Fprintf(w, `{"versions":{"TheHive":%q}}`, h.version)
	case r.URL.Path == "/api/case/_search":
		h.find(w, body)
	case r.URL.Path == "/api/case/artifact/_search":
		h.list(w, body)
	case r.URL.Path == "/api/case":
		h.create(w, body)
	case isArtifact:
		h.add(w, id, body)
	default:
		refuse(w, 404, "NotFoundError", "Not found")
	}
}

func refuse(w http.ResponseWriter, code int, kind, message string) {
	w.WriteHeader(code)
	_ = json.NewEncoder(w).Encode(map[string]string{"type": kind, "message": message})
}

func (h *hive) create(w http.ResponseWriter, body []byte) {
	h.posted++
	var c map[string]any
	_ = json.Unmarshal(body, &c)
	if c["title"] == "" || c["description"] == nil {
		refuse(w, 400, "AttributeCheckingError", "[title: MissingAttributeError]")
		return
	}
	n := len(h.cases) + 1
	c["_id"], c["id"], c["_type"], c["caseId"], c["status"] = fmt.Sprintf("~%d", 49216+n), fmt.Sprintf("~%d", 49216+n), "case", n, "Open"
	c["createdBy"], c["createdAt"] = "hunter@soc.local", 1669825472677
	h.cases = append(h.cases, c)
	w.WriteHeader(201)
	_ = json.NewEncoder(w).Encode(c)
}

// find gives all cases whatever the query, as a server would that does not know it: the client has to look itself.
func (h *hive) find(w http.ResponseWriter, body []byte) {
	var q struct {
		Query struct {
			Field string `json:"_field"`
			Value string `json:"_value"`
		}
	}
	if json.Unmarshal(body, &q) != nil || q.Query.Field != "tags" || q.Query.Value == "" {
		h.t.Errorf("query %s", body)
	}
	found := append([]map[string]any{}, h.cases...)
	slices.Reverse(found)
	if h.late > 0 {
		h.late--
		found = found[:0]
	}
	_ = json.NewEncoder(w).Encode(found)
}

func (h *hive) list(w http.ResponseWriter, body []byte) {
	var q struct {
		Query struct {
			Parent struct {
				Query struct {
					ID string `json:"_id"`
				} `json:"_query"`
			} `json:"_parent"`
		}
	}
	_ = json.Unmarshal(body, &q)
	out := []map[string]string{}
	for _, v := range h.values[q.Query.Parent.Query.ID] {
		kind, value, _ := strings.Cut(v, ":")
		out = append(out, map[string]string{"dataType": kind, "data": value})
	}
	_ = json.NewEncoder(w).Encode(out)
}

func (h *hive) add(w http.ResponseWriter, id string, body []byte) {
	var o struct {
		DataType string
		Data     []string
	}
	if err := json.Unmarshal(body, &o); err != nil {
		h.t.Error(err)
	}
	if o.DataType == "nonsense" {
		refuse(w, 404, "NotFoundError", "ObservableType nonsense not found")
		return
	}
	success, failure := []any{}, []any{}
	for _, v := range o.Data {
		switch {
		case slices.Contains(h.values[id], o.DataType+":"+v):
			failure = append(failure, failed("Observable already exists", v))
		case v == "bad":
			failure = append(failure, failed("value is refused", v))
		default:
			h.values[id] = append(h.values[id], o.DataType+":"+v)
			success = append(success, map[string]any{"_type": "case_artifact", "data": v})
		}
	}
	if len(failure) == 0 {
		w.WriteHeader(201)
		_ = json.NewEncoder(w).Encode(success)
		return
	}
	w.WriteHeader(207)
	_ = json.NewEncoder(w).Encode(map[string]any{"success": success, "failure": failure})
}

func failed(message, value string) any {
	return map[string]any{"type": "CreateError", "message": message, "object": map[string]string{"data": value}}
}

func draft() Draft {
	return Draft{Ref: "hunt:1", Title: "Suspicious PowerShell", Description: "text", TLP: Amber, PAP: -1, Tags: []string{"hunt", "a,b"}, Start: time.UnixMilli(1669825472000)}
}

func TestCreateAndFind(t *testing.T) {
	h, c := newHive(t)
	if _, ok, err := c.FindCase(bg, "hunt:1"); ok || err != nil {
		t.Fatal(ok, err)
	}
	made, err := c.CreateCase(bg, draft())
	if err != nil {
		t.Fatal(err)
	}
	want := Case{ID: "~49217", Number: 1, Title: "Suspicious PowerShell", Description: "text", Status: "Open", TLP: Amber, Severity: 2,
		Tags: []string{"hunt", "a,b", "hunt:1"}, CreatedBy: "hunter@soc.local", Created: time.UnixMilli(1669825472677).UTC(),
		URL: c.Source() + "/index.html#!/case/~49217/details"}
	if !reflect.DeepEqual(made, want) {
		t.Errorf("%+v", made)
	}
	sent := h.cases[0]
	if sent["startDate"] != float64(1669825472000) || sent["pap"] != float64(2) || sent["tlp"] != float64(2) || h.org != "soc" {
		t.Errorf("sent %v", sent)
	}
	other := draft()
	other.Ref = "hunt:2"
	if _, err := c.CreateCase(bg, other); err != nil {
		t.Fatal(err)
	}
	if found, ok, err := c.FindCase(bg, "hunt:1"); !ok || err != nil || !reflect.DeepEqual(found, want) {
		t.Errorf("%+v %v %v", found, ok, err)
	}
	if _, ok, err := c.FindCase(bg, "hunt:3"); ok || err != nil {
		t.Error("a case of another reference was found", err)
	}
}

// TestLostAnswer loses the answer after the case is opened: it must be found, not opened again, also when the server
// needs a moment to find it.
func TestLostAnswer(t *testing.T) {
	for _, late := range []int{0, 1} {
		h, c := newHive(t)
		h.lose, h.losses, h.late = "/api/case", 1, late
		made, err := c.CreateCase(bg, draft())
		if err != nil || made.ID != "~49217" || h.posted != 1 || len(h.cases) != 1 {
			t.Errorf("late %d: %+v %v, posted %d times", late, made, err, h.posted)
		}
	}
}

// TestLostForGood loses the answer and never finds the case: an error that says so, and still one request only.
func TestLostForGood(t *testing.T) {
	h, c := newHive(t)
	h.lose, h.losses, h.late = "/api/case", 1, 99
	ctx, cancel := context.WithTimeout(bg, 1500*time.Millisecond)
	defer cancel()
	_, err := c.CreateCase(ctx, draft())
	if err == nil || !strings.Contains(err.Error(), "found by its reference") || h.posted != 1 {
		t.Errorf("%v, posted %d times", err, h.posted)
	}
	h.late = 0
	if _, ok, err := c.FindCase(bg, "hunt:1"); !ok || err != nil {
		t.Error("the next run does not find it:", err)
	}
}

func TestObservables(t *testing.T) {
	h, c := newHive(t)
	o := Observables{Type: "ip", Data: []string{"58.158.177.102", " ", "58.158.177.102", "1.2.3.4"}, TLP: Green, IOC: true, Message: "c2"}
	added, err := c.AddObservables(bg, "~1", o)
	if err != nil || !reflect.DeepEqual(added.New, []string{"58.158.177.102", "1.2.3.4"}) || added.Existing != nil || len(added.Failed) != 0 {
		t.Errorf("%+v %v", added, err)
	}
	o.Data = append(o.Data, "5.6.7.8", "bad")
	added, err = c.AddObservables(bg, "~1", o)
	want := Added{New: []string{"5.6.7.8"}, Existing: []string{"58.158.177.102", "1.2.3.4"}, Failed: map[string]string{"bad": "value is refused"}}
	if err != nil || !reflect.DeepEqual(added, want) {
		t.Errorf("%+v %v", added, err)
	}
	h.lose, h.losses = "/api/case/~1/artifact", 1
	o.Data = []string{"9.9.9.9"}
	if added, err = c.AddObservables(bg, "~1", o); err != nil || len(added.Existing) != 1 {
		t.Errorf("after a lost answer: %+v %v", added, err)
	}
	all, err := c.Observables(bg, "~1")
	if err != nil || !reflect.DeepEqual(all, map[string][]string{"ip": {"58.158.177.102", "1.2.3.4", "5.6.7.8", "9.9.9.9"}}) {
		t.Error(all, err)
	}
	if added, err := c.AddObservables(bg, "~1", Observables{Type: "ip"}); err != nil || added.New != nil {
		t.Error("no values:", added, err)
	}
}

// TestRed has the mark that servers number differently.
func TestRed(t *testing.T) {
	for version, want := range map[string]float64{"4.1.24-1": 3, "5.1.9": 3, "5.2.0-1": 4, "5.10.1": 4, "": 3} {
		h, c := newHive(t)
		h.version = version
		d := draft()
		d.TLP = Red
		if made, err := c.CreateCase(bg, d); err != nil || h.cases[0]["tlp"] != want || made.TLP != Red {
			t.Errorf("%q: %v %+v %v", version, h.cases, made, err)
		}
	}
}

func TestRefusals(t *testing.T) {
	_, c := newHive(t)
	wrong, err := New(Config{URL: c.Source(), Key: "wrong-" + key})
	if err != nil {
		t.Fatal(err)
	}
	gone, _ := New(Config{URL: "http://127.0.0.1:1", Key: key})
	_, _, wrongKey := wrong.FindCase(bg, "x")
	_, _, refused := gone.FindCase(bg, "x")
	_, noType := c.AddObservables(bg, "~1", Observables{Type: "nonsense", Data: []string{"x"}})
	_, noTLP := c.AddObservables(bg, "~1", Observables{Type: "ip", Data: []string{"x"}, TLP: "purple"})
	_, noRef := c.CreateCase(bg, Draft{Title: "x"})
	for want, err := range map[string]error{"Authentication failure (401": wrongKey, "connection refused": refused, "nonsense not found": noType,
		`no TLP mark is called "purple"`: noTLP, "needs a reference": noRef} {
		if _, ok := errors.AsType[*fault.Error](err); !ok || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), key) {
			t.Errorf("%s: %v", want, err)
		}
	}
	for _, cfg := range []Config{{}, {URL: "http://host"}, {URL: "host:9000", Key: key}, {URL: "ftp://host", Key: key}} {
		if _, err := New(cfg); err == nil {
			t.Errorf("%+v was taken", cfg)
		}
	}
}
