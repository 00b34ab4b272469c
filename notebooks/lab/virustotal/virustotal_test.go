package virustotal

import (
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

func TestAddresses(t *testing.T) {
	s := New("secret", func() time.Time { return time.Date(2022, 12, 1, 12, 0, 0, 0, time.UTC) }, []string{"140.82.121.4"})
	for _, c := range []struct {
		key, path string
		status    int
		want      string
	}{
		{"secret", "/api/v3/ip_addresses/58.158.177.102", 200, `"last_analysis_stats":{"harmless":69,"malicious":14,"suspicious":0,"undetected":13,"timeout":0}`},
		{"secret", "/api/v3/ip_addresses/140.82.121.4", 200, `"as_owner":"GITHUB"`},
		{"secret", "/api/v3/ip_addresses/9.9.9.9", 404, `"code":"NotFoundError"`},
		{"secret", "/api/v3/ip_addresses/nine", 400, `"code":"InvalidArgumentError"`},
		{"secret", "/api/v3/domains/example.com", 400, `"code":"BadRequestError"`},
		{"", "/api/v3/ip_addresses/58.158.177.102", 401, `"message":"X-Apikey header is missing"`},
		{"other", "/api/v3/ip_addresses/58.158.177.102", 401, `"code":"WrongCredentialsError"`},
	} {
		r := httptest.NewRequest("GET", c.path, nil)
		if c.key != "" {
			r.Header.Set("X-Apikey", c.key)
		}
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		if w.Code != c.status || !strings.Contains(w.Body.String(), c.want) {
			t.Errorf("%s with %q: %d %s; want %d %s", c.path, c.key, w.Code, w.Body, c.status, c.want)
		}
	}
}

// TestCleanAddressesHaveNoVerdict sees that the counts follow from the address and add up.
func TestCleanAddressesHaveNoVerdict(t *testing.T) {
	for _, ip := range []string{"140.82.121.4", "1.1.1.1", "142.250.185.68"} {
		a, b := cleanStats(ip), cleanStats(ip)
		if a != b || a.Malicious != 0 || a.Harmless+a.Undetected != engines {
			t.Errorf("%s: %v", ip, a)
		}
	}
}
