package cell

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"strings"
)

// A target is a statement that break or continue can leave.
type target struct {
	label string
	loop  bool
	next  string // what continue must do first: the loop's variables are copied back
}

func (b *body) block(w *strings.Builder, list []ast.Stmt) {
	for _, st := range list {
		b.stmt(w, st)
	}
}

func (b *body) stmts(list []ast.Stmt) string {
	var w strings.Builder
	b.block(&w, list)
	return w.String()
}

// stmt writes a statement, after the place where it was typed.
func (b *body) stmt(w *strings.Builder, st ast.Stmt) {
	if _, empty := st.(*ast.EmptyStmt); empty || st == nil {
		return
	}
	b.p.line(w, st.Pos())
	if b.own && b.ownStmt(w, st) {
		return
	}
	b.labeled(w, st, "")
}

func (b *body) labeled(w *strings.Builder, st ast.Stmt, label string) {
	switch st := st.(type) {
	case *ast.LabeledStmt:
		b.labelStmt(w, st)
	case *ast.BlockStmt:
		mark := b.enter(&target{label: label})
		fmt.Fprintf(w, "%s{\n%s}\n", labelText(label), b.stmts(st.List))
		b.leave(mark)
	case *ast.IfStmt:
		b.ifStmt(w, st)
	case *ast.ForStmt:
		b.forStmt(w, st, label)
	case *ast.RangeStmt:
		b.rangeStmt(w, st, label)
	case *ast.SwitchStmt:
		b.switchStmt(w, st, label)
	case *ast.TypeSwitchStmt:
		b.typeSwitch(w, st, label)
	case *ast.SelectStmt:
		b.selectStmt(w, st, label)
	default:
		b.simpleStmt(w, st)
	}
}

func (b *body) simpleStmt(w *strings.Builder, st ast.Stmt) {
	switch st := st.(type) {
	case *ast.ExprStmt:
		w.WriteString(b.expr(st.X) + "\n")
	case *ast.IncDecStmt:
		w.WriteString(b.expr(st.X) + st.Tok.String() + "\n")
	case *ast.SendStmt:
		w.WriteString(b.expr(st.Chan) + " <- " + b.as(st.Value, elemType(b.typeOf(st.Chan))) + "\n")
	case *ast.AssignStmt:
		b.assign(w, st)
	case *ast.DeclStmt:
		b.declStmt(w, st.Decl.(*ast.GenDecl))
	case *ast.ReturnStmt:
		b.returnStmt(w, st)
	case *ast.BranchStmt:
		b.branch(w, st)
	case *ast.GoStmt:
		b.goStmt(w, st)
	case *ast.DeferStmt:
		b.deferStmt(w, st)
	default:
		b.p.d.fail(st.Pos(), "this statement is not supported", "")
	}
}

// deferStmt: a function literal goes through a function, or it would share the variables of its loop.
func (b *body) deferStmt(w *strings.Builder, st *ast.DeferStmt) {
	lit, ok := ast.Unparen(st.Call.Fun).(*ast.FuncLit)
	if !ok {
		fmt.Fprintf(w, "defer %s\n", b.call(st.Call))
		return
	}
	fmt.Fprintf(w, "defer %s(%s)(%s)\n", b.p.identity(b.typeOf(lit)), b.expr(lit), strings.Join(b.arguments(st.Call), ", "))
}

// labelText writes the label of a statement that break and continue can name.
func labelText(label string) string {
	if label == "" {
		return ""
	}
	return label + mark + ":\n"
}

// labelStmt writes the label for goto before the statement and all that is printed around it, and one of another name
// right at the statement for break and continue.
func (b *body) labelStmt(w *strings.Builder, st *ast.LabeledStmt) {
	switch st.Stmt.(type) {
	case *ast.ForStmt, *ast.RangeStmt, *ast.SwitchStmt, *ast.TypeSwitchStmt, *ast.SelectStmt, *ast.BlockStmt:
		if b.jumpedTo(st.Label) {
			fmt.Fprintf(w, "%s:\n", st.Label.Name)
		}
		b.labeled(w, st.Stmt, st.Label.Name)
	default:
		fmt.Fprintf(w, "%s:\n", st.Label.Name)
		b.stmt(w, st.Stmt)
	}
}

// jumpedTo tells whether a goto of the cell names the label.
func (b *body) jumpedTo(label *ast.Ident) bool {
	for id, o := range b.p.d.info.Uses {
		if _, isLabel := o.(*types.Label); isLabel && o.Pos() == label.Pos() && b.p.d.gotos[id] {
			return true
		}
	}
	return false
}

