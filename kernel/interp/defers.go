package interp

import (
	"reflect"
	"slices"
	"strings"
	"sync"
	"unsafe"
)

// yaegi runs what a function deferred while it holds the lock of the function's frame, which a closure of that function takes too when it
// ends; it gives the deferred call the variables themselves for arguments, where Go copies them at the defer statement; it finds
// what recover is to return only for a literal right behind defer; and a panic in a deferred call keeps it from the others.
// A tap on every deferred call puts that right.

// deferring follows the deferred call e: what it put into the frame is made safe. spread says that the call ends with x... .
func (t *tapper) deferring(e exec, spread bool) exec {
	return func(f unsafe.Pointer) exec {
		next := e(f)
		if list := *at[[][]reflect.Value](f, t.deferred); len(list) > 0 && list[0][0].Kind() == reflect.Func {
			copyAll(list[0])
			list[0][0] = t.left(f, list[0][0], spread)
		}
		return next
	}
}

// copyAll cuts values off the variables that they came from.
func copyAll(values []reflect.Value) {
	for i, v := range values {
		if v.IsValid() && v.CanAddr() {
			values[i] = reflect.New(v.Type()).Elem()
			values[i].Set(v)
		}
	}
}

// left is fn as f calls it when it is left: without f's lock, on a thread that knows f, and so that its panic takes the place of the
// one that f is left with, and the calls that were deferred before it still run.
func (t *tapper) left(f unsafe.Pointer, fn reflect.Value, spread bool) reflect.Value {
	typ, call := fn.Type(), fn.Call
	if typ.IsVariadic() {
		call = fn.CallSlice
	}
	if spread {
		typ = fixed(typ)
	}
	return reflect.MakeFunc(typ, func(in []reflect.Value) (out []reflect.Value) {
		lock := at[sync.RWMutex](f, t.lock)
		lock.Unlock()
		defer lock.Lock()
		defer t.threads.deferring(f)()
		defer func() {
			if v := recover(); v != nil {
				*at[any](f, t.recovered) = v
				out = zeros(typ)
			}
		}()
		return call(in)
	})
}

// fixed is a variadic function's type with a slice for its last parameter, as a call with x... has it.
func fixed(t reflect.Type) reflect.Type {
	in, out := slices.Collect(t.Ins()), slices.Collect(t.Outs())
	return reflect.FuncOf(in, out, false)
}

func zeros(t reflect.Type) []reflect.Value {
	var out []reflect.Value
	for o := range t.Outs() {
		out = append(out, reflect.Zero(o))
	}
	return out
}

// deferring makes the calling goroutine one that runs what frame f deferred, until the function that it returns is called.
func (ts *threads) deferring(f unsafe.Pointer) (end func()) {
	before := label()
	t := &thread{run: ts.outside, trace: new(trace), leaving: f}
	if outer := ts.current(); outer != nil {
		t.run, t.trace = outer.run, outer.trace
	}
	l := setLabel(t.cell)
	ts.byLabel.Store(l, t)
	return func() {
		ts.byLabel.Delete(l)
		resetLabel(before)
	}
}

// recovering precedes a call of recover: what the function that is being left panicked with is put where yaegi looks for it.
func (t *tapper) recovering(e exec) exec {
	return func(f unsafe.Pointer) exec {
		place := at[any](*at[unsafe.Pointer](f, t.caller), t.recovered)
		if *place == nil {
			*place = t.threads.recovered(t.layout)
		}
		if *place != nil {
			*place = inGo(bare(*place))
		}
		return e(f)
	}
}

// recovered is what the function panicked with whose deferred calls the calling goroutine runs. It does not panic on then.
func (ts *threads) recovered(l *layout) any {
	t := ts.current()
	if t == nil || t.leaving == nil {
		return nil
	}
	value := at[any](t.leaving, l.recovered)
	v := *value
	*value = nil
	return v
}

// inGo is a panic's value as compiled Go would have it: yaegi panics with reflection's errors and texts.
func inGo(v any) any {
	text := ""
	switch v := v.(type) {
	case *reflect.ValueError:
		text = v.Error()
	case string:
		text = v
	}
	if said := goWords(text); said != text && strings.HasPrefix(said, "runtime error: ") {
		return runtimeError(strings.TrimPrefix(said, "runtime error: "))
	}
	return v
}
