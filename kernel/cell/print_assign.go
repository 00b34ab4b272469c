package cell

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"strings"
)

func (b *body) assign(w *strings.Builder, st *ast.AssignStmt) {
	switch {
	case st.Tok != token.ASSIGN && st.Tok != token.DEFINE:
		fmt.Fprintf(w, "%s %s %s\n", b.expr(st.Lhs[0]), st.Tok, b.expr(st.Rhs[0]))
	case len(st.Lhs) > 1 && len(st.Rhs) == 1:
		b.assignResults(w, st)
	case len(st.Lhs) == 1:
		b.assignOne(w, st)
	default:
		b.assignEach(w, st)
	}
}

func (b *body) assignOne(w *strings.Builder, st *ast.AssignStmt) {
	b.assignTo(w, st.Lhs[0], st.Tok, b.assigned(w, st.Rhs[0], b.assignedType(st, 0)))
}

// assigned writes a value that is assigned; a call whose error must be nil comes before.
func (b *body) assigned(w *strings.Builder, x ast.Expr, want types.Type) string {
	if c, ok := x.(*ast.CallExpr); ok && isMust(c) {
		return b.mustBefore(w, c)
	}
	return b.as(x, want)
}

// mustBefore writes the call of must(call) and its check, and gives the name of the value.
func (b *body) mustBefore(w *strings.Builder, c *ast.CallExpr) string {
	inner := c.Args[0].(*ast.CallExpr)
	v, e := b.p.temp(), b.p.temp()
	fmt.Fprintf(w, "%s, %s := %s\n%s", v, e, b.expr(inner), b.stop(inner, e))
	return v
}

// assignTo assigns a value to one place; := makes it a new variable unless it is a top-level one.
func (b *body) assignTo(w *strings.Builder, l ast.Expr, tok token.Token, value string) {
	id, _ := l.(*ast.Ident)
	if id != nil && tok == token.DEFINE {
		if o := b.p.d.info.Defs[id]; o != nil && id.Name != "_" {
			if _, top := b.p.slot(o); !top {
				fmt.Fprintf(w, "var %s %s = %s\n", b.newLocal(o), b.p.typ(o.Type()), value)
				return
			}
		}
	}
	fmt.Fprintf(w, "%s = %s\n", b.expr(l), value)
}

// assignResults assigns the results of one expression by way of new variables: the interpreter shares one slot among all
// blanks, and mixes up new and old variables.
func (b *body) assignResults(w *strings.Builder, st *ast.AssignStmt) {
	var temps []string
	for range st.Lhs {
		temps = append(temps, b.p.temp())
	}
	b.resultsInto(w, temps, st.Rhs[0])
	if b.p.d.taken[st] != nil {
		n := len(temps) - 1
		w.WriteString(b.stop(st.Rhs[0], temps[n]))
	}
	var later strings.Builder
	for i, l := range st.Lhs {
		if i == len(st.Lhs)-1 && b.p.d.taken[st] != nil {
			break
		}
		if id, ok := l.(*ast.Ident); ok && id.Name == "_" {
			continue
		}
		b.assignTo(&later, l, st.Tok, temps[i])
	}
	w.WriteString(later.String())
}

// resultsInto writes the several results of one expression into new variables.
func (b *body) resultsInto(w *strings.Builder, temps []string, x ast.Expr) {
	if a, ok := ast.Unparen(x).(*ast.TypeAssertExpr); ok && isAsked(b.typeOf(a.Type)) {
		b.ask(w, temps[0], temps[1], b.expr(a.X), b.typeOf(a.Type))
		return
	}
	fmt.Fprintf(w, "%s := %s\n", strings.Join(temps, ", "), b.expr(x))
}

// assignEach assigns several values at once: all are evaluated before any is assigned.
func (b *body) assignEach(w *strings.Builder, st *ast.AssignStmt) {
	var temps []string
	places := b.places(w, st.Lhs)
	for i, r := range st.Rhs {
		t := b.p.temp()
		temps = append(temps, t)
		fmt.Fprintf(w, "var %s %s = %s\n", t, b.p.typ(b.assignedType(st, i)), b.as(r, b.assignedType(st, i)))
	}
	for i, l := range st.Lhs {
		id, isIdent := l.(*ast.Ident)
		switch {
		case isIdent && id.Name == "_":
		case isIdent:
			b.assignTo(w, l, st.Tok, temps[i])
		default:
			fmt.Fprintf(w, "%s = %s\n", places[i], temps[i])
		}
	}
}