func (b *body) enter(t *target) int {
	b.flow = append(b.flow, t)
	return len(b.flow) - 1
}

func (b *body) leave(n int) { b.flow = b.flow[:n] }

// withInit writes the init statement of an if or switch before it, in a block around both.
func (b *body) withInit(w *strings.Builder, init ast.Stmt, rest func()) {
	if init == nil {
		rest()
		return
	}
	w.WriteString("{\n")
	b.stmt(w, init)
	rest()
	w.WriteString("}\n")
}

func (b *body) ifStmt(w *strings.Builder, st *ast.IfStmt) {
	b.withInit(w, st.Init, func() {
		fmt.Fprintf(w, "if %s {\n%s}", b.header(st.Cond), b.stmts(st.Body.List))
		switch e := st.Else.(type) {
		case nil:
			w.WriteString("\n")
		case *ast.BlockStmt:
			fmt.Fprintf(w, " else {\n%s}\n", b.stmts(e.List))
		default:
			fmt.Fprintf(w, " else {\n%s}\n", b.stmts([]ast.Stmt{e}))
		}
	})
}

func (b *body) switchStmt(w *strings.Builder, st *ast.SwitchStmt, label string) {
	b.withInit(w, st.Init, func() {
		defer b.leave(b.enter(&target{label: label}))
		if st.Tag != nil && types.IsInterface(b.typeOf(st.Tag)) {
			b.interfaceSwitch(w, st, label)
			return
		}
		tag := ""
		if st.Tag != nil {
			tag = b.header(st.Tag)
		}
		fmt.Fprintf(w, "%sswitch %s {\n", labelText(label), tag)
		for _, c := range st.Body.List {
			cc := c.(*ast.CaseClause)
			b.caseHead(w, cc, b.exprs(cc.List))
			b.block(w, cc.Body)
		}
		w.WriteString("}\n")
	})
}

// interfaceSwitch writes a switch over an interface as one over comparisons.
func (b *body) interfaceSwitch(w *strings.Builder, st *ast.SwitchStmt, label string) {
	tag := b.p.temp()
	fmt.Fprintf(w, "{\n%s := %s\n%sswitch {\n", tag, b.expr(st.Tag), labelText(label))
	for _, c := range st.Body.List {
		cc := c.(*ast.CaseClause)
		var tests []string
		for _, x := range cc.List {
			if b.p.d.info.Types[x].IsNil() {
				tests = append(tests, tag+" == nil")
			} else {
				tests = append(tests, b.p.rt("Equal")+"("+tag+", "+b.expr(x)+")")
			}
		}
		b.caseHead(w, cc, tests)
		b.block(w, cc.Body)
	}
	w.WriteString("}\n}\n")
}

func (b *body) caseHead(w *strings.Builder, cc *ast.CaseClause, list []string) {
	if cc.List == nil {
		w.WriteString("default:\n")
		return
	}
	b.p.line(w, cc.Pos())
	fmt.Fprintf(w, "case %s:\n", strings.Join(list, ", "))
}

// typeSwitch writes a type switch as a chain of type assertions that finds the number of the clause, and a switch over
// it: the interpreter's own matches wrongly when it does not bind the value, and for interfaces like error.
func (b *body) typeSwitch(w *strings.Builder, st *ast.TypeSwitchStmt, label string) {
	b.withInit(w, st.Init, func() {
		value, clause := b.p.temp(), b.p.temp()
		x := switchedValue(st)
		fmt.Fprintf(w, "{\nvar %s %s = %s\n%s := 0\n", value, b.p.typ(b.typeOf(x)), b.expr(x), clause)
		var chain strings.Builder
		for i, c := range st.Body.List {
			b.caseTests(w, &chain, c.(*ast.CaseClause), value, fmt.Sprintf("%s = %d", clause, i+1))
		}
		w.WriteString(chain.String())
		b.clauses(w, st.Body, clause, label)
		w.WriteString("}\n")
	})
}

// caseTests declares the variable of a clause and adds the tests of its types to the chain.
func (b *body) caseTests(w, chain *strings.Builder, cc *ast.CaseClause, value, found string) {
	bound := value
	if o := b.p.d.info.Implicits[cc]; o != nil && len(cc.List) == 1 && !b.p.d.info.Types[cc.List[0]].IsNil() {
		bound = b.newLocal(o)
		fmt.Fprintf(w, "var %s %s\n", bound, b.p.typ(o.Type()))
		found = bound + " = %s\n" + found
	} else if o != nil {
		b.names[o] = value
	}
	for _, x := range cc.List {
		if chain.Len() > 0 {
			chain.WriteString(" else ")
		}
		if b.p.d.info.Types[x].IsNil() {
			fmt.Fprintf(chain, "if %s == nil {\n%s\n}", value, found)
			continue
		}
		v, ok := b.p.temp(), b.p.temp()
		text := found
		if bound != value {
			text = fmt.Sprintf(found, v)
		}
		fmt.Fprintf(chain, "if %s, %s := %s.(%s); %s {\n_ = %s\n%s\n}", v, ok, value, b.p.typ(b.typeOf(x)), ok, v, text)
	}
}

