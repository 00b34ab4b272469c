package interp

import (
	"fmt"
	"go/types"
	"reflect"
	"sort"
	"strings"
	"unicode/utf8"
)

func (p *printer) structure(v reflect.Value, t types.Type, elided bool) {
	if !elided {
		p.b.WriteString(p.typeName(v, t))
	}
	st := structOf(t, v.NumField())
	p.b.WriteByte('{')
	for i := range v.NumField() {
		if i > 0 {
			p.b.WriteString(", ")
		}
		name, ft := v.Type().Field(i).Name, types.Type(nil)
		if st != nil {
			name, ft = st.Field(i).Name(), st.Field(i).Type()
		}
		p.b.WriteString(name + ": ")
		p.value(v.Field(i), ft, false)
	}
	p.b.WriteByte('}')
}

// structOf is the struct type under t, when it fits what reflect sees.
func structOf(t types.Type, fields int) *types.Struct {
	if t == nil {
		return nil
	}
	if st, ok := t.Underlying().(*types.Struct); ok && st.NumFields() == fields {
		return st
	}
	return nil
}

func (p *printer) list(v reflect.Value, t types.Type, elided bool) {
	if v.Kind() == reflect.Slice && v.IsNil() {
		p.null(v, t, elided)
		return
	}
	if p.bytes(v, t, elided) {
		return
	}
	et := elemOf(t)
	if !elided {
		p.b.WriteString(p.typeName(v, t))
	}
	p.b.WriteByte('{')
	for i := range v.Len() {
		if i > 0 {
			p.b.WriteString(", ")
		}
		if p.full(i, v.Len()) {
			break
		}
		p.value(v.Index(i), et, et == nil || !types.IsInterface(et))
	}
	p.b.WriteByte('}')
}

// full ends a long collection and says how much is left out.
func (p *printer) full(i, n int) bool {
	if i < maxItems && p.b.Len() <= maxText {
		return false
	}
	fmt.Fprintf(&p.b, "… %d more", n-i)
	return true
}

// bytes prints a []byte that is text as text.
func (p *printer) bytes(v reflect.Value, t types.Type, elided bool) bool {
	if v.Kind() != reflect.Slice || v.Type().Elem().Kind() != reflect.Uint8 || v.Len() == 0 {
		return false
	}
	s := string(v.Bytes())
	if !utf8.ValidString(s) || strings.ContainsFunc(s, func(r rune) bool { return r < ' ' && r != '\n' && r != '\t' && r != '\r' }) {
		return false
	}
	name := strings.ReplaceAll(p.typeName(v, t), "uint8", "byte")
	fmt.Fprintf(&p.b, "%s(%s)", name, quoted(s))
	return true
}

func elemOf(t types.Type) types.Type {
	if t == nil {
		return nil
	}
	if u, ok := t.Underlying().(interface{ Elem() types.Type }); ok {
		return u.Elem()
	}
	return nil
}

func (p *printer) mapping(v reflect.Value, t types.Type, elided bool) {
	if v.IsNil() {
		p.null(v, t, elided)
		return
	}
	var kt types.Type
	if m, ok := underlying(t).(*types.Map); ok {
		kt = m.Key()
	}
	et := elemOf(t)
	if !elided {
		p.b.WriteString(p.typeName(v, t))
	}
	p.b.WriteByte('{')
	for i, k := range p.sorted(v.MapKeys()) {
		if i > 0 {
			p.b.WriteString(", ")
		}
		if p.full(i, v.Len()) {
			break
		}
		p.value(addressable(k), kt, kt == nil || !types.IsInterface(kt))
		p.b.WriteString(": ")
		p.value(addressable(v.MapIndex(k)), et, et == nil || !types.IsInterface(et))
	}
	p.b.WriteByte('}')
}

func underlying(t types.Type) types.Type {
	if t == nil {
		return nil
	}
	return t.Underlying()
}

// sorted orders the keys of a map: numbers by value, all else by text.
func (p *printer) sorted(keys []reflect.Value) []reflect.Value {
	sort.SliceStable(keys, func(i, j int) bool {
		a, _ := p.tt.open(keys[i])
		b, _ := p.tt.open(keys[j])
		return less(a, b)
	})
	return keys
}

func less(a, b reflect.Value) bool {
	switch {
	case !a.IsValid() || !b.IsValid():
		return !a.IsValid() && b.IsValid()
	case a.CanInt() && b.CanInt():
		return a.Int() < b.Int()
	case a.CanUint() && b.CanUint():
		return a.Uint() < b.Uint()
	case a.CanFloat() && b.CanFloat():
		return a.Float() < b.Float()
	case a.Kind() == reflect.String && b.Kind() == reflect.String:
		return a.String() < b.String()
	}
	return fmt.Sprint(a) < fmt.Sprint(b)
}

// pointer prints & and what is pointed to.
func (p *printer) pointer(v reflect.Value, t types.Type, elided bool) {
	if v.IsNil() {
		p.null(v, t, elided)
		return
	}
	at := v.UnsafePointer()
	if p.seen[at] {
		p.b.WriteString("&…")
		return
	}
	p.seen[at] = true
	defer delete(p.seen, at)
	p.b.WriteByte('&')
	p.value(v.Elem(), elemOf(t), false)
}
