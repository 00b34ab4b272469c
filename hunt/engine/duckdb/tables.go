//go:build cgo

package duckdb

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/apache/arrow/go/v15/arrow"
	duck "github.com/duckdb/duckdb-go-bindings"

	"gohunt/hunt/fault"
)

// tables are the registered ones, by name without case, as SQL reads names, and by number, as a plan names them.
type tables struct {
	bridge duck.Connection
	mu     sync.Mutex
	byName map[string]*table
	byID   map[int64]*table
	lastID int64
}

func newTables(bridge duck.Connection) *tables {
	return &tables{bridge: bridge, byName: map[string]*table{}, byID: map[int64]*table{}}
}

func (*tables) release() {}

// Register makes records readable as a table, in place of one registered before under that name.
// The records are pinned and read where they lie; the text of an error names the column.
func (db *DB) Register(name string, schema *arrow.Schema, records []arrow.Record) error {
	if err := checked(name, schema, records); err != nil {
		return fault.Wrap(err, "Register", name, "")
	}
	db.mu.Lock()
	defer db.mu.Unlock()
	if db.closed {
		return fault.Wrap(errClosed, "Register", name, "")
	}
	t, err := newTable(db.bridge, schema, records)
	if err != nil {
		return fault.Wrap(err, "Register", name, "cast that column to a plain type first")
	}
	db.tables.put(name, t)
	return nil
}

// Drop forgets a registered table. Queries that read it keep it until they end.
func (db *DB) Drop(name string) { db.tables.put(name, nil) }

// put sets or, with nil, forgets the table of that name.
func (ts *tables) put(name string, t *table) {
	key := folded(name)
	ts.mu.Lock()
	old := ts.byName[key]
	delete(ts.byName, key)
	if old != nil {
		delete(ts.byID, old.id)
	}
	if t != nil {
		ts.lastID++
		t.id = ts.lastID
		ts.byName[key], ts.byID[t.id] = t, t
	}
	ts.mu.Unlock()
	if old != nil {
		old.release()
	}
}

func (ts *tables) dropAll() {
	for name := range ts.byName {
		ts.put(name, nil)
	}
}

// find is the number of the table of that name, 0 if there is none.
func (ts *tables) find(name string) int64 {
	ts.mu.Lock()
	defer ts.mu.Unlock()
	if t := ts.byName[folded(name)]; t != nil {
		return t.id
	}
	return 0
}

const namesListed = 8 // table names in a hint

// listed says which tables there are.
func (ts *tables) listed() string {
	ts.mu.Lock()
	names := slices.Sorted(maps.Keys(ts.byName))
	ts.mu.Unlock()
	switch {
	case len(names) == 0:
		return "name a frame with As(\"name\"); no table is there yet"
	case len(names) > namesListed:
		return fmt.Sprintf("the tables are %s and %d more", strings.Join(names[:namesListed], ", "), len(names)-namesListed)
	}
	return "the tables are " + strings.Join(names, ", ")
}

// get is the table of that number with one more owner, nil if it was dropped.
func (ts *tables) get(id int64) *table {
	ts.mu.Lock()
	defer ts.mu.Unlock()
	t := ts.byID[id]
	if t != nil {
		t.owners.Add(1)
	}
	return t
}

// folded is a name as DuckDB compares it: without the case of ASCII letters.
func folded(name string) string {
	return strings.Map(func(r rune) rune {
		if 'A' <= r && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, name)
}
