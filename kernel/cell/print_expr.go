package cell

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"strings"
)

// typeOf gives the type of an expression.
func (b *body) typeOf(x ast.Expr) types.Type {
	if t := b.p.d.info.TypeOf(x); t != nil {
		return t
	}
	return types.Typ[types.Invalid]
}

func (b *body) exprs(xs []ast.Expr) []string {
	var out []string
	for _, x := range xs {
		out = append(out, b.expr(x))
	}
	return out
}

// expr writes an expression.
func (b *body) expr(x ast.Expr) string {
	if tv, ok := b.p.d.info.Types[x]; ok {
		if tv.Value != nil {
			return b.p.constant(tv.Value, tv.Type)
		}
		if tv.IsType() {
			return b.p.typ(tv.Type)
		}
	}
	switch x.(type) {
	case *ast.CallExpr, *ast.IndexExpr, *ast.SliceExpr, *ast.BinaryExpr, *ast.TypeAssertExpr:
		return b.p.at(x, b.operation(x))
	}
	return b.operation(x)
}

// at puts the place where an expression was typed before it, for the interpreter's own messages and traces.
func (p *printer) at(x ast.Expr, text string) string {
	at := p.inline(x.Pos())
	if strings.HasPrefix(text, "*") || strings.HasPrefix(text, "&") || strings.HasPrefix(text, at) {
		return text
	}
	return at + text
}

// inline writes where what follows on the line was typed.
func (p *printer) inline(at token.Pos) string {
	line, col := p.d.place(at)
	if line == 0 {
		return ""
	}
	return fmt.Sprintf("/*line %s:%d:%d*/", p.file(at), line, col)
}

// operation writes an expression that is neither a constant nor a type.
func (b *body) operation(x ast.Expr) string {
	switch x := x.(type) {
	case *ast.Ident:
		return b.ident(x)
	case *ast.BasicLit:
		return x.Value
	case *ast.ParenExpr:
		return "(" + b.expr(x.X) + ")"
	case *ast.FuncLit:
		return "func" + b.function(x.Type, x.Body)
	case *ast.CompositeLit:
		return b.composite(x, b.typeOf(x))
	case *ast.SelectorExpr:
		return b.selector(x)
	case *ast.CallExpr:
		return b.call(x)
	case *ast.UnaryExpr:
		return x.Op.String() + b.expr(x.X)
	case *ast.BinaryExpr:
		if b.comparesInterfaces(x) {
			return map[token.Token]string{token.EQL: "", token.NEQ: "!"}[x.Op] + b.p.rt("Equal") + "(" + b.expr(x.X) + ", " + b.expr(x.Y) + ")"
		}
		return b.expr(x.X) + " " + x.Op.String() + " " + b.expr(x.Y)
	case *ast.StarExpr:
		return "*" + b.expr(x.X)
	}
	return b.indexing(x)
}

// comparesInterfaces: the interpreter wraps values in interfaces, and cannot compare the wrappers.
func (b *body) comparesInterfaces(x *ast.BinaryExpr) bool {
	return (x.Op == token.EQL || x.Op == token.NEQ) && b.comparedAsInterface(x.X, x.Y)
}

func (b *body) comparedAsInterface(x, y ast.Expr) bool {
	info := b.p.d.info
	return (types.IsInterface(b.typeOf(x)) || types.IsInterface(b.typeOf(y))) && !info.Types[x].IsNil() && !info.Types[y].IsNil()
}

func (b *body) indexing(x ast.Expr) string {
	switch x := x.(type) {
	case *ast.IndexExpr:
		if sel, ok := x.X.(*ast.SelectorExpr); ok {
			if text, ok := b.instance(sel.Sel); ok {
				return text
			}
		}
		return b.expr(x.X) + "[" + b.expr(x.Index) + "]"
	case *ast.IndexListExpr:
		return b.expr(x.X)
	case *ast.SliceExpr:
		return b.slice(x)
	case *ast.TypeAssertExpr:
		if t := b.typeOf(x.Type); isAsked(t) {
			return b.demand(t) + "(" + b.expr(x.X) + ")"
		}
		return b.expr(x.X) + ".(" + b.p.typ(b.typeOf(x.Type)) + ")"
	case *ast.KeyValueExpr:
		return b.expr(x.Key) + ": " + b.expr(x.Value)
	}
	b.p.d.fail(x.Pos(), "this expression is not supported", "")
	return "nil"
}

func (b *body) slice(x *ast.SliceExpr) string {
	part := func(x ast.Expr) string {
		if x == nil {
			return ""
		}
		return b.expr(x)
	}
	text := b.expr(x.X) + "[" + part(x.Low) + ":" + part(x.High)
	if x.Slice3 {
		text += ":" + part(x.Max)
	}
	return text + "]"
}

