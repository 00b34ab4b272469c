package cell

import (
	"fmt"
	"go/ast"
	"go/types"
	"strings"
)

// The rule that no error is dropped, second half, and what is shown. Both are about the cell's own statements.

// ownStmt writes a statement of the cell that is treated otherwise than in a function.
func (b *body) ownStmt(w *strings.Builder, st ast.Stmt) bool {
	if st == b.p.d.shown {
		b.show(w, st)
		return true
	}
	es, ok := st.(*ast.ExprStmt)
	if !ok {
		return false
	}
	c, ok := ast.Unparen(es.X).(*ast.CallExpr)
	if !ok || !b.endsInError(c) || b.neverFails(c) {
		return false
	}
	b.callResults(w, c)
	return true
}

// endsInError tells whether the last result of a call is an error.
func (b *body) endsInError(c *ast.CallExpr) bool {
	t := b.typeOf(c)
	if tu, ok := t.(*types.Tuple); ok {
		return tu.Len() > 0 && isError(tu.At(tu.Len()-1).Type())
	}
	return isError(t) && !b.p.d.info.Types[c.Fun].IsType()
}

// callResults writes a call into new variables and stops the cell when the last of them, an error, is not nil. It gives
// the other variables and their types.
func (b *body) callResults(w *strings.Builder, c *ast.CallExpr) (names []string, ts []types.Type) {
	ts = resultTypes(b.typeOf(c))
	for range ts {
		names = append(names, b.p.temp())
	}
	fmt.Fprintf(w, "%s := %s\n", strings.Join(names, ", "), b.call(c))
	if n := len(ts) - 1; n >= 0 && isError(ts[n]) {
		w.WriteString(b.stop(c, names[n]))
		return names[:n], ts[:n]
	}
	return names, ts
}

func resultTypes(t types.Type) []types.Type {
	tu, ok := t.(*types.Tuple)
	if !ok {
		return []types.Type{t}
	}
	var ts []types.Type
	for v := range tu.Variables() {
		ts = append(ts, v.Type())
	}
	return ts
}

// show writes the last expression of a cell: what it gives is shown, unless a typed semicolon hides it.
func (b *body) show(w *strings.Builder, st ast.Stmt) {
	as, ok := st.(*ast.AssignStmt)
	if !ok {
		b.showExpr(w, st.(*ast.ExprStmt).X)
		return
	}
	for _, x := range as.Rhs {
		b.showExpr(w, x)
	}
}

func (b *body) showExpr(w *strings.Builder, x ast.Expr) {
	c, isCall := ast.Unparen(x).(*ast.CallExpr)
	switch {
	case b.p.d.info.Types[x].IsVoid():
		w.WriteString(b.expr(x) + "\n")
	case isCall && b.neverFails(c):
		w.WriteString(b.call(c) + "\n")
	case isCall && (isTuple(b.typeOf(c)) || b.endsInError(c)):
		names, ts := b.callResults(w, c)
		for i, n := range names {
			b.showValue(w, n, ts[i])
		}
	default:
		b.showValue(w, b.expr(x), b.typeOf(x))
	}
}

func (b *body) showValue(w *strings.Builder, value string, t types.Type) {
	switch {
	case b.p.d.split.hidden:
		fmt.Fprintf(w, "_ = %s\n", value)
	case isError(t):
		v := b.p.temp()
		fmt.Fprintf(w, "%s := %s\nif %s != nil {\n%s(%d, %s)\n}\n", v, value, v, b.p.rt("Show"), b.p.typeID(t), v)
	default:
		fmt.Fprintf(w, "%s(%d, %s)\n", b.p.rt("Show"), b.p.typeID(t), value)
	}
}

// typeID numbers a type for the code, over all units of the session.
func (p *printer) typeID(t types.Type) int {
	t = types.Default(t)
	for i, s := range p.shown {
		if types.Identical(s, t) {
			return p.d.s.typeIDs + i
		}
	}
	p.shown = append(p.shown, t)
	return p.d.s.typeIDs + len(p.shown) - 1
}

// neverFails: the printing functions of fmt, and writers whose error is always nil.
func (b *body) neverFails(c *ast.CallExpr) bool {
	f := b.calledFunc(c)
	if f == nil || f.Pkg() == nil {
		return false
	}
	if f.Signature().Recv() == nil {
		return f.Pkg().Path() == "fmt" && (strings.HasPrefix(f.Name(), "Print") || strings.HasPrefix(f.Name(), "Fprint"))
	}
	sel, ok := ast.Unparen(c.Fun).(*ast.SelectorExpr)
	if !ok {
		return false
	}
	n := namedOf(b.typeOf(sel.X))
	if n == nil || n.Obj().Pkg() == nil {
		return false
	}
	switch n.Obj().Pkg().Path() + "." + n.Obj().Name() {
	case "bytes.Buffer", "strings.Builder":
		return strings.HasPrefix(f.Name(), "Write")
	case "hash.Hash", "hash.Hash32", "hash.Hash64", "hash/maphash.Hash":
		return strings.HasPrefix(f.Name(), "Write")
	}
	return false
}
