package interp

import (
	"fmt"
	"go/types"
	"reflect"
	"strconv"
	"strings"
	"unicode/utf8"
	"unsafe"
)

const (
	maxText  = 16 << 10 // bytes of one value's text
	maxItems = 1000     // elements of one collection
	maxDepth = 8
)

// text says v, of type t, as Go source would: see the package doc. t may be nil.
func (tt *typeTable) text(v reflect.Value, t types.Type) (s string) {
	p := &printer{tt: tt, seen: map[unsafe.Pointer]bool{}}
	defer func() {
		if r := recover(); r != nil {
			s = fmt.Sprintf("%s… (a value that can't be printed: %v)", p.b.String(), r)
		}
	}()
	p.value(addressable(v), t, false)
	return capped(p.b.String())
}

func capped(s string) string {
	if len(s) <= maxText {
		return s
	}
	cut := maxText
	for !utf8.RuneStart(s[cut]) {
		cut--
	}
	return s[:cut] + "… (cut; print it to see all)"
}

// addressable copies v, so that its unexported fields can be read with their methods.
func addressable(v reflect.Value) reflect.Value {
	if !v.IsValid() {
		return v
	}
	c := reflect.New(v.Type()).Elem()
	c.Set(v)
	return c
}

type printer struct {
	tt     *typeTable
	b      strings.Builder
	depth  int
	within bool                    // in a composite whose type says the type of the value
	seen   map[unsafe.Pointer]bool // pointers that are being printed: a cycle ends
}

// value prints v. elided says that the surroundings name the type already, as in a composite literal.
func (p *printer) value(v reflect.Value, t types.Type, elided bool) {
	if p.depth > maxDepth || p.b.Len() > maxText {
		p.b.WriteString("…")
		return
	}
	within := p.within
	p.within = p.depth > 0 && t != nil && !types.IsInterface(t)
	p.depth++
	defer func() { p.depth--; p.within = within }()
	v, t, elided = p.dynamic(readable(v), t, elided)
	switch {
	case !v.IsValid():
		p.b.WriteString("nil")
	case p.said(v, t):
	default:
		p.kind(v, t, elided)
	}
}

// readable lifts reflect's ban on a field that is not exported.
func readable(v reflect.Value) reflect.Value {
	if v.IsValid() && !v.CanInterface() && v.CanAddr() {
		return reflect.NewAt(v.Type(), v.Addr().UnsafePointer()).Elem()
	}
	return v
}

// dynamic goes from an interface to what it holds.
func (p *printer) dynamic(v reflect.Value, t types.Type, elided bool) (reflect.Value, types.Type, bool) {
	inner, found := p.tt.open(v)
	if t == nil || types.IsInterface(t) {
		return inner, found, false
	}
	return inner, t, elided
}

// said prints what the value's own Error or String method says.
func (p *printer) said(v reflect.Value, t types.Type) bool {
	if v.Kind() == reflect.Pointer && v.IsNil() {
		return false
	}
	for _, name := range []string{"Error", "String"} {
		if m, ok := p.tt.method(v, t, name); ok {
			p.b.WriteString(safely(func() string { return fmt.Sprint(m()) }))
			return true
		}
	}
	if !v.CanInterface() || v.Type().Name() == "" && v.Kind() != reflect.Pointer {
		return false
	}
	switch x := v.Interface().(type) {
	case error:
		p.b.WriteString(safely(x.Error))
	case fmt.Stringer:
		p.b.WriteString(safely(x.String))
	default:
		return false
	}
	return true
}

// safely calls a person's method.
func safely(f func() string) (s string) {
	defer func() {
		if r := recover(); r != nil {
			s = fmt.Sprintf("(its String method panicked: %s)", fromPanic(r).Msg)
		}
	}()
	return f()
}

// kind prints v by its kind.
func (p *printer) kind(v reflect.Value, t types.Type, elided bool) {
	switch v.Kind() {
	case reflect.Struct:
		p.structure(v, t, elided)
	case reflect.Slice, reflect.Array:
		p.list(v, t, elided)
	case reflect.Map:
		p.mapping(v, t, elided)
	case reflect.Pointer:
		p.pointer(v, t, elided)
	case reflect.Func, reflect.Chan, reflect.UnsafePointer:
		p.opaque(v, t)
	default:
		p.basic(v, t, elided)
	}
}

// typeName is the person's name of the value's type.
func (p *printer) typeName(v reflect.Value, t types.Type) string {
	if t != nil {
		return p.tt.name(t)
	}
	return strings.ReplaceAll(v.Type().String(), "interface {}", "any")
}

func (p *printer) basic(v reflect.Value, t types.Type, elided bool) {
	s := ""
	switch v.Kind() {
	case reflect.String:
		s = quoted(v.String())
	default:
		s = fmt.Sprint(v)
	}
	if name := p.conversion(v, t); name != "" && !elided {
		s = name + "(" + s + ")"
	}
	p.b.WriteString(s)
}

// conversion is the name of a type that a literal alone would not have.
func (p *printer) conversion(v reflect.Value, t types.Type) string {
	if n, _ := namedOf(t); n != nil {
		return p.tt.name(t)
	}
	if t == nil && v.Type().PkgPath() != "" {
		return v.Type().String()
	}
	return ""
}

// quoted is a Go string literal, cut when it is long.
func quoted(s string) string {
	if len(s) > maxText {
		n := len(s)
		return strconv.Quote(strings.ToValidUTF8(s[:maxText/2], "")) + fmt.Sprintf("… (%d bytes in all)", n)
	}
	return strconv.Quote(s)
}

// null prints a nil slice, map, pointer or function: nil where its type is plain from what is around it, else with its type.
func (p *printer) null(v reflect.Value, t types.Type, elided bool) {
	if elided || p.within {
		p.b.WriteString("nil")
		return
	}
	fmt.Fprintf(&p.b, "%s(nil)", parenthesised(p.typeName(v, t)))
}

func parenthesised(name string) string {
	if strings.HasPrefix(name, "*") || strings.HasPrefix(name, "func") || strings.HasPrefix(name, "chan") || strings.HasPrefix(name, "<-") {
		return "(" + name + ")"
	}
	return name
}

// opaque prints a function or a channel by its type.
func (p *printer) opaque(v reflect.Value, t types.Type) {
	if v.Kind() != reflect.UnsafePointer && v.IsNil() {
		p.null(v, t, false)
		return
	}
	p.b.WriteString(p.typeName(v, t))
	if v.Kind() == reflect.Chan {
		fmt.Fprintf(&p.b, " (%d of %d)", v.Len(), v.Cap())
	}
}
