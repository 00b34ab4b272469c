package cell

import (
	"go/ast"
	"go/token"
	"go/types"
)

// keepTypes finds the types that this cell declares exactly as an earlier one did: running a cell again must not make
// its type a new one, which the values made before would not be of. The methods of a kept type are new bodies for it.
func (d *draft) keepTypes() {
	own := d.files[0]
	for _, sp := range typeSpecs(own.decls) {
		if d.sameText(sp) && d.sameMethods(own, sp.Name.Name) {
			d.kept[sp.Name.Name] = true
		}
	}
	for again := true; again; {
		again = false
		for _, sp := range typeSpecs(own.decls) {
			if d.kept[sp.Name.Name] && !d.needsStand(own, sp.Name.Name) {
				delete(d.kept, sp.Name.Name)
				again = true
			}
		}
	}
}

func (d *draft) sameText(sp *ast.TypeSpec) bool {
	e := d.s.names[sp.Name.Name]
	return isTypeName(e) && isOurs(e.obj) && e.text != nil && e.text.text == d.textOf(sp)
}

// textOf gives a type's declaration, or a function's, as it stands alone.
func (d *draft) textOf(n ast.Node) string {
	if _, ok := n.(*ast.TypeSpec); ok {
		return "type " + d.typed(n.Pos(), n.End())
	}
	return d.typed(n.Pos(), n.End())
}

// typed gives the text between two positions of one source.
func (d *draft) typed(from, to token.Pos) string {
	s := d.sourceOf(from)
	f := d.fset.File(from)
	return s.text[f.Offset(from)-s.lead : f.Offset(to)-s.lead]
}

// headOf gives a method's declaration up to its body.
func (d *draft) headOf(x *ast.FuncDecl) string {
	end := x.End()
	if x.Body != nil {
		end = x.Body.Pos()
	}
	return d.typed(x.Pos(), end)
}

// sameMethods: the methods that were declared with the type are all here, and those that it has are declared as before.
func (d *draft) sameMethods(own *declFile, name string) bool {
	here := map[string]string{}
	for _, x := range own.decls {
		if fd, ok := x.(*ast.FuncDecl); ok && fd.Recv != nil {
			if r, _ := receiver(fd); r == name {
				here[fd.Name.Name] = d.headOf(fd)
			}
		}
	}
	e := d.s.names[name]
	for m, old := range d.s.methods[e.obj.(*types.TypeName)] {
		head, ok := here[m]
		if ok && head != old.text.head || !ok && old.cell == e.cell {
			return false
		}
	}
	return true
}

// needsStand: what the type's declaration mentions is what it was.
func (d *draft) needsStand(own *declFile, name string) bool {
	for n, o := range d.s.names[name].text.needs {
		if d.declares(own, n) && !d.kept[n] {
			return false
		}
		if e := d.s.names[n]; n != name && (e == nil || e.obj != o) {
			return false
		}
	}
	return true
}

// declares tells whether a file declares a name at its top level.
func (d *draft) declares(f *declFile, name string) bool {
	for _, x := range f.decls {
		switch x := x.(type) {
		case *ast.FuncDecl:
			if x.Recv == nil && x.Name.Name == name {
				return true
			}
		case *ast.GenDecl:
			for _, sp := range x.Specs {
				if declaresName(sp, name) {
					return true
				}
			}
		}
	}
	return false
}

func declaresName(sp ast.Spec, name string) bool {
	switch sp := sp.(type) {
	case *ast.TypeSpec:
		return sp.Name.Name == name
	case *ast.ValueSpec:
		for _, n := range sp.Names {
			if n.Name == name {
				return true
			}
		}
	}
	return false
}
