package lab

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"gohunt/notebooks/lab/corpus"
)

// target is the Elasticsearch that documents are loaded into.
type target struct {
	url            string
	user, password string
	client         *http.Client
}

func newTarget(url, user, password string, insecure bool) *target {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.TLSClientConfig = &tls.Config{InsecureSkipVerify: insecure}
	return &target{url: strings.TrimSuffix(url, "/"), user: user, password: password, client: &http.Client{Transport: transport, Timeout: 2 * time.Minute}}
}

// do sends a request and returns the answer's status and body.
func (t *target) do(ctx context.Context, method, path, kind string, body io.Reader) (int, []byte, error) {
	r, err := http.NewRequestWithContext(ctx, method, t.url+path, body)
	if err != nil {
		return 0, nil, err
	}
	r.Header.Set("Content-Type", kind)
	if t.user != "" {
		r.SetBasicAuth(t.user, t.password)
	}
	answer, err := t.client.Do(r)
	if err != nil {
		return 0, nil, err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	return answer.StatusCode, text, err
}

// prepare makes the index of a stream with its mapping. A server whose templates make data streams of such
// names refuses that, and makes the stream itself with the first document.
func (t *target) prepare(ctx context.Context, name string) error {
	mapping := strings.NewReader(`{"mappings": ` + corpus.Mapping + `}`)
	status, text, err := t.do(ctx, http.MethodPut, "/"+name, "application/json", mapping)
	switch {
	case err != nil:
		return fmt.Errorf("cannot reach %s: %w", t.url, err)
	case status < 300, strings.Contains(string(text), "data stream"):
		return nil
	case strings.Contains(string(text), "resource_already_exists_exception"):
		return fmt.Errorf("%s exists already there: delete it first, so that nothing is counted twice", name)
	}
	return fmt.Errorf("cannot make the index %s: status %d: %s", name, status, reason(text))
}

// bulk writes one batch; the first document that is refused is the error.
func (t *target) bulk(ctx context.Context, body io.Reader) error {
	status, text, err := t.do(ctx, http.MethodPost, "/_bulk", "application/x-ndjson", body)
	if err != nil {
		return fmt.Errorf("cannot write to %s: %w", t.url, err)
	}
	if status >= 300 {
		return fmt.Errorf("cannot write documents: status %d: %s", status, reason(text))
	}
	var answer struct {
		Errors bool
		Items  []map[string]struct{ Error json.RawMessage }
	}
	if err := json.Unmarshal(text, &answer); err != nil {
		return fmt.Errorf("the answer to a bulk request cannot be read: %w", err)
	}
	for _, item := range answer.Items {
		for _, one := range item {
			if answer.Errors && len(one.Error) > 0 {
				return fmt.Errorf("a document was refused: %s", one.Error)
			}
		}
	}
	return nil
}

func (t *target) refresh(ctx context.Context) error {
	status, text, err := t.do(ctx, http.MethodPost, "/logs-endpoint.events*/_refresh", "application/json", nil)
	if err == nil && status >= 300 {
		err = fmt.Errorf("status %d: %s", status, reason(text))
	}
	return err
}

// reason returns the reason of an error in Elasticsearch's shape, else the beginning of the text.
func reason(text []byte) string {
	var e struct{ Error struct{ Reason string } }
	if json.Unmarshal(text, &e) == nil && e.Error.Reason != "" {
		return e.Error.Reason
	}
	return string(text[:min(len(text), 300)])
}
