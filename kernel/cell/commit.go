package cell

import (
	"go/ast"
	"go/token"
	"go/types"
)

// commit makes the declarations of a printed draft the session's.
func (d *draft) commit(p *printer) {
	for name, e := range d.imports {
		d.s.names[name] = e
	}
	for _, f := range d.files {
		d.commitFile(f, p)
	}
	for n, v := range d.vars {
		d.replace(n, &entry{name: n, cell: d.n, obj: types.NewVar(token.NoPos, d.home(), n, v.Type())}, p.slots[v])
	}
	for _, f := range d.funcs {
		d.commitMethod(f, p)
	}
	for o, n := range p.slots {
		if _, ok := o.(*types.TypeName); ok {
			d.s.slots[o] = n
		}
	}
	for e, msg := range d.broken {
		if e.broken == "" {
			e.broken = d.reason(msg)
		}
	}
}

// home is a package for objects of the cell that holds nothing of the check.
func (d *draft) home() *types.Package { return types.NewPackage("main", cellName(d.n)) }

// replace makes an entry the one of its name.
func (d *draft) replace(name string, e *entry, slot string) {
	if old := d.s.names[name]; old != nil && old.obj != nil {
		if _, isType := old.obj.(*types.TypeName); !isType {
			delete(d.s.slots, old.obj)
		}
	}
	d.s.names[name] = e
	if slot != "" {
		d.s.slots[e.obj] = slot
	}
}

func (d *draft) commitFile(f *declFile, p *printer) {
	for _, x := range f.decls {
		switch x := x.(type) {
		case *ast.GenDecl:
			for _, sp := range x.Specs {
				d.commitSpec(f, sp, p)
			}
		case *ast.FuncDecl:
			d.commitFunc(f, x, p)
		}
	}
}

func (d *draft) commitSpec(f *declFile, sp ast.Spec, p *printer) {
	switch sp := sp.(type) {
	case *ast.TypeSpec:
		if d.kept[sp.Name.Name] {
			d.s.names[sp.Name.Name].cell = d.n
			return
		}
		o := d.own[sp.Name.Name]
		d.replace(sp.Name.Name, &entry{name: o.Name(), cell: d.cellFor(f), obj: o, text: d.textFor(f, sp), doc: d.docFor(f, sp.Pos())}, p.slots[o])
	case *ast.ValueSpec:
		for _, n := range sp.Names {
			if o, ok := d.own[n.Name].(*types.Const); ok {
				c := types.NewConst(token.NoPos, d.home(), n.Name, o.Type(), o.Val())
				d.replace(n.Name, &entry{name: n.Name, cell: d.n, obj: c, doc: d.docOf(sp.Pos())}, "")
			}
		}
	}
}

func (d *draft) cellFor(f *declFile) int {
	if f.from != nil {
		return f.from.cell
	}
	return d.n
}

func (d *draft) commitFunc(f *declFile, x *ast.FuncDecl, p *printer) {
	o, ok := d.own[x.Name.Name].(*types.Func)
	if x.Recv != nil || !ok || x.Name.Name == "init" || x.Name.Name == "_" {
		return
	}
	fn := types.NewFunc(token.NoPos, d.home(), o.Name(), o.Signature())
	d.replace(o.Name(), &entry{name: o.Name(), cell: d.cellFor(f), obj: fn, text: d.textFor(f, x), doc: d.docFor(f, x.Pos())}, p.slots[o])
}

// commitMethod notes a method, and gives it to its type if that is one of an earlier cell.
func (d *draft) commitMethod(f *function, p *printer) {
	if f.recv == "" || f.obj == nil {
		return
	}
	named := namedOf(f.obj.Signature().Recv().Type())
	if named == nil {
		return
	}
	if methodOf(named.Obj(), f.name) == nil {
		named.AddMethod(f.obj)
	}
	tn := named.Obj()
	if d.s.methods[tn] == nil {
		d.s.methods[tn] = map[string]*entry{}
	}
	t := d.textFor(f.file, f.typed)
	d.s.methods[tn][f.name] = &entry{name: f.name, cell: d.cellFor(f.file), obj: f.obj, recv: tn, text: t, doc: d.docFor(f.file, f.typed.Pos())}
	d.s.slots[f.obj] = p.slots[f.obj]
}

// textFor keeps a declaration so that it can be checked again.
func (d *draft) textFor(f *declFile, n ast.Node) *text {
	if f.from != nil && f.from.text.text == d.textOf(n) {
		t := *f.from.text
		t.needs = d.needs(f, n)
		return &t
	}
	line, col := d.place(n.Pos())
	t := &text{text: d.textOf(n), cell: d.n, line: line - 1, col: col - 1, imports: f.imports, needs: d.needs(f, n)}
	if fd, ok := n.(*ast.FuncDecl); ok && fd.Recv != nil {
		t.head = d.headOf(fd)
	}
	if _, ok := n.(*ast.TypeSpec); ok {
		t.col -= len("type ")
	}
	t.imports = d.importsFor(f, n)
	return t
}

// importsFor keeps the imports that a declaration uses.
func (d *draft) importsFor(f *declFile, n ast.Node) map[string]*entry {
	used := map[string]*entry{}
	for name := range mentioned(n) {
		if e := d.resolve(name, f.imports); e != nil && e.obj == nil {
			used[name] = e
		}
	}
	return used
}

// needs lists the top-level names of cells that a declaration mentions, with what they are from now on.
func (d *draft) needs(f *declFile, n ast.Node) map[string]types.Object {
	found := map[string]types.Object{}
	ast.Inspect(n, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			if o := d.info.Uses[id]; o != nil && isOurs(o) && d.isTop(o) {
				found[id.Name] = o
			}
		}
		return true
	})
	return found
}

// isTop tells whether an object is declared at the top level of a cell.
func (d *draft) isTop(o types.Object) bool {
	if e := d.resolve(o.Name(), nil); e != nil && e.obj == o {
		return true
	}
	return d.bodies != nil && d.bodies.Scope().Lookup(o.Name()) == o
}

// docOf gives the comment above the item that a position is in.
func (d *draft) docOf(p token.Pos) string {
	f := d.fset.File(p)
	off := f.Offset(p) - d.sources[f].lead
	for _, it := range d.split.items {
		if it.start <= off && off <= it.end {
			return it.doc
		}
	}
	return ""
}

func (d *draft) docFor(f *declFile, p token.Pos) string {
	if f.from != nil {
		return f.from.doc
	}
	return d.docOf(p)
}
