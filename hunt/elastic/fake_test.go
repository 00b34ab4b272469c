package elastic

import (
	"crypto/sha256"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"hash"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// fake answers the requests of this package in the shapes that Elasticsearch 8.19 has, from documents that do not
// change. It is strict: only the newest point in time is taken, and a page is given for its search_after alone, so
// that the same request gives the same page.
type fake struct {
	t    *testing.T
	docs []string // _source of each
	caps string   // answer of _field_caps

	columns, sqlRows []string // of SQL, as JSON

	mu      sync.Mutex
	pit     int // number of the newest point in time; 0 when none is open
	opened  int
	pages   int // searches answered
	cursor  bool
	closed  int // SQL cursors closed
	digest  hash.Hash
	fault   func(w http.ResponseWriter, r *http.Request) bool // answers instead of the fake when true
	pause   time.Duration
	asked   []string // method and path of every request
	request []byte   // the body of the last search or SQL request
}

func newFake(t *testing.T, docs ...string) (*fake, *Client) {
	f := &fake{t: t, docs: docs, digest: sha256.New(),
		caps: `{"indices":["logs"],"fields":{"n":{"long":{"type":"long","metadata_field":false}},"name":{"keyword":{"type":"keyword","metadata_field":false}}}}`}
	s := httptest.NewServer(f)
	t.Cleanup(s.Close)
	c, err := Open(Config{URL: strings.Replace(s.URL, "http://", "http://elastic:"+password+"@", 1), Patience: 3 * time.Second, Timeout: 5 * time.Second})
	if err != nil {
		t.Fatal(err)
	}
	return f, c
}

const password = "correct-horse"

// numbered is n documents {"n":i,"name":"doc i"}.
func numbered(n int) (docs []string) {
	for i := range n {
		docs = append(docs, fmt.Sprintf(`{"n":%d,"name":"doc %d"}`, i, i))
	}
	return docs
}

func (f *fake) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.asked = append(f.asked, r.Method+" "+r.URL.Path)
	user, pass, _ := r.BasicAuth()
	w.Header().Set("X-Elastic-Product", "Elasticsearch")
	w.Header().Set("Content-Type", "application/json")
	switch {
	case f.fault != nil && f.fault(w, r):
	case user != "elastic" || pass != password:
		fail(w, 401, "security_exception", "missing authentication credentials for REST request [/]")
	case strings.HasSuffix(r.URL.Path, "/_field_caps"):
		io.WriteString(w, f.caps)
	case strings.HasSuffix(r.URL.Path, "/_pit") && r.Method == http.MethodPost:
		f.pit, f.opened = 1, f.opened+1
		io.WriteString(w, `{"id":"pit-1","_shards":{"total":2,"successful":2,"skipped":0,"failed":0}}`)
	case r.URL.Path == "/_pit":
		f.end(w, r)
	case r.URL.Path == "/_search":
		f.search(w, r)
	case r.URL.Path == "/_sql":
		f.sql(w, r)
	case r.URL.Path == "/_sql/close":
		f.cursor, f.closed = false, f.closed+1
		io.WriteString(w, `{"succeeded":true}`)
	default:
		fail(w, 400, "invalid_request", "no handler found for uri ["+r.URL.Path+"]")
	}
}

func fail(w http.ResponseWriter, code int, kind, reason string) {
	w.WriteHeader(code)
	fmt.Fprintf(w, `{"error":{"root_cause":[{"type":%q,"reason":%q}],"type":%q,"reason":%q},"status":%d}`, kind, reason, kind, reason, code)
}

func (f *fake) end(w http.ResponseWriter, r *http.Request) {
	var q struct{ ID string }
	_ = json.NewDecoder(r.Body).Decode(&q)
	if f.pit == 0 || !f.current(q.ID) {
		f.t.Errorf("point in time %q closed, %d is open", q.ID, f.pit)
	}
	f.pit = 0
	io.WriteString(w, `{"succeeded":true,"num_freed":1}`)
}

// current takes the newest id, and the one before it: the answer with the newest may never have arrived.
func (f *fake) current(id string) bool {
	return id == fmt.Sprintf("pit-%d", f.pit) || id == fmt.Sprintf("pit-%d", f.pit-1)
}

func (f *fake) search(w http.ResponseWriter, r *http.Request) {
	f.request, _ = io.ReadAll(r.Body)
	var q struct {
		Size  int
		PIT   struct{ ID string }
		Count bool  `json:"track_total_hits"`
		After []int `json:"search_after"`
	}
	if err := json.Unmarshal(f.request, &q); err != nil {
		f.t.Errorf("search: %v in %s", err, f.request)
	}
	if !f.current(q.PIT.ID) {
		fail(w, 404, "search_context_missing_exception", "No search context found for id ["+q.PIT.ID+"]")
		return
	}
	if r.URL.Query().Get("allow_partial_search_results") != "false" {
		f.t.Error("partial results would be allowed")
	}
	body := f.page(q.Size, q.After, q.Count)
	f.pages++
	f.digest.Write([]byte(body))
	time.Sleep(f.pause)
	io.WriteString(w, body)
}

// page gives a new point in time each time, as a server may.
func (f *fake) page(size int, after []int, count bool) string {
	from := 0
	if len(after) > 0 {
		from = after[0] + 1
	}
	f.pit++
	total := ""
	if count {
		total = fmt.Sprintf(`"total":{"value":%d,"relation":"eq"},`, len(f.docs))
	}
	hits := []string{}
	for i := from; i < min(from+size, len(f.docs)); i++ {
		hits = append(hits, fmt.Sprintf(`{"_index":"logs-1","_id":"%d","_score":null,"_source":%s,"sort":[%d]}`, i, f.docs[i], i))
	}
	return fmt.Sprintf(`{"pit_id":"pit-%d","took":1,"timed_out":false,"_shards":{"total":2,"successful":2,"skipped":0,"failed":0},"hits":{%s"max_score":null,"hits":[%s]}}`,
		f.pit, total, strings.Join(hits, ","))
}

// sql gives pages of two rows; the cursor is the number of rows given.
func (f *fake) sql(w http.ResponseWriter, r *http.Request) {
	f.request, _ = io.ReadAll(r.Body)
	var q struct{ Query, Cursor string }
	_ = json.Unmarshal(f.request, &q)
	from, head := 0, fmt.Sprintf(`"columns":[%s],`, strings.Join(f.columns, ","))
	if q.Cursor != "" {
		from, _ = strconv.Atoi(q.Cursor)
		head = ""
	}
	to := min(from+2, len(f.sqlRows))
	tail := ""
	if f.cursor = to < len(f.sqlRows); f.cursor {
		tail = fmt.Sprintf(`,"cursor":"%d"`, to)
	}
	fmt.Fprintf(w, `{%s"rows":[%s]%s}`, head, strings.Join(f.sqlRows[from:to], ","), tail)
}

// idle fails the test when the server still holds a snapshot or a cursor.
func (f *fake) idle() {
	f.t.Helper()
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.pit != 0 || f.cursor {
		f.t.Errorf("left on the server: point in time %d, cursor %v", f.pit, f.cursor)
	}
}

func pemOf(cert *x509.Certificate) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: cert.Raw})
}
