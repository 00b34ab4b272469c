package hunt

import (
	"context"
	"maps"
	"strings"
	"sync"

	"gohunt/hunt/engine"
	"gohunt/hunt/engine/duckdb"
	"gohunt/hunt/host"
	"gohunt/hunt/plan"
)

// Frame is a table: a plan of where its rows come from and what was done to them. It never changes; every verb gives a
// new Frame. Names and types are checked by the verb itself, rows move when something reads them (showing, Len, Strings,
// Save, a chart), and what was read is kept: every number of a frame comes from the same rows. Columns are flat and keep
// their names (process.parent.name, @timestamp). Times are UTC.
type Frame struct {
	node *plan.Node
	name string // given by As
	head int    // rows asked for by Head, which are then all shown
}

func frame(n *plan.Node) *Frame { return &Frame{node: n} }

// step gives the frame that a verb made, or raises what stopped it.
func step(verb string, n *plan.Node, err error) *Frame {
	raise(verb, "", err)
	return frame(n)
}

// cell is the context of the running cell: it ends when the person interrupts.
func cell() context.Context { return host.Current().Context() }

// embedded is the engine that all frames of the process share. It is opened when the first frame needs it.
var embedded = sync.OnceValues(func() (engine.Engine, error) {
	duckdb.Unbuffer()
	return duckdb.Open(duckdb.Options{})
})

var running = sync.OnceValues(func() (*plan.Runner, error) {
	e, err := embedded()
	return plan.NewRunner(e), err
})

func runner() *plan.Runner {
	r, err := running()
	raise("hunt", "", err)
	return r
}

// named are the frames that hunt.SQL knows.
var named = struct {
	sync.Mutex
	nodes map[string]*plan.Node
}{nodes: map[string]*plan.Node{}}

// As gives the frame a name that hunt.SQL reads it by, in any case; a frame that had the name before loses it.
// It is the same frame, with the same rows; they stay in memory until another frame takes the name.
func (f *Frame) As(name string) *Frame {
	if strings.TrimSpace(name) == "" {
		refuse("As", "", "the name is empty", `write As("events")`)
	}
	named.Lock()
	defer named.Unlock()
	maps.DeleteFunc(named.nodes, func(known string, _ *plan.Node) bool { return strings.EqualFold(known, name) })
	named.nodes[name] = f.node
	return &Frame{f.node, name, f.head}
}

// SQL is a query in DuckDB's SQL over frames that As has named. A dotted or @-name that is a column of a frame in FROM
// is quoted, also behind an alias; everything else stays byte for byte. ? takes the arguments in order, a slice spreads
// over IN (?). Names and types are checked at once, rows move when the result is read.
//
//	hunt.SQL(`SELECT process.parent.name, count(*) AS n FROM powershell_events GROUP BY ALL ORDER BY n`)
func SQL(query string, args ...any) *Frame {
	n, err := runner().SQL(cell(), query, noSecrets("SQL", args), namedFrames())
	return step("SQL", n, err)
}

func namedFrames() map[string]*plan.Node {
	named.Lock()
	defer named.Unlock()
	return maps.Clone(named.nodes)
}

// Refresh is the same question asked again: sources are fetched anew and windows like Last move on. The old frame keeps
// its rows.
func (f *Frame) Refresh() *Frame {
	n, err := f.node.Refresh(cell())
	raise("Refresh", f.label(), err)
	return &Frame{n, f.name, f.head}
}

// Explain is the query that reading the frame runs, after a line for each table that it reads.
func (f *Frame) Explain() Text { return Text(f.node.Explain()) }

// Columns are the names of the columns, in order.
func (f *Frame) Columns() []string { return f.node.Columns().Names() }

func (f *Frame) label() string {
	if f.name != "" {
		return f.name
	}
	return strings.Join(firstFew(f.Columns(), 4), ", ")
}

func firstFew(names []string, n int) []string {
	if len(names) <= n {
		return names
	}
	return append(append([]string{}, names[:n]...), "…")
}
