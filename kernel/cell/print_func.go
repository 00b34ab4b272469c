package cell

import (
	"fmt"
	"go/ast"
	"go/types"
	"strings"
)

// A function of a cell becomes a variable of function type, which the rest of the code calls, and a function that the
// entry assigns to it: that is what lets callers of earlier cells see a new body. A method becomes the same, with the
// receiver as first parameter, and a real method that calls the variable, for interfaces. Direct calls go to the
// variable, which is also faster than the interpreter's methods; a function calls itself directly.

// nameFunctions gives each function and method of the draft its variable.
func (p *printer) nameFunctions() {
	for _, f := range p.d.funcs {
		if f.obj == nil || f.name == "_" {
			continue
		}
		if f.name == "init" && f.recv == "" {
			p.slots[f.obj] = p.fresh("init")
			continue
		}
		if name, ok := p.functionSlot(f); ok {
			p.slots[f.obj] = name
			continue
		}
		p.slots[f.obj] = p.fresh(f.fullName())
		fmt.Fprintf(&p.vars, "var %s %s\n", p.slots[f.obj], p.typ(f.plainSignature()))
		if f.recv != "" {
			p.method(f.obj, p.slots[f.obj])
		}
	}
}

// fullName gives f, or TˑM for a method.
func (f *function) fullName() string {
	if f.recv != "" {
		return f.recv + mark + f.name
	}
	return f.name
}

// functionSlot finds the variable of an earlier function that the new one replaces.
func (p *printer) functionSlot(f *function) (string, bool) {
	if f.recv == "" {
		return p.oldSlot(p.d.s.names[f.name], f.obj)
	}
	n, ok := p.d.s.slots[f.obj]
	return n, ok
}

// plainSignature is the signature with the receiver as first parameter.
func (f *function) plainSignature() *types.Signature { return plainSignature(f.obj) }

func plainSignature(o *types.Func) *types.Signature {
	s := o.Signature()
	if s.Recv() == nil {
		return s
	}
	params := []*types.Var{s.Recv()}
	for v := range s.Params().Variables() {
		params = append(params, v)
	}
	return types.NewSignatureType(nil, nil, nil, types.NewTuple(params...), s.Results(), s.Variadic())
}

// printFunction writes a function under a new name, and what assigns it to its variable.
func (p *printer) printFunction(f *function) {
	if f.obj == nil || f.name == "_" {
		return
	}
	name := p.slots[f.obj]
	isInit := f.name == "init" && f.recv == ""
	if !isInit {
		name = p.fresh(f.fullName())
		fmt.Fprintf(&p.start, "%s = %s\n", p.slots[f.obj], name)
		if f.recv != "" {
			p.register(f.obj.Signature().Recv().Type(), f.name, name)
		}
	}
	b := newBody(p, f, plainSignature(f.obj))
	b.self, b.selfName = f.obj, name
	text := b.function(f.decl.Type, f.decl.Body)
	p.line(&p.funcs, f.typed.Name.Pos())
	fmt.Fprintf(&p.funcs, "func %s%s\n", name, text)
}

// method writes the real method that calls the variable of a method.
func (p *printer) method(m *types.Func, slot string) {
	s := m.Signature()
	params, args := p.parameters(s)
	self := mark + "r"
	fmt.Fprintf(&p.funcs, "func (%s %s) %s(%s)%s { %s%s(%s) }\n", self, p.typ(s.Recv().Type()), m.Name(),
		params, p.results(s), returns(s), slot, strings.Join(append([]string{self}, args...), ", "))
}

func returns(s *types.Signature) string {
	if s.Results().Len() > 0 {
		return "return "
	}
	return ""
}

// parameters writes parameters of a signature under new names, and the arguments that pass them on.
func (p *printer) parameters(s *types.Signature) (params string, args []string) {
	var ps []string
	for i := range s.Params().Len() {
		n := p.temp()
		t := s.Params().At(i).Type()
		if s.Variadic() && i == s.Params().Len()-1 {
			ps = append(ps, n+" ..."+p.typ(t.(*types.Slice).Elem()))
			args = append(args, n+"...")
			continue
		}
		ps = append(ps, n+" "+p.typ(t))
		args = append(args, n)
	}
	return strings.Join(ps, ", "), args
}

func (p *printer) results(s *types.Signature) string {
	var rs []string
	for v := range s.Results().Variables() {
		rs = append(rs, p.typ(v.Type()))
	}
	switch len(rs) {
	case 0:
		return ""
	case 1:
		return " " + rs[0]
	}
	return " (" + strings.Join(rs, ", ") + ")"
}

