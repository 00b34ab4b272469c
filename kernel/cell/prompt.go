package cell

import (
	"go/ast"
	"go/token"
)

// What a prompt allows and Go does not: an expression as the last statement, and declaring a variable twice.

// showLast finds the statement whose value is shown: the last one, if it is an expression.
func (d *draft) showLast() {
	list := d.body.Body.List
	if len(list) == 0 || d.shown != nil {
		return
	}
	st, ok := list[len(list)-1].(*ast.ExprStmt)
	if !ok {
		return
	}
	d.shown = st
	switch x := ast.Unparen(st.X).(type) {
	case *ast.CallExpr:
	case *ast.UnaryExpr:
		if x.Op != token.ARROW {
			d.assignShown(st)
		}
	default:
		d.assignShown(st)
	}
}

// assignShown makes the last statement X into _ = X, which Go allows for every expression with a value.
func (d *draft) assignShown(st *ast.ExprStmt) {
	as := &ast.AssignStmt{Lhs: []ast.Expr{&ast.Ident{NamePos: st.Pos(), Name: "_"}}, TokPos: st.Pos(), Tok: token.ASSIGN, Rhs: []ast.Expr{st.X}}
	list := d.body.Body.List
	list[len(list)-1] = as
	d.shown = as
}

// showInstead handles "X is not used" for the last statement: a conversion or a built-in function.
func (d *draft) showInstead(at token.Pos) bool {
	st, ok := d.shown.(*ast.ExprStmt)
	if !ok || !within(st, at) {
		return false
	}
	d.assignShown(st)
	return true
}

// redeclare lets a cell declare a variable twice at its top level: the second := of the same names is an assignment.
// The assignments that it makes so are returned.
func redeclare(list []ast.Stmt) (again []ast.Stmt) {
	declared := map[string]bool{}
	for i, st := range list {
		switch st := st.(type) {
		case *ast.AssignStmt:
			if st.Tok == token.DEFINE && !declareAll(declared, idents(st.Lhs)) {
				st.Tok = token.ASSIGN
				again = append(again, st)
			}
		case *ast.DeclStmt:
			if as := redeclareVar(declared, st); as != nil {
				list[i] = as
				again = append(again, as)
			}
		}
	}
	return again
}

// redeclareVar gives the assignment that a second var x = v is, or nil.
func redeclareVar(declared map[string]bool, st *ast.DeclStmt) ast.Stmt {
	g, ok := st.Decl.(*ast.GenDecl)
	if !ok || g.Tok != token.VAR {
		return nil
	}
	for _, sp := range g.Specs {
		vs := sp.(*ast.ValueSpec)
		if declareAll(declared, vs.Names) || len(g.Specs) != 1 || vs.Type != nil || len(vs.Values) == 0 {
			continue
		}
		as := &ast.AssignStmt{TokPos: vs.Pos(), Tok: token.ASSIGN, Rhs: vs.Values}
		for _, n := range vs.Names {
			as.Lhs = append(as.Lhs, n)
		}
		return as
	}
	return nil
}

func idents(xs []ast.Expr) []*ast.Ident {
	var ids []*ast.Ident
	for _, x := range xs {
		if id, ok := x.(*ast.Ident); ok {
			ids = append(ids, id)
		}
	}
	return ids
}

// declareAll notes names as declared and tells whether one of them is new.
func declareAll(declared map[string]bool, ids []*ast.Ident) bool {
	fresh := false
	for _, id := range ids {
		if id.Name != "_" && !declared[id.Name] {
			declared[id.Name] = true
			fresh = true
		}
	}
	return fresh
}
