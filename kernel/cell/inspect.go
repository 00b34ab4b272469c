package cell

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"strings"
)

// Doc is what is known of a name, as plain text and as Markdown.
type Doc struct{ Text, Markdown string }

// Inspect describes what is at the cursor, a byte offset in src: the name under it, or the function whose arguments it is
// among. It gives the declaration and the documentation; for a person's own names, the cell, and at detail 1 the source.
func (s *Session) Inspect(src string, cursor, detail int) (doc Doc, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer func() {
		if recover() != nil { // of go/types on half a text
			doc, ok = Doc{}, false
		}
		s.forgetMethods()
	}()
	cursor = max(0, min(cursor, len(src)))
	start, end, ok := namedAt(src, cursor)
	if !ok {
		return Doc{}, false
	}
	text := src
	if !whole(src) {
		text = closed(src[:end])
	}
	l := s.looking(0, text)
	id := l.find(func(id *ast.Ident) bool { return id.Name == src[start:end] && l.offset(id.Pos()) == start })
	if id == nil {
		return Doc{}, false
	}
	return l.describe(id, detail)
}

// namedAt gives the word at the cursor, else the word before the bracket that the cursor is inside of.
func namedAt(src string, cursor int) (start, end int, ok bool) {
	if start, end = wordAt(src, cursor); start < end {
		return start, end, true
	}
	open := splitCell(src[:cursor]).open
	for i := len(open) - 1; i >= 0; i-- {
		if open[i].tok == token.LPAREN {
			start, end = wordAt(src, open[i].off)
			return start, end, start < end
		}
	}
	return 0, 0, false
}

// A description is what Doc is made of.
type description struct {
	signature string
	from      string // the import path, or the cell
	doc       string
	source    string
}

func (l look) describe(id *ast.Ident, detail int) (Doc, bool) {
	o := l.objectOf(id)
	if o == nil {
		if path, ok := l.packageNamed(id); ok {
			return l.packageDoc(path), true
		}
		return Doc{}, false
	}
	if p, ok := o.(*types.PkgName); ok {
		return l.packageDoc(p.Imported().Path()), true
	}
	d := description{signature: signatureOf(o)}
	if o.Pkg() != nil && !isOurs(o) {
		d.from = fmt.Sprintf("package %s", o.Pkg().Path())
		d.doc = l.s.importer.Doc(o.Pkg().Path(), docName(o))
	}
	if isOurs(o) {
		l.describeOurs(o, &d, detail)
	}
	return d.render(), true
}

// objectOf finds what an identifier stands for; of a package that is not imported yet, the member.
func (l look) objectOf(id *ast.Ident) types.Object {
	if o := l.info.ObjectOf(id); o != nil {
		return o
	}
	if sel := l.selectorOf(id); sel != nil {
		if path, ok := l.packageNamed(sel.X); ok {
			if pkg, err := l.s.importer.Import(path); err == nil {
				return pkg.Scope().Lookup(id.Name)
			}
		}
		if t := l.valueType(sel.X); t != nil {
			for _, m := range membersOf(t) {
				if m.Name() == id.Name {
					return m
				}
			}
		}
	}
	return nil
}

func (l look) packageDoc(path string) Doc {
	d := description{signature: fmt.Sprintf("import %q", path), doc: l.s.importer.Doc(path, "")}
	return d.render()
}

// describeOurs adds what is known of a name that a cell declared.
func (l look) describeOurs(o types.Object, d *description, detail int) {
	e := l.s.names[o.Name()]
	if f, ok := o.(*types.Func); ok {
		e = l.s.entryOf(f)
	}
	if e == nil || e.obj == nil || e.obj != o && l.vars[o.Name()] == nil {
		return
	}
	d.from = cellName(e.cell)
	d.doc = e.doc
	if e.broken != "" {
		d.doc = strings.TrimSpace(d.doc + "\n\nIt " + e.broken)
	}
	if detail > 0 && e.text != nil {
		d.source = e.text.text
	}
}

// signatureOf writes the declaration of an object, without the paths of packages.
func signatureOf(o types.Object) string {
	text := types.ObjectString(o, func(p *types.Package) string {
		if p.Path() == "main" {
			return ""
		}
		return p.Name()
	})
	if tn, ok := o.(*types.TypeName); ok {
		text += methodList(tn)
	}
	return text
}

// methodList lists the methods of a type, below its declaration.
func methodList(tn *types.TypeName) string {
	n, ok := tn.Type().(*types.Named)
	if !ok {
		return ""
	}
	var b strings.Builder
	for m := range n.Methods() {
		if m.Exported() || isOurs(m) {
			sig := types.TypeString(m.Signature(), func(p *types.Package) string { return p.Name() })
			fmt.Fprintf(&b, "\nfunc (%s) %s%s", tn.Name(), m.Name(), strings.TrimPrefix(sig, "func"))
		}
	}
	return b.String()
}

// docName gives the name under which the documentation of an object is kept.
func docName(o types.Object) string {
	if f, ok := o.(*types.Func); ok && f.Signature().Recv() != nil {
		if n := namedOf(f.Signature().Recv().Type()); n != nil {
			return n.Obj().Name() + "." + o.Name()
		}
	}
	return o.Name()
}

func (d description) render() Doc {
	text := d.signature
	md := "```go\n" + d.signature + "\n```"
	if d.from != "" {
		text += "\n" + d.from
		md += "\n\n*" + d.from + "*"
	}
	if doc := strings.TrimSpace(d.doc); doc != "" {
		text += "\n\n" + doc
		md += "\n\n" + doc
	}
	if d.source != "" {
		text += "\n\n" + d.source
		md += "\n\n```go\n" + d.source + "\n```"
	}
	return Doc{Text: text, Markdown: md}
}
