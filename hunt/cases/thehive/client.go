// Package thehive opens cases in TheHive and adds observables to them, over the v0 API that TheHive 4 has and
// TheHive 5 still answers.
//
// Before it stands hunt, whose Push says what a case should hold; after it, people at work. A case has no natural key
// in TheHive, so each one opened here carries a reference as a tag, and is found again by it. Nothing is ever sent in a
// way that could open a case twice.
//
// It uses net/http alone: there is no Go client of TheHive that is kept up.
package thehive

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"gohunt/hunt/fault"
)

// Config says where TheHive is and who writes.
type Config struct {
	URL          string // http or https, with whatever path stands before /api
	Key          string // API key of a user who may write cases
	Organisation string // for users of several; may be empty
	Unverified   bool   // accept any TLS certificate
	Timeout      time.Duration
}

// Client writes to one TheHive. It may be used by several goroutines.
type Client struct {
	base *url.URL
	cfg  Config
	http *http.Client

	asked sync.Once
	five2 bool // the server is 5.2 or newer, where RED is 4
}

// New makes a client and sends nothing. An error is a *fault.Error.
func New(cfg Config) (*Client, error) {
	base, err := url.Parse(strings.TrimRight(strings.TrimSpace(cfg.URL), "/"))
	if err != nil || base.Host == "" || base.Scheme != "http" && base.Scheme != "https" {
		return nil, fault.New("TheHive", "", "the URL cannot be read", "write it as https://host:9000")
	}
	base.User = nil
	if cfg.Key = strings.TrimSpace(cfg.Key); cfg.Key == "" {
		return nil, fault.New("TheHive", base.String(), "no API key", `give one with hunt.APIKey(hunt.Secret("thehive"))`)
	}
	if cfg.Timeout == 0 {
		cfg.Timeout = 30 * time.Second
	}
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.TLSClientConfig = &tls.Config{InsecureSkipVerify: cfg.Unverified}
	stay := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse } // a redirected POST would become a GET
	return &Client{base: base, cfg: cfg, http: &http.Client{Timeout: cfg.Timeout, Transport: transport, CheckRedirect: stay}}, nil
}

// Source is the URL of TheHive without a credential.
func (c *Client) Source() string { return c.base.String() }

const answerBytes = 64 << 20

// refusal is an answer that is no success: TheHive's {"type","message"}.
type refusal struct {
	status  int
	Type    string
	Message string
}

func (r *refusal) Error() string {
	if r.Message == "" {
		return fmt.Sprintf("the server answered %d %s", r.status, http.StatusText(r.status))
	}
	return fmt.Sprintf("%s (%d %s)", r.Message, r.status, r.Type)
}

// errLost is the reason when a request went out and no whole answer came: it may have been carried out.
var errLost = errors.New("no answer came")

// send makes one request, once, and reads a 2xx answer into out.
func (c *Client) send(ctx context.Context, method, path string, query url.Values, in, out any) (status int, err error) {
	req, err := c.request(ctx, method, path, query, in)
	if err != nil {
		return 0, err
	}
	res, err := c.http.Do(req)
	if err != nil {
		return 0, c.lost(ctx, err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(io.LimitReader(res.Body, answerBytes))
	if err != nil {
		return 0, c.lost(ctx, err)
	}
	if res.StatusCode > 299 {
		r := &refusal{status: res.StatusCode}
		_ = json.Unmarshal(text, r)
		return res.StatusCode, r
	}
	if err := json.Unmarshal(text, out); err != nil {
		return res.StatusCode, fmt.Errorf("%w that could be read: %w", errLost, err)
	}
	return res.StatusCode, nil
}

func (c *Client) request(ctx context.Context, method, path string, query url.Values, in any) (*http.Request, error) {
	u := c.base.JoinPath(path)
	u.RawQuery = query.Encode()
	var body io.Reader
	if in != nil {
		text, err := json.Marshal(in)
		if err != nil {
			return nil, err
		}
		body = bytes.NewReader(text)
	}
	req, err := http.NewRequestWithContext(ctx, method, u.String(), body)
	if err == nil {
		c.sign(req)
	}
	return req, err
}

func (c *Client) sign(req *http.Request) {
	req.Header.Set("Authorization", "Bearer "+c.cfg.Key)
	req.Header.Set("Content-Type", "application/json")
	if c.cfg.Organisation != "" {
		req.Header.Set("X-Organisation", c.cfg.Organisation)
	}
}

// lost lets an ended context speak for itself, and drops the URL from a transport's error.
func (c *Client) lost(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return errors.Join(errLost, ctx.Err())
	}
	if inner, ok := errors.AsType[*url.Error](err); ok {
		err = inner.Err
	}
	return fmt.Errorf("%w from %s: %w", errLost, c.base.Host, err)
}

// explain makes the error that a person reads.
func (c *Client) explain(step, on string, err error) error {
	out := &fault.Error{Step: step, On: on, Err: err}
	if r, ok := errors.AsType[*refusal](err); ok {
		out.Hint = r.hint()
	} else if errors.Is(err, errLost) && !errors.Is(err, context.Canceled) {
		out.Hint = "check that " + c.base.Host + " can be reached, and run it again: what is there already is found by its reference"
	}
	return out
}

func (r *refusal) hint() string {
	switch r.status {
	case http.StatusUnauthorized:
		return "check the API key (hunt.APIKey)"
	case http.StatusForbidden:
		return "use the key of a user whose profile may manage cases and observables"
	case http.StatusNotFound:
		return "check that the URL is that of TheHive, and that data types are ones it knows"
	case http.StatusBadRequest:
		return "correct what the server names"
	}
	return "run it again later: what is there already is found by its reference"
}