// clauses writes the bodies of a type switch as a switch over the number of the clause.
func (b *body) clauses(w *strings.Builder, block *ast.BlockStmt, clause, label string) {
	defer b.leave(b.enter(&target{label: label}))
	fmt.Fprintf(w, "\n%sswitch %s {\n", labelText(label), clause)
	for i, c := range block.List {
		cc := c.(*ast.CaseClause)
		if cc.List == nil {
			w.WriteString("default:\n")
		} else {
			fmt.Fprintf(w, "case %d:\n", i+1)
		}
		b.block(w, cc.Body)
	}
	w.WriteString("}\n")
}

func switchedValue(st *ast.TypeSwitchStmt) ast.Expr {
	if as, ok := st.Assign.(*ast.AssignStmt); ok {
		return as.Rhs[0].(*ast.TypeAssertExpr).X
	}
	return st.Assign.(*ast.ExprStmt).X.(*ast.TypeAssertExpr).X
}

// selectStmt writes a select; a clause that assigns does so from new variables inside.
func (b *body) selectStmt(w *strings.Builder, st *ast.SelectStmt, label string) {
	defer b.leave(b.enter(&target{label: label}))
	fmt.Fprintf(w, "%sselect {\n", labelText(label))
	for _, c := range st.Body.List {
		cc := c.(*ast.CommClause)
		after := ""
		switch comm := cc.Comm.(type) {
		case nil:
			w.WriteString("default:\n")
		case *ast.AssignStmt:
			var head string
			head, after = b.receive(comm)
			fmt.Fprintf(w, "case %s:\n", head)
		case *ast.SendStmt:
			fmt.Fprintf(w, "case %s <- %s:\n", b.expr(comm.Chan), b.as(comm.Value, elemType(b.typeOf(comm.Chan))))
		case *ast.ExprStmt:
			fmt.Fprintf(w, "case %s:\n", b.expr(comm.X))
		}
		w.WriteString(after)
		b.block(w, cc.Body)
	}
	w.WriteString("}\n")
}

// receive writes v, ok := <-c with new variables, and the assignments from them.
func (b *body) receive(st *ast.AssignStmt) (head, after string) {
	var w strings.Builder
	var temps []string
	for _, l := range st.Lhs {
		t := b.p.temp()
		temps = append(temps, t)
		b.assignTo(&w, l, st.Tok, t)
	}
	return strings.Join(temps, ", ") + " := " + b.expr(st.Rhs[0]), w.String()
}

// returnStmt: the interpreter cannot return a receive, which goes through a variable.
func (b *body) returnStmt(w *strings.Builder, st *ast.ReturnStmt) {
	var out []string
	for _, r := range st.Results {
		text := b.expr(r)
		if u, ok := ast.Unparen(r).(*ast.UnaryExpr); ok && u.Op == token.ARROW {
			t := b.p.temp()
			fmt.Fprintf(w, "%s := %s\n", t, text)
			text = t
		}
		out = append(out, text)
	}
	fmt.Fprintf(w, "return %s\n", strings.Join(out, ", "))
}

func (b *body) branch(w *strings.Builder, st *ast.BranchStmt) {
	label := ""
	if st.Label != nil {
		label = st.Label.Name
	}
	if st.Tok == token.CONTINUE {
		w.WriteString(b.nextOf(label))
	}
	if label != "" && st.Tok != token.GOTO {
		label += mark
	}
	fmt.Fprintf(w, "%s %s\n", st.Tok, label)
}

// nextOf gives what must happen before the loop goes on.
func (b *body) nextOf(label string) string {
	for i := len(b.flow) - 1; i >= 0; i-- {
		if t := b.flow[i]; t.loop && (label == "" || t.label == label) {
			return t.next
		}
	}
	return ""
}

// goStmt: function and arguments are evaluated now; the call runs on a goroutine that survives a panic.
func (b *body) goStmt(w *strings.Builder, st *ast.GoStmt) {
	c := st.Call
	w.WriteString("{\n")
	text := b.deferredCall(w, c)
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
