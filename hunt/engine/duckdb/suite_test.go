//go:build cgo

package duckdb

import (
	"testing"

	"gohunt/hunt/engine"
	"gohunt/hunt/engine/enginetest"
)

func TestSuite(t *testing.T) {
	enginetest.Run(t, func(t *testing.T) engine.Engine {
		db, err := Open(Options{})
		if err != nil {
			t.Fatal(err)
		}
		return db
	})
}
