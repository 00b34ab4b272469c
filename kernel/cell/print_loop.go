package cell

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"strings"
)

// The interpreter has one variable per loop where Go has one per iteration. Where it matters, because a function literal
// or a pointer keeps the variable, the body works on a copy, which is copied back before the loop goes on.

func (b *body) forStmt(w *strings.Builder, st *ast.ForStmt, label string) {
	b.withInit(w, st.Init, func() {
		t := &target{label: label, loop: true}
		cond := ""
		if st.Cond != nil {
			cond = b.header(st.Cond)
		}
		post := b.postText(st.Post)
		copies := b.copyLoopVars(st, t)
		if strings.Contains(strings.TrimSuffix(post, "\n"), "\n") {
			t.next += post
			post = ""
		}
		defer b.leave(b.enter(t))
		fmt.Fprintf(w, "%sfor ; %s; %s {\n%s%s%s}\n", labelText(label), cond, strings.TrimSpace(post), copies, b.stmts(st.Body.List), t.next)
	})
}

func (b *body) postText(st ast.Stmt) string {
	if st == nil {
		return ""
	}
	var w strings.Builder
	b.simpleStmt(&w, st)
	return w.String()
}

// copyLoopVars gives the copies that the body of a loop begins with, and notes in the target how they go back.
func (b *body) copyLoopVars(st *ast.ForStmt, t *target) string {
	init, ok := st.Init.(*ast.AssignStmt)
	if !ok || init.Tok != token.DEFINE {
		return ""
	}
	copies := ""
	for _, l := range init.Lhs {
		o := b.p.d.info.Defs[l.(*ast.Ident)]
		if o == nil || !b.keeps(st.Body, o) {
			continue
		}
		outer := b.local(o)
		inner := b.newLocal(o)
		copies += fmt.Sprintf("%s := %s\n", inner, outer)
		t.next += fmt.Sprintf("%s = %s\n", outer, inner)
	}
	return copies
}

func (b *body) rangeStmt(w *strings.Builder, st *ast.RangeStmt, label string) {
	if basic, ok := b.typeOf(st.X).Underlying().(*types.Basic); ok && basic.Info()&types.IsInteger != 0 {
		b.rangeInt(w, st, label)
		return
	}
	over := b.p.d.sequence(st)
	x := b.header(over.x)
	defer b.leave(b.enter(&target{label: label, loop: true}))
	var first strings.Builder
	key, value := b.rangeVar(&first, st, over.key), b.rangeVar(&first, st, over.value)
	head := ""
	switch {
	case value != "":
		head = orBlank(key) + ", " + value + " := "
	case key != "":
		head = key + " := "
	}
	fmt.Fprintf(w, "%sfor %srange %s {\n%s%s}\n", labelText(label), head, x, first.String(), b.stmts(st.Body.List))
}

// A sequence is what a range statement goes over, with its variables.
type sequence struct{ x, key, value ast.Expr }

// sequence gives what a range statement goes over: over maps.Keys(m) it goes over m itself, and likewise.
func (d *draft) sequence(st *ast.RangeStmt) sequence {
	c, ok := ast.Unparen(st.X).(*ast.CallExpr)
	if f := (*types.Func)(nil); ok && len(c.Args) == 1 {
		if f = calledFunc(d.info, c); f != nil {
			switch f.FullName() {
			case "maps.Keys", "maps.All", "slices.All":
				return sequence{c.Args[0], st.Key, st.Value}
			case "maps.Values", "slices.Values":
				return sequence{c.Args[0], nil, st.Key}
			}
		}
	}
	return sequence{st.X, st.Key, st.Value}
}

func orBlank(name string) string {
	if name == "" {
		return "_"
	}
	return name
}

// rangeVar gives a new variable for key or value of a range, and writes how the person's own gets it.
func (b *body) rangeVar(first *strings.Builder, st *ast.RangeStmt, x ast.Expr) string {
	if x == nil {
		return ""
	}
	if id, ok := x.(*ast.Ident); ok {
		if id.Name == "_" {
			return ""
		}
		if o := b.p.d.info.Defs[id]; o != nil && st.Tok == token.DEFINE && !b.keeps(st.Body, o) {
			return b.newLocal(o)
		}
	}
	t := b.p.temp()
	b.assignTo(first, x, st.Tok, t)
	return t
}

// rangeInt writes a range over an integer as a counting loop.
func (b *body) rangeInt(w *strings.Builder, st *ast.RangeStmt, label string) {
	t := b.rangeIntType(st)
	limit, i := b.p.temp(), b.p.temp()
	fmt.Fprintf(w, "{\nvar %s %s = %s\n", limit, b.p.typ(t), b.expr(st.X))
	defer w.WriteString("}\n")
	var first strings.Builder
	if st.Key != nil {
		if id := identOf(st.Key); id == nil || id.Name != "_" {
			b.assignTo(&first, st.Key, st.Tok, i)
		}
	}
	defer b.leave(b.enter(&target{label: label, loop: true}))
	fmt.Fprintf(w, "%sfor %s := %s(0); %s < %s; %s++ {\n%s%s}\n", labelText(label), i, b.p.typ(t), i, limit, i, first.String(), b.stmts(st.Body.List))
}

func (b *body) rangeIntType(st *ast.RangeStmt) types.Type {
	if id := identOf(st.Key); id != nil && id.Name != "_" {
		if o := b.p.d.info.Defs[id]; o != nil {
			return o.Type()
		}
		return b.typeOf(id)
	}
	return types.Default(b.typeOf(st.X))
}

// keeps tells whether something in the body of a loop can keep a variable beyond the iteration: a function literal, a
// goroutine or a deferred call in one, its address, a slice of it, a method on its address.
func (b *body) keeps(block *ast.BlockStmt, o types.Object) bool {
	k := &keeper{info: b.p.d.info, o: o}
	ast.Inspect(block, k.visit)
	return k.found
}

type keeper struct {
	info  *types.Info
	o     types.Object
	inLit int
	found bool
}

func (k *keeper) visit(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.FuncLit:
		inner := &keeper{info: k.info, o: k.o, inLit: 1}
		ast.Inspect(n.Body, inner.visit)
		k.found = k.found || inner.found
		return false
	case *ast.Ident:
		k.found = k.found || k.inLit > 0 && k.info.Uses[n] == k.o
	case *ast.UnaryExpr:
		k.found = k.found || n.Op == token.AND && k.rooted(n.X)
	case *ast.SliceExpr:
		k.found = k.found || k.rooted(n.X)
	case *ast.SelectorExpr:
		k.found = k.found || k.addressed(n)
	}
	return !k.found
}

// addressed: a method with a pointer receiver is selected on the variable.
func (k *keeper) addressed(n *ast.SelectorExpr) bool {
	sel := k.info.Selections[n]
	if sel == nil || sel.Kind() == types.FieldVal || !k.rooted(n.X) {
		return false
	}
	recv := sel.Obj().(*types.Func).Signature().Recv()
	if recv == nil {
		return false
	}
	_, ptr := recv.Type().(*types.Pointer)
	return ptr
}

// rooted tells whether an expression is the variable or a part of it.
func (k *keeper) rooted(x ast.Expr) bool {
	for {
		switch y := x.(type) {
		case *ast.ParenExpr:
			x = y.X
		case *ast.SelectorExpr:
			x = y.X
		case *ast.IndexExpr:
			x = y.X
		case *ast.Ident:
			return k.info.Uses[y] == k.o
		default:
			return false
		}
	}
}
