package cell

import (
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"go/types"
	"sort"
	"strings"
)

// A draft is a cell while it is checked and lowered. It reads the session and writes only what the session does not see,
// until its commit runs.
type draft struct {
	s       *Session
	n       int
	src     string
	lenient bool // the text may be unfinished: its errors do not matter
	split   *split
	fset    *token.FileSet
	sources map[*token.File]*source
	info    *types.Info
	errs    Errors
	adopted []*entry          // declarations of earlier cells that are made again with this one
	broken  map[*entry]string // earlier functions that do not fit what this cell declares, with the reason

	imports map[string]*entry // the imports of this cell, by local name
	files   []*declFile       // the types, constants and functions of this cell, then those adopted
	body    *ast.FuncDecl     // its statements
	kept    map[string]bool   // types that it declares as they were: they stay the same types

	own     map[string]types.Object        // types, constants and functions that it declares
	vars    map[string]*types.Var          // variables that its statements declare at their top level
	funcs   []*function                    // functions and methods whose bodies are checked and printed
	foreign []foreignError                 // errors in adopted declarations
	taken   map[*ast.AssignStmt]*ast.Ident // assignments completed with a place for their error
	retyped map[string]bool                // earlier types of which it declares a method with another signature
	again   []ast.Stmt                     // second declarations of variables at its top level, which are assignments
	gotos   map[*ast.Ident]bool            // labels in goto statements
	ranged  map[*ast.Ident]bool            // functions like maps.Keys that are called to range over what they give
	shown   ast.Stmt                       // the statement whose value is shown
	bodies  *types.Package                 // of the third phase
}

// A declFile is one source of declarations: this cell's, or an adopted one with the imports of its own cell.
type declFile struct {
	decls   []ast.Decl
	imports map[string]*entry
	from    *entry // nil for the cell's own
}

// A foreignError is a fault in an adopted declaration.
type foreignError struct {
	from *entry
	msg  string
}

// A source is a text that was parsed: this cell's, or an earlier cell's declaration that is checked again.
type source struct {
	from *entry // nil for this cell
	text string
	lead int // bytes that were put before the text
	line int // lines of its cell above the text
	col  int // characters left of its first line
}

func newDraft(s *Session, n int, src string) *draft {
	return &draft{
		s: s, n: n, src: src,
		fset:    token.NewFileSet(),
		sources: map[*token.File]*source{},
		imports: map[string]*entry{},
		kept:    map[string]bool{},
		own:     map[string]types.Object{},
		vars:    map[string]*types.Var{},
		retyped: map[string]bool{},
		gotos:   map[*ast.Ident]bool{},
		ranged:  map[*ast.Ident]bool{},
		taken:   map[*ast.AssignStmt]*ast.Ident{},
		info: &types.Info{
			Types: map[ast.Expr]types.TypeAndValue{}, Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{},
			Selections: map[*ast.SelectorExpr]*types.Selection{}, Instances: map[*ast.Ident]types.Instance{},
			Implicits: map[ast.Node]types.Object{}, Scopes: map[ast.Node]*types.Scope{},
		},
	}
}

// sorted gives the errors in the order of the text, each once.
func (d *draft) sorted() Errors {
	sort.SliceStable(d.errs, func(i, j int) bool {
		a, b := d.errs[i], d.errs[j]
		return a.Line < b.Line || a.Line == b.Line && a.Col < b.Col
	})
	var out Errors
	for _, e := range d.errs {
		if n := len(out); n > 0 && out[n-1].Line == e.Line && out[n-1].Col == e.Col && out[n-1].Msg == e.Msg {
			continue
		}
		out = append(out, e)
	}
	return out
}

const (
	declLead = "package main\n"
	bodyLead = "package main\nfunc _() {\n"
)

