package elastic

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"hash"
	"net/http"
	"net/url"

	"gohunt/hunt/jsonrows"
)

const (
	maxPage   = 10000    // index.max_result_window, which a cluster rarely raises
	firstPage = 1000     // of unknown width
	pageBytes = 16 << 20 // what a page is aimed at
)

// scan is one search under way. Two goroutines share it: fetch asks for page after page, run reads them.
type scan struct {
	client *Client
	Search
	pit      pit
	noShards bool
	address  map[string]bool // which of _id and _index are asked for

	table   *jsonrows.Table
	digest  hash.Hash
	pages   int
	matched int64
	id      chan string // the newest id of the point in time; holds exactly one
	room    chan []byte // used-up pages, to be filled again
}

// fetched is one page as it came, and what was read from its end before it was parsed.
type fetched struct {
	body  []byte
	after json.RawMessage // the sort values of its last hit
	err   error
}

func newScan(c *Client, s Search, p pit) *scan {
	sc := &scan{client: c, Search: s, pit: p, noShards: p.noShards(), digest: sha256.New(), matched: -1, address: map[string]bool{},
		id: make(chan string, 1), room: make(chan []byte, 3),
		table: jsonrows.NewTable(jsonrows.Options{Fields: s.Fields, Lists: s.Lists})}
	sc.id <- p.ID
	for _, f := range s.Fields {
		sc.address[f.Name] = f.Name == "_id" || f.Name == "_index"
	}
	return sc
}

// lastID gives the newest id of the point in time.
func (s *scan) lastID() string {
	id := <-s.id
	s.id <- id
	return id
}

func (s *scan) renew(id string) {
	<-s.id
	s.id <- id
}

// run reads all pages into the table. When it returns, fetch has ended.
func (s *scan) run(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	pages := make(chan fetched, 1)
	go s.fetch(ctx, pages)
	defer func() {
		cancel()
		for range pages { // until fetch has closed it
		}
	}()
	for page := range pages {
		if page.err != nil {
			return page.err
		}
		if err := s.read(page); err != nil {
			return err
		}
	}
	if err := ctx.Err(); err != nil { // fetch may have stopped without a word
		return s.fault(err, "")
	}
	return nil
}

// fetch asks for the pages one after the other while the ones before are read.
func (s *scan) fetch(ctx context.Context, pages chan<- fetched) {
	defer close(pages)
	var after json.RawMessage
	size := s.size(0, 0)
	for {
		body, err := s.client.do(ctx, s.call(size, after))
		page := fetched{body: body, err: err}
		if err == nil {
			page.after = lastSort(body)
			if id := newPIT(body); id != "" {
				s.renew(id)
			}
		}
		select {
		case pages <- page:
		case <-ctx.Done():
			return
		}
		hits := bytes.Count(body, sortMark) // at least the hits, so that fewer than a page surely ends it
		if err != nil || page.after == nil || hits < size {
			return
		}
		after, size = page.after, s.size(len(body), hits)
	}
}

func (s *scan) call(size int, after json.RawMessage) call {
	var room []byte
	select {
	case room = <-s.room:
	default:
	}
	return call{step: "Search", on: s.Index, method: http.MethodPost, path: "/_search", again: repeatable, into: room,
		query: url.Values{"allow_partial_search_results": {"false"}}, body: s.body(s.lastID(), size, after)}
}

// size is how many documents to ask for, from the bytes and hits of the page before.
func (s *scan) size(bytes, hits int) int {
	if s.PageSize > 0 {
		return min(s.PageSize, maxPage)
	}
	if hits == 0 {
		return firstPage
	}
	return max(1, min(maxPage, pageBytes/(bytes/hits+1)))
}

// read parses a page and, at the same time, hashes it.
func (s *scan) read(page fetched) error {
	hashed := make(chan struct{})
	go func() {
		s.digest.Write(page.body)
		close(hashed)
	}()
	parsed, err := parsePage(page.body, s)
	<-hashed
	switch {
	case err != nil:
		return s.fault(err, hintFor(err))
	case !bytes.Equal(parsed.after, page.after):
		return s.fault(errors.New("the answer does not end with the sort values of its last hit"), "")
	}
	s.pages++
	if parsed.total >= 0 {
		s.matched = parsed.total
	}
	if s.Progress != nil {
		s.Progress(s.table.Rows(), s.matched)
	}
	select {
	case s.room <- page.body[:0]:
	default:
	}
	return nil
}

func (s *scan) sum() string { return hex.EncodeToString(s.digest.Sum(nil)) }
