package cell

import (
	"fmt"
	"go/ast"
	"go/types"
	"strings"
)

func (b *body) call(x *ast.CallExpr) string {
	fun := ast.Unparen(x.Fun)
	if b.p.d.info.Types[x.Fun].IsType() {
		return b.conversion(x)
	}
	if isMust(x) {
		return b.must(x)
	}
	if id, ok := fun.(*ast.Ident); ok {
		if bi, ok := b.p.d.info.Uses[id].(*types.Builtin); ok {
			return b.builtin(bi.Name(), x)
		}
	}
	if text, ok := b.nativeCall(x); ok {
		return text
	}
	if sel, ok := fun.(*ast.SelectorExpr); ok {
		if text, ok := b.methodCall(x, sel); ok {
			return text
		}
	}
	return b.callee(fun) + "(" + strings.Join(b.arguments(x), ", ") + ")"
}

func (b *body) callee(fun ast.Expr) string {
	switch fun.(type) {
	case *ast.Ident, *ast.SelectorExpr, *ast.FuncLit, *ast.CallExpr, *ast.IndexExpr:
		return b.expr(fun)
	}
	return "(" + b.expr(fun) + ")"
}

func (b *body) conversion(x *ast.CallExpr) string {
	to := b.p.d.info.Types[x.Fun].Type
	if isError(to) && isStructOfCell(b.typeOf(x.Args[0])) {
		return b.as(x.Args[0], to)
	}
	t := b.p.typ(to)
	if strings.HasPrefix(t, "*") || strings.HasPrefix(t, "<-") || strings.HasPrefix(t, "func") {
		t = "(" + t + ")"
	}
	return t + "(" + b.expr(x.Args[0]) + ")"
}

// arguments writes the arguments of a call. A function literal goes to native code by way of a function that returns it:
// the interpreter would otherwise give native code a literal that shares the variables of its loop.
func (b *body) arguments(x *ast.CallExpr) []string {
	native := !b.callsOurs(x)
	var args []string
	sig, _ := b.typeOf(x.Fun).Underlying().(*types.Signature)
	spread := len(x.Args) == 1 && isTuple(b.typeOf(x.Args[0])) || x.Ellipsis.IsValid()
	for i, a := range x.Args {
		text := b.expr(a)
		if sig != nil && !spread && !(native && types.IsInterface(parameterType(sig, i)) && !isError(parameterType(sig, i))) {
			text = b.as(a, parameterType(sig, i))
		}
		if _, lit := ast.Unparen(a).(*ast.FuncLit); lit && native {
			text = b.p.identity(b.typeOf(a)) + "(" + text + ")"
		}
		args = append(args, text)
	}
	if native {
		b.guard(x, args)
		b.formatted(x, args)
	}
	if x.Ellipsis.IsValid() {
		args[len(args)-1] += "..."
	}
	return args
}

// callsOurs tells whether the called function is one that a cell declares, or a function value.
func (b *body) callsOurs(x *ast.CallExpr) bool {
	f := b.calledFunc(x)
	return f == nil || isOurs(f)
}

// calledFunc gives the declared function or method that a call is of, if it is of one.
func (b *body) calledFunc(x *ast.CallExpr) *types.Func { return calledFunc(b.p.d.info, x) }

func calledFunc(info *types.Info, x *ast.CallExpr) *types.Func {
	var id *ast.Ident
	switch f := ast.Unparen(x.Fun).(type) {
	case *ast.Ident:
		id = f
	case *ast.SelectorExpr:
		id = f.Sel
	default:
		return nil
	}
	fn, _ := info.Uses[id].(*types.Func)
	return fn
}

// identity gives a helper that returns its argument.
func (p *printer) identity(t types.Type) string {
	tt := p.typ(t)
	return p.helper("same "+tt, func(n string) string { return fmt.Sprintf("func %s(v %s) %s { return v }", n, tt, tt) })
}

// helper gives the name of a helper function of this unit, which make writes when it is first asked for.
func (p *printer) helper(key string, make func(name string) string) string {
	n, ok := p.helpers[key]
	if !ok {
		n = p.fresh(mark + "helper")
		p.helpers[key] = n
		p.funcs.WriteString(make(n) + "\n")
	}
	return n
}

// onOtherGoroutines are the functions that call a func() on a goroutine of their own, where a panic would end the
// process; the number is that of the argument.
var onOtherGoroutines = map[string]int{
	"time.AfterFunc":       1,
	"context.AfterFunc":    1,
	"(*sync.WaitGroup).Go": 0,
}

// guard wraps such an argument. The helper keeps the interpreter from mixing up nested calls of native functions.
func (b *body) guard(x *ast.CallExpr, args []string) {
	f := b.calledFunc(x)
	if f == nil {
		return
	}
	if i, ok := onOtherGoroutines[f.FullName()]; ok && i < len(args) {
		h := b.p.helper("guard", func(n string) string {
			return fmt.Sprintf("func %s(f func()) func() { return %s(f) }", n, b.p.rt("Guard"))
		})
		args[i] = h + "(" + args[i] + ")"
	}
}

