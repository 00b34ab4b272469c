package elastic

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net/http"
	"net/url"
	"os"
	"strings"
	"sync/atomic"
	"time"

	es "github.com/elastic/go-elasticsearch/v8"

	"gohunt/hunt/fault"
)

// Config says where a cluster is and who asks. The zero value of every field but URL is usable.
type Config struct {
	URL            string // http or https, with host, port and perhaps a path in front; a user and password in it are taken out
	User, Password string // basic authentication
	APIKey         string // the encoded key, as Kibana shows it; used instead of User and Password
	Unverified     bool   // accept any TLS certificate; every ledger entry says so
	CAFile         string // PEM file with the certificate authority of the cluster, added to the system's

	Compress bool          // ask for gzip: worth it on slow links only, it costs the server three times the CPU
	Timeout  time.Duration // of one request, two minutes when zero
	Patience time.Duration // how long a request that may be repeated is repeated; a minute when zero, none when negative
}

// Client talks to one cluster. It may be used by several goroutines.
type Client struct {
	base     *es.BaseClient
	source   string // the URL without a credential
	secured  bool   // https
	notes    []string
	timeout  time.Duration
	patience time.Duration
	met      atomic.Bool // the server has answered once
}

// Open checks cfg and makes a client. It sends nothing: the first request does, and names what is wrong. An error is
// a *fault.Error.
func Open(cfg Config) (*Client, error) {
	u, err := address(&cfg)
	if err != nil {
		return nil, err
	}
	transport, err := transport(cfg)
	if err != nil {
		return nil, err
	}
	base, err := es.NewBaseClient(es.Config{
		Addresses: []string{u.String()}, Username: cfg.User, Password: cfg.Password, APIKey: cfg.APIKey,
		Transport: transport, DisableRetry: true,
	})
	if err != nil {
		return nil, &fault.Error{Step: "Elastic", On: u.String(), Err: err}
	}
	c := &Client{base: base, source: u.String(), secured: u.Scheme == "https", timeout: cfg.Timeout, patience: cfg.Patience}
	if c.timeout <= 0 {
		c.timeout = 2 * time.Minute
	}
	if c.patience == 0 {
		c.patience = time.Minute
	}
	if cfg.Unverified && c.secured {
		c.notes = append(c.notes, "the server's TLS certificate was not verified")
	}
	return c, nil
}

// Source is the cluster's URL without any credential.
func (c *Client) Source() string { return c.source }

// address takes a user and password out of the URL. No error repeats the URL as given, for it may hold a password.
func address(cfg *Config) (*url.URL, error) {
	u, err := url.Parse(strings.TrimSpace(cfg.URL))
	if err != nil {
		return nil, fault.New("Elastic", "", "the URL cannot be read", "write it as https://host:9200")
	}
	if u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil, fault.New("Elastic", u.Redacted(), "this is no http or https URL", "write it as https://host:9200")
	}
	if u.User != nil {
		if cfg.User == "" {
			cfg.User = u.User.Username()
			cfg.Password, _ = u.User.Password()
		}
		u.User = nil
	}
	u.Path = strings.TrimRight(u.Path, "/")
	u.RawQuery, u.Fragment = "", ""
	return u, nil
}

func transport(cfg Config) (*http.Transport, error) {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.DisableCompression = !cfg.Compress
	t.TLSClientConfig = &tls.Config{InsecureSkipVerify: cfg.Unverified}
	if cfg.CAFile == "" {
		return t, nil
	}
	pem, err := os.ReadFile(cfg.CAFile)
	if err != nil {
		return nil, &fault.Error{Step: "Elastic", On: cfg.CAFile, Err: err, Hint: "name a readable PEM file with the cluster's certificate authority"}
	}
	pool, err := x509.SystemCertPool()
	if err != nil {
		pool = x509.NewCertPool()
	}
	if !pool.AppendCertsFromPEM(pem) {
		return nil, &fault.Error{Step: "Elastic", On: cfg.CAFile, Err: errors.New("no certificate in it"), Hint: "name a PEM file with the cluster's certificate authority"}
	}
	t.TLSClientConfig.RootCAs = pool
	return t, nil
}
