package lab

import (
	"crypto/subtle"
	"encoding/json"
	"net/http"
)

// card is what GET /_lab says: where the stack's servers are, and what is in it.
type card struct {
	Lab      string             `json:"lab"` // the binary that serves, see identity
	Clock    string             `json:"clock"`
	Seed     uint64             `json:"seed"`
	Services map[string]Service `json:"services"`
}

// withControl adds the lab's own two requests to Elasticsearch's: GET /_lab and POST /_lab/stop.
func (l *Lab) withControl(next http.Handler) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /_lab", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		json.NewEncoder(w).Encode(l.card())
	})
	mux.HandleFunc("POST /_lab/stop", l.stopRequested)
	mux.Handle("/", next)
	return mux
}

func (l *Lab) card() card {
	return card{Lab: identity(), Clock: l.clock.Format("2006-01-02T15:04:05Z07:00"), Seed: l.seed, Services: l.services}
}

// stopRequested ends the lab if the request has its token, which only its state file tells.
func (l *Lab) stopRequested(w http.ResponseWriter, r *http.Request) {
	if subtle.ConstantTimeCompare([]byte(r.Header.Get("X-Lab-Token")), []byte(l.token)) != 1 {
		http.Error(w, "the token of the lab's state file is missing", http.StatusForbidden)
		return
	}
	w.WriteHeader(http.StatusAccepted)
	l.once.Do(func() { close(l.stop) })
}
