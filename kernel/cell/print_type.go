package cell

import (
	"fmt"
	"go/types"
	"strconv"
	"strings"
)

// typ writes a type.
func (p *printer) typ(t types.Type) string {
	switch t := types.Unalias(t).(type) {
	case *types.Basic:
		return p.basic(t)
	case *types.Named:
		return p.namedType(t)
	case *types.Pointer:
		return "*" + p.typ(t.Elem())
	case *types.Slice:
		return "[]" + p.typ(t.Elem())
	case *types.Array:
		return fmt.Sprintf("[%d]%s", t.Len(), p.typ(t.Elem()))
	case *types.Map:
		return "map[" + p.typ(t.Key()) + "]" + p.typ(t.Elem())
	case *types.Chan:
		return p.chanType(t)
	case *types.Struct:
		return p.structType(t, "")
	case *types.Interface:
		return p.interfaceType(t)
	case *types.Signature:
		return "func" + p.signature(t)
	}
	return "interface{}"
}

func (p *printer) basic(t *types.Basic) string {
	if t.Kind() == types.UnsafePointer {
		return p.pkg("unsafe") + ".Pointer"
	}
	if t.Info()&types.IsUntyped != 0 {
		return types.Default(t).String()
	}
	return t.Name()
}

func (p *printer) namedType(t *types.Named) string {
	o := t.Obj()
	if o.Pkg() == nil {
		return o.Name()
	}
	if isOurs(o) {
		if n, ok := p.slot(o); ok {
			return n
		}
		return p.hoist(o)
	}
	if t.TypeArgs().Len() > 0 { // iter.Seq: the function that it is
		return p.typ(t.Underlying())
	}
	return p.pkg(o.Pkg().Path()) + "." + o.Name()
}

// hoist moves a type that is declared inside a function to the top level.
func (p *printer) hoist(o *types.TypeName) string {
	n := p.fresh(o.Name())
	p.slots[o] = n
	p.named[n] = o.Type()
	p.printType(n, o, o.Type().Underlying())
	p.forward(o)
	return n
}

func (p *printer) chanType(t *types.Chan) string {
	elem := p.typ(t.Elem())
	switch t.Dir() {
	case types.SendOnly:
		return "chan<- " + elem
	case types.RecvOnly:
		return "<-chan " + elem
	}
	if strings.HasPrefix(elem, "<-") {
		elem = "(" + elem + ")"
	}
	return "chan " + elem
}

// structType writes a struct; a tag, when not empty, is added to that of the first field.
func (p *printer) structType(t *types.Struct, tag string) string {
	var fields []string
	for i := range t.NumFields() {
		f := t.Field(i)
		text := f.Name() + " " + p.typ(f.Type())
		if f.Embedded() {
			text = p.typ(f.Type())
		}
		own := fieldTag(t, i)
		if i == 0 && tag != "" {
			own = strings.TrimSpace(own + " cell:" + strconv.Quote(tag))
		}
		if own != "" {
			text += " " + strconv.Quote(own)
		}
		fields = append(fields, text)
	}
	return "struct { " + strings.Join(fields, "; ") + " }"
}

// fieldTag gives the tag of a field. The interpreter makes unexported fields exported ones of another name, which encoders
// must not see.
func fieldTag(t *types.Struct, i int) string {
	tag, f := t.Tag(i), t.Field(i)
	if tag == "" && !f.Exported() && !f.Embedded() {
		return `json:"-" xml:"-"`
	}
	return tag
}

// fieldName gives the name of a field in the printed code: an embedded type of a cell has the name that it was given.
func (p *printer) fieldName(f *types.Var) string {
	if f.Embedded() {
		if n := namedOf(f.Type()); n != nil && isOurs(n.Obj()) {
			if s := p.namedType(n); s != "" {
				return s
			}
		}
	}
	return f.Name()
}

func (p *printer) interfaceType(t *types.Interface) string {
	if t.NumMethods() == 0 {
		return "interface{}"
	}
	var ms []string
	for m := range t.Methods() {
		ms = append(ms, m.Name()+p.signature(m.Signature()))
	}
	return "interface { " + strings.Join(ms, "; ") + " }"
}

// signature writes parameter and result types.
func (p *printer) signature(s *types.Signature) string {
	var ps []string
	for i := range s.Params().Len() {
		t := s.Params().At(i).Type()
		if s.Variadic() && i == s.Params().Len()-1 {
			ps = append(ps, "..."+p.typ(t.(*types.Slice).Elem()))
			continue
		}
		ps = append(ps, p.typ(t))
	}
	return "(" + strings.Join(ps, ", ") + ")" + p.results(s)
}
