// Package thehive answers the API of TheHive 4 for cases, their observables and tasks, with its state in
// memory. It is what a hunt pushes its findings to.
//
// Before it stands the lab's listener; nothing comes after it. Two closed cases are there from the start, so
// that the first one pushed has the number of the talk's. Shapes and errors: TheHive 4.1.24 and
// ScalliGraph's ErrorHandler, as thehive4py 1.8 reads them. What is not implemented is a BadRequest that says
// so. net/http is all it needs.
package thehive

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"
)

// Server is the API. Its requests need the header Authorization: Bearer KEY.
type Server struct {
	key   string
	clock func() time.Time
	mux   *http.ServeMux

	mu    sync.Mutex
	kinds map[string]*kind
}

// object is a case, an observable or a task, by the names of its JSON members.
type object map[string]any

// kind is all objects of a kind, and the number that the next one's id has.
type kind struct {
	name    string // case, case_artifact or case_task
	objects []object
	next    int64
	step    int64
}

// New returns a server; clock is what createdAt reads.
func New(key string, clock func() time.Time) *Server {
	s := &Server{key: key, clock: clock, mux: http.NewServeMux(), kinds: map[string]*kind{
		"case":          {name: "case", next: firstCase, step: 4104},
		"case_artifact": {name: "case_artifact", next: 24728, step: 4096},
		"case_task":     {name: "case_task", next: 20480, step: 8},
	}}
	s.seed()
	s.routes()
	return s
}

// firstCase is the id of the first case that a hunt opens; the two older ones lie below it.
const firstCase = 49216

func (s *Server) routes() {
	for pattern, h := range map[string]handler{
		"GET /api/status": s.status, "GET /api/health": s.status, "GET /api/user/current": s.user,
		"POST /api/case": s.createCase, "POST /api/case/_search": s.find("case"),
		"GET /api/case/{id}": s.get("case"), "PATCH /api/case/{id}": s.patch("case"), "DELETE /api/case/{id}": s.remove("case"),
		"POST /api/case/{id}/artifact": s.createArtifacts, "POST /api/case/artifact/_search": s.find("case_artifact"),
		"GET /api/case/artifact/{id}": s.get("case_artifact"), "PATCH /api/case/artifact/{id}": s.patch("case_artifact"), "DELETE /api/case/artifact/{id}": s.remove("case_artifact"),
		"POST /api/case/{id}/task": s.createTask, "POST /api/case/task/_search": s.find("case_task"), "GET /api/case/task/{id}": s.get("case_task"),
	} {
		s.mux.HandleFunc(pattern, s.locked(h))
	}
	s.mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		answer(w, http.StatusBadRequest, (&fault{kind: "BadRequest", message: "the lab does not implement " + r.Method + " " + r.URL.Path}).body())
	})
}

// fault is an error in TheHive's shape.
type fault struct {
	status        int
	kind, message string
	more          map[string]any
}

// Error returns "type: message".
func (f *fault) Error() string { return f.kind + ": " + f.message }

func (f *fault) body() map[string]any {
	b := map[string]any{"type": f.kind, "message": f.message}
	for k, v := range f.more {
		b[k] = v
	}
	return b
}

func badRequest(message string) *fault {
	return &fault{status: http.StatusBadRequest, kind: "BadRequest", message: message}
}

func notFound(what, id string) *fault {
	return &fault{status: http.StatusNotFound, kind: "NotFoundError", message: what + " " + id + " not found"}
}

// handler answers a request whose body has been read, with the state held.
type handler func(r *http.Request, body []byte) (status int, out any, err error)

// maxBody bounds a request: observables of files are not taken.
const maxBody = 8 << 20

func (s *Server) locked(h handler) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
		if err != nil {
			answer(w, http.StatusBadRequest, badRequest(err.Error()).body())
			return
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		status, out, err := h(r, body)
		var f *fault
		switch {
		case errors.As(err, &f):
			answer(w, f.status, f.body())
		case err != nil:
			answer(w, http.StatusInternalServerError, map[string]any{"type": "InternalError", "message": err.Error()})
		default:
			answer(w, status, out)
		}
	}
}

// ServeHTTP answers one request; the key is checked before anything else.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	key, bearer := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if r.URL.Path != "/api/status" && (!bearer || key != s.key) {
		answer(w, http.StatusUnauthorized, (&fault{kind: "AuthenticationError", message: "Authentication failure"}).body())
		return
	}
	s.mux.ServeHTTP(w, r)
}

func answer(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	if status != http.StatusNoContent {
		json.NewEncoder(w).Encode(body)
	}
}

func (s *Server) status(*http.Request, []byte) (int, any, error) {
	return http.StatusOK, map[string]any{"versions": map[string]string{"Scalligraph": "0.1.0-SNAPSHOT", "TheHive": "4.1.24-1", "Play": "2.8.8"},
		"connectors": map[string]any{}, "health": map[string]any{"elasticsearch": "UNKNOWN"}, "config": map[string]any{"authType": []string{"local", "key"}, "capabilities": []string{"authByKey"}}}, nil
}

func (s *Server) user(*http.Request, []byte) (int, any, error) {
	return http.StatusOK, map[string]any{"_id": "~4096", "id": "hunter@lab.local", "login": "hunter@lab.local", "name": "Hunter", "organisation": "lab", "status": "Ok",
		"roles": []string{"read", "write", "alert"}}, nil
}
