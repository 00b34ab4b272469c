package session

import (
	"context"
	"fmt"
	"os"
	"sync"
	"time"

	"gohunt/kernel/cell"
	"gohunt/kernel/interp"
	"gohunt/kernel/scrub"
	"gohunt/kernel/stdio"
	"gohunt/kernel/wire"
)

// Options are what a session needs from the program around it.
type Options struct {
	Version string // of the kernel, said in kernel_info
	History string // file that keeps the cells of all sessions; empty keeps this session's in memory only
	// Explain takes an error of a library apart for its reader; nil, or ok false, shows it as plain text.
	Explain func(error) (Cause, bool)
	Log     wire.Log // lines for whoever runs the kernel; nil drops them
}

// Cause is an error as a person wants it: which step failed, on what, why, and
// what to try. Reason and Hint may have several lines.
type Cause struct{ Step, On, Reason, Hint string }

// Session is one notebook. It surrounds what its cells run: see Context,
// Display, Clear, Ask and Keep in host.go.
type Session struct {
	opts     Options
	server   *wire.Server
	id       string // names this session in every header
	began    time.Time
	cells    *cell.Session
	machine  *interp.Machine
	streams  *stdio.Streams
	secrets  *scrub.Scrubber
	leakMu   sync.Mutex               // orders the text of leaks
	leaks    map[string]*scrub.Stream // finds secrets cut across the batches of a stream
	held     map[string]*wire.Message // the request whose text leaks may hold back, by stream
	history  *history
	pending  []*wire.Message // taken from shell but not yet handled
	doomed   []request       // cells that are not run, because In[doomedBy] failed before them
	doomedBy int
	stop     context.CancelFunc

	mu      sync.Mutex
	count   int                   // the last cell's number
	parent  *wire.Message         // the request of the cell that ran last, or runs
	parents map[int]*wire.Message // of the last cells, by number
	run     *running              // the cell that runs, or nil
}

// New makes a session that answers over server. It takes over the process's
// standard output and error; Close gives them back.
func New(server *wire.Server, o Options) (*Session, error) {
	if o.Log == nil {
		o.Log = func(string, ...any) {}
	}
	s := &Session{opts: o, server: server, id: wire.NewID(), began: time.Now(), secrets: &scrub.Scrubber{}, parents: map[int]*wire.Message{}}
	s.leaks = map[string]*scrub.Stream{stdio.Stdout: s.secrets.NewStream(), stdio.Stderr: s.secrets.NewStream()}
	s.held = map[string]*wire.Message{}
	s.history = openHistory(o.History, o.Log)
	var err error
	if s.streams, err = stdio.Capture(s.stream); err != nil {
		return nil, fmt.Errorf("capture the output: %w", err)
	}
	s.machine, err = interp.New(interp.Options{
		Stdout: s.streams.Stdout(), Stderr: s.streams.Stderr(), Shown: s.shown, GoPanic: s.goPanic,
	})
	if err != nil {
		s.streams.Close()
		return nil, fmt.Errorf("start the interpreter: %w", err)
	}
	s.streams.Attribute(s.machine.Cell)
	s.cells = cell.New(cell.Config{Available: s.machine.Has})
	return s, nil
}

// Serve answers requests until a frontend asks for shutdown, which is no error,
// or ctx ends. A cell that still runs then is interrupted.
func (s *Session) Serve(ctx context.Context) error {
	ctx, s.stop = context.WithCancel(ctx)
	defer s.stop()
	s.status(nil, "starting")
	done := make(chan struct{})
	go func() {
		defer close(done)
		s.serveShell(ctx)
	}()
	s.serveControl(ctx)
	s.Interrupt()
	select { // the reply of an interrupted cell goes out before the sockets close
	case <-done:
	case <-time.After(time.Second):
		s.opts.Log("a cell did not end when the kernel was shut down")
	}
	return nil
}

// Close gives standard output and error back.
func (s *Session) Close() { s.streams.Close() }

// Stderr is what standard error was before New, for the program's own log.
func (s *Session) Stderr() *os.File { return s.streams.Original() }

func (s *Session) serveShell(ctx context.Context) {
	for ctx.Err() == nil {
		m := s.next(ctx)
		if m == nil {
			return
		}
		s.handle(wire.Shell, m, shellRequests)
		s.abortDoomed()
	}
}

// next takes the next message of shell: one set aside before, or a new one.
func (s *Session) next(ctx context.Context) *wire.Message {
	if len(s.pending) > 0 {
		m := s.pending[0]
		s.pending = s.pending[1:]
		return m
	}
	select {
	case m := <-s.server.Receive(wire.Shell):
		return m
	case <-ctx.Done():
		return nil
	}
}

func (s *Session) serveControl(ctx context.Context) {
	for {
		select {
		case m := <-s.server.Receive(wire.Control):
			s.handle(wire.Control, m, controlRequests)
		case <-ctx.Done():
			return
		}
	}
}
