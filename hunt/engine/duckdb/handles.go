//go:build cgo

package duckdb

/*
#include "bridge.h"
*/
import "C"

import (
	"runtime/cgo"
	"sync/atomic"
	"unsafe"
)

// handlesAlive counts the Go values that C holds; tests see it fall back to where it was.
var handlesAlive atomic.Int64

// released is what a value does when C lets go of it.
type released interface{ release() }

// handle gives C a pointer that stands for a Go value until freeHandle.
func handle(v released) unsafe.Pointer {
	cell := C.malloc(C.size_t(unsafe.Sizeof(cgo.Handle(0))))
	*(*cgo.Handle)(cell) = cgo.NewHandle(v)
	handlesAlive.Add(1)
	return cell
}

// held is the value behind a pointer made by handle. It panics, for the callback's guard, when it is of another type.
func held[T released](cell unsafe.Pointer) T { return (*(*cgo.Handle)(cell)).Value().(T) }

// freeHandle releases the value behind the pointer and forgets it. DuckDB calls it.
//
//export gohunt_free_handle
func gohunt_free_handle(cell unsafe.Pointer) {
	h := *(*cgo.Handle)(cell)
	defer handlesAlive.Add(-1)
	defer C.free(cell)
	defer h.Delete()
	h.Value().(released).release()
}
