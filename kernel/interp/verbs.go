package interp

import (
	"fmt"
	"go/types"
	"reflect"
	"strings"
)

// argument is rt.V: an argument of fmt that knows its type by go/types. fmt knows types by reflection, which has neither the names nor
// the methods of a cell's types; the result formats itself as fmt would, had the types been compiled.
//
// A string and an int stay of their kind: Print looks at it for its spaces, and %*d takes an int. An error stays one, for %w.
func (tt *typeTable) argument(id int, x any) any {
	v, found := tt.open(reflect.ValueOf(x))
	t := tt.byID(id)
	if t == nil || types.IsInterface(t) {
		t = found
	}
	a := argument{tt, x, v, t}
	if err, ok := x.(error); ok {
		return errorArgument{a, err}
	}
	if v.IsValid() && t != nil && personals(t, 0) {
		a.v = addressable(v)
		if _, ok := tt.method(v, t, "Error"); ok {
			return errorArgument{a, nil}
		}
		return a
	}
	switch x := x.(type) {
	case string:
		return stringArgument(x)
	case int:
		return intArgument(x)
	}
	return a
}

type (
	argument struct {
		tt    *typeTable
		given any
		v     reflect.Value
		t     types.Type
	}
	errorArgument struct {
		argument
		err error // nil when only the person's method makes it one
	}
	stringArgument string
	intArgument    int
)

func (a errorArgument) Error() string {
	if m, ok := a.tt.method(a.v, a.t, "Error"); ok {
		return fmt.Sprint(m())
	}
	return a.err.Error()
}

// Unwrap gives the error itself: the argument is nothing but its clothes.
func (a errorArgument) Unwrap() error { return a.err }

// Format prints the value as package fmt's documentation says, for every verb and flag.
func (a argument) Format(s fmt.State, verb rune) {
	switch {
	case verb == typeVerb:
		formatType(s, a.typeName())
	case a.t == nil || !a.v.IsValid() || !personals(a.t, 0):
		fmt.Fprintf(s, fmt.FormatString(s, verb), a.given)
	default:
		f := formatter{State: s, tt: a.tt, verb: verb, directive: fmt.FormatString(s, verb), sharp: verb == 'v' && s.Flag('#')}
		f.value(a.v, a.t, 0)
	}
}

// Format prints a string.
func (a stringArgument) Format(s fmt.State, verb rune) { formatBasic(s, verb, string(a)) }

// Format prints an int.
func (a intArgument) Format(s fmt.State, verb rune) { formatBasic(s, verb, int(a)) }

func formatBasic[T any](s fmt.State, verb rune, v T) {
	if verb == typeVerb {
		formatType(s, fmt.Sprintf("%T", v))
		return
	}
	fmt.Fprintf(s, fmt.FormatString(s, verb), v)
}

// typeVerb stands for %T, which fmt answers before it asks a Formatter.
const typeVerb = 'ŧ'

func formatType(s fmt.State, name string) { fmt.Fprintf(s, fmt.FormatString(s, 's'), name) }

// formatOf is rt.Format: a format in which %T is the verb that arguments made by V answer.
func formatOf(format string) string {
	var b strings.Builder
	for {
		i := strings.IndexByte(format, '%')
		if i < 0 {
			break
		}
		verb := i + 1 + len(format[i+1:]) - len(strings.TrimLeft(format[i+1:], "+-# 0123456789.[]*"))
		if verb >= len(format) {
			break
		}
		b.WriteString(format[:verb])
		if format = format[verb:]; format[0] == 'T' {
			b.WriteRune(typeVerb)
			format = format[1:]
			continue
		}
		b.WriteByte(format[0])
		format = format[1:]
	}
	return b.String() + format
}

// typeName is what %T prints.
func (a argument) typeName() string {
	switch {
	case !a.v.IsValid():
		return "<nil>"
	case a.t != nil && personals(a.t, 0):
		return types.TypeString(a.t, goName)
	}
	return a.v.Type().String()
}

// goName is the package as compiled Go would say it: a cell is main.
func goName(p *types.Package) string {
	if p.Path() == "main" {
		return "main"
	}
	return p.Name()
}

// personals says whether t mentions a type of the session, or an interface that may hold one.
func personals(t types.Type, depth int) bool {
	if depth > 8 {
		return true
	}
	switch u := types.Unalias(t).(type) {
	case *types.Named:
		return u.Obj().Pkg() != nil && u.Obj().Pkg().Path() == "main"
	case *types.Interface, *types.Struct:
		return true
	case *types.Map:
		return personals(u.Key(), depth+1) || personals(u.Elem(), depth+1)
	case interface{ Elem() types.Type }:
		return personals(u.Elem(), depth+1)
	}
	return false
}

// formatter formats one argument: verb and flags hold for every element in it.
type formatter struct {
	fmt.State
	tt        *typeTable
	verb      rune
	directive string // the verb with its flags: %+v
	sharp     bool
}

func (f *formatter) value(v reflect.Value, t types.Type, depth int) {
	v = readable(v)
	inner, found := f.tt.open(v)
	if t == nil || types.IsInterface(t) {
		t = found
	}
	v = inner
	switch {
	case !v.IsValid():
		fmt.Fprint(f, "<nil>")
	case f.said(v, t):
	case t == nil || !personals(t, 0) || !f.composite(v, t, depth):
		f.native(v)
	}
}

// native leaves a value to fmt.
func (f *formatter) native(v reflect.Value) {
	if v.CanInterface() {
		fmt.Fprintf(f, f.directive, v.Interface())
		return
	}
	fmt.Fprintf(f, f.directive, v)
}

// said prints by the Error or String method of a cell's type, for the verbs that are valid for strings.
func (f *formatter) said(v reflect.Value, t types.Type) bool {
	if f.sharp || v.Kind() == reflect.Pointer && v.IsNil() {
		return false
	}
	switch f.verb {
	case 'v', 's', 'q', 'x', 'X':
	default:
		return false
	}
	for _, name := range []string{"Error", "String"} {
		if m, ok := f.tt.method(v, t, name); ok {
			text, _ := m().(string)
			fmt.Fprintf(f, f.directive, text)
			return true
		}
	}
	return false
}
