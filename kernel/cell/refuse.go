package cell

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
)

// What Go allows but the lowering does not do yet, or the interpreter does not bind, is refused where it stands: a cell
// is never run wrongly.

// refuse looks through a checked draft. It notes the jumps that it meets.
func (d *draft) refuse() {
	d.noteRanges()
	for id, in := range d.info.Instances {
		if id.Name != mustName {
			d.refuseInstance(id, in)
		}
	}
	for id, o := range d.info.Uses {
		d.refuseUnbound(id, o)
	}
	for _, t := range d.trees() {
		ast.Inspect(t, func(n ast.Node) bool {
			d.refuseNode(n)
			return true
		})
	}
}

// noteRanges notes the functions that are only named to range over what they are given.
func (d *draft) noteRanges() {
	for _, t := range d.trees() {
		ast.Inspect(t, func(n ast.Node) bool {
			if r, ok := n.(*ast.RangeStmt); ok && d.sequence(r).x != r.X {
				if sel, ok := ast.Unparen(ast.Unparen(r.X).(*ast.CallExpr).Fun).(*ast.SelectorExpr); ok {
					d.ranged[sel.Sel] = true
				}
			}
			return true
		})
	}
}

func (d *draft) refuseNode(n ast.Node) {
	switch n := n.(type) {
	case *ast.RangeStmt:
		d.refuseRange(n)
	case *ast.TypeAssertExpr:
		if n.Type != nil {
			d.refuseAssertion(n.Type)
		}
	case *ast.TypeSwitchStmt:
		d.refuseCases(n)
	case *ast.BranchStmt:
		if n.Tok == token.GOTO {
			d.gotos[n.Label] = true
		}
	case *ast.TypeSpec:
		d.refuseRecursive(n)
	}
}

const notYet = "generic declarations are not supported yet"

// refuseGenerics refuses declarations with type parameters.
func (d *draft) refuseGenerics() {
	for _, f := range d.files {
		for _, x := range f.decls {
			if fd, ok := x.(*ast.FuncDecl); ok && fd.Type.TypeParams != nil {
				d.fail(fd.Type.TypeParams.Pos(), notYet, "write "+fd.Name.Name+" for one type")
			}
		}
		for _, sp := range typeSpecs(f.decls) {
			if sp.TypeParams != nil {
				d.fail(sp.TypeParams.Pos(), notYet, "write "+sp.Name.Name+" for one type")
			}
		}
	}
}

// twins are plain functions that do what a generic one of the standard library does.
var twins = map[string]string{
	"slices.BinarySearchFunc": "use sort.Search(n, f)",
	"slices.IsSortedFunc":     "use sort.SliceIsSorted(s, less)",
	"slices.SortedFunc":       "use slices.SortFunc",
	"sync.OnceValue":          "use sync.Once",
	"sync.OnceValues":         "use sync.Once",
	"errors.AsType":           "use errors.As(err, &target)",
}

func (d *draft) refuseInstance(id *ast.Ident, in types.Instance) {
	o := d.info.Uses[id]
	if _, known := genericName(o); known || d.ranged[id] || o == nil || o.Pkg() == nil || isOurs(o) {
		return
	}
	name := o.Pkg().Name() + "." + o.Name()
	what := "function"
	if _, ok := o.(*types.TypeName); ok {
		what = "type"
	}
	d.fail(id.Pos(), fmt.Sprintf("%s is a generic %s, which cells cannot use yet", name, what), twins[name])
}

// refuseUnbound refuses what the checker knows of a package but the interpreter does not bind.
func (d *draft) refuseUnbound(id *ast.Ident, o types.Object) {
	if o.Pkg() == nil || o.Pkg() == types.Unsafe || isOurs(o) || o.Parent() != o.Pkg().Scope() || genericPackages[o.Pkg().Path()] {
		return
	}
	if _, constant := o.(*types.Const); constant || d.available(o.Pkg().Path(), o.Name()) {
		return
	}
	if _, generic := d.info.Instances[id]; generic {
		return
	}
	d.fail(id.Pos(), fmt.Sprintf("%s.%s is not bound by the interpreter", o.Pkg().Name(), o.Name()), twins[o.Pkg().Name()+"."+o.Name()])
}

// refuseCases looks at the cases of a type switch.
func (d *draft) refuseCases(st *ast.TypeSwitchStmt) {
	for _, c := range st.Body.List {
		for _, x := range c.(*ast.CaseClause).List {
			d.refuseAssertion(x)
		}
	}
}

// refuseAssertion refuses to ask for types of cells that are not structs: at run time they are what they are made of.
func (d *draft) refuseAssertion(target ast.Expr) {
	t := d.info.TypeOf(target)
	if n := namedOf(t); n == nil || !isOurs(n.Obj()) || types.IsInterface(n) || isAsked(t) {
		return
	}
	d.fail(target.Pos(), fmt.Sprintf("the interpreter cannot tell %s from the type that it is made of here", types.TypeString(t, unqualified)),
		"make it a struct with a field")
}

func unqualified(*types.Package) string { return "" }

// refuseRecursive refuses types of functions that take or give themselves, at which the interpreter fails.
func (d *draft) refuseRecursive(sp *ast.TypeSpec) {
	o := d.info.Defs[sp.Name]
	if o == nil || o.Type() == nil {
		return
	}
	if s, ok := o.Type().Underlying().(*types.Signature); ok && mentionsType(s, o.Type()) {
		d.fail(sp.Pos(), fmt.Sprintf("%s is a function type that mentions itself, which the interpreter cannot do", o.Name()),
			"return a struct that holds the function")
	}
}

// mentionsType tells whether a signature names a type among its parameters and results.
func mentionsType(s *types.Signature, t types.Type) bool {
	for _, tuple := range []*types.Tuple{s.Params(), s.Results()} {
		for v := range tuple.Variables() {
			if types.Identical(v.Type(), t) {
				return true
			}
		}
	}
	return false
}

func (d *draft) refuseRange(r *ast.RangeStmt) {
	t := d.info.TypeOf(r.X)
	if t == nil || d.sequence(r).x != r.X {
		return
	}
	if _, ok := t.Underlying().(*types.Signature); ok {
		d.fail(r.X.Pos(), "range over a function is not supported yet", "call the function with a callback")
	}
}
