package interp

import (
	"reflect"

	"github.com/traefik/yaegi/interp"
)

// runtime are the functions of gohunt/kernel/rt, which the code of a unit calls and no person can.
//
//	Show(id, v)         v, of type id, is a value of the cell's last expression
//	Stop(err, line, col) err was dropped at that place: a nil one is nothing, another ends the cell
//	Line(n)             nothing: positions come from the taps
//	Go(fn)              the go statement: fn on a goroutine whose panic is reported and ends nothing else
//	Method(id, name, fn) fn is method name of type id, its receiver the first parameter
//	Guard(fn)           fn for native code that calls it on another goroutine: its panic is reported as that of Go's
//	V(id, x)            x, of type id, as an argument of fmt: it prints with the person's names and methods
//	Format(f)           the format f for arguments made by V: %T is theirs to answer
//	Equal(a, b)         == of interface values
//	Error(id, x)        x, a struct of type id, as the error that its Error method makes it
//	Assert(x, &v)       v, ok = x.(T) for a struct type T of a cell
//	As, Is              errors.As and errors.Is that see through the interpreter's wrappers
func (m *Machine) runtime() interp.Exports {
	symbols := map[string]reflect.Value{}
	for name, f := range map[string]any{
		"Show": m.show, "Stop": m.stop, "Line": func(int) {}, "Go": m.spawn, "Method": m.types.addMethod,
		"V": m.types.argument, "Format": formatOf, "Guard": m.guard, "As": m.types.as, "Is": m.types.is, "Equal": m.types.equal, "Assert": m.types.assert, "Error": m.types.asError,
	} {
		symbols[name] = reflect.ValueOf(f)
	}
	return interp.Exports{"gohunt/kernel/rt/rt": symbols}
}

// show hands a value to the session. A value that has rows to read reads them first, here, where a failure ends the cell.
func (m *Machine) show(id int, v any) {
	if s, ok := v.(interface{ Settle() }); ok && !isNil(v) {
		s.Settle()
	}
	t := m.types.byID(id)
	text := m.types.text(reflect.ValueOf(v), t)
	m.options.Shown(Value{V: m.types.displayed(v, t), Type: t, Text: text})
}

func isNil(v any) bool {
	r := reflect.ValueOf(v)
	return r.Kind() == reflect.Pointer && r.IsNil()
}

func (m *Machine) stop(err error, line, col int) {
	if err != nil {
		panic(stop{err, line, col})
	}
}

// spawn runs fn on a thread of the current run.
func (m *Machine) spawn(fn func()) {
	r := m.threads.outside
	if t := m.threads.current(); t != nil {
		r = t.run
	}
	r.threads.Add(1)
	go m.guarded(r, fn)
}

// guard makes fn safe to be called on any goroutine.
func (m *Machine) guard(fn func()) func() {
	r := m.threads.outside
	if t := m.threads.current(); t != nil {
		r = t.run
	}
	return func() {
		r.threads.Add(1)
		m.guarded(r, fn)
	}
}

// guarded runs fn and reports its panic with the cell's number.
func (m *Machine) guarded(r *run, fn func()) {
	t, l := m.threads.enter(r)
	defer m.threads.leave(r, l)
	defer func() {
		if v := recover(); v != nil {
			f := fromPanic(v)
			f.placed(t.trace.take(), r.cell)
			m.options.GoPanic(r.cell, f.report())
		}
	}()
	fn()
}

// report is the failure with its trace, for a goroutine that nobody waits for.
func (f *Failure) report() string {
	s := f.Error()
	for _, l := range f.Trace {
		s += "\n    " + l
	}
	return s
}

// swallow takes what yaegi prints about panics: the taps know better.
type swallow struct{}

func (swallow) Write(p []byte) (int, error) { return len(p), nil }
