package elastic

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"syscall"
	"time"

	"gohunt/hunt/fault"
)

// statusError is an answer that is not 2xx.
type statusError struct {
	code   int
	kind   string // the server's name for it, "index_not_found_exception"
	reason string // the server's own words
	after  time.Duration
}

func (e *statusError) Error() string {
	if e.reason == "" {
		return fmt.Sprintf("the server answered %d %s", e.code, http.StatusText(e.code))
	}
	return fmt.Sprintf("%s (%d)", e.reason, e.code)
}

// passing reports whether the state is one that passes by itself.
func (e *statusError) passing() bool {
	switch e.code {
	case 429, 502, 503, 504:
		return true
	}
	return false
}

// trouble is Elasticsearch's shape of an error, as far as a person needs it.
type trouble struct {
	Type      string    `json:"type"`
	Reason    string    `json:"reason"`
	RootCause []trouble `json:"root_cause"`
	CausedBy  *trouble  `json:"caused_by"`
	Failed    []struct {
		Reason trouble `json:"reason"`
	} `json:"failed_shards"`
}

// answer reads the server's reason out of an answer.
func answer(res *http.Response, body []byte) *statusError {
	e := &statusError{code: res.StatusCode, after: retryAfter(res.Header)}
	var whole struct {
		Error json.RawMessage `json:"error"`
	}
	if json.Unmarshal(body, &whole) != nil || whole.Error == nil {
		if kind := res.Header.Get("Content-Type"); kind == "" || strings.HasPrefix(kind, "text/plain") {
			e.reason = firstLine(strings.TrimSpace(string(body[:min(len(body), 200)])))
		}
		return e
	}
	var t trouble
	if json.Unmarshal(whole.Error, &t) != nil {
		_ = json.Unmarshal(whole.Error, &e.reason) // a plain string: "Incorrect HTTP method for uri ..."
		return e
	}
	e.kind, e.reason = t.Type, t.words()
	if len(t.RootCause) > 0 && t.RootCause[0].Type != "" {
		e.kind = t.RootCause[0].Type
	}
	return e
}

// words picks the most telling reasons: what the root cause says, and the innermost cause of it.
func (t *trouble) words() string {
	said := t.Reason
	deep := t.CausedBy
	if len(t.RootCause) > 0 {
		said = t.RootCause[0].Reason
	}
	if len(t.Failed) > 0 {
		deep = t.Failed[0].Reason.CausedBy
	}
	for deep != nil && deep.CausedBy != nil {
		deep = deep.CausedBy
	}
	if deep != nil && deep.Reason != "" && !strings.Contains(said, deep.Reason) {
		said += ": " + firstLine(deep.Reason)
	}
	return said
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return line
}

// explain makes the error that a person reads: the step, its object, the reason, what to try.
func (c *Client) explain(q call, err error) error {
	out := &fault.Error{Step: q.step, On: q.on, Err: err}
	if status, ok := errors.AsType[*statusError](err); ok {
		out.Hint = status.hint(q)
		return out
	}
	switch {
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
	case errors.Is(err, errSlow):
		out.Hint = "take a shorter window or a narrower query, or allow more time"
	case errors.Is(err, errCutBody):
		out.Err = errCutBody
		out.Hint = "run it again; if it happens every time, a proxy between here and the server cuts large answers"
	default:
		out.Hint, out.Err = c.network(err)
	}
	return out
}

func (e *statusError) hint(q call) string {
	switch {
	case e.code == 401:
		return "give a user and password (hunt.Auth) or an API key (hunt.APIKey) that this server knows"
	case e.code == 403:
		return "ask for a role that may read here, or name indices that you may read"
	case e.kind == "search_context_missing_exception":
		return "run it again: the server lost its snapshot of the index, and nothing that was read before was kept"
	case e.kind == "index_not_found_exception":
		return "check the name; a pattern such as logs-* also matches when an index is missing"
	case e.code == 405 && strings.HasPrefix(q.path, "/_sql"):
		return "this server has no SQL; use Search"
	case e.code == 429:
		return "the server is overloaded: wait a while, or take a shorter window"
	case e.passing():
		return "the server, or a proxy before it, is not ready: try again in a while"
	case e.code == 400 && e.kind == "" && strings.Contains(e.reason, "HTTPS"):
		return "write https:// instead of http://"
	case e.code == 400 && e.kind != "" && q.step == "Search":
		return `check the query string: fields as name:value, AND OR NOT in capitals, and \ before one of : / ( ) [ ] { } " when it is meant itself`
	case e.code == 404:
		return "check that the URL is that of Elasticsearch itself, not of Kibana or a page before it"
	}
	return ""
}

// network puts what failed below HTTP into words. The official client's own words never hold a credential, and
// neither does a *url.Error: the URL that the client uses has none.
func (c *Client) network(err error) (hint string, reason error) {
	if inner, ok := errors.AsType[*url.Error](err); ok {
		err = inner.Err
	}
	host := strings.TrimPrefix(strings.TrimPrefix(c.source, "https://"), "http://")
	switch {
	case strings.Contains(err.Error(), "not Elasticsearch"):
		return "check the port: Elasticsearch usually has 9200", fmt.Errorf("%s answers, but it is no Elasticsearch", c.source)
	case isPlainAnswer(err):
		return "write http:// instead of https://", fmt.Errorf("%s does not speak TLS", host)
	case isTLSAnswer(err) || !c.secured && !c.met.Load() && errors.Is(err, io.EOF):
		return "write https:// instead of http://, it seems to expect TLS", fmt.Errorf("%s closed the connection without an HTTP answer", host)
	case isCertificate(err):
		return "name the file of the certificate authority, or, where that is allowed, hunt.Unverified()", err
	case errors.Is(err, syscall.ECONNREFUSED), strings.Contains(err.Error(), "refused"): // Windows has a number of its own for it
		return "check host and port, and that the server runs", fmt.Errorf("nothing listens at %s (connection refused)", host)
	}
	if dns, ok := errors.AsType[*net.DNSError](err); ok {
		return "check the host's name, and the VPN", fmt.Errorf("the name %s cannot be resolved", dns.Name)
	}
	return "check that the server can be reached from here", err
}

// isTLSAnswer recognises an HTTP client's words for the bytes of a TLS alert.
func isTLSAnswer(err error) bool {
	return strings.Contains(err.Error(), "malformed HTTP response") && strings.Contains(err.Error(), `\x15\x03`)
}

// isPlainAnswer recognises an answer without TLS to a client that speaks it.
func isPlainAnswer(err error) bool {
	_, plain := errors.AsType[tls.RecordHeaderError](err)
	return plain || strings.Contains(err.Error(), "server gave HTTP response to HTTPS client")
}

func isCertificate(err error) bool {
	_, bad := errors.AsType[*tls.CertificateVerificationError](err)
	_, host := errors.AsType[x509.HostnameError](err)
	_, unknown := errors.AsType[x509.UnknownAuthorityError](err)
	return bad || host || unknown
}

// hopeless reports whether sending again cannot help.
func hopeless(err error) bool {
	return isCertificate(err) || isTLSAnswer(err) || isPlainAnswer(err) ||
		strings.Contains(err.Error(), "not Elasticsearch")
}
