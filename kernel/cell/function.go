package cell

import (
	"fmt"
	"go/ast"
	"go/types"
)

// A function is a function or method of the draft. Its decl is in the form of a plain function without a receiver, under
// a name that nobody can type.
type function struct {
	decl  *ast.FuncDecl
	typed *ast.FuncDecl // as it was typed
	file  *declFile
	name  string
	recv  string // the name of the receiver's type, of a method
	ptr   bool   // the receiver is a pointer
	late  bool   // the type is of an earlier cell
	sig   string // the name under which the signature was checked
	obj   *types.Func
	names map[string]bool
}

// heads gives the declarations of a file without bodies, and fills own with the names that they declare. Functions are
// noted in d.funcs.
func (d *draft) heads(f *declFile, own map[string]bool) []ast.Decl {
	var out []ast.Decl
	for _, x := range f.decls {
		switch x := x.(type) {
		case *ast.GenDecl:
			if g := d.headOfGen(x, own); g != nil {
				out = append(out, g)
			}
		case *ast.FuncDecl:
			out = append(out, d.headOfFunc(f, x, own))
		}
	}
	return out
}

func (d *draft) headOfGen(x *ast.GenDecl, own map[string]bool) ast.Decl {
	g := *x
	g.Specs = nil
	for _, sp := range x.Specs {
		switch sp := sp.(type) {
		case *ast.TypeSpec:
			if d.kept[sp.Name.Name] {
				continue
			}
			own[sp.Name.Name] = true
		case *ast.ValueSpec:
			for _, n := range sp.Names {
				own[n.Name] = true
			}
		}
		g.Specs = append(g.Specs, sp)
	}
	if len(g.Specs) == 0 {
		return nil
	}
	return &g
}

func (d *draft) headOfFunc(df *declFile, x *ast.FuncDecl, own map[string]bool) ast.Decl {
	if x.Body == nil {
		d.fail(x.Name.Pos(), fmt.Sprintf("%s has no body", x.Name.Name), "")
	}
	f := &function{typed: x, file: df, name: x.Name.Name}
	f.sig = f.name
	d.funcs = append(d.funcs, f)
	head := &ast.FuncDecl{Recv: x.Recv, Name: x.Name, Type: x.Type}
	switch {
	case x.Recv != nil:
		f.recv, f.ptr = receiver(x)
		if f.late = d.ownType(f.recv) == nil; f.late && isTypeName(d.s.names[f.recv]) {
			f.sig = fmt.Sprintf("·%d", len(d.funcs))
			head = &ast.FuncDecl{Name: rename(x.Name, f.sig), Type: withReceiver(x)}
			own[f.sig] = true
		}
	case f.name == "init" || f.name == "_":
		f.sig = fmt.Sprintf("·%d", len(d.funcs))
		head.Name = rename(x.Name, f.sig)
		own[f.sig] = true
	default:
		own[f.name] = true
	}
	f.decl = &ast.FuncDecl{Name: rename(x.Name, fmt.Sprintf("·body%d", len(d.funcs))), Type: withReceiver(x), Body: x.Body}
	return head
}

func isTypeName(e *entry) bool {
	if e == nil || e.obj == nil {
		return false
	}
	_, ok := e.obj.(*types.TypeName)
	return ok
}

// ownType finds the declaration of a type in the draft, unless it is kept as it was.
func (d *draft) ownType(name string) *ast.TypeSpec {
	if d.kept[name] {
		return nil
	}
	for _, f := range d.files {
		for _, sp := range typeSpecs(f.decls) {
			if sp.Name.Name == name {
				return sp
			}
		}
	}
	return nil
}

func typeSpecs(decls []ast.Decl) []*ast.TypeSpec {
	var specs []*ast.TypeSpec
	for _, x := range decls {
		if g, ok := x.(*ast.GenDecl); ok {
			for _, sp := range g.Specs {
				if ts, ok := sp.(*ast.TypeSpec); ok {
					specs = append(specs, ts)
				}
			}
		}
	}
	return specs
}

func rename(id *ast.Ident, name string) *ast.Ident {
	return &ast.Ident{NamePos: id.NamePos, Name: name}
}

