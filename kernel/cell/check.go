package cell

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"maps"
	"strings"
)

// The check of a draft has three phases, each a go/types check of a package of its own that has the same path, so that
// unexported names stay visible: first the declarations without bodies, then the statements, then the bodies, which see
// the variables that the statements declare. The scope of each is filled with just the names that its text mentions:
// that keeps the cost of a cell independent of how many came before, without copying or touching go/types' insides.

const goVersion = "go1.26"

// maxAdoptions bounds how often a draft is begun again with more earlier declarations.
const maxAdoptions = 8

// checked checks a cell, again with the earlier declarations that it affects until nothing more is affected.
func (s *Session) checked(n int, src string) *draft {
	var adopted []*entry
	broken := map[*entry]string{}
	for round := 0; ; round++ {
		d := newDraft(s, n, src)
		d.adopted, d.broken = adopted, broken
		d.check()
		more := false
		adopted, broken, more = d.affected()
		if !more || round == maxAdoptions {
			return d
		}
		s.forgetMethods()
	}
}

func (d *draft) check() {
	if d.parse(); len(d.errs) > 0 && !d.lenient || d.body == nil {
		return
	}
	if d.refuseGenerics(); len(d.errs) > 0 && !d.lenient {
		return
	}
	d.keepTypes()
	d.showLast()
	d.declare()
	d.runStatements()
	d.checkBodies()
	d.useBroken()
}

// newPackage makes a package for a phase: the names are those of the draft and the session that the text mentions. Its
// name tells the cell, which go/types prints before a type of another cell.
func (d *draft) newPackage(names map[string]bool, skip map[string]bool) *types.Package {
	p := types.NewPackage("main", cellName(d.n))
	for n := range names {
		if skip[n] || n == "_" {
			continue
		}
		if e := d.resolve(n, d.imports); e != nil && e.obj != nil {
			p.Scope().Insert(e.obj)
		}
	}
	return p
}

func cellName(n int) string { return fmt.Sprintf("In[%d]", n) }

// file makes the syntax tree of a phase's file.
func (d *draft) file(at token.Pos, decls []ast.Decl, names map[string]bool, imports map[string]*entry) *ast.File {
	resolve := func(n string) *entry { return d.resolve(n, imports) }
	f := d.fset.File(at)
	start, end := token.Pos(f.Base()), token.Pos(f.Base()+f.Size())
	all := append([]ast.Decl{importDecl(start, names, resolve)}, decls...)
	return &ast.File{Package: start, Name: &ast.Ident{NamePos: start, Name: cellName(d.n)}, Decls: all, FileStart: start, FileEnd: end}
}

// run checks files as a package and returns go/types' errors, without those that a cell is allowed.
func (d *draft) run(p *types.Package, files ...*ast.File) []types.Error {
	var errs []types.Error
	conf := types.Config{Importer: d.s.importer, GoVersion: goVersion, Error: func(err error) {
		if te, ok := err.(types.Error); ok && !legalHere(te) {
			errs = append(errs, te)
		}
	}}
	_ = types.NewChecker(&conf, d.fset, p, d.info).Files(files) // every error went to conf.Error
	return errs
}

// legalHere: what a cell declares or imports may be for a later cell.
func legalHere(e types.Error) bool {
	return strings.HasPrefix(e.Msg, "declared and not used") || e.Soft && strings.HasSuffix(e.Msg, "and not used")
}

// declare checks types, constants and the signatures of functions.
func (d *draft) declare() {
	own, names := map[string]bool{}, map[string]bool{}
	var files []*ast.File
	for _, f := range d.files {
		if decls := d.heads(f, own); len(decls) > 0 {
			m := map[string]bool{}
			for _, x := range decls {
				maps.Copy(m, mentioned(x))
			}
			maps.Copy(names, m)
			files = append(files, d.file(decls[0].Pos(), decls, m, f.imports))
		}
	}
	if len(files) == 0 {
		return
	}
	p := d.newPackage(names, own)
	d.report(d.run(p, files...))
	for n := range own {
		if o := p.Scope().Lookup(n); o != nil && !strings.Contains(n, "·") {
			d.own[n] = o
		}
	}
	d.addFunctions(p)
}

