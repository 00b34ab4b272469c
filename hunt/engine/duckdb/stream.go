//go:build cgo

package duckdb

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"

	"github.com/apache/arrow/go/v15/arrow"
	duck "github.com/duckdb/duckdb-go-bindings"
)

// stream is a running query: an array.RecordReader. DuckDB computes ahead of it by a small buffer only, so a result
// may be larger than memory. It gives its connection back at the end, at Release, when ctx ends, and at Close.
type stream struct {
	db     *DB
	sql    string
	schema *arrow.Schema
	refs   atomic.Int64
	ctx    context.Context
	forget func() bool // no longer close when ctx ends

	mu      sync.Mutex
	conn    *conn // nil: closed
	pending duck.PendingResult
	result  duck.Result
	record  arrow.Record
	err     error
	drained bool // the last chunk was fetched
	ended   bool
}

func newStream(db *DB, c *conn, sql string) *stream {
	s := &stream{db: db, conn: c, sql: sql, ctx: context.Background(), forget: func() bool { return true }}
	s.refs.Store(1)
	return s
}

// start runs the statement until its first rows are there.
func (s *stream) start(ctx context.Context, p duck.PreparedStatement) (err error) {
	if s.schema, err = s.conn.columns(p); err != nil {
		return err
	}
	return s.conn.during(ctx, func() error {
		if duck.PendingPreparedStreaming(p, &s.pending) != duck.StateSuccess {
			return errors.New(duck.PendingError(s.pending))
		}
		if duck.ExecutePending(s.pending, &s.result) != duck.StateSuccess {
			return errors.New(duck.ResultError(&s.result))
		}
		return nil
	})
}

// closeWith ties the stream to its context and to the engine's life.
func (s *stream) closeWith(ctx context.Context) {
	s.mu.Lock() // close may come at once
	defer s.mu.Unlock()
	ctx, cancel := context.WithCancel(ctx)
	byLife := context.AfterFunc(s.db.life, cancel)
	byContext := context.AfterFunc(ctx, s.close)
	s.ctx = ctx
	s.forget = func() bool { cancel(); return byLife() && byContext() }
}

// Schema is that of every record.
func (s *stream) Schema() *arrow.Schema { return s.schema }

// Record is the one that the last Next found. It lives on the Go heap and stays valid while somebody holds it.
func (s *stream) Record() arrow.Record { return s.record }

// Err says why Next was false: nil at the end of the rows.
func (s *stream) Err() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.err
}

// Retain adds an owner.
func (s *stream) Retain() { s.refs.Add(1) }

// Release ends the query when the last owner is gone.
func (s *stream) Release() {
	if s.refs.Add(-1) == 0 {
		s.close()
	}
}

// Next moves to the next record.
func (s *stream) Next() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ended {
		return false
	}
	record, err := s.next()
	if err != nil || record == nil {
		s.err = s.db.said(err, s.sql)
		s.finish()
		return false
	}
	s.record = record
	return true
}

func (s *stream) next() (record arrow.Record, err error) {
	g := gatherer{schema: s.schema}
	defer g.release()
	err = s.conn.during(s.ctx, func() error {
		for !s.drained && !g.full() {
			if err := s.fetch(&g); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return g.record()
}

// fetch adds one chunk. DuckDB gives none both at the end and on an error, so the result is asked for one.
func (s *stream) fetch(g *gatherer) error {
	chunk := duck.FetchChunk(s.result)
	defer duck.DestroyDataChunk(&chunk)
	if chunk.Ptr != nil {
		return g.add(s.conn.options, chunk)
	}
	s.drained = true
	if reason := duck.ResultError(&s.result); reason != "" {
		return errors.New(reason)
	}
	return nil
}

func (s *stream) close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.ended && s.err == nil && s.ctx.Err() != nil {
		s.err = s.db.said(s.ctx.Err(), s.sql)
	}
	s.finish()
}

// finish gives the connection back, once.
func (s *stream) finish() {
	s.ended = true
	if s.conn == nil {
		return
	}
	s.forget()
	duck.DestroyResult(&s.result)
	duck.DestroyPending(&s.pending)
	s.db.give(s.conn)
	s.conn = nil
}
