package plan

import (
	"cmp"
	"context"
	"runtime"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"

	"github.com/apache/arrow/go/v15/arrow"

	"gohunt/hunt/bind"
	"gohunt/hunt/engine"
	"gohunt/hunt/ledger"
)

// Runner is the engine that nodes run on, and the names it knows them by.
type Runner struct {
	engine engine.Engine
	last   atomic.Int64
}

// NewRunner makes a Runner of an engine.
func NewRunner(e engine.Engine) *Runner { return &Runner{engine: e} }

// Rows is what a node gave when it was read. It must not be changed.
type Rows struct {
	Records []arrow.Record
	Count   int64
	Ledger  []ledger.Entry // fetches that this node itself made
	Notes   []string       // what a person must see beside the rows
}

// Fetch brings the rows of a source, or makes them out of another node's rows.
type Fetch func(ctx context.Context) (Rows, error)

// Node is one step of a plan. It is immutable but for the rows that it keeps once they are read, and safe to use from
// several goroutines.
type Node struct {
	runner  *Runner
	parents []*Node
	planned []*arrow.Schema // the parents' columns when this node was planned
	wrote   string          // the verb as the person wrote it
	step    step            // for a verb over one parent
	query   *text           // for SQL text over frames
	fetch   Fetch           // for a source, and for a step in Go
	origin  string
	again   func(ctx context.Context, parents []*Node) (*Node, error)

	bare     string // why a source has hardly a column; what is built on it has it too
	notes    []string
	numbers  []string // columns of the parent that are text and compared with a number
	casts    []string // text columns that a person's SQL compares with a number
	volatile bool     // two runs may differ: kept before anything builds on it

	table *table
	turn  chan struct{} // holds a token while nobody reads

	mu      sync.Mutex
	columns *bind.Columns // a source's may get more when it is read
	rows    *Rows
	counted []string // what the numbers turned out to be
	said    bool     // a person was told of the notes and the ledger
}

// table is the engine's name for a node; the engine forgets it when no node holds it any more.
type table struct{ name string }

func (r *Runner) node(schema *arrow.Schema, parents ...*Node) *Node {
	t := &table{name: "hunt_" + strconv.FormatInt(r.last.Add(1), 10)}
	n := &Node{runner: r, parents: parents, table: t, turn: make(chan struct{}, 1)}
	n.turn <- struct{}{}
	n.columns = indexed(schema, parents)
	for _, p := range parents {
		n.planned = append(n.planned, p.Schema())
		n.bare = cmp.Or(n.bare, p.bare)
	}
	engine := r.engine
	runtime.AddCleanup(t, func(name string) { engine.Drop(name) }, t.name)
	return n
}

// indexed is the index of schema: that of a parent with the same columns, else a new one.
func indexed(schema *arrow.Schema, parents []*Node) *bind.Columns {
	for _, p := range parents {
		if c := p.Columns(); c.Schema() == schema {
			return c
		}
	}
	return bind.NewColumns(schema)
}

// Source is a node whose rows fetch brings when they are first read. The schema is known before. origin says in a line
// where the rows come from, again makes the node anew for Refresh.
func (r *Runner) Source(schema *arrow.Schema, origin string, fetch Fetch, again func(context.Context) (*Node, error)) *Node {
	n := r.node(schema)
	n.origin, n.fetch = origin, fetch
	if again != nil {
		n.again = func(ctx context.Context, _ []*Node) (*Node, error) { return again(ctx) }
	}
	return n
}

// Bare says why the source n has hardly a column: the hint where one is missed.
func (n *Node) Bare(why string) *Node {
	n.bare = why
	return n
}

// Table is a node whose rows are here already.
func (r *Runner) Table(schema *arrow.Schema, origin string, rows Rows) (*Node, error) {
	n := r.node(schema)
	n.origin = origin
	return n, n.keep(rows)
}

// Derive is a node made by Go out of all rows of its parent. again makes it anew over another parent.
func (n *Node) Derive(schema *arrow.Schema, origin string, fetch Fetch, again func(context.Context, *Node) (*Node, error)) *Node {
	d := n.runner.node(schema, n)
	d.origin, d.fetch = origin, fetch
	d.again = func(ctx context.Context, parents []*Node) (*Node, error) { return again(ctx, parents[0]) }
	return d
}

// Schema is the node's columns.
func (n *Node) Schema() *arrow.Schema { return n.Columns().Schema() }

// Columns is the index of the node's columns.
func (n *Node) Columns() *bind.Columns {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.columns
}

// Kept are the node's rows if they were read, else nil.
func (n *Node) Kept() *Rows {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.rows
}

// keep registers rows with the engine and holds on to them. A source may have brought more columns than were planned;
// they come after the planned ones.
func (n *Node) keep(rows Rows) error {
	columns := n.Columns()
	if len(rows.Records) > 0 && !rows.Records[0].Schema().Equal(columns.Schema()) {
		columns = bind.NewColumns(rows.Records[0].Schema())
	}
	if err := n.runner.engine.Register(n.table.name, columns.Schema(), rows.Records); err != nil {
		return err
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	n.columns, n.rows = columns, &rows
	return nil
}

// Notes are the warnings of the node and of all that it builds on, each once, the oldest first.
func (n *Node) Notes() []string {
	var notes []string
	n.walk(func(at *Node) {
		for _, note := range at.ownNotes() {
			if !slices.Contains(notes, note) {
				notes = append(notes, note)
			}
		}
	})
	return notes
}

func (n *Node) ownNotes() []string {
	n.mu.Lock()
	defer n.mu.Unlock()
	own := slices.Clone(n.notes)
	if n.counted != nil {
		own = slices.Clone(n.counted)
	}
	if n.rows != nil {
		own = append(own, n.rows.Notes...)
	}
	return own
}

// Unsaid are the warnings and fetches, of the node and of all that it builds on, that nobody was told of before. They
// count as told from now on.
func (n *Node) Unsaid() (notes []string, entries []ledger.Entry) {
	n.walk(func(at *Node) {
		own, rows := at.ownNotes(), at.Kept()
		at.mu.Lock()
		defer at.mu.Unlock()
		if at.said {
			return
		}
		at.said = true
		notes = append(notes, own...)
		if rows != nil {
			entries = append(entries, rows.Ledger...)
		}
	})
	return notes, entries
}

// Ledger are the fetches that the node's rows come from, the oldest first.
func (n *Node) Ledger() []ledger.Entry {
	var entries []ledger.Entry
	n.walk(func(at *Node) {
		if rows := at.Kept(); rows != nil {
			entries = append(entries, rows.Ledger...)
		}
	})
	return entries
}

// walk calls do for every node that n builds on, parents first, and for n; each once.
func (n *Node) walk(do func(*Node)) {
	seen := map[*Node]bool{}
	var visit func(*Node)
	visit = func(at *Node) {
		if seen[at] {
			return
		}
		seen[at] = true
		for _, p := range at.parents {
			visit(p)
		}
		do(at)
	}
	visit(n)
}

// Refresh is the same plan asked again: sources fetch anew, and their relative windows move on.
func (n *Node) Refresh(ctx context.Context) (*Node, error) {
	var parents []*Node
	for _, p := range n.parents {
		fresh, err := p.Refresh(ctx)
		if err != nil {
			return nil, err
		}
		parents = append(parents, fresh)
	}
	if n.again == nil {
		return n, nil
	}
	return n.again(ctx, parents)
}
