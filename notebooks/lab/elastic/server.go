// Package elastic answers Elasticsearch's HTTP API over the documents of a catalog, for the requests that
// hunters and the official clients send: info, search, point in time, scroll, count, bulk, mappings,
// field capabilities and SQL.
//
// Before it stand the lab's listener and its guard; it hands queries to dsl and essql, and reads and writes
// documents in index. What it does not implement is a 400 with the reason in Elasticsearch's error shape,
// never an answer that looks like a result. net/http is all it needs. Source of the shapes: the 8.19
// REST reference, and answers of a real 8.19.21.
package elastic

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"

	"gohunt/notebooks/lab/index"
	"gohunt/notebooks/lab/refusal"
)

// Version is the version of Elasticsearch whose API is answered.
const Version = "8.19.21"

// Server is the API over one catalog.
type Server struct {
	catalog  *index.Catalog
	clock    func() time.Time
	ready    func(context.Context) error
	contexts *contexts
	router   router
}

// New returns a server. clock is what date math and TODAY() read, UTC; ready returns when the documents are
// there, and is asked before every request that needs them.
func New(c *index.Catalog, clock func() time.Time, ready func(context.Context) error) *Server {
	s := &Server{catalog: c, clock: clock, ready: ready, contexts: newContexts()}
	s.routes()
	return s
}

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/" && (r.Method == http.MethodGet || r.Method == http.MethodHead) {
		s.info(w, r)
		return
	}
	h, allowed := s.router.find(r)
	if h == nil {
		unknown(w, r, allowed)
		return
	}
	s.answer(w, r, h)
}

func (s *Server) answer(w http.ResponseWriter, r *http.Request, h handler) {
	status, body, err := 0, any(nil), s.ready(r.Context())
	if err == nil {
		status, body, err = h(r)
	}
	if err != nil {
		writeError(w, r, err)
		return
	}
	write(w, r, status, body)
}

func (s *Server) routes() {
	for pattern, h := range map[string]handler{
		"_search": s.search, "_count": s.count, "_field_caps": s.fieldCaps,
	} {
		s.both("/"+pattern, h)
		s.both("/{index}/"+pattern, h)
	}
	s.route("POST /{index}/_pit", s.openPIT)
	s.route("DELETE /_pit", s.closePIT)
	s.both("/_search/scroll", s.scroll)
	s.route("DELETE /_search/scroll", s.clearScroll)
	s.route("DELETE /_search/scroll/{id}", s.clearScroll)
	s.route("POST /_bulk", s.bulk)
	s.route("PUT /_bulk", s.bulk)
	s.route("POST /{index}/_bulk", s.bulk)
	s.route("PUT /{index}/_bulk", s.bulk)
	s.documentRoutes()
	s.route("POST /_sql", s.sql)
	s.route("GET /_sql", s.sql)
	s.route("POST /_sql/close", s.closeSQL)
}

func (s *Server) documentRoutes() {
	s.route("PUT /{index}", s.createIndex)
	s.route("GET /{index}", s.getIndex)
	s.route("HEAD /{index}", s.getIndex)
	s.route("DELETE /{index}", s.deleteIndex)
	s.route("GET /_mapping", s.getMapping)
	s.route("GET /{index}/_mapping", s.getMapping)
	s.route("PUT /{index}/_mapping", s.putMapping)
	s.both("/_refresh", s.refresh)
	s.both("/{index}/_refresh", s.refresh)
	s.route("POST /{index}/_doc", s.putDocument)
	s.route("PUT /{index}/_doc/{id}", s.putDocument)
	s.route("POST /{index}/_doc/{id}", s.putDocument)
	s.route("PUT /{index}/_create/{id}", s.putDocument)
	s.route("GET /{index}/_doc/{id}", s.getDocument)
	s.route("DELETE /{index}/_doc/{id}", s.deleteDocument)
	s.route("GET /_cluster/health", s.health)
	s.route("GET /_data_stream", s.dataStreams)
	s.route("GET /_data_stream/{index}", s.dataStreams)
	s.route("GET /_cat/indices", s.catIndices)
	s.route("GET /_cat/indices/{index}", s.catIndices)
}

// handler answers a request with a value for JSON, and its status; 0 stands for 200.
type handler func(r *http.Request) (status int, body any, err error)

