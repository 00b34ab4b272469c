package interp

import (
	"context"
	"errors"
	"fmt"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"log"
	"regexp"
	"strings"
	"sync"
	"time"
	"unsafe"

	"github.com/traefik/yaegi/interp"

	"gohunt/kernel/cell"
)

// Options say where output goes. Nil fields discard.
type Options struct {
	Stdout, Stderr io.Writer                   // what cells print by fmt and log
	Shown          func(v Value)               // a value of a cell's last expression, on the goroutine of the cell
	GoPanic        func(cell int, text string) // a goroutine of that cell panicked; text says what and where, in several lines
}

// Cell is the number of the cell that started the calling goroutine, itself or by way of other goroutines; 0 when no cell did.
func (m *Machine) Cell() int {
	if t := m.threads.current(); t != nil {
		return t.cell
	}
	return 0
}

// A Value is what a cell shows.
type Value struct {
	V    any        // the value; nil for nil. A value of a cell's type has its String, HTML, ... methods
	Type types.Type // its type by the person's names
	Text string     // the value as Go source would say it, see the package doc
}

// grace is how long an interrupted cell may take to end before it is left to itself.
const grace = time.Second

// A Machine runs the units of one session, one at a time.
type Machine struct {
	options  Options
	it       *interp.Interpreter
	layout   *layout
	threads  threads
	types    *typeTable
	log      *log.Logger
	symbols  interp.Exports
	mu       sync.Mutex // one unit compiles or runs at a time
	programs map[*cell.Unit]compiled
	files    map[int]int // units per number
}

// A compiled unit declares what it declares, then calls its entry. Both are compiled before either runs: yaegi's compiler may not
// work on the goroutine of a cell, which an interrupt may leave behind while the next cell compiles.
type compiled struct{ declare, call *interp.Program }

// New makes a Machine with the standard library and hunt bound. It fails when yaegi is not the one this package was written for.
func New(o Options) (*Machine, error) {
	l, err := findLayout()
	if err != nil {
		return nil, fmt.Errorf("interp: %w; the kernel needs yaegi v0.16.1", err)
	}
	m := &Machine{options: o.filled(), layout: l, types: newTypeTable(), programs: map[*cell.Unit]compiled{}, files: map[int]int{}}
	m.threads.outside = newRun(0)
	m.log = log.New(m.options.Stderr, "", log.LstdFlags)
	m.it = interp.New(interp.Options{Stdin: strings.NewReader(""), Stdout: m.options.Stdout, Stderr: swallow{}, Unrestricted: true})
	p := unsafe.Pointer(m.it)
	*at[bool](p, l.cancel) = true
	*at[chan struct{}](p, l.done) = make(chan struct{})
	return m, m.bind()
}

func (o Options) filled() Options {
	if o.Stdout == nil {
		o.Stdout = io.Discard
	}
	if o.Stderr == nil {
		o.Stderr = io.Discard
	}
	if o.Shown == nil {
		o.Shown = func(Value) {}
	}
	if o.GoPanic == nil {
		o.GoPanic = func(int, string) {}
	}
	return o
}

// Compile makes u ready to run, without running anything of it. The error is a *Failure: cell has checked u, so that
// what is refused here is a fault of the interpreter.
func (m *Machine) Compile(u *cell.Unit) (err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	defer func() {
		if r := recover(); r != nil {
			err = fromCompile(r)
		}
	}()
	defer hush()()
	m.types.add(u)
	name, code := m.file(u)
	file, err := parser.ParseFile(m.it.FileSet(), name, code, parser.SkipObjectResolution)
	if err != nil {
		return fromCompile(err)
	}
	program, err := m.it.CompileAST(file)
	if err != nil {
		return fromCompile(err)
	}
	t := &tapper{layout: m.layout, entry: u.Entry, threads: &m.threads, fset: m.it.FileSet()}
	t.tapAll(*at[unsafe.Pointer](unsafe.Pointer(program), m.layout.root))
	c := compiled{declare: program}
	if u.Entry != "" {
		if c.call, err = m.it.Compile(u.Entry + "()"); err != nil {
			return fromCompile(err)
		}
	}
	m.forgetRoots()
	m.programs[u] = c
	return nil
}

