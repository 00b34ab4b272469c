package interp

import (
	"context"
	"runtime/pprof"
	"strconv"
	"sync/atomic"
	"unsafe"
)

// Which run does this goroutine belong to? Go has no goroutine-local storage, but it has profiler labels: they are set
// per goroutine, handed on to every goroutine that it starts, and are one pointer. Comparing that pointer takes 1 ns,
// where the official way (parsing runtime.Stack) takes microseconds. A by-product: CPU profiles are labelled by cell.

//go:linkname label runtime/pprof.runtime_getProfLabel
func label() unsafe.Pointer

// resetLabel gives the calling goroutine back the label that it had.
//
//go:linkname resetLabel runtime/pprof.runtime_setProfLabel
func resetLabel(unsafe.Pointer)

var labels atomic.Uint64

// setLabel gives the calling goroutine a label of its own and returns it.
func setLabel(cell int) unsafe.Pointer {
	l := pprof.Labels("cell", strconv.Itoa(cell), "thread", strconv.FormatUint(labels.Add(1), 10))
	pprof.SetGoroutineLabels(pprof.WithLabels(context.Background(), l))
	return label()
}
