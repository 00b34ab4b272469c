package lab

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
)

// request asks a server of the lab with its key, and returns the answer's text.
func request(t *testing.T, l *Lab, role, method, path, body string) []byte {
	t.Helper()
	s, err := l.Service(role)
	if err != nil {
		t.Fatal(err)
	}
	r, err := http.NewRequest(method, s.URL+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("X-Apikey", s.Key)
	r.Header.Set("Authorization", "Bearer "+s.Key)
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func call(t *testing.T, l *Lab, role, method, path, body string) (out map[string]any) {
	t.Helper()
	if err := json.Unmarshal(request(t, l, role, method, path, body), &out); err != nil {
		t.Fatal(err)
	}
	return out
}

func callList(t *testing.T, l *Lab, role, path, body string) (out []any) {
	t.Helper()
	if err := json.Unmarshal(request(t, l, role, "POST", path, body), &out); err != nil {
		t.Fatal(err)
	}
	return out
}