// file names the file of a unit. yaegi knows imports by file name, so that a second unit of a number (silent cells share the
// next one) gets a name of its own: In[3]#2, in its line directives too.
func (m *Machine) file(u *cell.Unit) (name, code string) {
	name = fmt.Sprintf("In[%d]", u.N)
	m.files[u.N]++
	if m.files[u.N] == 1 {
		return name, u.Code
	}
	again := fmt.Sprintf("%s#%d", name, m.files[u.N])
	directive := regexp.MustCompile(`(?m)(^//line |/\*line )(In\[\d+\]/)?` + regexp.QuoteMeta(name) + `:`)
	return again, directive.ReplaceAllString(u.Code, "${1}${2}"+again+":")
}

// forgetRoots drops the trees that yaegi keeps for its debugger only: they would grow with every cell.
func (m *Machine) forgetRoots() {
	*at[[]unsafe.Pointer](unsafe.Pointer(m.it), m.layout.roots) = nil
}

// Run runs a compiled unit. A cancelled ctx interrupts it: ErrInterrupted. Otherwise the error is a *Failure.
// What the cell declared before it failed stays.
func (m *Machine) Run(ctx context.Context, u *cell.Unit) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	program, ok := m.programs[u]
	if !ok {
		return &Failure{Name: NameInterpreter, Msg: fmt.Sprintf("In[%d] was not compiled", u.N)}
	}
	delete(m.programs, u)
	r := newRun(u.N)
	r.threads.Add(1)
	ended := make(chan error, 1)
	go m.execute(r, u, program, ended)
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
		return m.interrupt(r, ended)
	}
}

// interrupt ends r, or leaves it behind when it hangs in native code. It never goes on: its next tap ends it.
func (m *Machine) interrupt(r *run, ended <-chan error) error {
	m.threads.interrupt(r)
	select {
	case <-ended:
		return ErrInterrupted
	case <-time.After(grace):
		return fmt.Errorf("%w, but In[%d] hangs in a call that can't be stopped; when that returns, nothing after it will run", ErrInterrupted, r.cell)
	}
}

// execute is the thread of the cell itself.
func (m *Machine) execute(r *run, u *cell.Unit, program compiled, ended chan<- error) {
	t, l := m.threads.enter(r)
	var err error
	defer func() {
		m.threads.leave(r, l)
		ended <- err
	}()
	defer func() {
		if v := recover(); v != nil {
			err = failed(v, t, u)
		}
	}()
	if _, err = m.it.Execute(program.declare); err == nil && program.call != nil {
		_, err = m.it.Execute(program.call)
	}
	if err != nil {
		err = failed(err, t, u)
	}
}

// failed makes a Failure of what ended a thread.
func failed(v any, t *thread, u *cell.Unit) *Failure {
	f := fromPanic(v)
	if err, ok := v.(error); ok && !errors.As(err, new(interp.Panic)) {
		f = fromCompile(err)
	}
	f.placed(t.trace.take(), u.N)
	return f
}

// placed fills in the trace, and as position the innermost place in the text of cell n. A dropped error knows its place better
// than the code that checks for it.
func (f *Failure) placed(places []*place, n int) {
	cell := fmt.Sprintf("In[%d]", n)
	for i, p := range places {
		at := p.position()
		if i == 0 && f.Line > 0 {
			at = token.Position{Filename: cell, Line: f.Line, Column: f.Col}
		}
		if !strings.HasPrefix(p.fn, ".") { // lowering's own functions have no name before the mark
			f.Trace = append(f.Trace, line(at, p.fn))
		}
		if f.Line == 0 && at.Filename == cell {
			f.Line, f.Col = at.Line, at.Column
		}
	}
}