// report turns go/types' errors into the cell's.
func (d *draft) report(errs []types.Error) {
	for _, e := range errs {
		msg, hint := d.explain(e)
		d.fail(e.Pos, msg, hint)
	}
}

// runStatements checks the statements, again as long as the rules of a cell complete one of them.
func (d *draft) runStatements() {
	names := mentioned(d.body.Body)
	var errs []types.Error
	for again := true; again; {
		p := d.newPackage(names, nil)
		p.Scope().Insert(mustFunc)
		f := d.file(d.body.Pos(), []ast.Decl{d.body}, names, d.imports)
		errs = d.run(p, f)
		again = d.complete(errs)
	}
	d.report(errs)
	scope := d.info.Scopes[d.body.Type]
	if scope == nil {
		return
	}
	for _, n := range scope.Names() {
		if v, ok := scope.Lookup(n).(*types.Var); ok && !strings.Contains(n, "·") {
			d.vars[n] = v
			d.clash(n, v)
		}
	}
}

// clash: a name is one thing in a cell.
func (d *draft) clash(name string, v *types.Var) {
	if o := d.own[name]; o != nil && d.sourceOf(o.Pos()) != nil && d.sourceOf(o.Pos()).from == nil {
		line, _ := d.place(o.Pos())
		d.fail(v.Pos(), fmt.Sprintf("%s is declared on line %d of this cell too", name, line), "give one of them another name")
	}
}

// checkBodies checks the bodies of functions and methods, the latter as functions whose first parameter is the receiver.
func (d *draft) checkBodies() {
	if len(d.funcs) == 0 {
		return
	}
	names := map[string]bool{}
	byFile := map[*declFile][]*function{}
	for _, f := range d.funcs {
		f.names = mentioned(f.decl)
		maps.Copy(names, f.names)
		byFile[f.file] = append(byFile[f.file], f)
	}
	var files []*ast.File
	for _, df := range d.files {
		if fs := byFile[df]; len(fs) > 0 {
			files = append(files, d.bodiesFile(df, fs))
		}
	}
	d.report(d.runBodies(names, files))
}

// runBodies checks the bodies, again when struct literals in them were given field names.
func (d *draft) runBodies(names map[string]bool, files []*ast.File) []types.Error {
	for {
		d.bodies = d.bodiesPackage(names)
		errs := d.run(d.bodies, files...)
		again := false
		for _, e := range errs {
			if strings.HasPrefix(e.Msg, unexportedField) {
				again = d.nameFieldsIn(files, e.Pos) || again
			}
		}
		if !again {
			return errs
		}
	}
}

func (d *draft) nameFieldsIn(files []*ast.File, at token.Pos) bool {
	for _, f := range files {
		if d.nameFields(at, f) {
			return true
		}
	}
	return false
}

func (d *draft) bodiesFile(df *declFile, fs []*function) *ast.File {
	var decls []ast.Decl
	names := map[string]bool{}
	for _, f := range fs {
		decls = append(decls, f.decl)
		for n := range f.names {
			names[n] = d.vars[n] == nil
		}
	}
	for n, free := range names {
		if !free {
			delete(names, n)
		}
	}
	return d.file(decls[0].Pos(), decls, names, df.imports)
}

// bodiesPackage is a package in which the variables of the cell's statements are the package's.
func (d *draft) bodiesPackage(names map[string]bool) *types.Package {
	own := map[string]bool{}
	for n := range d.vars {
		own[n] = true
	}
	p := d.newPackage(names, own)
	for n, v := range d.vars {
		if names[n] {
			p.Scope().Insert(types.NewVar(v.Pos(), p, n, v.Type()))
		}
	}
	return p
}