// places writes the places on the left of an assignment. Where one is found by a variable that the same assignment
// changes, what finds it is evaluated before.
func (b *body) places(w *strings.Builder, lhs []ast.Expr) []string {
	assigned := map[types.Object]bool{}
	for _, id := range idents(lhs) {
		assigned[b.p.d.info.ObjectOf(id)] = true
	}
	out := make([]string, len(lhs))
	for i, l := range lhs {
		if _, isIdent := l.(*ast.Ident); isIdent {
			continue
		}
		if b.mentions(l, assigned) {
			out[i] = b.place(w, l)
		} else {
			out[i] = b.expr(l)
		}
	}
	return out
}

func (b *body) mentions(x ast.Expr, objects map[types.Object]bool) bool {
	found := false
	ast.Inspect(x, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && objects[b.p.d.info.Uses[id]] {
			found = true
		}
		return !found
	})
	return found
}

// place writes a place with what finds it, indices and pointers, in new variables.
func (b *body) place(w *strings.Builder, x ast.Expr) string {
	keep := func(x ast.Expr) string {
		t := b.p.temp()
		fmt.Fprintf(w, "%s := %s\n", t, b.expr(x))
		return t
	}
	switch x := ast.Unparen(x).(type) {
	case *ast.IndexExpr:
		base := ""
		if _, array := b.typeOf(x.X).Underlying().(*types.Array); array {
			base = b.place(w, x.X)
		} else {
			base = keep(x.X)
		}
		return base + "[" + keep(x.Index) + "]"
	case *ast.StarExpr:
		return "*" + keep(x.X)
	case *ast.SelectorExpr:
		if _, ptr := b.typeOf(x.X).Underlying().(*types.Pointer); ptr && len(b.p.d.info.Selections[x].Index()) == 1 {
			return keep(x.X) + "." + b.p.fieldName(b.p.d.info.Selections[x].Obj().(*types.Var))
		}
	}
	return b.expr(x)
}

// assignedType gives the type of the place that the i-th value goes to.
func (b *body) assignedType(st *ast.AssignStmt, i int) types.Type {
	if id, ok := st.Lhs[i].(*ast.Ident); ok {
		if id.Name == "_" {
			return types.Default(b.typeOf(st.Rhs[i]))
		}
		if o := b.p.d.info.Defs[id]; o != nil {
			return o.Type()
		}
	}
	return b.typeOf(st.Lhs[i])
}

// declStmt writes a declaration inside a function or a cell's var declaration. Constants are written where they are
// used, types at the top level.
func (b *body) declStmt(w *strings.Builder, g *ast.GenDecl) {
	if g.Tok != token.VAR {
		return
	}
	for _, sp := range g.Specs {
		b.varSpec(w, sp.(*ast.ValueSpec))
	}
}

func (b *body) varSpec(w *strings.Builder, sp *ast.ValueSpec) {
	switch {
	case len(sp.Values) == 0:
		for _, n := range sp.Names {
			b.declareZero(w, n)
		}
	case len(sp.Values) == len(sp.Names):
		for i, n := range sp.Names {
			b.declareValue(w, n, sp.Values[i])
		}
	default:
		b.declareResults(w, sp)
	}
}

func (b *body) declareZero(w *strings.Builder, n *ast.Ident) {
	o := b.p.d.info.Defs[n]
	if o == nil || n.Name == "_" {
		return
	}
	if slot, top := b.p.slot(o); top {
		zero := b.p.temp()
		fmt.Fprintf(w, "var %s %s\n%s = %s\n", zero, b.p.typ(o.Type()), slot, zero)
		return
	}
	fmt.Fprintf(w, "var %s %s\n", b.newLocal(o), b.p.typ(o.Type()))
}

func (b *body) declareValue(w *strings.Builder, n *ast.Ident, x ast.Expr) {
	var want types.Type
	if o := b.p.d.info.Defs[n]; o != nil {
		want = o.Type()
	}
	value := b.assigned(w, x, want)
	if n.Name == "_" {
		fmt.Fprintf(w, "_ = %s\n", value)
		return
	}
	b.assignTo(w, n, token.DEFINE, value)
}

func (b *body) declareResults(w *strings.Builder, sp *ast.ValueSpec) {
	var temps []string
	for range sp.Names {
		temps = append(temps, b.p.temp())
	}
	b.resultsInto(w, temps, sp.Values[0])
	for i, n := range sp.Names {
		if n.Name != "_" {
			b.assignTo(w, n, token.DEFINE, temps[i])
		}
	}
}
