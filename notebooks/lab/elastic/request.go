package elastic

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"sort"
	"strconv"
	"strings"

	"gohunt/notebooks/lab/index"
	"gohunt/notebooks/lab/refusal"
)

// maxBody is Elasticsearch's default limit of a request, 100 MB.
const maxBody = 100 << 20

func readBody(r *http.Request) ([]byte, error) {
	body, err := io.ReadAll(io.LimitReader(r.Body, maxBody+1))
	if err != nil {
		return nil, refusal.Parsing("cannot read the request's body: %s", err)
	}
	if len(body) > maxBody {
		return nil, refusal.Argument("request body is larger than %d bytes", maxBody).At(http.StatusRequestEntityTooLarge)
	}
	return body, nil
}

// harmless are parameters that change nothing of what an answer says here.
var harmless = []string{"pretty", "human", "error_trace", "allow_no_indices", "ignore_unavailable", "expand_wildcards", "preference", "routing",
	"allow_partial_search_results", "request_cache", "batched_reduce_size", "max_concurrent_shard_requests", "ccs_minimize_roundtrips",
	"timeout", "master_timeout", "wait_for_active_shards", "refresh", "ignore_throttled", "search_type"}

// checkParameters refuses a parameter that is neither harmless nor among those that the handler reads.
func checkParameters(r *http.Request, known ...string) (url.Values, error) {
	q := r.URL.Query()
	names := make([]string, 0, len(q))
	for name := range q {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		if !contains(known, name) && !contains(harmless, name) {
			return nil, refusal.Argument("request [%s] contains a parameter that the lab does not implement: [%s]", r.URL.Path, name)
		}
	}
	return q, nil
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

func boolean(q url.Values, name string, absent bool) bool {
	if !q.Has(name) {
		return absent
	}
	return q.Get(name) != "false"
}

func number(q url.Values, name string, absent int) (int, error) {
	if !q.Has(name) {
		return absent, nil
	}
	n, err := strconv.Atoi(q.Get(name))
	if err != nil {
		return 0, refusal.Argument("Failed to parse int parameter [%s] with value [%s]", name, q.Get(name))
	}
	return n, nil
}

// resolve returns the indices of a request's path.
func (s *Server) resolve(r *http.Request) ([]*index.Index, error) {
	q := r.URL.Query()
	return s.catalog.Resolve(r.PathValue("index"), index.Options{
		IgnoreUnavailable: boolean(q, "ignore_unavailable", false), RefuseNone: !boolean(q, "allow_no_indices", true)})
}

// fields is an object's members, each to be taken once; what is left over is refused.
type fields map[string]json.RawMessage

func parseFields(body []byte) (fields, error) {
	f := fields{}
	if len(strings.TrimSpace(string(body))) == 0 {
		return f, nil
	}
	if err := json.Unmarshal(body, &f); err != nil {
		return nil, refusal.Parsing("the request's body is not a JSON object: %s", err)
	}
	return f, nil
}

// take decodes a member into v and reports whether it was there.
func (f fields) take(name string, v any) (bool, error) {
	raw, ok := f[name]
	if !ok || string(raw) == "null" {
		delete(f, name)
		return false, nil
	}
	delete(f, name)
	if err := json.Unmarshal(raw, v); err != nil {
		return true, refusal.Parsing("[%s] cannot be read from %s", name, index.Text256(string(raw)))
	}
	return true, nil
}

// rest refuses what nobody took.
func (f fields) rest(ignored ...string) error {
	names := make([]string, 0, len(f))
	for name := range f {
		if !contains(ignored, name) {
			names = append(names, name)
		}
	}
	sort.Strings(names)
	if len(names) > 0 {
		return refusal.Parsing("Unknown key for a value in [%s]: the lab does not implement it", names[0])
	}
	return nil
}

func shards(n int) map[string]any {
	return map[string]any{"total": n, "successful": n, "skipped": 0, "failed": 0}
}
