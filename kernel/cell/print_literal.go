package cell

import (
	"fmt"
	"go/ast"
	"go/types"
	"strings"
)

// as writes an expression that goes where a type is wanted, with a conversion where the interpreter needs one that Go
// does not.
func (b *body) as(x ast.Expr, want types.Type) string {
	text := b.value(x)
	if want == nil {
		return text
	}
	if b.otherStruct(b.typeOf(x), want) {
		return b.p.typ(want) + "(" + text + ")"
	}
	if isError(want) && isStructOfCell(b.typeOf(x)) {
		return fmt.Sprintf("%s(%d, %s)", b.p.rt("Error"), b.p.typeID(b.typeOf(x)), text)
	}
	if types.IsInterface(want) && !isAny(want) {
		return b.viaFunction(x, text)
	}
	return text
}

// isStructOfCell tells whether a type is a struct that a cell declares. As an error, the runtime package must wrap it: the
// interpreter's own wrapper loses all but its last field.
func isStructOfCell(t types.Type) bool {
	_, ok := t.Underlying().(*types.Struct)
	return ok && isOurType(t)
}

// viaFunction hands a literal of a cell's type that becomes an interface with methods through a function: the interpreter
// does not wrap it otherwise.
func (b *body) viaFunction(x ast.Expr, text string) string {
	if _, ok := ast.Unparen(x).(*ast.CompositeLit); !ok || !isOurType(b.typeOf(x)) {
		return text
	}
	return b.p.identity(b.typeOf(x)) + "(" + text + ")"
}

// otherStruct tells whether two struct types that Go lets be assigned are different ones in the code, where a named one
// has a tag.
func (b *body) otherStruct(t, want types.Type) bool {
	_, ok := t.Underlying().(*types.Struct)
	return ok && !types.Identical(t, want) && types.AssignableTo(t, want) && !types.IsInterface(want) && (isOurType(t) || isOurType(want))
}

func (b *body) composite(x *ast.CompositeLit, t types.Type) string {
	if ptr, ok := t.Underlying().(*types.Pointer); ok {
		return "&" + b.composite(x, ptr.Elem())
	}
	var elts []string
	for i, e := range x.Elts {
		elts = append(elts, b.element(e, i, t))
	}
	return b.p.typ(t) + "{" + strings.Join(elts, ", ") + "}"
}

func (b *body) element(e ast.Expr, i int, t types.Type) string {
	st, isStruct := t.Underlying().(*types.Struct)
	kv, keyed := e.(*ast.KeyValueExpr)
	switch {
	case isStruct && keyed:
		f, _ := b.p.d.info.Uses[kv.Key.(*ast.Ident)].(*types.Var)
		return b.p.fieldName(f) + ": " + b.as(kv.Value, f.Type())
	case isStruct:
		return b.p.fieldName(st.Field(i)) + ": " + b.as(e, st.Field(i).Type())
	case keyed:
		return b.as(kv.Key, keyType(t)) + ": " + b.as(kv.Value, elemType(t))
	}
	return b.as(e, elemType(t))
}

func keyType(t types.Type) types.Type {
	if m, ok := t.Underlying().(*types.Map); ok {
		return m.Key()
	}
	return nil
}

// elemType gives the type of the elements of a slice, array or map.
func elemType(t types.Type) types.Type {
	if e, ok := t.Underlying().(interface{ Elem() types.Type }); ok {
		return e.Elem()
	}
	return nil
}

// value writes an element of a composite literal, whose type may have been left out.
func (b *body) value(x ast.Expr) string {
	if c, ok := x.(*ast.CompositeLit); ok {
		return b.composite(c, b.typeOf(c))
	}
	return b.expr(x)
}
