package cell

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"
)

// The rule that no error is dropped, first half: an assignment or chain that go/types refuses only because a trailing
// error was not taken is completed. A call f() with results (T, error) where one value is wanted becomes must(f()); an
// assignment to n variables of a call with n results and an error gets one more place. The printer turns both into code
// that stops the cell when the error is not nil.

// mustFunc is func must[T any](v T, err error) T, under a name that nobody can type.
var mustFunc = newMust()

const (
	mustName  = "must·"
	errorName = "err·"
)

func newMust() *types.Func {
	p := types.NewPackage("main", "main")
	any := types.Universe.Lookup("any").Type()
	t := types.NewTypeParam(types.NewTypeName(token.NoPos, p, "T", nil), any)
	params := types.NewTuple(types.NewParam(token.NoPos, p, "v", t), types.NewParam(token.NoPos, p, "err", errorType))
	results := types.NewTuple(types.NewParam(token.NoPos, p, "", t))
	return types.NewFunc(token.NoPos, p, mustName, types.NewSignatureType(nil, nil, []*types.TypeParam{t}, params, results, false))
}

var errorType = types.Universe.Lookup("error").Type()

func isError(t types.Type) bool { return types.Identical(t, errorType) }

// complete changes statements of the cell that the errors are about, where a rule of cells allows it, and tells whether
// it changed any.
func (d *draft) complete(errs []types.Error) bool {
	changed := false
	for _, e := range errs {
		switch {
		case strings.HasSuffix(e.Msg, "is not used"):
			changed = d.showInstead(e.Pos) || changed
		case strings.HasPrefix(e.Msg, "assignment mismatch: "):
			changed = d.takeOfAssignment(e.Pos) || changed
		case strings.HasPrefix(e.Msg, unexportedField):
			changed = d.nameFields(e.Pos, d.body) || changed
		case strings.Contains(e.Msg, "in single-value context"), strings.Contains(e.Msg, "too many arguments for "):
			changed = d.takeOfCall(e.Pos) || changed
		}
	}
	return changed
}

// own walks the statements of the cell itself: not those of function literals, nor the calls of defer and go.
func (d *draft) ownStatements(visit func(ast.Node)) {
	ast.Inspect(d.body.Body, func(n ast.Node) bool {
		switch n.(type) {
		case *ast.FuncLit, *ast.DeferStmt, *ast.GoStmt:
			return false
		case nil:
			return true
		}
		visit(n)
		return true
	})
}

// takeOfAssignment completes the assignment or var declaration at the position.
func (d *draft) takeOfAssignment(at token.Pos) bool {
	done := false
	d.ownStatements(func(n ast.Node) {
		switch n := n.(type) {
		case *ast.AssignStmt:
			if within(n, at) && len(n.Rhs) == 1 {
				done = d.takeInto(n) || done
			}
		case *ast.ValueSpec:
			if within(n, at) && len(n.Names) == 1 && len(n.Values) == 1 && d.dropsError(n.Values[0], 1) {
				wrapMust(n.Values[0].(*ast.CallExpr))
				done = true
			}
		}
	})
	return done
}

func (d *draft) takeInto(n *ast.AssignStmt) bool {
	if !d.dropsError(n.Rhs[0], len(n.Lhs)) || d.taken[n] != nil {
		return false
	}
	if len(n.Lhs) == 1 {
		wrapMust(ast.Unparen(n.Rhs[0]).(*ast.CallExpr))
		return true
	}
	place := &ast.Ident{NamePos: n.Rhs[0].Pos(), Name: "_"}
	if n.Tok == token.DEFINE {
		place.Name = errorName
	}
	d.taken[n] = place
	n.Lhs = append(n.Lhs, place)
	return true
}

func within(n ast.Node, p token.Pos) bool { return n.Pos() <= p && p <= n.End() }

// dropsError tells whether an expression is a call with n results and an error.
func (d *draft) dropsError(x ast.Expr, n int) bool {
	c, ok := ast.Unparen(x).(*ast.CallExpr)
	if !ok {
		return false
	}
	t, ok := d.info.Types[c].Type.(*types.Tuple)
	return ok && t.Len() == n+1 && isError(t.At(n).Type())
}

// takeOfCall wraps the call at the position that gives a value and an error where one value is wanted.
func (d *draft) takeOfCall(at token.Pos) bool {
	var found *ast.CallExpr
	d.ownStatements(func(n ast.Node) {
		if c, ok := n.(*ast.CallExpr); ok && (within(c, at) || c.End() == at) && d.dropsError(c, 1) && !isMust(c) {
			if found == nil || c.End() < found.End() {
				found = c
			}
		}
	})
	if found != nil {
		wrapMust(found)
	}
	return found != nil
}

// wrapMust makes the call c, in place, must(c).
func wrapMust(c *ast.CallExpr) {
	inner := *c
	*c = ast.CallExpr{Fun: &ast.Ident{NamePos: inner.Pos(), Name: mustName}, Lparen: inner.Pos(), Args: []ast.Expr{&inner}, Rparen: inner.Rparen}
}

func isMust(c *ast.CallExpr) bool {
	id, ok := c.Fun.(*ast.Ident)
	return ok && id.Name == mustName
}
