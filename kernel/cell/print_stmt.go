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

// returnStmt: the interpreter cannot return a receive, which goes through a variable.
func (b *body) returnStmt(w *strings.Builder, st *ast.ReturnStmt) {
	var out []string
	for i, r := range st.Results {
		text := b.as(r, b.resultType(st, i))
		if u, ok := ast.Unparen(r).(*ast.UnaryExpr); ok && u.Op == token.ARROW {
			t := b.p.temp()
			fmt.Fprintf(w, "%s := %s\n", t, text)
			text = t
		}
		out = append(out, text)
	}
	fmt.Fprintf(w, "return %s\n", strings.Join(out, ", "))
}

// resultType gives the type of the i-th result of the function that a return statement with as many values is in.
func (b *body) resultType(st *ast.ReturnStmt, i int) types.Type {
	if b.results == nil || b.results.Results().Len() != len(st.Results) {
		return nil
	}
	return b.results.Results().At(i).Type()
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
