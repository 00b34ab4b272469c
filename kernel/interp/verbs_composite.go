package interp

import (
	"fmt"
	"go/types"
	"reflect"
)

// composite prints a struct, collection or pointer; false means that it is none.
func (f *formatter) composite(v reflect.Value, t types.Type, depth int) bool {
	switch v.Kind() {
	case reflect.Struct:
		return f.structure(v, t, depth)
	case reflect.Slice, reflect.Array:
		return f.list(v, t, depth)
	case reflect.Map:
		return f.mapping(v, t, depth)
	case reflect.Pointer:
		return f.pointer(v, t, depth)
	}
	return false
}

// open begins a composite: {, [ or map[, with the type before it in Go syntax.
func (f *formatter) open(t types.Type, plain string) {
	if f.sharp {
		fmt.Fprint(f, types.TypeString(t, goName), "{")
		return
	}
	fmt.Fprint(f, plain)
}

func (f *formatter) close(plain string) {
	if f.sharp {
		plain = "}"
	}
	fmt.Fprint(f, plain)
}

func (f *formatter) between(i int) {
	switch {
	case i == 0:
	case f.sharp:
		fmt.Fprint(f, ", ")
	default:
		fmt.Fprint(f, " ")
	}
}

func (f *formatter) structure(v reflect.Value, t types.Type, depth int) bool {
	st := structOf(t, v.NumField())
	if st == nil {
		return false
	}
	f.open(t, "{")
	for i := range v.NumField() {
		f.between(i)
		if f.sharp || f.Flag('+') {
			fmt.Fprint(f, st.Field(i).Name(), ":")
		}
		f.value(v.Field(i), st.Field(i).Type(), depth+1)
	}
	f.close("}")
	return true
}

func (f *formatter) list(v reflect.Value, t types.Type, depth int) bool {
	if f.sharp && v.Kind() == reflect.Slice && v.IsNil() {
		fmt.Fprintf(f, "%s(nil)", types.TypeString(t, goName))
		return true
	}
	f.open(t, "[")
	for i := range v.Len() {
		f.between(i)
		f.value(v.Index(i), elemOf(t), depth+1)
	}
	f.close("]")
	return true
}

func (f *formatter) mapping(v reflect.Value, t types.Type, depth int) bool {
	m, ok := t.Underlying().(*types.Map)
	if !ok {
		return false
	}
	f.open(t, "map[")
	p := &printer{tt: f.tt}
	for i, k := range p.sorted(v.MapKeys()) {
		f.between(i)
		f.value(addressable(k), m.Key(), depth+1)
		fmt.Fprint(f, ":")
		f.value(addressable(v.MapIndex(k)), m.Elem(), depth+1)
	}
	f.close("]")
	return true
}

// pointer prints & and the value for a pointer to a composite at the top, as fmt does; others are addresses.
func (f *formatter) pointer(v reflect.Value, t types.Type, depth int) bool {
	switch v.Type().Elem().Kind() {
	case reflect.Struct, reflect.Map, reflect.Slice, reflect.Array:
	default:
		return false
	}
	if v.IsNil() || depth > 0 || f.verb == 'p' {
		return false
	}
	fmt.Fprint(f, "&")
	f.value(v.Elem(), elemOf(t), depth+1)
	return true
}
