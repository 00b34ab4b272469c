package elastic

import (
	"bytes"
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

// call is one request, and what may be done when it fails.
type call struct {
	step, on string // for the error: what the person asked for, and of what
	method   string
	path     string // escaped
	query    url.Values
	body     []byte
	again    repeat
	into     []byte // room for the answer; may be nil
}

// repeat says when a request may be sent again.
type repeat int

const (
	never      repeat = iota
	refused           // only when the server said that it did not do it: 429
	repeatable        // whenever no whole answer came, for asking twice gives the same
)

// do sends the call, repeats it while that is allowed and may help, and gives the whole body of a 2xx answer.
func (c *Client) do(ctx context.Context, q call) ([]byte, error) {
	deadline := time.Now().Add(c.patience)
	for attempt := 0; ; attempt++ {
		body, err := c.once(ctx, q)
		if err == nil {
			c.met.Store(true)
			return body, nil
		}
		wait, may := c.pause(q, err, attempt)
		if !may || time.Now().Add(wait).After(deadline) {
			return nil, c.explain(q, err)
		}
		if sleep(ctx, wait) != nil {
			return nil, c.explain(q, ctx.Err())
		}
	}
}

// once sends the call and reads the answer to its end.
func (c *Client) once(ctx context.Context, q call) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	timed, cancel := context.WithTimeoutCause(ctx, c.timeout, errSlow)
	defer cancel()
	req, err := q.request(timed)
	if err != nil {
		return nil, err
	}
	res, err := c.base.Perform(req)
	if err != nil {
		return nil, cause(timed, err)
	}
	defer res.Body.Close()
	body, err := readAll(res.Body, q.into, res.ContentLength)
	if err != nil {
		return nil, cause(timed, errors.Join(errCutBody, err))
	}
	if res.StatusCode > 299 {
		return nil, answer(res, body)
	}
	if body = bytes.TrimSpace(body); len(body) == 0 || body[len(body)-1] != '}' {
		return nil, errCutBody
	}
	return body, nil
}

func (q call) request(ctx context.Context) (*http.Request, error) {
	var body io.Reader
	if q.body != nil {
		body = bytes.NewReader(q.body)
	}
	req, err := http.NewRequestWithContext(ctx, q.method, q.path, body)
	if err != nil {
		return nil, err
	}
	req.URL.RawQuery = q.query.Encode()
	req.Header.Set("Accept", "application/json")
	if q.body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	return req, nil
}

var (
	errSlow    = errors.New("no whole answer came in time")
	errCutBody = errors.New("the answer was cut off")
)

// cause prefers why the context ended to how the transport put it.
func cause(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return err
}

// readAll reads into room, and makes more only when it must.
func readAll(r io.Reader, room []byte, length int64) ([]byte, error) {
	if length >= int64(cap(room)) && length < 1<<30 {
		room = make([]byte, 0, length+1)
	}
	b := bytes.NewBuffer(room[:0])
	_, err := b.ReadFrom(r)
	return b.Bytes(), err
}

// pause tells whether the call may be sent again after err, and after what time: from a quarter of a second on
// doubled up to eight seconds, with a random half so that clients spread, or what the server asks for.
func (c *Client) pause(q call, err error, attempt int) (time.Duration, bool) {
	wait := min(250*time.Millisecond<<min(attempt, 5), 8*time.Second)
	wait = wait/2 + rand.N(wait/2)
	status, ok := errors.AsType[*statusError](err)
	switch {
	case ok && status.after > 0:
		wait = status.after
		fallthrough
	case ok:
		return wait, q.again >= refused && status.code == 429 || q.again == repeatable && status.passing()
	case q.again != repeatable || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded):
		return 0, false
	case errors.Is(err, errCutBody):
		return wait, true
	}
	return wait, c.met.Load() && !hopeless(err) // a server that never answered is not waited for
}

func retryAfter(h http.Header) time.Duration {
	seconds, err := strconv.Atoi(h.Get("Retry-After"))
	if err != nil || seconds < 0 {
		return 0
	}
	return time.Duration(seconds) * time.Second
}

func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}
