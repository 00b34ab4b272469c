// Package virustotal asks VirusTotal (API v3) what it knows about addresses.
//
// Before it stands hunt, whose Enrich gives it the distinct values of a column; after it come the columns vt.malicious
// and others. Everything about the service's quota is here: a question is asked once, its answer is kept in memory and
// on disk, questions are paced, and addresses that say nothing to an outsider are never sent.
//
// It uses net/http alone: one GET request needs no client library.
package virustotal

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"gohunt/hunt/fault"
)

// Config says how to ask. Only Key is needed.
type Config struct {
	URL       string        // the service; https://www.virustotal.com when empty
	Key       string        // API key
	PerMinute int           // questions a minute; 4, the public quota, when 0; without limit when negative
	Cache     string        // folder for answers, made when missing; gohunt/virustotal in the user's cache folder when empty
	NoDisk    bool          // keep answers in memory only
	Keep      time.Duration // how long an answer stands, a day when 0
	Timeout   time.Duration // of one question, 30 seconds when 0
}

// ErrPrivate is the reason for an address that is not asked about: private, loopback, link-local, multicast, reserved,
// or kept for documentation. Asking would tell about the own network and learn nothing.
var ErrPrivate = errors.New("not a public address, so VirusTotal was not asked")

// ErrQuota is the reason when the key may not ask any more for now.
var ErrQuota = errors.New("VirusTotal's quota for this key is used up")

// Report is what VirusTotal says about an address. The five counts are of engines, by their verdict.
type Report struct {
	Address string
	Known   bool // false: VirusTotal has never seen it; all else is zero then

	Harmless, Malicious, Suspicious, Undetected, Timeout int

	Reputation       int    // votes of the community, below zero is bad
	ASN              int    // autonomous system number, 0 when unknown
	ASOwner, Country string // of the autonomous system; two letters, ISO 3166
	Network          string // CIDR
	Tags             []string
	Analysed         time.Time // when VirusTotal last analysed it, UTC; zero when it does not say

	At     time.Time // when VirusTotal was asked, UTC
	Cached bool      // the answer is an earlier one
}

// Client asks with one key. It may be used by several goroutines.
type Client struct {
	base    *url.URL
	key     string
	http    *http.Client
	pace    *pace
	cache   *cache
	serving chan struct{} // holds a token while a question is under way: the same one is not asked twice
}

// New makes a client and sends nothing. An error is a *fault.Error.
func New(cfg Config) (*Client, error) {
	if cfg.URL == "" {
		cfg.URL = "https://www.virustotal.com"
	}
	base, err := url.Parse(strings.TrimRight(cfg.URL, "/"))
	if err != nil || base.Host == "" {
		return nil, fault.New("VirusTotal", "", "the service's URL cannot be read", "leave it out, or write it as https://host")
	}
	if strings.TrimSpace(cfg.Key) == "" {
		return nil, fault.New("VirusTotal", "", "no API key", `give one with hunt.APIKey(hunt.Secret("virustotal"))`)
	}
	if cfg.Keep == 0 {
		cfg.Keep = 24 * time.Hour
	}
	if cfg.Timeout == 0 {
		cfg.Timeout = 30 * time.Second
	}
	return &Client{base: base, key: strings.TrimSpace(cfg.Key), pace: newPace(cfg.PerMinute), cache: newCache(cfg),
		http: &http.Client{Timeout: cfg.Timeout, CheckRedirect: stay}, serving: make(chan struct{}, 1)}, nil
}

// stay follows no redirection: the key would go to wherever it leads.
func stay(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

// Address reports on one IPv4 or IPv6 address. An address that VirusTotal has never seen is a Report with Known false,
// and no error. Other errors are *fault.Error, with ErrPrivate or ErrQuota inside where that is the reason. It waits
// for its turn as long as ctx allows.
func (c *Client) Address(ctx context.Context, ip string) (Report, error) {
	addr, err := public(ip)
	if err != nil {
		return Report{Address: ip}, &fault.Error{Step: "VirusTotal", On: ip, Err: err}
	}
	select {
	case c.serving <- struct{}{}:
		defer func() { <-c.serving }()
	case <-ctx.Done():
		return Report{Address: ip}, ctx.Err()
	}
	key := c.base.String() + " ip " + addr.String()
	if r, ok := c.cache.get(key); ok {
		r.Cached = true
		return r, nil
	}
	if err := c.pace.wait(ctx); err != nil {
		return Report{Address: ip}, err
	}
	r, err := c.ask(ctx, addr)
	if err != nil {
		return Report{Address: ip}, err
	}
	c.cache.put(key, r)
	return r, nil
}

// Addresses reports on many, each distinct one once; those that are not public are left out. When an error ends it
// early, such as ErrQuota, the reports so far come with it. progress is called after each one and may be nil.
func (c *Client) Addresses(ctx context.Context, ips []string, progress func(done, all int)) (map[string]Report, error) {
	reports := map[string]Report{}
	for i, ip := range ips {
		if _, done := reports[ip]; !done {
			r, err := c.Address(ctx, ip)
			switch {
			case errors.Is(err, ErrPrivate) || errors.Is(err, errNoAddress):
			case err != nil:
				return reports, err
			default:
				reports[ip] = r
			}
		}
		if progress != nil {
			progress(i+1, len(ips))
		}
	}
	return reports, nil
}

var errNoAddress = errors.New("this is no IP address")

// public parses an address and refuses what is not reachable from everywhere.
func public(ip string) (netip.Addr, error) {
	addr, err := netip.ParseAddr(strings.TrimSpace(ip))
	if err != nil {
		return addr, errNoAddress
	}
	addr = addr.Unmap()
	if !addr.IsGlobalUnicast() || addr.IsPrivate() || addr.Zone() != "" {
		return addr, ErrPrivate
	}
	for _, block := range special {
		if block.Contains(addr) {
			return addr, ErrPrivate
		}
	}
	return addr, nil
}

// special is the blocks of the IANA special-purpose registries (RFC 6890 and its successors) that netip's own
// predicates leave out.
var special = blocks(
	"0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15", "198.51.100.0/24",
	"203.0.113.0/24", "240.0.0.0/4",
	"64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "5f00::/16", "fec0::/10",
)

func blocks(cidrs ...string) (out []netip.Prefix) {
	for _, cidr := range cidrs {
		if p, err := netip.ParsePrefix(cidr); err == nil {
			out = append(out, p)
		}
	}
	return out
}

func (c *Client) fault(on, hint, format string, args ...any) error {
	return &fault.Error{Step: "VirusTotal", On: on, Err: fmt.Errorf(format, args...), Hint: hint}
}
