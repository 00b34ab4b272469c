//go:build cgo

package duckdb

import (
	"context"
	"errors"
	"time"

	duck "github.com/duckdb/duckdb-go-bindings"
)

const (
	idleConns   = 4                    // connections kept for the next query
	interruptIn = 5 * time.Millisecond // how often a cancelled call is told to stop, until it does
)

// conn is one connection: one query at a time.
type conn struct {
	duck.Connection
	options duck.ArrowOptions
}

var errClosed = errors.New("the engine is closed")

// take gives a connection that nobody else uses; give returns it. Close waits for the ones that are out.
func (db *DB) take() (*conn, error) {
	db.mu.Lock()
	defer db.mu.Unlock()
	if db.closed {
		return nil, errClosed
	}
	c, err := db.idleOrNew()
	if err == nil {
		db.busy.Add(1)
	}
	return c, err
}

func (db *DB) idleOrNew() (*conn, error) {
	if n := len(db.idle); n > 0 {
		c := db.idle[n-1]
		db.idle = db.idle[:n-1]
		return c, nil
	}
	return newConn(db.db)
}

func newConn(db duck.Database) (*conn, error) {
	c := &conn{}
	if duck.Connect(db, &c.Connection) != duck.StateSuccess {
		return nil, errors.New("no further connection to the database")
	}
	duck.ConnectionGetArrowOptions(c.Connection, &c.options)
	return c, nil
}

func (db *DB) give(c *conn) {
	defer db.busy.Done()
	db.mu.Lock()
	defer db.mu.Unlock()
	if len(db.idle) < idleConns {
		db.idle = append(db.idle, c)
		return
	}
	c.disconnect()
}

func (c *conn) disconnect() {
	duck.DestroyArrowOptions(&c.options)
	duck.Disconnect(&c.Connection)
}

// setting is the text of one of DuckDB's settings, empty if there is none of that name.
func (c *conn) setting(name string) string {
	var res duck.Result
	defer duck.DestroyResult(&res)
	if duck.Query(c.Connection, "SELECT current_setting('"+name+"')", &res) != duck.StateSuccess {
		return ""
	}
	chunk := duck.FetchChunk(res)
	defer duck.DestroyDataChunk(&chunk)
	text := (*duck.StringT)(duck.VectorGetData(duck.DataChunkGetVector(chunk, 0)))
	return duck.StringTData(text)
}

// during runs call, a call into DuckDB on this connection, and interrupts it when ctx ends. DuckDB forgets an
// interrupt that comes before a query has started, so it is repeated until the call returns; none comes after.
func (c *conn) during(ctx context.Context, call func() error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	done, quiet := make(chan struct{}), make(chan struct{})
	forget := context.AfterFunc(ctx, func() {
		defer close(quiet)
		c.interruptUntil(done)
	})
	err := call()
	if !forget() {
		close(done)
		<-quiet
	}
	if err != nil && ctx.Err() != nil {
		return ctx.Err()
	}
	return err
}

func (c *conn) interruptUntil(done <-chan struct{}) {
	for {
		duck.Interrupt(c.Connection)
		select {
		case <-done:
			return
		case <-time.After(interruptIn):
		}
	}
}
