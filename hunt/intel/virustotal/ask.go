package virustotal

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/netip"
	"net/url"
	"time"
)

const answerBytes = 8 << 20

// ask sends one question: GET /api/v3/ip_addresses/{ip}, as documented at docs.virustotal.com/reference/ip-info.
func (c *Client) ask(ctx context.Context, addr netip.Addr) (Report, error) {
	u := c.base.JoinPath("api/v3/ip_addresses", addr.String())
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return Report{}, err
	}
	req.Header.Set("x-apikey", c.key)
	req.Header.Set("Accept", "application/json")
	res, err := c.http.Do(req)
	if err != nil {
		return Report{}, c.unreached(ctx, addr.String(), err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(io.LimitReader(res.Body, answerBytes))
	if err != nil {
		return Report{}, c.unreached(ctx, addr.String(), err)
	}
	unknown := Report{Address: addr.String(), At: time.Now().UTC()}
	switch res.StatusCode {
	case http.StatusOK:
		return c.report(addr.String(), body)
	case http.StatusNotFound:
		if code, _ := reason(body); code == "NotFoundError" {
			return unknown, nil
		}
	}
	return Report{}, c.refused(addr.String(), res.StatusCode, body)
}

// unreached drops the URL from a transport's error, and lets an ended context speak for itself.
func (c *Client) unreached(ctx context.Context, on string, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if inner, ok := errors.AsType[*url.Error](err); ok {
		err = inner.Err
	}
	return c.fault(on, "check that the service can be reached from here", "%s: %w", c.base.Host, err)
}

// refused explains an answer that is no report (docs.virustotal.com/reference/errors).
func (c *Client) refused(on string, status int, body []byte) error {
	code, message := reason(body)
	if message == "" {
		message = http.StatusText(status)
	}
	switch {
	case status == http.StatusTooManyRequests:
		return c.fault(on, "what was asked so far is kept, so run it again in a minute; daily quotas start anew at 00:00 UTC", "%w: %s", ErrQuota, message)
	case status == http.StatusUnauthorized, status == http.StatusForbidden:
		return c.fault(on, "check the API key", "the key was refused: %s (%d %s)", message, status, code)
	case status >= 500:
		return c.fault(on, "the service has trouble: run it again later, answers so far are kept", "%s (%d %s)", message, status, code)
	}
	return c.fault(on, "check that the URL is that of VirusTotal", "%s (%d %s)", message, status, code)
}

// reason reads {"error":{"code","message"}}.
func reason(body []byte) (code, message string) {
	var e struct {
		Error struct{ Code, Message string }
	}
	_ = json.Unmarshal(body, &e)
	return e.Error.Code, e.Error.Message
}

// report reads the attributes of an ip_address object.
func (c *Client) report(address string, body []byte) (Report, error) {
	var a struct {
		Data struct {
			Type       string
			Attributes struct {
				Stats struct {
					Harmless, Malicious, Suspicious, Undetected, Timeout int
				} `json:"last_analysis_stats"`
				Reputation, ASN  int
				ASOwner          string `json:"as_owner"`
				Country, Network string
				Tags             []string
				Analysed         int64 `json:"last_analysis_date"`
				Modified         int64 `json:"last_modification_date"`
			}
		}
	}
	if err := json.Unmarshal(body, &a); err != nil || a.Data.Type != "ip_address" {
		return Report{}, c.fault(address, "check that the URL is that of VirusTotal", "the answer is no report about an address")
	}
	at, s := a.Data.Attributes, a.Data.Attributes.Stats
	return Report{Address: address, Known: true, At: time.Now().UTC(), Analysed: moment(at.Analysed, at.Modified),
		Harmless: s.Harmless, Malicious: s.Malicious, Suspicious: s.Suspicious, Undetected: s.Undetected, Timeout: s.Timeout,
		Reputation: at.Reputation, ASN: at.ASN, ASOwner: at.ASOwner, Country: at.Country, Network: at.Network, Tags: at.Tags}, nil
}

func moment(seconds ...int64) time.Time {
	for _, s := range seconds {
		if s > 0 {
			return time.Unix(s, 0).UTC()
		}
	}
	return time.Time{}
}

// String is the five counts, as hunters quote them.
func (r Report) String() string {
	if !r.Known {
		return r.Address + ": unknown to VirusTotal"
	}
	return fmt.Sprintf("%s: %d malicious, %d suspicious, %d harmless, %d undetected, %d timeout",
		r.Address, r.Malicious, r.Suspicious, r.Harmless, r.Undetected, r.Timeout)
}
