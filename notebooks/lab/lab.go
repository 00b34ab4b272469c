package lab

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"gohunt/hunt/engine/duckdb"
	"gohunt/notebooks/lab/corpus"
	"gohunt/notebooks/lab/elastic"
	"gohunt/notebooks/lab/guard"
	"gohunt/notebooks/lab/index"
	"gohunt/notebooks/lab/thehive"
	"gohunt/notebooks/lab/virustotal"
)

// DefaultClock is the moment at which the lab's clock stands: noon UTC of the day after the talk.
var DefaultClock = time.Date(2022, 12, 1, 12, 0, 0, 0, time.UTC)

// Options say how a lab is started. The zero value: the default clock and seed, free ports.
type Options struct {
	Clock time.Time // what now and TODAY() are, UTC
	Seed  uint64    // of the documents; 0: corpus.DefaultSeed
	Port  int       // of Elasticsearch; VirusTotal and TheHive take the two after it. 0: free ports
	Empty bool      // no documents, for tests that bring their own
}

// Service is one of the stack's three servers.
type Service struct {
	URL string `json:"url"` // http://127.0.0.1:PORT
	Key string `json:"key"` // the API key; empty where none is needed
}

// Lab is a running stack.
type Lab struct {
	services map[string]Service
	servers  []*http.Server
	engine   *duckdb.DB
	catalog  *index.Catalog
	clock    time.Time
	seed     uint64

	filled chan struct{} // closed when the documents are in
	err    error         // what filling them in failed with
	stop   chan struct{} // closed when a client told the lab to end
	once   sync.Once
	asked  atomic.Int64 // when the last request came, in nanoseconds
	token  string
}

// Roles are the names by which the stack's servers are asked for.
var Roles = []string{"elastic", "virustotal", "thehive"}

// Start opens the listeners and answers at once; requests that need the documents wait until they are made,
// which takes about a second. The stack runs until Close.
func Start(ctx context.Context, o Options) (*Lab, error) {
	if o.Clock.IsZero() {
		o.Clock = DefaultClock
	}
	if o.Seed == 0 {
		o.Seed = corpus.DefaultSeed
	}
	db, err := duckdb.Open(duckdb.Options{NoFiles: true})
	if err != nil {
		return nil, err
	}
	l := &Lab{engine: db, clock: o.Clock.UTC(), seed: o.Seed, services: map[string]Service{}, filled: make(chan struct{}), stop: make(chan struct{}), token: newKey()}
	l.asked.Store(time.Now().UnixNano())
	l.catalog = index.NewCatalog(db, l.now)
	if err := l.listen(ctx, o.Port); err != nil {
		l.Close()
		return nil, err
	}
	go l.fill(o.Empty)
	return l, nil
}

func (l *Lab) now() time.Time { return l.clock }

func newKey() string {
	b := make([]byte, 16)
	rand.Read(b)
	return hex.EncodeToString(b)
}

// listen opens the three listeners and serves on them.
func (l *Lab) listen(ctx context.Context, port int) error {
	keys := map[string]string{"virustotal": newKey(), "thehive": newKey()}
	handlers := map[string]http.Handler{
		"elastic":    l.withControl(elastic.New(l.catalog, l.now, l.ready)),
		"virustotal": virustotal.New(keys["virustotal"], l.now, corpus.Addresses()),
		"thehive":    thehive.New(keys["thehive"], l.now),
	}
	for i, role := range Roles {
		at := port
		if port > 0 {
			at = port + i
		}
		listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", fmt.Sprintf("127.0.0.1:%d", at))
		if err != nil {
			return fmt.Errorf("the lab's %s cannot listen: %w; name another --port, or none for a free one", role, err)
		}
		server := &http.Server{Handler: l.counted(guard.Loopback(handlers[role])), ReadHeaderTimeout: 10 * time.Second}
		l.servers = append(l.servers, server)
		l.services[role] = Service{URL: "http://" + listener.Addr().String(), Key: keys[role]}
		go server.Serve(listener)
	}
	return nil
}

// counted notes when the last request came.
func (l *Lab) counted(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		l.asked.Store(time.Now().UnixNano())
		next.ServeHTTP(w, r)
		l.asked.Store(time.Now().UnixNano())
	})
}

// Idle returns how long nobody has asked anything.
func (l *Lab) Idle() time.Duration { return time.Since(time.Unix(0, l.asked.Load())) }

// ready waits until the documents are in.
func (l *Lab) ready(ctx context.Context) error {
	select {
	case <-l.filled:
		return l.err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Ready waits until the documents are in, or ctx ends.
func (l *Lab) Ready(ctx context.Context) error { return l.ready(ctx) }

func (l *Lab) fill(empty bool) {
	defer close(l.filled)
	if !empty {
		l.err = load(context.Background(), l.catalog, l.seed)
	}
}

// Service returns the server of a role: "elastic", "virustotal" or "thehive".
func (l *Lab) Service(role string) (Service, error) {
	s, ok := l.services[role]
	if !ok {
		return s, fmt.Errorf("the lab has no %q: it has elastic, virustotal and thehive", role)
	}
	return s, nil
}

// URL returns the address of the lab's Elasticsearch, which tells the others' as well; it is what the
// environment variable GOHUNT_LAB holds.
func (l *Lab) URL() string { return l.services["elastic"].URL }

// Stopped is closed when a client has told the lab to end.
func (l *Lab) Stopped() <-chan struct{} { return l.stop }

// Close ends the listeners and gives the memory back.
func (l *Lab) Close() error {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	var errs []error
	for _, s := range l.servers {
		if err := s.Shutdown(ctx); err != nil {
			errs = append(errs, s.Close())
		}
	}
	return errors.Join(append(errs, l.engine.Close())...)
}
