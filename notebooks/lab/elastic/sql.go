package elastic

import (
	"net/http"

	"gohunt/notebooks/lab/refusal"
)

type column struct {
	Name string `json:"name"`
	Type string `json:"type"`
}

func (s *Server) sql(r *http.Request) (int, any, error) {
	return 0, nil, refusal.NotImplemented("_sql")
}

func (s *Server) closeSQL(r *http.Request) (int, any, error) {
	return 0, nil, refusal.NotImplemented("_sql")
}