func (s *Server) both(path string, h handler) {
	s.route("GET "+path, h)
	s.route("POST "+path, h)
}

func (s *Server) route(pattern string, h handler) { s.router.add(pattern, h) }

// text is an answer that is not JSON.
type text struct{ kind, body string }

func write(w http.ResponseWriter, r *http.Request, status int, body any) {
	w.Header().Set("X-Elastic-Product", "Elasticsearch")
	w.Header().Set("Content-Type", contentType(r))
	out, ok := body.(text)
	if ok {
		w.Header().Set("Content-Type", out.kind)
	}
	if status != 0 {
		w.WriteHeader(status)
	}
	switch {
	case r.Method == http.MethodHead:
	case ok:
		w.Write([]byte(out.body))
	default:
		writeJSON(w, body)
	}
}

func writeJSON(w http.ResponseWriter, body any) {
	if raw, ok := body.(json.RawMessage); ok {
		w.Write(raw)
		return
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.Encode(body)
}

// contentType answers in the compatible media type that a client asked for.
func contentType(r *http.Request) string {
	const compatible = "application/vnd.elasticsearch+json"
	if strings.Contains(r.Header.Get("Accept"), compatible) {
		return compatible + ";compatible-with=8"
	}
	return "application/json"
}

func writeError(w http.ResponseWriter, r *http.Request, err error) {
	e := refusal.Of(err)
	body := e.Body()
	if e.Phase {
		body = phaseError(e)
	}
	if boolean(r.URL.Query(), "error_trace", false) {
		addTrace(body["error"].(map[string]any), e)
	}
	write(w, r, e.Status, body)
}

// addTrace adds the member without which Elastic's JDBC driver takes no error. There is no Java to trace.
func addTrace(body map[string]any, e *refusal.Error) {
	body["stack_trace"] = e.Error() + "\n\tat the lab"
	for _, cause := range body["root_cause"].([]any) {
		cause.(map[string]any)["stack_trace"] = e.Error() + "\n\tat the lab"
	}
}

// phaseError wraps what a shard refused, as the search that asked all shards reports it.
func phaseError(e *refusal.Error) map[string]any {
	cause := e.Cause()
	shard := map[string]any{"shard": 0, "node": "lab", "reason": cause}
	if name, ok := e.Meta["index"]; ok {
		shard["index"] = name
	}
	root := e.Cause()
	delete(root, "caused_by")
	return map[string]any{"status": e.Status, "error": map[string]any{
		"root_cause": []any{root}, "type": "search_phase_execution_exception", "reason": "all shards failed",
		"phase": "query", "grouped": true, "failed_shards": []any{shard}, "caused_by": cause,
	}}
}

func unknown(w http.ResponseWriter, r *http.Request, allowed []string) {
	if len(allowed) > 0 {
		reason := fmt.Sprintf("Incorrect HTTP method for uri [%s] and method [%s], allowed: %v", r.URL.Path, r.Method, allowed)
		write(w, r, http.StatusMethodNotAllowed, map[string]any{"error": reason, "status": http.StatusMethodNotAllowed})
		return
	}
	writeError(w, r, refusal.Argument("no handler found for uri [%s] and method [%s]: the lab does not implement it", r.URL.Path, r.Method))
}

func (s *Server) info(w http.ResponseWriter, r *http.Request) {
	write(w, r, 0, map[string]any{
		"name": "lab", "cluster_name": "gohunt-lab", "cluster_uuid": "bGFi0000000000000000lab",
		"version": map[string]any{
			"number": Version, "build_flavor": "default", "build_type": "lab", "build_hash": "0000000", "build_date": "2022-12-01T12:00:00.000Z",
			"build_snapshot": false, "lucene_version": "9.12.1",
			"minimum_wire_compatibility_version": "7.17.0", "minimum_index_compatibility_version": "7.0.0",
		},
		"tagline": "You Know, for Search",
	})
}

func (s *Server) health(*http.Request) (int, any, error) {
	all, err := s.catalog.Resolve("", index.Options{})
	return 0, map[string]any{"cluster_name": "gohunt-lab", "status": "green", "timed_out": false, "number_of_nodes": 1, "number_of_data_nodes": 1,
		"active_primary_shards": len(all), "active_shards": len(all), "relocating_shards": 0, "initializing_shards": 0, "unassigned_shards": 0}, err
}
