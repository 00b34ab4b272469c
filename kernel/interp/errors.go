package interp

import (
	"errors"
	"reflect"
)

// as is errors.As for targets of a cell's type, which the interpreter wraps when it makes an error of them.
func (tt *typeTable) as(err error, target any) bool {
	tv := reflect.ValueOf(target)
	if tv.Kind() != reflect.Pointer || tv.IsNil() {
		panic("errors: target must be a non-nil pointer")
	}
	want := tv.Type().Elem()
	found := false
	tt.walk(err, func(e error) bool {
		v := tt.core(e)
		switch {
		case v.IsValid() && v.Type() == want:
			tv.Elem().Set(v)
		case want.Kind() == reflect.Interface && reflect.TypeOf(e).AssignableTo(want):
			tv.Elem().Set(reflect.ValueOf(e))
		default:
			return false
		}
		found = true
		return true
	})
	return found
}

// is is errors.Is for errors of a cell's type.
func (tt *typeTable) is(err, target error) bool {
	if err == nil || target == nil {
		return err == target
	}
	want := tt.core(target)
	found := false
	tt.walk(err, func(e error) bool {
		found = same(tt.core(e), want)
		if i, ok := e.(interface{ Is(error) bool }); ok && !found {
			found = i.Is(target)
		}
		return found
	})
	return found
}

// core is the value that an error is, without what the interpreter and V put around it.
func (tt *typeTable) core(err error) reflect.Value {
	v, _ := tt.open(reflect.ValueOf(err))
	return v
}

func same(a, b reflect.Value) bool {
	return a.IsValid() && b.IsValid() && a.Type() == b.Type() && a.Comparable() && a.Equal(b)
}

// walk visits err and what it wraps, depth first, until visit says that it is done.
func (tt *typeTable) walk(err error, visit func(error) bool) bool {
	if err == nil {
		return false
	}
	if visit(err) {
		return true
	}
	for _, e := range tt.unwrapped(err) {
		if tt.walk(e, visit) {
			return true
		}
	}
	return false
}

func (tt *typeTable) unwrapped(err error) []error {
	v, t := tt.open(reflect.ValueOf(err))
	if m, ok := tt.method(v, t, "Unwrap"); ok {
		if e, ok := m().(error); ok {
			return []error{e}
		}
		return nil
	}
	if many, ok := err.(interface{ Unwrap() []error }); ok {
		return many.Unwrap()
	}
	return []error{errors.Unwrap(err)}
}

// equal is rt.Equal: Go's == of two interface values, without what the interpreter put around them.
func (tt *typeTable) equal(a, b any) bool {
	x, _ := tt.open(reflect.ValueOf(a))
	y, _ := tt.open(reflect.ValueOf(b))
	if !x.IsValid() || !y.IsValid() || x.Type() != y.Type() {
		return x.IsValid() == y.IsValid() && !x.IsValid()
	}
	if !x.Comparable() {
		panic(runtimeError("comparing uncomparable type " + tt.describe(x)))
	}
	return x.Equal(y)
}

// describe is the type of a value for a message.
func (tt *typeTable) describe(v reflect.Value) string {
	if t := tt.tagged(v.Type()); t != nil {
		return tt.name(t)
	}
	return v.Type().String()
}

// runtimeError is a panic of the Go runtime that this package has to raise itself.
type runtimeError string

func (e runtimeError) Error() string { return "runtime error: " + string(e) }

// RuntimeError marks it as one.
func (runtimeError) RuntimeError() {}

// assert is rt.Assert: the type assertion of x to a struct type of a cell, which target points to a variable of.
func (tt *typeTable) assert(x, target any) bool {
	v, _ := tt.open(reflect.ValueOf(x))
	into := reflect.ValueOf(target).Elem()
	if !v.IsValid() || v.Type() != into.Type() {
		return false
	}
	into.Set(v)
	return true
}

// asError is rt.Error: x, a struct of type id that is an error by value, as an error. yaegi's own wrapper keeps only the last field of
// such a struct.
func (tt *typeTable) asError(id int, x any) error {
	v, _ := tt.open(reflect.ValueOf(x))
	return errorArgument{argument{tt, x, addressable(v), tt.byID(id)}, nil}
}