// methodCall writes the call of a method that a cell declares, on a value whose type is known, as a call of the
// method's variable.
func (b *body) methodCall(x *ast.CallExpr, fun *ast.SelectorExpr) (string, bool) {
	sel, ok := b.p.d.info.Selections[fun]
	if !ok || sel.Kind() != types.MethodVal || !isOurs(sel.Obj()) {
		return "", false
	}
	m := sel.Obj().(*types.Func)
	slot, ok := b.p.slot(m)
	if !ok || len(x.Args) == 1 && isTuple(b.typeOf(x.Args[0])) {
		return "", false
	}
	if m == b.self {
		slot = b.selfName
	}
	index := sel.Index()
	path, t := b.embedded(b.operand(fun.X), b.typeOf(fun.X), index[:len(index)-1])
	args := append([]string{receiverText(path, t, m)}, b.arguments(x)...)
	return b.p.inline(fun.Sel.Pos()) + slot + "(" + strings.Join(args, ", ") + ")", true
}

func isTuple(t types.Type) bool {
	_, ok := t.(*types.Tuple)
	return ok
}

// receiverText writes the receiver as the method wants it: the value or its address.
func receiverText(path string, t types.Type, m *types.Func) string {
	_, wants := m.Signature().Recv().Type().(*types.Pointer)
	_, is := t.Underlying().(*types.Pointer)
	switch {
	case wants && !is:
		return "&" + path
	case is && !wants:
		return "*" + path
	}
	return path
}

// must writes a call with a value and an error, of which the value is wanted, in place: by way of a function of its own
// that knows where the call was typed.
func (b *body) must(x *ast.CallExpr) string {
	c := x.Args[0].(*ast.CallExpr)
	t := b.p.typ(b.typeOf(x))
	line, col := b.p.d.place(c.Pos())
	h := b.p.helper(fmt.Sprintf("must %d:%d %s", line, col, t), func(n string) string {
		return fmt.Sprintf("func %s(v %s, err error) %s {\n%sreturn v\n}", n, t, t, b.stop(c, "err"))
	})
	return h + "(" + b.expr(c) + ")"
}

// stop writes what ends the cell when the error is not nil.
func (b *body) stop(at ast.Node, err string) string {
	line, col := b.p.d.place(at.Pos())
	return fmt.Sprintf("if %s != nil {\n%s(%s, %d, %d)\n}\n", err, b.p.rt("Stop"), err, line, col)
}

func (b *body) builtin(name string, x *ast.CallExpr) string {
	switch name {
	case "min", "max":
		return b.extreme(name, x)
	case "clear":
		return b.clear(x)
	case "new":
		if !b.p.d.info.Types[x.Args[0]].IsType() {
			return b.newValue(x)
		}
	}
	text := name + "(" + strings.Join(b.exprs(x.Args), ", ")
	if x.Ellipsis.IsValid() {
		text += "..."
	}
	return text + ")"
}

// extreme writes min or max, with NaN winning as Go wants it.
func (b *body) extreme(name string, x *ast.CallExpr) string {
	op := map[string]string{"min": "<", "max": ">"}[name]
	t := b.p.typ(b.typeOf(x))
	h := b.p.helper(name+" "+t, func(n string) string {
		return fmt.Sprintf("func %s(a, b %s) %s {\nif a != a || a %s b || a == b {\nreturn a\n}\nreturn b\n}", n, t, t, op)
	})
	text := b.expr(x.Args[0])
	for _, a := range x.Args[1:] {
		text = h + "(" + text + ", " + b.expr(a) + ")"
	}
	return text
}

func (b *body) clear(x *ast.CallExpr) string {
	t := b.typeOf(x.Args[0])
	text := b.p.typ(t)
	h := b.p.helper("clear "+text, func(n string) string {
		if _, ok := t.Underlying().(*types.Map); ok {
			return fmt.Sprintf("func %s(m %s) {\nfor k := range m {\ndelete(m, k)\n}\n}", n, text)
		}
		zero := b.p.typ(t.Underlying().(*types.Slice).Elem())
		return fmt.Sprintf("func %s(s %s) {\nvar z %s\nfor i := range s {\ns[i] = z\n}\n}", n, text, zero)
	})
	return h + "(" + b.expr(x.Args[0]) + ")"
}

// newValue writes new(x), the address of a new variable with the value.
func (b *body) newValue(x *ast.CallExpr) string {
	t := b.p.typ(types.Default(b.typeOf(x.Args[0])))
	h := b.p.helper("new "+t, func(n string) string { return fmt.Sprintf("func %s(v %s) *%s {\nreturn &v\n}", n, t, t) })
	return h + "(" + b.expr(x.Args[0]) + ")"
}
