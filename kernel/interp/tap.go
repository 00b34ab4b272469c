package interp

import (
	"go/token"
	"reflect"
	"strings"
	"sync"
	"unsafe"
)

// A tap is what this package adds to a node of yaegi's compiled tree: a generator that wraps the code which yaegi's own
// generator made. Only nodes that may panic, block or begin a turn of a loop are tapped: arithmetic on variables runs as fast as before.
type role uint8

const (
	risky    role = 1 << iota // may panic: note the position when a panic passes
	looping                   // begins a turn of a loop: end here when interrupted
	waiting                   // a channel operation: wake when interrupted
	deferred                  // the call of a defer statement
	recovers                  // a call of recover
)

// place is where a node stands: in which function by the person's name ("" for the cell itself), at which position as typed.
type place struct {
	fn   string
	pos  token.Pos
	fset *token.FileSet
}

// position is as typed: Filename is In[3], also for In[3]#2 (see Machine.file) and for In[3]/In[7] (a function of In[3] that
// In[7] lowered again).
func (p *place) position() token.Position {
	at := p.fset.Position(p.pos)
	if i := strings.IndexAny(at.Filename, "#/"); i > 0 {
		at.Filename = at.Filename[:i]
	}
	return at
}

type tapper struct {
	*layout
	entry   string // the function that is the cell itself
	threads *threads
	fset    *token.FileSet
	roles   map[unsafe.Pointer]role
	places  map[unsafe.Pointer]place
	bodies  []unsafe.Pointer // the first node of each function literal
}

// tapAll taps the tree of a program that is compiled and has not run.
func (t *tapper) tapAll(root unsafe.Pointer) {
	t.roles, t.places = map[unsafe.Pointer]role{}, map[unsafe.Pointer]place{}
	t.mark(root, "")
	for n, r := range t.roles {
		t.tap(n, r, t.places[n])
	}
	for _, first := range t.bodies {
		setExec(first)
	}
}

// setExec is yaegi's: it generates the code of a node and of all that may run after it.
//
//go:linkname setExec github.com/traefik/yaegi/interp.setExec
func setExec(node unsafe.Pointer)

// mark gives every node below n its roles; fn is the function that n stands in. What yaegi's compiler generated already
// (the bodies of function literals) is forgotten, and so generated again with its taps.
func (t *tapper) mark(n unsafe.Pointer, fn string) {
	*at[exec](n, t.exec) = nil
	children := *at[[]unsafe.Pointer](n, t.child)
	kind := t.kindName(n)
	switch kind {
	case "funcDecl":
		if fn = *at[string](children[1], t.ident); fn == t.entry {
			fn = ""
		}
		fn = personal(fn)
	case "funcLit":
		fn = strings.TrimPrefix(fn+".func", ".")
		if first := *at[unsafe.Pointer](children[3], t.start); first != nil {
			t.bodies = append(t.bodies, first)
		}
	}
	t.places[n] = place{fn, token.Pos(*at[int](t.spot(n, kind, children), t.pos)), t.fset}
	t.roles[n] |= t.roleOf(n, kind)
	t.markBelow(kind, children)
	for _, c := range children {
		t.mark(c, fn)
	}
}

// markBelow marks children by what their parent is: the first node of a loop's body, what a label names, a deferred call.
func (t *tapper) markBelow(kind string, children []unsafe.Pointer) {
	switch kind {
	case "forStmt0", "forStmt1", "forStmt2", "forStmt3", "forStmt4", "forStmt5", "forStmt6", "forStmt7", "rangeStmt", "labeledStmt":
		if first := *at[unsafe.Pointer](children[len(children)-1], t.start); first != nil {
			t.roles[first] |= looping
		}
	case "selectStmt":
		t.roles[children[0]] |= waiting | risky
	case "deferStmt":
		t.roles[children[0]] |= deferred
	}
}

