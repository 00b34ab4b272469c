//go:build cgo

package duckdb

import (
	"cmp"
	"context"
	"errors"
	"runtime"
	"strconv"
	"strings"
	"sync"

	duck "github.com/duckdb/duckdb-go-bindings"

	"gohunt/hunt/fault"
)

// DB is one embedded database. Its methods may be called from several goroutines at once: each query has a
// connection of its own.
type DB struct {
	db     duck.Database
	bridge duck.Connection // converts Arrow; runs no query
	tables *tables
	temp   folder
	life   context.Context // ends at Close
	end    context.CancelFunc

	mu     sync.Mutex
	idle   []*conn
	busy   sync.WaitGroup
	closed bool
}

// Open starts an engine. It never touches the network: extensions are neither installed nor loaded by themselves.
func Open(o Options) (*DB, error) {
	temp, err := newFolder(o.TempDir)
	if err != nil {
		return nil, fault.Wrap(err, "Open", "the embedded engine", "name a folder that can be written")
	}
	db := &DB{temp: temp}
	db.life, db.end = context.WithCancel(context.Background())
	if err := db.open(o); err != nil {
		db.end()
		db.free()
		return nil, fault.Wrap(err, "Open", "the embedded engine "+o.Path, "")
	}
	return db, nil
}

func (db *DB) open(o Options) error {
	if err := openDatabase(&db.db, o.Path, settings(o, db.temp.path)); err != nil {
		return err
	}
	if duck.Connect(db.db, &db.bridge) != duck.StateSuccess {
		return errors.New("no connection to the database")
	}
	db.tables = newTables(db.bridge)
	if err := db.installScan(); err != nil {
		return err
	}
	return db.set(o)
}

// settings are those that DuckDB wants before it starts. Their order counts: without access to files the temporary
// folder can no longer be named.
func settings(o Options, temp string) [][2]string {
	threads := cmp.Or(o.Threads, runtime.GOMAXPROCS(0))
	return [][2]string{
		{"temp_directory", temp},
		{"threads", strconv.Itoa(threads)},
		{"autoinstall_known_extensions", "false"},
		{"autoload_known_extensions", "false"},
		{"allow_community_extensions", "false"},
		{"enable_external_access", strconv.FormatBool(!o.NoFiles)},
	}
}

// set makes the settings that need a running database: the time zone is ICU's, and the memory limit is relative.
func (db *DB) set(o Options) error {
	c, err := newConn(db.db)
	if err != nil {
		return err
	}
	defer c.disconnect()
	limit := o.MemoryLimit
	if limit == "" {
		limit = halfOfMemory(c)
	}
	sql := "SET GLOBAL TimeZone = 'UTC'; SET GLOBAL memory_limit = '" + strings.ReplaceAll(limit, "'", "''") + "'"
	if o.NoFiles {
		sql += "; SET GLOBAL lock_configuration = true"
	}
	return c.exec(db.life, sql)
}

// halfOfMemory is half of what this process may use. DuckDB knows the machine's and the container's memory, and
// sets itself to 80 % of it.
func halfOfMemory(c *conn) string {
	size, unit, _ := strings.Cut(c.setting("memory_limit"), " ")
	n, err := strconv.ParseFloat(size, 64)
	if err != nil {
		return "2GB"
	}
	return strconv.FormatFloat(n*50/80, 'f', 2, 64) + unit
}

func openDatabase(db *duck.Database, path string, set [][2]string) error {
	var config duck.Config
	if duck.CreateConfig(&config) != duck.StateSuccess {
		return errors.New("no memory for its settings")
	}
	defer duck.DestroyConfig(&config)
	for _, s := range set {
		if duck.SetConfig(config, s[0], s[1]) != duck.StateSuccess {
			return errors.New("setting " + s[0] + " can't be " + strconv.Quote(s[1]))
		}
	}
	var reason string
	if duck.OpenExt(path, db, config, &reason) != duck.StateSuccess {
		return errors.New(reason)
	}
	return nil
}

// Close stops what runs, waits for it, frees the registered tables and removes the temporary folder.
// A second Close does nothing.
func (db *DB) Close() error {
	db.mu.Lock()
	already := db.closed
	db.closed = true
	db.mu.Unlock()
	if already {
		return nil
	}
	db.end()
	db.busy.Wait()
	return fault.Wrap(db.free(), "Close", "the embedded engine", "")
}

func (db *DB) free() error {
	for _, c := range db.idle {
		c.disconnect()
	}
	if db.tables != nil {
		db.tables.dropAll()
	}
	duck.Disconnect(&db.bridge)
	duck.Close(&db.db)
	return db.temp.remove()
}
