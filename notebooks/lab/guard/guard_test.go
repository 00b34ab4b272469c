package guard

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestLoopback(t *testing.T) {
	h := Loopback(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {}))
	for _, c := range []struct {
		name, host, method, body, kind, header, value string
		want                                          int
	}{
		{"an address", "127.0.0.1:9200", "GET", "", "", "", "", 200},
		{"localhost", "localhost:9200", "GET", "", "", "", "", 200},
		{"IPv6", "[::1]:9200", "GET", "", "", "", "", 200},
		{"a name that resolves here", "evil.example:9200", "GET", "", "", "", "", 403},
		{"a name that begins like the address", "127.0.0.1.evil.example", "GET", "", "", "", "", 403},
		{"a page", "127.0.0.1:9200", "POST", "", "", "Origin", "https://evil.example", 403},
		{"a local page", "127.0.0.1:9200", "POST", "", "", "Origin", "null", 403},
		{"an image on a page", "127.0.0.1:9200", "GET", "", "", "Sec-Fetch-Site", "cross-site", 403},
		{"typed into the address bar", "127.0.0.1:9200", "GET", "", "", "Sec-Fetch-Site", "none", 200},
		{"JSON", "127.0.0.1:9200", "POST", "{}", "application/json; charset=utf-8", "", "", 200},
		{"Elasticsearch's JSON", "127.0.0.1:9200", "POST", "{}", "application/vnd.elasticsearch+json; compatible-with=8", "", "", 200},
		{"a form", "127.0.0.1:9200", "POST", "a=b", "application/x-www-form-urlencoded", "", "", 406},
		{"text", "127.0.0.1:9200", "POST", "{}", "text/plain", "", "", 406},
		{"no type", "127.0.0.1:9200", "POST", "{}", "", "", "", 406},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := httptest.NewRequest(c.method, "/", strings.NewReader(c.body))
			r.Host = c.host
			if c.kind != "" {
				r.Header.Set("Content-Type", c.kind)
			}
			if c.header != "" {
				r.Header.Set(c.header, c.value)
			}
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			if w.Code != c.want {
				t.Errorf("status %d, want %d: %s", w.Code, c.want, w.Body)
			}
		})
	}
}
