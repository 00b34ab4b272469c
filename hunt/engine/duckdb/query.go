//go:build cgo

package duckdb

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	duck "github.com/duckdb/duckdb-go-bindings"
)

// Schema gives the columns that a SELECT would have. It binds and types the statement and does not run it.
func (db *DB) Schema(ctx context.Context, sql string) (*arrow.Schema, error) {
	c, err := db.take()
	if err != nil {
		return nil, db.said(err, sql)
	}
	defer db.give(c)
	var schema *arrow.Schema
	err = c.prepared(ctx, sql, func(p duck.PreparedStatement) (err error) {
		schema, err = c.columns(p)
		return err
	})
	return schema, db.said(err, sql)
}

// Query runs one SELECT and streams its rows as records of up to 64 Ki rows.
func (db *DB) Query(ctx context.Context, sql string) (array.RecordReader, error) {
	c, err := db.take()
	if err != nil {
		return nil, db.said(err, sql)
	}
	s := newStream(db, c, sql)
	err = c.prepared(ctx, sql, func(p duck.PreparedStatement) error { return s.start(ctx, p) })
	if err != nil {
		s.close()
		return nil, db.said(err, sql)
	}
	s.closeWith(ctx)
	return s, nil
}

// Exec runs the statements of sql one after the other; the first that fails ends it.
func (db *DB) Exec(ctx context.Context, sql string) error {
	c, err := db.take()
	if err != nil {
		return db.said(err, sql)
	}
	defer db.give(c)
	return db.said(c.exec(ctx, sql), sql)
}

func (c *conn) exec(ctx context.Context, sql string) error {
	return c.extracted(ctx, sql, func(stmts duck.ExtractedStatements, n int) error {
		for i := range n {
			if err := c.execute(ctx, stmts, i); err != nil {
				return err
			}
		}
		return nil
	})
}

func (c *conn) execute(ctx context.Context, stmts duck.ExtractedStatements, i int) error {
	return c.prepare(ctx, stmts, i, func(p duck.PreparedStatement) error {
		var res duck.Result
		defer duck.DestroyResult(&res)
		return c.during(ctx, func() error {
			if duck.ExecutePrepared(p, &res) != duck.StateSuccess {
				return errors.New(duck.ResultError(&res))
			}
			return nil
		})
	})
}

// prepared hands the one SELECT in sql to use.
func (c *conn) prepared(ctx context.Context, sql string, use func(duck.PreparedStatement) error) error {
	return c.extracted(ctx, sql, func(stmts duck.ExtractedStatements, n int) error {
		if n != 1 {
			return oneStatement(sql, n)
		}
		return c.prepare(ctx, stmts, 0, func(p duck.PreparedStatement) error {
			if err := onlyReads(p); err != nil {
				return err
			}
			return use(p)
		})
	})
}

func (c *conn) extracted(ctx context.Context, sql string, use func(duck.ExtractedStatements, int) error) error {
	if strings.ContainsRune(sql, 0) {
		return errors.New("SQL with a NUL character in it: a literal can hold it as chr(0)")
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	var stmts duck.ExtractedStatements
	n := duck.ExtractStatements(c.Connection, sql, &stmts)
	defer duck.DestroyExtracted(&stmts)
	if reason := duck.ExtractStatementsError(stmts); n == 0 && reason != "" {
		return errors.New(reason)
	}
	return use(stmts, int(n))
}

func (c *conn) prepare(ctx context.Context, stmts duck.ExtractedStatements, i int, use func(duck.PreparedStatement) error) error {
	var p duck.PreparedStatement
	defer duck.DestroyPrepare(&p)
	err := c.during(ctx, func() error {
		if duck.PrepareExtractedStatement(c.Connection, stmts, duck.IdxT(i), &p) != duck.StateSuccess {
			return errors.New(duck.PrepareError(p))
		}
		return nil
	})
	if err != nil {
		return err
	}
	if n := duck.NParams(p); n > 0 {
		return fmt.Errorf("it has %d arguments (?) without a value", n)
	}
	return use(p)
}

func oneStatement(sql string, n int) error {
	switch {
	case n == 0:
		return errors.New("there is no statement in it")
	case strings.Contains(strings.ToUpper(sql), "PIVOT"):
		return errors.New("a PIVOT needs its columns named: PIVOT t ON x IN ('a', 'b')")
	}
	return fmt.Errorf("it holds %d statements where one SELECT is expected", n)
}

func onlyReads(p duck.PreparedStatement) error {
	switch duck.PreparedStatementType(p) {
	case duck.StatementTypeSelect, duck.StatementTypeExplain:
		return nil
	}
	return errors.New("only a SELECT gives a frame; this statement changes something")
}
