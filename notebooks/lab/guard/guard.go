// Package guard stands before every listener of the lab and refuses what a page in somebody's browser could
// send: requests to a name that only resolves to this machine, requests that carry an origin, and bodies
// of the types that a page may send without asking first.
//
// Nothing comes before it but net/http; what it lets through goes on to elastic, virustotal and thehive.
package guard

import (
	"encoding/json"
	"mime"
	"net"
	"net/http"
	"net/netip"
	"strings"
)

// Loopback lets through only requests whose Host is this machine by address or as localhost, that have no
// Origin, and whose body, if there is one, is JSON, NDJSON or CBOR. It answers the others with 403 or 406.
func Loopback(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case !isLoopback(r.Host):
			refuse(w, http.StatusForbidden, "the lab answers only to its loopback address, not to the host ["+r.Host+"]")
		case fromPage(r):
			refuse(w, http.StatusForbidden, "the lab does not answer requests from web pages")
		case hasBody(r) && !isData(r.Header.Get("Content-Type")):
			refuse(w, http.StatusNotAcceptable, "Content-Type header ["+r.Header.Get("Content-Type")+"] is not supported")
		default:
			next.ServeHTTP(w, r)
		}
	})
}

func isLoopback(hostport string) bool {
	host, _, err := net.SplitHostPort(hostport)
	if err != nil {
		host = hostport
	}
	host = strings.Trim(host, "[]")
	if strings.EqualFold(host, "localhost") {
		return true
	}
	a, err := netip.ParseAddr(host)
	return err == nil && a.IsLoopback()
}

// fromPage reports whether a browser says that another page sends the request.
func fromPage(r *http.Request) bool {
	site := r.Header.Get("Sec-Fetch-Site")
	return r.Header.Get("Origin") != "" || site == "cross-site" || site == "same-site"
}

func hasBody(r *http.Request) bool { return r.ContentLength != 0 }

var dataTypes = map[string]bool{
	"application/json": true, "application/x-ndjson": true, "application/cbor": true,
	"application/vnd.elasticsearch+json": true, "application/vnd.elasticsearch+x-ndjson": true,
}

func isData(contentType string) bool {
	t, _, err := mime.ParseMediaType(contentType)
	return err == nil && dataTypes[t]
}

func refuse(w http.ResponseWriter, status int, reason string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(map[string]any{"error": map[string]any{"type": "security_exception", "reason": reason,
		"root_cause": []any{map[string]any{"type": "security_exception", "reason": reason}}}, "status": status})
}