func (b *body) ident(x *ast.Ident) string {
	o := b.p.d.info.Uses[x]
	if o == nil {
		o = b.p.d.info.Defs[x]
	}
	return b.object(x.Name, o)
}

func (b *body) object(name string, o types.Object) string {
	if o == nil || name == "_" {
		return name
	}
	if o == b.self {
		return b.selfName
	}
	if n, ok := b.names[o]; ok {
		return n
	}
	switch o.(type) {
	case *types.Nil, *types.Builtin:
		return name
	}
	if n, ok := b.p.slot(o); ok {
		return n
	}
	return b.local(o)
}

func (b *body) selector(x *ast.SelectorExpr) string {
	sel, ok := b.p.d.info.Selections[x]
	if !ok {
		if text, ok := b.instance(x.Sel); ok {
			return text
		}
		o := b.p.d.info.Uses[x.Sel]
		return b.p.pkg(o.Pkg().Path()) + "." + o.Name()
	}
	if sel.Kind() == types.MethodExpr {
		return b.methodExpr(sel)
	}
	if m, ok := sel.Obj().(*types.Func); ok && isOurs(m) && !types.IsInterface(m.Signature().Recv().Type()) {
		return b.methodValue(x, sel, m)
	}
	return b.selected(x, sel)
}

// methodValue writes x.Method without a call as a function that keeps the receiver as it is now: the interpreter would
// look at it when the function is called.
func (b *body) methodValue(x *ast.SelectorExpr, sel *types.Selection, m *types.Func) string {
	index := sel.Index()
	path, t := b.embedded(b.operand(x.X), b.typeOf(x.X), index[:len(index)-1])
	plain := m.Signature()
	slot, _ := b.p.slot(m)
	h := b.p.helper("value "+slot, func(n string) string {
		params, args := b.p.parameters(plain)
		recv := b.p.typ(plain.Recv().Type())
		call := slot + "(" + strings.Join(append([]string{"r"}, args...), ", ") + ")"
		return fmt.Sprintf("func %s(r %s) func%s {\nreturn func(%s)%s { %s%s }\n}", n, recv, b.p.signature(plain), params, b.p.results(plain), returns(plain), call)
	})
	return h + "(" + receiverText(path, t, m) + ")"
}

// selected writes a field or method value, through embedded fields.
func (b *body) selected(x *ast.SelectorExpr, sel *types.Selection) string {
	index := sel.Index()
	path, _ := b.embedded(b.operand(x.X), b.typeOf(x.X), index[:len(index)-1])
	at := b.p.inline(x.Sel.Pos())
	if f, ok := sel.Obj().(*types.Var); ok {
		return path + "." + at + b.p.fieldName(f)
	}
	return path + "." + at + x.Sel.Name
}

// operand writes an expression that something is selected from.
func (b *body) operand(x ast.Expr) string {
	text := b.expr(x)
	if strings.HasPrefix(text, "*") || strings.HasPrefix(text, "&") || strings.HasPrefix(text, "<-") {
		return "(" + text + ")"
	}
	return text
}

// embedded writes out the embedded fields that a selection goes through. Those of packages that are not exported stay
// implied.
func (b *body) embedded(x string, t types.Type, index []int) (string, types.Type) {
	for i := range index {
		path, end := b.p.path(x, t, index[:i+1])
		if st := structOf(t, b.p, index[:i]); st != nil {
			if f := st.Field(index[i]); !f.Exported() && !isOurs(f) {
				return x, end
			}
		}
		if i == len(index)-1 {
			return path, end
		}
	}
	return x, t
}

func structOf(t types.Type, p *printer, index []int) *types.Struct {
	_, end := p.path("", t, index)
	if ptr, ok := end.Underlying().(*types.Pointer); ok {
		end = ptr.Elem()
	}
	st, _ := end.Underlying().(*types.Struct)
	return st
}

// methodExpr writes T.Method as a function literal: the interpreter cannot call it otherwise.
func (b *body) methodExpr(sel *types.Selection) string {
	s := sel.Type().(*types.Signature)
	params, args := b.p.parameters(s)
	m := sel.Obj().(*types.Func)
	index := sel.Index()
	path, _ := b.embedded(args[0], s.Params().At(0).Type(), index[:len(index)-1])
	return "func(" + params + ")" + b.p.results(s) + " { " + returns(s) + path + "." + m.Name() + "(" + strings.Join(args[1:], ", ") + ") }"
}

// header writes an expression that stands before a block, where a composite literal needs parentheses.
func (b *body) header(x ast.Expr) string {
	has := false
	ast.Inspect(x, func(n ast.Node) bool {
		_, lit := n.(*ast.CompositeLit)
		has = has || lit
		return !has
	})
	if has {
		return "(" + b.expr(x) + ")"
	}
	return b.expr(x)
}