// parse reads the cell's text and those of the adopted declarations.
func (d *draft) parse() {
	d.split = splitCell(d.src)
	if d.errs = d.split.errs; len(d.errs) > 0 && !d.lenient {
		return
	}
	if f := d.parseOwn(declLead, importing, ""); f != nil {
		d.readImports(f)
	}
	own := &declFile{imports: d.imports}
	if f := d.parseOwn(declLead, declaration, ""); f != nil {
		own.decls = f.Decls
	}
	d.files = []*declFile{own}
	for _, e := range d.adopted {
		d.parseAdopted(e)
	}
	list := d.parseList()
	if f := d.parseOwn(bodyLead, statement, "\n}"); f != nil && len(f.Decls) == 1 {
		d.body = f.Decls[0].(*ast.FuncDecl)
		d.again = redeclare(d.body.Body.List)
		if list != nil {
			d.body.Body.List = append(d.body.Body.List, list)
			d.shown = list
		}
	}
}

// parseList takes a list of expressions that ends the cell, v, ok, out of its statements: as _, _ = v, ok it is one.
func (d *draft) parseList() ast.Stmt {
	n := len(d.split.items)
	if n == 0 || d.split.items[n-1].kind != statement || !d.split.items[n-1].list {
		return nil
	}
	it := d.split.items[n-1]
	d.split.items = d.split.items[:n-1]
	text := strings.TrimRight(blank(d.src, []item{it}, statement)[:it.end], "; ")
	lead := bodyLead + "_("
	f := d.parseSource(&source{text: text, lead: len(lead)}, lead, ")}")
	if f == nil || len(f.Decls) == 0 {
		return nil
	}
	call, ok := f.Decls[0].(*ast.FuncDecl).Body.List[0].(*ast.ExprStmt)
	if !ok {
		return nil
	}
	as := &ast.AssignStmt{TokPos: call.Pos(), Tok: token.ASSIGN, Rhs: call.X.(*ast.CallExpr).Args}
	for _, x := range as.Rhs {
		as.Lhs = append(as.Lhs, &ast.Ident{NamePos: x.Pos(), Name: "_"})
	}
	return as
}

// parseOwn parses the items of one kind of the cell.
func (d *draft) parseOwn(lead string, k kind, tail string) *ast.File {
	return d.parseSource(&source{text: blank(d.src, d.split.items, k), lead: len(lead)}, lead, tail)
}

func (d *draft) parseAdopted(e *entry) {
	src := &source{from: e, text: e.text.text, lead: len(declLead), line: e.text.line, col: e.text.col}
	if f := d.parseSource(src, declLead, ""); f != nil {
		d.files = append(d.files, &declFile{decls: f.Decls, imports: e.text.imports, from: e})
	}
}

func (d *draft) parseSource(src *source, lead, tail string) *ast.File {
	f, err := parser.ParseFile(d.fset, "", lead+src.text+tail, parser.SkipObjectResolution)
	if f != nil {
		d.sources[d.fset.File(f.FileStart)] = src
	}
	if err == nil || d.lenient {
		return f
	}
	list, ok := err.(scanner.ErrorList)
	if !ok {
		list = scanner.ErrorList{{Msg: err.Error()}}
	}
	for _, e := range list {
		line, col := src.place(e.Pos.Offset)
		d.errs = append(d.errs, Error{Line: line, Col: col, Msg: "syntax: " + e.Msg})
	}
	return nil
}

func (s *source) place(off int) (line, col int) {
	line, col = place(s.text, off-s.lead)
	if line == 1 {
		col += s.col
	}
	return line + s.line, col
}

// place gives line and column of a position, as typed in the cell that it is from.
func (d *draft) place(p token.Pos) (line, col int) {
	s := d.sourceOf(p)
	if s == nil {
		return 0, 0
	}
	return s.place(d.fset.File(p).Offset(p))
}

func (d *draft) sourceOf(p token.Pos) *source {
	if f := d.fset.File(p); f != nil {
		return d.sources[f]
	}
	return nil
}

// cellOf gives the number of the cell that a position is in.
func (d *draft) cellOf(p token.Pos) int {
	if s := d.sourceOf(p); s != nil && s.from != nil {
		return s.from.text.cell
	}
	return d.n
}

// fail notes a fault at a position; one in an adopted declaration is a reason not to adopt it.
func (d *draft) fail(p token.Pos, msg, hint string) {
	if s := d.sourceOf(p); s != nil && s.from != nil {
		d.foreign = append(d.foreign, foreignError{s.from, msg})
		return
	}
	line, col := d.place(p)
	d.errs = append(d.errs, Error{Line: line, Col: col, Msg: msg, Hint: hint})
}
