package cell

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"
)

// mark is a letter that people do not type: every name that the printer makes has it, so none can collide with a
// person's or with one of Go's own. Up to the mark a name is the person's: x, f, or TˑM for a method.
const mark = "ˑ"

// runtimePath is the package that lowered code calls; the interpreter binds it natively.
const runtimePath = "gohunt/kernel/rt"

// A printer writes a checked draft as Go that the interpreter runs right. It prints from objects and types, not from the
// text: each identifier is the name that its object was given, each type is written out, each constant is its value.
type printer struct {
	d       *draft
	imports map[string]string       // local names by path
	slots   map[types.Object]string // of what this draft declares
	helpers map[string]string       // names of helper functions by what they do
	temps   int
	decls   strings.Builder // types
	vars    strings.Builder
	funcs   strings.Builder
	start   strings.Builder // what the entry does first: functions get their new bodies
	shown   []types.Type
	named   map[string]types.Type
}

// print writes the unit of a draft that has no errors.
func (d *draft) print() *Unit {
	p := &printer{d: d, imports: map[string]string{}, slots: map[types.Object]string{}, helpers: map[string]string{}, named: map[string]types.Type{}}
	p.nameTypes()
	p.nameFunctions()
	p.nameVariables()
	p.printTypes()
	for _, f := range d.funcs {
		p.printFunction(f)
	}
	body := p.printBody()
	u := &Unit{N: d.n, Entry: p.fresh("cell"), TypeBase: d.s.typeIDs, Types: p.shown, Named: p.named, Notes: d.changeNotes()}
	u.Code = p.assemble(u.Entry, body)
	u.commit = func() { d.commit(p) }
	d.s.typeIDs += len(p.shown)
	return u
}

func (p *printer) assemble(entry, body string) string {
	var b strings.Builder
	b.WriteString("package main\n")
	for _, path := range sortedKeys(p.imports) {
		fmt.Fprintf(&b, "import %s %q\n", p.imports[path], path)
	}
	for _, s := range []string{p.decls.String(), p.vars.String(), p.funcs.String()} {
		b.WriteString(s)
	}
	fmt.Fprintf(&b, "func %s() {\n%s%s}\n", entry, p.start.String(), body)
	return b.String()
}

// fresh makes a name that no other declaration of the session has.
func (p *printer) fresh(base string) string {
	p.d.s.numbers[base]++
	return fmt.Sprintf("%s%s%d", base, mark, p.d.s.numbers[base])
}

// temp makes a name for a local variable that is not the person's.
func (p *printer) temp() string {
	p.temps++
	return fmt.Sprintf("%s%d", mark, p.temps)
}

// slot gives the name of a top-level object of a cell.
func (p *printer) slot(o types.Object) (string, bool) {
	if n, ok := p.slots[o]; ok {
		return n, true
	}
	n, ok := p.d.s.slots[o]
	return n, ok
}

// pkg gives the local name of a package, and imports it.
func (p *printer) pkg(path string) string {
	if n, ok := p.imports[path]; ok {
		return n
	}
	clean := strings.Map(func(r rune) rune {
		if r == '/' || r == '.' || r == '-' {
			return '_'
		}
		return r
	}, path)
	if path == runtimePath {
		clean = "rt"
	}
	p.imports[path] = clean + mark
	return p.imports[path]
}

// rt gives the name of a function of the runtime package.
func (p *printer) rt(name string) string { return p.pkg(runtimePath) + "." + name }

// nameTypes gives each type that the cell declares a name: a type declared again is another type.
func (p *printer) nameTypes() {
	for _, n := range sortedKeys(p.d.own) {
		if tn, ok := p.d.own[n].(*types.TypeName); ok && !tn.IsAlias() {
			p.slots[tn] = p.fresh(n)
			p.named[p.slots[tn]] = tn.Type()
		}
	}
}

// nameVariables gives each variable its slot: that of the variable of the same name and type, if there is one, so that
// earlier functions see the new value.
func (p *printer) nameVariables() {
	for _, n := range sortedKeys(p.d.vars) {
		v := p.d.vars[n]
		name, isOld := p.oldSlot(p.d.s.names[n], v)
		if !isOld {
			name = p.fresh(n)
			fmt.Fprintf(&p.vars, "var %s %s\n", name, p.typ(v.Type()))
		}
		p.slots[v] = name
		if p.d.bodies != nil {
			if seen := p.d.bodies.Scope().Lookup(n); seen != nil {
				p.slots[seen] = name
			}
		}
	}
}

// oldSlot gives the slot of what a session's entry declared, if o is declared the same way.
func (p *printer) oldSlot(e *entry, o types.Object) (string, bool) {
	if e == nil || e.obj == nil || !sameDeclaration(e.obj, o) {
		return "", false
	}
	n, ok := p.d.s.slots[e.obj]
	return n, ok
}

// printTypes writes the types that the cell declares.
func (p *printer) printTypes() {
	for _, f := range p.d.files {
		for _, sp := range typeSpecs(f.decls) {
			if tn, ok := p.d.info.Defs[sp.Name].(*types.TypeName); ok && !tn.IsAlias() && !p.d.kept[sp.Name.Name] {
				p.printType(p.slots[tn], tn, p.d.info.TypeOf(sp.Type))
				p.forward(tn)
			}
		}
	}
}

// printType writes a type declaration. A tag on the first field of a struct makes structs of the same shape different
// types for reflect, as they are for Go.
func (p *printer) printType(name string, tn *types.TypeName, t types.Type) {
	text := ""
	if st, ok := types.Unalias(t).(*types.Struct); ok {
		text = p.structType(st, name)
	} else if st, ok := t.Underlying().(*types.Struct); ok && isOurType(t) {
		text = p.structType(st, name)
	} else {
		text = p.typ(t)
	}
	fmt.Fprintf(&p.decls, "type %s %s\n", name, text)
}

func isOurType(t types.Type) bool {
	n, ok := types.Unalias(t).(*types.Named)
	return ok && isOurs(n.Obj())
}

// line writes where the next statement was typed.
func (p *printer) line(b *strings.Builder, at token.Pos) {
	if line, col := p.d.place(at); line > 0 {
		fmt.Fprintf(b, "//line %s:%d:%d\n", p.file(at), line, col)
	}
}

// file names what a position is in: In[7], or In[4]/In[7] for a declaration of In[4] that In[7] adopted. The interpreter
// finds imports by the last part.
func (p *printer) file(at token.Pos) string {
	name := cellName(p.d.n)
	if cell := p.d.cellOf(at); cell != p.d.n {
		return cellName(cell) + "/" + name
	}
	return name
}

// printBody writes the statements of the cell, with its init functions after the last of its variable declarations.
func (p *printer) printBody() string {
	f := &function{sig: ""}
	b := newBody(p, f, types.NewSignatureType(nil, nil, nil, nil, nil, false))
	b.own = true
	var text strings.Builder
	list := p.d.body.Body.List
	initAt := slices.IndexFunc(list, func(s ast.Stmt) bool { return !isVar(s) })
	for i, st := range list {
		if i == initAt {
			p.callInits(&text)
		}
		b.stmt(&text, st)
	}
	if initAt < 0 {
		p.callInits(&text)
	}
	return text.String()
}

func isVar(s ast.Stmt) bool {
	_, ok := s.(*ast.DeclStmt)
	return ok
}

func (p *printer) callInits(b *strings.Builder) {
	for _, f := range p.d.funcs {
		if f.name == "init" && f.recv == "" {
			fmt.Fprintf(b, "%s()\n", p.slots[f.obj])
		}
	}
}
