package cell

import (
	"fmt"
	"go/ast"
	"go/types"
	"strings"
)

// deferStmt: a function literal goes through a function, or it would share the variables of its loop.
func (b *body) deferStmt(w *strings.Builder, st *ast.DeferStmt) {
	lit, ok := ast.Unparen(st.Call.Fun).(*ast.FuncLit)
	if !ok {
		fmt.Fprintf(w, "defer %s\n", b.call(st.Call))
		return
	}
	fmt.Fprintf(w, "defer %s(%s)(%s)\n", b.p.identity(b.typeOf(lit)), b.expr(lit), strings.Join(b.arguments(st.Call), ", "))
}

// goStmt: function and arguments are evaluated now; the call runs on a goroutine that survives a panic.
func (b *body) goStmt(w *strings.Builder, st *ast.GoStmt) {
	c := st.Call
	w.WriteString("{\n")
	text := b.deferredCall(w, c)
	b.p.line(w, st.Pos())
	f := b.p.identity(types.NewSignatureType(nil, nil, nil, nil, nil, false))
	fmt.Fprintf(w, "%s(%s(func() {\n%s\n}))\n}\n", b.p.rt("Go"), f, text)
}

// deferredCall evaluates what a call needs into new variables and gives the call of them.
func (b *body) deferredCall(w *strings.Builder, c *ast.CallExpr) string {
	if _, builtin := b.p.d.info.Uses[identOf(c.Fun)].(*types.Builtin); builtin {
		return b.call(c)
	}
	fun := b.p.temp()
	if lit, ok := ast.Unparen(c.Fun).(*ast.FuncLit); ok {
		fmt.Fprintf(w, "%s := %s\n", fun, b.expr(lit))
	} else {
		fmt.Fprintf(w, "%s := %s\n", fun, b.expr(c.Fun))
	}
	args := b.arguments(c)
	sig, _ := b.typeOf(c.Fun).Underlying().(*types.Signature)
	for i, a := range args {
		if sig == nil || len(c.Args) == 1 && isTuple(b.typeOf(c.Args[0])) || strings.HasSuffix(a, "...") {
			continue
		}
		t := b.p.temp()
		fmt.Fprintf(w, "var %s %s = %s\n", t, b.p.typ(parameterType(sig, i)), a)
		args[i] = t
	}
	return fun + "(" + strings.Join(args, ", ") + ")"
}

func identOf(x ast.Expr) *ast.Ident {
	id, _ := ast.Unparen(x).(*ast.Ident)
	return id
}

// parameterType gives the type of the i-th argument of a call without "...".
func parameterType(s *types.Signature, i int) types.Type {
	n := s.Params().Len()
	if s.Variadic() && i >= n-1 {
		return s.Params().At(n - 1).Type().(*types.Slice).Elem()
	}
	return s.Params().At(i).Type()
}
