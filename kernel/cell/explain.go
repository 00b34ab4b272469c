package cell

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"gohunt/kernel/cell/export"
)

// explain gives go/types' message in the person's terms, and a hint where one can be found.
func (d *draft) explain(e types.Error) (msg, hint string) {
	msg = d.personNames(withoutMust(strings.ReplaceAll(e.Msg, "\n\t", "; ")))
	msg = strings.ReplaceAll(msg, " in assignment to _ identifier", "")
	switch {
	case strings.HasPrefix(msg, "undefined: "):
		hint = d.hintUndefined(e.Pos, strings.TrimPrefix(msg, "undefined: "))
	case strings.Contains(msg, " undefined ("):
		hint = d.hintMember(e.Pos)
		msg = strings.ReplaceAll(msg, ", but does have ", "; it has ")
	case strings.HasPrefix(msg, "unknown field "):
		hint = d.hintField(e.Pos)
	case strings.HasSuffix(msg, "is not used"):
		hint = "only the last expression of a cell is shown; print this one, or leave it out"
	case strings.HasPrefix(msg, "too many return values"):
		hint = "a cell shows its last expression: write it without return"
	case strings.HasPrefix(msg, "assignment mismatch: ") && strings.Contains(msg, " returns "), strings.Contains(msg, "in single-value context"):
		hint = "take all results: v, err := ..."
	case strings.HasPrefix(msg, "cannot use ") && d.againstOlder(msg):
		hint = "the type was declared again: make the value again"
	case strings.HasPrefix(msg, "cannot use ") && slices.ContainsFunc(d.again, func(st ast.Stmt) bool { return within(st, e.Pos) }):
		hint = "the variable is declared above in this cell with another type: give this one another name"
	}
	return msg, hint
}

// withoutMust takes must·( and its closing bracket out of a message: the person typed only what is between.
func withoutMust(msg string) string {
	for {
		before, after, found := strings.Cut(msg, mustName+"(")
		if !found {
			return msg
		}
		depth := 1
		end := strings.IndexFunc(after, func(r rune) bool {
			switch r {
			case '(':
				depth++
			case ')':
				depth--
			}
			return depth == 0
		})
		if end < 0 {
			return before + after
		}
		msg = before + after[:end] + after[end+1:]
	}
}

// cellQualified matches a type of a cell as go/types prints it, qualified with the package name that newPackage gives.
var cellQualified = regexp.MustCompile(`In\[(\d+)\]\.(\w+)`)

// personNames writes types of cells as the person did: T, or T (In[2]) when T is another type by now.
func (d *draft) personNames(msg string) string {
	return cellQualified.ReplaceAllStringFunc(msg, func(q string) string {
		m := cellQualified.FindStringSubmatch(q)
		e := d.s.names[m[2]]
		if m[1] == strconv.Itoa(d.n) {
			return m[2]
		}
		if e != nil && e.obj != nil && d.own[m[2]] == nil && e.obj.Pkg().Name() == "In["+m[1]+"]" {
			return m[2]
		}
		return fmt.Sprintf("%s (In[%s])", m[2], m[1])
	})
}

func (d *draft) againstOlder(msg string) bool { return strings.Contains(msg, " (In[") }

// hintUndefined looks for a package of the name, then for names like it.
func (d *draft) hintUndefined(at token.Pos, name string) string {
	if pkg, member, ok := strings.Cut(name, "."); ok {
		if e := d.resolve(pkg, d.imports); e != nil && e.obj == nil {
			return didYouMean(member, d.members(e.path))
		}
		return ""
	}
	if full, ok := shortPaths[name]; ok && export.Has(full) {
		return fmt.Sprintf("add import %q", name)
	}
	if paths := export.Named(name); len(paths) > 0 {
		return fmt.Sprintf("add import %q", paths[0])
	}
	return didYouMean(name, d.namesAt(at))
}

// members lists the exported names of a package that the interpreter binds.
func (d *draft) members(path string) []string {
	if genericPackages[path] {
		return genericNames(path)
	}
	pkg, err := d.s.importer.Import(path)
	if err != nil {
		return nil
	}
	var names []string
	for _, n := range pkg.Scope().Names() {
		if token.IsExported(n) && d.available(path, n) {
			names = append(names, n)
		}
	}
	return names
}

func (d *draft) available(path, name string) bool {
	return d.s.config.Available == nil || path == "main" || d.s.config.Available(path, name)
}

// namesAt lists what can be named at a position: locals, the cell's and the session's names, imports, Go's own.
func (d *draft) namesAt(at token.Pos) []string {
	var names []string
	for _, scope := range d.info.Scopes {
		if scope.Contains(at) {
			names = append(names, scope.Names()...)
		}
	}
	names = append(names, sortedKeys(d.s.names)...)
	names = append(names, sortedKeys(d.own)...)
	names = append(names, sortedKeys(d.vars)...)
	names = append(names, sortedKeys(d.imports)...)
	return append(names, types.Universe.Names()...)
}

// trees are the syntax trees that were checked.
func (d *draft) trees() []ast.Node {
	nodes := []ast.Node{d.body}
	for _, f := range d.files {
		for _, x := range f.decls {
			nodes = append(nodes, x)
		}
	}
	return nodes
}

// hintMember looks for fields and methods like the one that is missing at the position.
func (d *draft) hintMember(at token.Pos) string {
	hint := ""
	for _, t := range d.trees() {
		ast.Inspect(t, func(n ast.Node) bool {
			if x, ok := n.(*ast.SelectorExpr); ok && x.Sel.Pos() == at {
				if tv, ok := d.info.Types[x.X]; ok && tv.Type != nil {
					hint = didYouMean(x.Sel.Name, d.memberNames(tv.Type))
				}
			}
			return true
		})
	}
	return hint
}

func (d *draft) memberNames(t types.Type) []string {
	var names []string
	for _, m := range membersOf(t) {
		names = append(names, m.Name())
	}
	return names
}

// hintField looks for fields like the unknown one of a composite literal.
func (d *draft) hintField(at token.Pos) string {
	hint := ""
	for _, t := range d.trees() {
		ast.Inspect(t, func(n ast.Node) bool {
			c, ok := n.(*ast.CompositeLit)
			if !ok {
				return true
			}
			for _, e := range c.Elts {
				if kv, ok := e.(*ast.KeyValueExpr); ok && kv.Key.Pos() == at {
					hint = didYouMean(fmt.Sprint(kv.Key), fieldNames(d.info.Types[c].Type))
				}
			}
			return true
		})
	}
	return hint
}

func fieldNames(t types.Type) []string {
	if t == nil {
		return nil
	}
	st, ok := t.Underlying().(*types.Struct)
	if !ok {
		return nil
	}
	var names []string
	for f := range st.Fields() {
		names = append(names, f.Name())
	}
	return names
}