// receiver gives the name of a method's receiver type, and whether it is a pointer.
func receiver(x *ast.FuncDecl) (name string, ptr bool) {
	if len(x.Recv.List) == 0 {
		return "", false
	}
	t := ast.Unparen(x.Recv.List[0].Type)
	if p, ok := t.(*ast.StarExpr); ok {
		t, ptr = ast.Unparen(p.X), true
	}
	if ix, ok := t.(*ast.IndexExpr); ok {
		t = ix.X
	}
	if id, ok := t.(*ast.Ident); ok {
		name = id.Name
	}
	return name, ptr
}

// withReceiver gives the type of a method as that of a function with the receiver as its first parameter; that of a
// function as it is. Go allows names for all parameters or for none.
func withReceiver(x *ast.FuncDecl) *ast.FuncType {
	if x.Recv == nil || len(x.Recv.List) == 0 {
		return x.Type
	}
	params := &ast.FieldList{Opening: x.Type.Params.Opening, Closing: x.Type.Params.Closing}
	for _, p := range append([]*ast.Field{x.Recv.List[0]}, x.Type.Params.List...) {
		if len(p.Names) == 0 {
			p = &ast.Field{Names: []*ast.Ident{{NamePos: p.Type.Pos(), Name: "_"}}, Type: p.Type}
		}
		params.List = append(params.List, p)
	}
	return &ast.FuncType{Func: x.Type.Func, Params: params, Results: x.Type.Results}
}

// addFunctions finds the objects of the declared functions, and adds methods to types of earlier cells.
func (d *draft) addFunctions(p *types.Package) {
	for _, f := range d.funcs {
		switch {
		case f.recv == "":
			f.obj, _ = p.Scope().Lookup(f.sig).(*types.Func)
		case f.late:
			d.addLate(f, p)
		default:
			f.obj = methodOf(d.own[f.recv], f.name)
		}
	}
}

func methodOf(o types.Object, name string) *types.Func {
	if o == nil {
		return nil
	}
	n, ok := o.Type().(*types.Named)
	if !ok {
		return nil
	}
	for m := range n.Methods() {
		if m.Name() == name {
			return m
		}
	}
	return nil
}

// addLate gives a type of an earlier cell a method, until forgetMethods.
func (d *draft) addLate(f *function, p *types.Package) {
	e := d.s.names[f.recv]
	fn, ok := p.Scope().Lookup(f.sig).(*types.Func)
	if !ok || !isTypeName(e) {
		return
	}
	named, ok := e.obj.Type().(*types.Named)
	if !ok || e.obj.Pkg() == nil || e.obj.Pkg().Path() != "main" {
		d.fail(f.typed.Name.Pos(), fmt.Sprintf("cannot define a method on %s", f.recv), "methods go on types that a cell declares")
		return
	}
	sig := methodSignature(fn.Signature())
	if old := methodOf(e.obj, f.name); old != nil {
		if !types.Identical(old.Signature(), sig) || !types.Identical(old.Signature().Recv().Type(), sig.Recv().Type()) {
			d.retyped[f.recv] = true
		}
		f.obj = old
		return
	}
	if structHasField(named, f.name) {
		d.fail(f.typed.Name.Pos(), fmt.Sprintf("%s has a field of the name %s", f.recv, f.name), "give the method another name")
		return
	}
	f.obj = types.NewFunc(fn.Pos(), e.obj.Pkg(), f.name, sig)
	named.AddMethod(f.obj)
	d.s.added = append(d.s.added, named)
}

func structHasField(n *types.Named, name string) bool {
	st, ok := n.Underlying().(*types.Struct)
	if !ok {
		return false
	}
	for f := range st.Fields() {
		if f.Name() == name {
			return true
		}
	}
	return false
}

// methodSignature turns a function with the receiver as its first parameter into a method.
func methodSignature(s *types.Signature) *types.Signature {
	var params []*types.Var
	for i := 1; i < s.Params().Len(); i++ {
		params = append(params, s.Params().At(i))
	}
	return types.NewSignatureType(s.Params().At(0), nil, nil, types.NewTuple(params...), s.Results(), s.Variadic())
}
