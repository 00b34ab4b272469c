package elastic

import (
	"crypto/rand"
	"encoding/base64"
	"sync"
	"time"

	"gohunt/notebooks/lab/essql"
	"gohunt/notebooks/lab/index"
	"gohunt/notebooks/lab/refusal"
)

// snapshot is what a point in time, a scroll or a SQL cursor keeps: which indices, as of which write, and
// what its owner needs to go on.
type snapshot struct {
	indices []*index.Index
	at      int64
	keep    time.Duration
	ends    time.Time
	search  *search        // of a scroll, its offset moved on by every page
	rows    [][]any        // of a SQL cursor: what is still to be sent
	columns []essql.Column // of a SQL cursor
	size    int            // of a SQL cursor: rows a page
}

// maxKeepAlive is Elasticsearch's limit; maxContexts bounds what forgotten contexts can hold.
const (
	maxKeepAlive = 24 * time.Hour
	maxContexts  = 500
)

type contexts struct {
	mu   sync.Mutex
	open map[string]*snapshot
}

func newContexts() *contexts { return &contexts{open: map[string]*snapshot{}} }

func (c *contexts) add(s *snapshot) (string, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.expire()
	if len(c.open) >= maxContexts {
		return "", refusal.Argument("Trying to create too many contexts. Must be less than or equal to: [%d]", maxContexts)
	}
	id := newID()
	s.ends = time.Now().Add(s.keep)
	c.open[id] = s
	return id, nil
}

// get returns a living context and prolongs it; keep 0 leaves its span as it is.
func (c *contexts) get(id string, keep time.Duration) (*snapshot, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.expire()
	s := c.open[id]
	if s == nil {
		return nil, refusal.NoContext(id)
	}
	if keep > 0 {
		s.keep = keep
	}
	s.ends = time.Now().Add(s.keep)
	return s, nil
}

// turn returns the search for a scroll's next page, and moves the scroll on.
func (c *contexts) turn(s *snapshot) (page *search, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if s.search == nil {
		return nil, false
	}
	next := *s.search
	next.aggs = nil
	s.search.from += next.size
	return &next, true
}

func (c *contexts) remove(id string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.expire()
	_, there := c.open[id]
	delete(c.open, id)
	return there
}

// removeScrolls ends all scrolls, and says how many there were.
func (c *contexts) removeScrolls() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	n := 0
	for id, s := range c.open {
		if s.search != nil {
			delete(c.open, id)
			n++
		}
	}
	return n
}

func (c *contexts) expire() {
	now := time.Now()
	for id, s := range c.open {
		if now.After(s.ends) {
			delete(c.open, id)
		}
	}
}

func newID() string {
	b := make([]byte, 32)
	rand.Read(b)
	return base64.URLEncoding.EncodeToString(b)
}

// keepAlive reads a time value such as 5m; empty is an error, as the parameter is required.
func keepAlive(text string) (time.Duration, error) {
	d, err := timeValue(text)
	if err != nil {
		return 0, err
	}
	if d <= 0 || d > maxKeepAlive {
		return 0, refusal.Argument("Keep alive for request (%s) is too large or not positive. It must be less than (1d)", text)
	}
	return d, nil
}

var units = map[string]time.Duration{"nanos": 1, "micros": time.Microsecond, "ms": time.Millisecond, "s": time.Second, "m": time.Minute, "h": time.Hour, "d": 24 * time.Hour}

func timeValue(text string) (time.Duration, error) {
	digits := 0
	for digits < len(text) && text[digits] >= '0' && text[digits] <= '9' {
		digits++
	}
	unit, ok := units[text[digits:]]
	n := 0
	for _, c := range text[:digits] {
		n = n*10 + int(c-'0')
	}
	if !ok || digits == 0 || digits > 9 {
		return 0, refusal.Argument("failed to parse setting [keep_alive] with value [%s] as a time value: unit is missing or unrecognized", text)
	}
	return time.Duration(n) * unit, nil
}
