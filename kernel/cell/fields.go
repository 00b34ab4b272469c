package cell

import (
	"go/ast"
	"go/token"
	"go/types"
)

// unexportedField is how go/types begins its message about a literal without field names.
const unexportedField = "implicit assignment to unexported field"

// nameFields writes the field names into the struct literal that the position is in: go/types does not let a literal
// without them set unexported fields of a type of another cell, which is another package to it.
func (d *draft) nameFields(at token.Pos, in ast.Node) bool {
	done := false
	ast.Inspect(in, func(n ast.Node) bool {
		c, ok := n.(*ast.CompositeLit)
		if !ok || !within(c, at) {
			return true
		}
		st, ok := structUnder(d.info.TypeOf(c))
		for i, e := range c.Elts {
			if _, keyed := e.(*ast.KeyValueExpr); ok && !keyed && i < st.NumFields() && e.Pos() == at {
				nameAll(c, st)
				done = true
			}
		}
		return true
	})
	return done
}

func structUnder(t types.Type) (*types.Struct, bool) {
	if t == nil {
		return nil, false
	}
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	st, ok := t.Underlying().(*types.Struct)
	return st, ok
}

func nameAll(c *ast.CompositeLit, st *types.Struct) {
	for i, e := range c.Elts {
		if i < st.NumFields() {
			c.Elts[i] = &ast.KeyValueExpr{Key: &ast.Ident{NamePos: e.Pos(), Name: st.Field(i).Name()}, Colon: e.Pos(), Value: e}
		}
	}
}
