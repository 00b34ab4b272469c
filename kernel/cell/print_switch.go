package cell

import (
	"fmt"
	"go/ast"
	"go/types"
	"strings"
)

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
		asked := isAsked(b.typeOf(x)) && !b.p.d.info.Types[x].IsNil()
		v, ok := b.p.temp(), b.p.temp()
		if asked {
			b.ask(w, v, ok, value, b.typeOf(x))
		}
		if chain.Len() > 0 {
			chain.WriteString(" else ")
		}
		if b.p.d.info.Types[x].IsNil() {
			fmt.Fprintf(chain, "if %s == nil {\n%s\n}", value, found)
			continue
		}
		text := found
		if bound != value {
			text = fmt.Sprintf(found, v)
		}
		if asked {
			fmt.Fprintf(chain, "if %s {\n%s\n}", ok, text)
			continue
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
