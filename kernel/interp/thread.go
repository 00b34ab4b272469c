package interp

import (
	"reflect"
	"sync"
	"sync/atomic"
	"unsafe"
)

// A run is one execution of one unit: its own goroutine and all that it starts.
type run struct {
	cell     int
	stopping atomic.Bool   // interrupted: its goroutines end at their next tap
	done     chan struct{} // closed when interrupted: wakes its channel operations
	wake     reflect.SelectCase
	threads  atomic.Int64 // goroutines of it that have not ended
}

// A thread is one goroutine of a run.
type thread struct {
	*run
	trace   *trace
	leaving unsafe.Pointer // the frame whose deferred calls it runs; nil when it runs none
}

func newRun(cell int) *run {
	done := make(chan struct{})
	return &run{cell: cell, done: done, wake: reflect.SelectCase{Dir: reflect.SelectRecv, Chan: reflect.ValueOf(done)}}
}

// threads finds the thread of a goroutine by its label.
type threads struct {
	outside  *run         // of goroutines that native code started
	byLabel  sync.Map     // unsafe.Pointer -> *thread
	stopping atomic.Int64 // runs that are interrupted and have not ended: taps look no further while it is 0
}

// enter makes the calling goroutine a thread of r. The caller defers leave.
func (ts *threads) enter(r *run) (*thread, unsafe.Pointer) {
	t := &thread{run: r, trace: new(trace)}
	l := setLabel(r.cell)
	ts.byLabel.Store(l, t)
	return t, l
}

// leave ends a thread. When it was the last of an interrupted run, taps rest again.
func (ts *threads) leave(r *run, l unsafe.Pointer) {
	ts.byLabel.Delete(l)
	if r.threads.Add(-1) == 0 && r.stopping.Load() {
		ts.stopping.Add(-1)
	}
}

// interrupt makes every thread of r end at its next tap.
func (ts *threads) interrupt(r *run) {
	ts.stopping.Add(1)
	r.stopping.Store(true)
	close(r.done)
}

// current is the thread of the calling goroutine, or nil: one that native code started outside of any run.
func (ts *threads) current() *thread {
	t, ok := ts.byLabel.Load(label())
	if !ok {
		return nil
	}
	return t.(*thread)
}

// ended says whether the calling goroutine belongs to an interrupted run.
func (ts *threads) ended() bool {
	if ts.stopping.Load() == 0 {
		return false
	}
	t := ts.current()
	return t != nil && t.stopping.Load()
}
