package index

import (
	"context"
	"fmt"
	"sort"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"

	"gohunt/hunt/engine"
	"gohunt/notebooks/lab/refusal"
)

// Catalog is all indices of the server. Reads and writes may come at once: a read holds the lock for as
// long as its statement runs, so columns never change below it.
type Catalog struct {
	mu      sync.RWMutex
	engine  engine.Engine
	now     func() time.Time
	indices []*Index // in the order of their creation
	tables  int
	row     int64 // the number of the last write
}

// NewCatalog returns an empty catalog in an engine; now is the server's clock.
func NewCatalog(e engine.Engine, now func() time.Time) *Catalog {
	return &Catalog{engine: e, now: now}
}

// Read runs a function that compiles and runs statements, with the columns held as they are.
func (c *Catalog) Read(fn func() error) error {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return fn()
}

// Engine returns the engine that holds the tables.
func (c *Catalog) Engine() engine.Engine { return c.engine }

// Snapshot returns the number of the last write: a read at it sees nothing that comes later.
func (c *Catalog) Snapshot() int64 {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.row
}

// Create makes an index. A name of the form logs-*-* makes a data stream with one backing index.
func (c *Catalog) Create(ctx context.Context, name string, m *Mapping) (*Index, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.create(ctx, name, "", m)
}

// CreateStream makes a data stream and its one backing index, named after the day.
func (c *Catalog) CreateStream(ctx context.Context, name string, day time.Time, m *Mapping) (*Index, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.create(ctx, backing(name, day), name, m)
}

func backing(stream string, day time.Time) string {
	return fmt.Sprintf(".ds-%s-%s-000001", stream, day.UTC().Format("2006.01.02"))
}

func (c *Catalog) create(ctx context.Context, name, stream string, m *Mapping) (*Index, error) {
	if err := checkName(name, stream); err != nil {
		return nil, err
	}
	if c.exact(name) != nil || (stream != "" && c.exact(stream) != nil) {
		return nil, refusal.Argument("index [%s] already exists", name).Typed("resource_already_exists_exception").With("index", name)
	}
	c.tables++
	x := &Index{Name: name, Stream: stream, UUID: uuid.NewString(), Created: c.now(), Mapping: m,
		table: fmt.Sprintf("ix%d", c.tables), tokens: map[int]bool{}, live: map[string]*alive{}, engine: c.engine}
	if err := x.create(ctx); err != nil {
		return nil, err
	}
	if err := x.addColumns(ctx); err != nil {
		return nil, err
	}
	c.indices = append(c.indices, x)
	return x, nil
}

func checkName(name, stream string) error {
	switch {
	case name != strings.ToLower(name):
		return refusal.Argument("Invalid index name [%s], must be lowercase", name).Typed("invalid_index_name_exception")
	case name == "" || strings.ContainsAny(name, ` "*\<|,>/?#:`):
		return refusal.Argument(`Invalid index name [%s], must not contain the following characters [' ','"','*','\','<','|',',','>','/','?','#',':']`, name).Typed("invalid_index_name_exception")
	case strings.ContainsAny(name[:1], "_-+") || (name[0] == '.' && stream == ""):
		return refusal.Argument("Invalid index name [%s], must not start with '_', '-', '+' or '.'", name).Typed("invalid_index_name_exception")
	}
	return nil
}

// Delete removes the indices that the expression names, with their documents.
func (c *Catalog) Delete(ctx context.Context, expression string) error {
	found, err := c.Resolve(expression, Options{})
	if err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, x := range found {
		if err := x.drop(ctx); err != nil {
			return err
		}
		c.indices = remove(c.indices, x)
	}
	return nil
}

func remove(all []*Index, x *Index) []*Index {
	kept := make([]*Index, 0, len(all))
	for _, y := range all {
		if y != x {
			kept = append(kept, y)
		}
	}
	return kept
}

func (c *Catalog) exact(name string) *Index {
	for _, x := range c.indices {
		if x.Name == name || x.Stream == name && name != "" {
			return x
		}
	}
	return nil
}

// Options are the request parameters that say what an index expression may leave out.
type Options struct {
	IgnoreUnavailable bool // an exact name that does not exist is passed over
	RefuseNone        bool // allow_no_indices=false: a pattern that matches nothing is an error
}

// Resolve returns the indices that an expression names: names, patterns with *, data streams, commas,
// and -pattern for what to leave out of the patterns before it; empty, "*" and "_all" are all of them.
// The order is by name.
func (c *Catalog) Resolve(expression string, o Options) ([]*Index, error) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	if expression == "" || expression == "_all" {
		expression = "*"
	}
	r := &resolver{catalog: c, options: o, found: map[*Index]bool{}}
	for _, part := range strings.Split(expression, ",") {
		if err := r.part(strings.TrimSpace(part)); err != nil {
			return nil, err
		}
	}
	return r.sorted(), nil
}

type resolver struct {
	catalog  *Catalog
	options  Options
	found    map[*Index]bool
	patterns bool // a pattern has been seen, so that -x means an exclusion
}

func (r *resolver) part(part string) error {
	if out, ok := strings.CutPrefix(part, "-"); ok && r.patterns {
		r.match(out, func(x *Index) { delete(r.found, x) })
		return nil
	}
	before := len(r.found)
	if !strings.Contains(part, "*") {
		return r.name(part)
	}
	r.patterns = true
	r.match(part, func(x *Index) { r.found[x] = true })
	if len(r.found) == before && r.options.RefuseNone {
		return refusal.NoIndex(part)
	}
	return nil
}

func (r *resolver) name(name string) error {
	x := r.catalog.exact(name)
	if x != nil {
		r.found[x] = true
		return nil
	}
	if r.options.IgnoreUnavailable {
		return nil
	}
	return refusal.NoIndex(name)
}

func (r *resolver) match(pattern string, each func(*Index)) {
	for _, x := range r.catalog.indices {
		hidden := strings.HasPrefix(x.Name, ".") && !strings.HasPrefix(pattern, ".")
		if Glob(pattern, x.Stream) && x.Stream != "" || !hidden && Glob(pattern, x.Name) {
			each(x)
		}
	}
}

func (r *resolver) sorted() []*Index {
	all := make([]*Index, 0, len(r.found))
	for x := range r.found {
		all = append(all, x)
	}
	sort.Slice(all, func(i, j int) bool { return all[i].Name < all[j].Name })
	return all
}

// PutMapping adds fields to an index.
func (c *Catalog) PutMapping(ctx context.Context, x *Index, body []byte) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if err := x.Mapping.Put(body); err != nil {
		return err
	}
	return x.addColumns(ctx)
}
