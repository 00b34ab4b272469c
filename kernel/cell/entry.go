package cell

import (
	"go/ast"
	"go/types"
)

// An entry is a name that a committed cell declared: a variable, constant, type, function, method or import.
type entry struct {
	name   string
	cell   int          // the cell that declared it last
	obj    types.Object // nil for an import
	path   string       // of an import
	doc    string
	text   *text           // of a type, function or method: its declaration, to be checked again
	broken string          // why an earlier function no longer fits; then nothing may call it
	recv   *types.TypeName // of a method
}

// A text is a declaration as it was typed.
type text struct {
	text      string
	cell      int // the cell that it was typed in
	line, col int // lines above it and characters left of it in that cell
	imports   map[string]*entry
	needs     map[string]types.Object // names of the session that it mentions, and what they were
	head      string                  // of a method: receiver, name and signature
}

// resolve finds what a name stands for at the top level: declarations of the draft before those of earlier cells. The
// imports are those of the file that asks.
func (d *draft) resolve(name string, imports map[string]*entry) *entry {
	if o := d.own[name]; o != nil {
		return &entry{name: name, cell: d.n, obj: o}
	}
	if e := imports[name]; e != nil {
		return e
	}
	return d.s.names[name]
}

// mentioned lists the identifiers in a tree, of any use.
func mentioned(nodes ...ast.Node) map[string]bool {
	names := map[string]bool{}
	for _, n := range nodes {
		ast.Inspect(n, func(n ast.Node) bool {
			if id, ok := n.(*ast.Ident); ok {
				names[id.Name] = true
			}
			return true
		})
	}
	return names
}

// isOurs tells whether an object was declared by a cell.
func isOurs(o types.Object) bool { return o.Pkg() != nil && o.Pkg().Path() == "main" }
