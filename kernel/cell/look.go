package cell

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"
)

// placeholder stands for the name that is being written.
const placeholder = mark + "here"

// A look is a draft of a text that may be unfinished, for completion and inspection. Its errors do not matter.
type look struct {
	*draft
}

// looking checks a text as far as it goes. The session's lock must be held; forgetMethods must follow.
func (s *Session) looking(n int, src string) look {
	d := newDraft(s, n, src)
	d.lenient = true
	d.check()
	return look{d}
}

// whole tells whether a text splits and parses without faults.
func whole(src string) bool {
	s := splitCell(src)
	return len(s.errs) == 0 && len(s.open) == 0 && s.parses(src)
}

// closed adds to a text that breaks off what its open brackets and headers need.
func closed(src string) string {
	c := &cutter{src: src, split: &split{}}
	for _, l := range c.scan() {
		c.take(l)
	}
	var b strings.Builder
	b.WriteString(src)
	inner := true // in the innermost block
	for i := len(c.split.open) - 1; i >= 0; i-- {
		if c.split.open[i].tok == token.LBRACE {
			if inner {
				b.WriteString(headerEnd(src[c.split.open[i].off+1:]))
			}
			b.WriteString("\n}")
			inner = false
			continue
		}
		b.WriteString(map[token.Token]string{token.LPAREN: ")", token.LBRACK: "]"}[c.split.open[i].tok])
	}
	if c.header {
		b.WriteString(" {\n}")
	}
	return b.String()
}

// headerEnd gives the block that is missing when the text of a block ends in the header of an if, for or switch.
func headerEnd(text string) string {
	if i := strings.LastIndexAny(text, "\n{}"); i >= 0 {
		text = text[i+1:]
	}
	word, _, _ := strings.Cut(strings.TrimSpace(text), " ")
	if word == "if" || word == "for" || word == "switch" {
		return " {\n}"
	}
	return ""
}

// find gives the identifier of this cell that satisfies is.
func (l look) find(is func(*ast.Ident) bool) *ast.Ident {
	var found *ast.Ident
	for _, t := range l.allTrees() {
		ast.Inspect(t, func(n ast.Node) bool {
			if id, ok := n.(*ast.Ident); ok && found == nil && is(id) {
				found = id
			}
			return found == nil
		})
	}
	return found
}

// allTrees are the trees of the text and of the function bodies, where they exist.
func (l look) allTrees() []ast.Node {
	var nodes []ast.Node
	if l.body != nil {
		nodes = append(nodes, l.body.Body)
	}
	for _, f := range l.files {
		for _, x := range f.decls {
			nodes = append(nodes, x)
		}
	}
	return nodes
}

// selectorOf gives the selector expression that an identifier is the end of.
func (l look) selectorOf(id *ast.Ident) *ast.SelectorExpr {
	var found *ast.SelectorExpr
	for _, t := range l.allTrees() {
		ast.Inspect(t, func(n ast.Node) bool {
			if x, ok := n.(*ast.SelectorExpr); ok && x.Sel == id {
				found = x
			}
			return found == nil
		})
	}
	return found
}

// packageNamed gives the path of the package that an expression names: an imported one, or one of the standard library
// that a cell could import under that name.
func (l look) packageNamed(x ast.Expr) (string, bool) {
	id, ok := x.(*ast.Ident)
	if !ok {
		return "", false
	}
	if p, ok := l.info.Uses[id].(*types.PkgName); ok {
		return p.Imported().Path(), true
	}
	if l.info.Uses[id] != nil || l.info.Types[id].Type != nil && l.info.Types[id].Type != types.Typ[types.Invalid] {
		return "", false
	}
	return importPathOf(id.Name)
}

// valueType gives the type that a selection on an expression is from. Of a value and an error, the value counts.
func (l look) valueType(x ast.Expr) types.Type {
	t := l.info.TypeOf(x)
	if tu, ok := t.(*types.Tuple); ok && tu.Len() == 2 && isError(tu.At(1).Type()) {
		return tu.At(0).Type()
	}
	if t == nil || t == types.Typ[types.Invalid] {
		return nil
	}
	return t
}

// offset gives the byte offset of a position in the cell's text, -1 when it is not in it.
func (l look) offset(p token.Pos) int {
	s := l.sourceOf(p)
	if s == nil || s.from != nil {
		return -1
	}
	return l.fset.File(p).Offset(p) - s.lead
}