// roleOf is what a node does by its kind.
func (t *tapper) roleOf(n unsafe.Pointer, kind string) role {
	switch kind {
	case "callExpr":
		if *at[string]((*at[[]unsafe.Pointer](n, t.child))[0], t.ident) == "recover" {
			return risky | recovers
		}
		return risky
	case "indexExpr", "sliceExpr", "starExpr", "typeAssertExpr", "selectorExpr", "compositeLitExpr":
		return risky
	case "sendStmt", "rangeStmt", "forRangeStmt":
		return risky | waiting
	case "unaryExpr":
		if t.actionName(n) == "<-" {
			return risky | waiting
		}
	case "binaryExpr", "assignStmt", "defineStmt", "incDecStmt":
		return t.riskyOperator(n)
	}
	return 0
}

// riskyOperator tells divisions and writes through a map, an index or a pointer from plain assignments.
func (t *tapper) riskyOperator(n unsafe.Pointer) role {
	switch t.actionName(n) {
	case "/", "%", "/=", "%=":
		return risky
	}
	for _, c := range *at[[]unsafe.Pointer](n, t.child) {
		switch t.kindName(c) {
		case "indexExpr", "starExpr", "selectorExpr", "typeAssertExpr":
			return risky
		case "unaryExpr":
			if t.actionName(c) == "<-" {
				return risky | waiting
			}
		}
	}
	return 0
}

// spot is the node whose position a person would point at: for a call of a method, the method's name.
func (t *tapper) spot(n unsafe.Pointer, kind string, children []unsafe.Pointer) unsafe.Pointer {
	if kind != "callExpr" || t.kindName(children[0]) != "selectorExpr" {
		return n
	}
	sel := *at[[]unsafe.Pointer](children[0], t.child)
	if len(sel) < 2 {
		return n
	}
	return sel[1]
}

func (t *tapper) tap(n unsafe.Pointer, r role, p place) {
	slot := at[generator](n, t.gen)
	if r == 0 || *slot == nil {
		return
	}
	made := *slot
	wrap := t.wrapper(r, p, t.actionName(n) == "callSlice")
	*slot = func(n unsafe.Pointer) {
		made(n)
		if e := at[exec](n, t.exec); *e != nil {
			*e = wrap(*e)
		}
	}
}

// wrapper composes the taps of a node's roles.
func (t *tapper) wrapper(r role, p place, spread bool) func(exec) exec {
	ts := t.threads
	return func(e exec) exec {
		if r&deferred != 0 {
			e = t.deferring(e, spread)
		}
		if r&recovers != 0 {
			e = t.recovering(e)
		}
		if r&risky != 0 {
			e = noting(ts, &p, e)
		}
		if r&waiting != 0 {
			e = t.waking(e)
		}
		if r&looping != 0 {
			e = stopping(ts, e)
		}
		return e
	}
}

// noting notes p when a panic passes through e, and ends an interrupted thread after e.
func noting(ts *threads, p *place, e exec) exec {
	return func(f unsafe.Pointer) (next exec) {
		passed := false
		defer func() {
			if !passed {
				ts.note(p)
			}
		}()
		next = e(f)
		passed = true
		if ts.ended() {
			return nil
		}
		return next
	}
}

// stopping ends an interrupted thread before e.
func stopping(ts *threads, e exec) exec {
	return func(f unsafe.Pointer) exec {
		if ts.ended() {
			return nil
		}
		return e(f)
	}
}

// waking lets the channel operation e end when the run of the calling goroutine is interrupted. yaegi gives a frame the
// channel of the cell that made it, which for a closure is another cell than the one that runs.
func (t *tapper) waking(e exec) exec {
	ts := t.threads
	return func(f unsafe.Pointer) exec {
		if th := ts.current(); th != nil {
			lock := at[sync.RWMutex](f, t.lock)
			lock.Lock()
			*at[reflect.SelectCase](f, t.frameDone) = th.wake
			lock.Unlock()
		}
		return e(f)
	}
}