// forward writes the methods that a struct gets from its embedded fields, which the interpreter loses in places.
func (p *printer) forward(tn *types.TypeName) {
	if _, ok := tn.Type().Underlying().(*types.Struct); !ok {
		return
	}
	values := types.NewMethodSet(tn.Type())
	for sel := range types.NewMethodSet(types.NewPointer(tn.Type())).Methods() {
		m := sel.Obj().(*types.Func)
		if len(sel.Index()) < 2 || !m.Exported() && !isOurs(m) {
			continue
		}
		star := "*"
		if values.Lookup(m.Pkg(), m.Name()) != nil {
			star = ""
		}
		self := mark + "r"
		path, _ := p.path(self, tn.Type(), sel.Index()[:len(sel.Index())-1])
		s := sel.Type().(*types.Signature)
		params, args := p.parameters(s)
		recv := tn.Type()
		if star != "" {
			recv = types.NewPointer(recv)
		}
		p.register(recv, m.Name(), fmt.Sprintf("func(%s %s%s)%s { %s%s.%s() }", self, star, p.slots[tn], p.results(s), returns(s), path, m.Name()))
		fmt.Fprintf(&p.funcs, "func (%s %s%s) %s(%s)%s { %s%s.%s(%s) }\n", self, star, p.slots[tn], m.Name(),
			params, p.results(s), returns(s), path, m.Name(), strings.Join(args, ", "))
	}
}

// path writes a selection through embedded fields out, and gives the type that it ends at.
func (p *printer) path(x string, t types.Type, index []int) (string, types.Type) {
	for _, i := range index {
		if ptr, ok := t.Underlying().(*types.Pointer); ok {
			t = ptr.Elem()
		}
		f := t.Underlying().(*types.Struct).Field(i)
		x += "." + p.fieldName(f)
		t = f.Type()
	}
	return x, t
}

// A body prints the inside of one function, with the function literals in it.
type body struct {
	p        *printer
	names    map[types.Object]string // of local objects
	self     types.Object            // the function itself
	selfName string
	flow     []*target
	results  *types.Signature
	own      bool // these are the cell's own statements
}

func newBody(p *printer, f *function, s *types.Signature) *body {
	return &body{p: p, names: map[types.Object]string{}, results: s}
}

// local gives the name of a local variable: the person's, the mark, the letter a and a number.
func (b *body) local(o types.Object) string {
	n, ok := b.names[o]
	if !ok {
		n = b.newLocal(o)
	}
	return n
}

func (b *body) newLocal(o types.Object) string {
	b.p.temps++
	n := fmt.Sprintf("%s%sa%d", o.Name(), mark, b.p.temps)
	b.names[o] = n
	return n
}

// function writes parameters, results and body of a function.
func (b *body) function(ft *ast.FuncType, block *ast.BlockStmt) string {
	flow, own, results := b.flow, b.own, b.results
	defer func() { b.flow, b.own, b.results = flow, own, results }()
	b.flow, b.own = nil, false
	if s, ok := b.p.d.info.TypeOf(ft).(*types.Signature); ok {
		b.results = s
	}
	var w strings.Builder
	w.WriteString("(" + strings.Join(b.fields(ft.Params, true), ", ") + ")")
	switch rs := b.fields(ft.Results, false); {
	case len(rs) == 1 && len(ft.Results.List[0].Names) == 0:
		w.WriteString(" " + rs[0])
	case len(rs) > 0:
		w.WriteString(" (" + strings.Join(rs, ", ") + ")")
	}
	w.WriteString(" {\n")
	b.block(&w, block.List)
	w.WriteString("}")
	return w.String()
}

// fields writes parameters, always named, or results, named when they were.
func (b *body) fields(l *ast.FieldList, always bool) []string {
	if l == nil {
		return nil
	}
	var out []string
	for _, f := range l.List {
		t := b.fieldType(f.Type)
		names := f.Names
		if len(names) == 0 && always {
			names = []*ast.Ident{nil}
		}
		for _, n := range names {
			out = append(out, b.fieldName(n)+" "+t)
		}
		if len(names) == 0 {
			out = append(out, t)
		}
	}
	return out
}

func (b *body) fieldType(x ast.Expr) string {
	if e, ok := x.(*ast.Ellipsis); ok {
		return "..." + b.p.typ(b.p.d.info.TypeOf(e.Elt))
	}
	return b.p.typ(b.p.d.info.TypeOf(x))
}

func (b *body) fieldName(n *ast.Ident) string {
	if n == nil || n.Name == "_" {
		return b.p.temp()
	}
	if o := b.p.d.info.Defs[n]; o != nil {
		return b.local(o)
	}
	return b.p.temp()
}
