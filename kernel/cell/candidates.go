package cell

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"gohunt/kernel/cell/export"
)

// candidates lists what could stand in the place of an identifier.
func (l look) candidates(id *ast.Ident) []Match {
	if sel := l.selectorOf(id); sel != nil {
		if path, ok := l.packageNamed(sel.X); ok {
			return l.packageMatches(path)
		}
		return memberMatches(l.valueType(sel.X))
	}
	return append(l.fieldMatches(id), l.scopeMatches(id.Pos())...)
}

// importPathOf finds the package that a name is most likely meant to be.
func importPathOf(name string) (string, bool) {
	if full, ok := shortPaths[name]; ok && export.Has(full) {
		return full, true
	}
	if paths := export.Named(name); len(paths) > 0 {
		return paths[0], true
	}
	return "", false
}

func (l look) packageMatches(path string) []Match {
	pkg, err := l.s.importer.Import(path)
	if err != nil {
		return nil
	}
	var ms []Match
	for _, n := range l.members(path) {
		ms = append(ms, Match{n, kindName(pkg.Scope().Lookup(n))})
	}
	return ms
}

func memberMatches(t types.Type) []Match {
	if t == nil {
		return nil
	}
	var ms []Match
	for _, o := range membersOf(t) {
		ms = append(ms, Match{o.Name(), kindName(o)})
	}
	return ms
}

// fieldMatches lists the fields that can be set where the identifier is an element of a struct literal.
func (l look) fieldMatches(id *ast.Ident) []Match {
	var ms []Match
	for _, t := range l.allTrees() {
		ast.Inspect(t, func(n ast.Node) bool {
			c, ok := n.(*ast.CompositeLit)
			if !ok {
				return true
			}
			for _, e := range c.Elts {
				if kv, ok := e.(*ast.KeyValueExpr); e == ast.Expr(id) || ok && kv.Key == ast.Expr(id) {
					for _, f := range fieldNames(l.info.TypeOf(c)) {
						ms = append(ms, Match{f, "field"})
					}
				}
			}
			return true
		})
	}
	return ms
}

// scopeMatches lists the names in scope at a position, and Go's keywords.
func (l look) scopeMatches(at token.Pos) []Match {
	seen := map[string]bool{}
	var ms []Match
	add := func(name, kind string) {
		if !seen[name] && name != "_" && !strings.ContainsAny(name, "·"+mark) {
			seen[name] = true
			ms = append(ms, Match{name, kind})
		}
	}
	l.locals(at, add)
	l.topLevel(add)
	for _, n := range types.Universe.Names() {
		add(n, kindName(types.Universe.Lookup(n)))
	}
	for t := token.BREAK; t <= token.VAR; t++ {
		add(t.String(), "keyword")
	}
	return ms
}

// topLevel lists what this cell and earlier ones declare.
func (l look) topLevel(add func(name, kind string)) {
	for n, o := range l.own {
		add(n, kindName(o))
	}
	for n, v := range l.vars {
		add(n, kindName(v))
	}
	for _, names := range []map[string]*entry{l.imports, l.s.names} {
		for n, e := range names {
			if e.obj == nil {
				add(n, "package")
			} else {
				add(n, kindName(e.obj))
			}
		}
	}
}

// locals lists what the scopes around a position declare before it.
func (l look) locals(at token.Pos, add func(name, kind string)) {
	for _, scope := range l.info.Scopes {
		if !scope.Contains(at) {
			continue
		}
		for _, n := range scope.Names() {
			o := scope.Lookup(n)
			if _, pkg := o.(*types.PkgName); !pkg && o.Pos() <= at {
				add(n, kindName(o))
			}
		}
	}
}

// kindName gives the Type of a Match.
func kindName(o types.Object) string {
	switch o := o.(type) {
	case *types.Func:
		if o.Signature().Recv() != nil {
			return "method"
		}
		return "function"
	case *types.Var:
		if o.IsField() {
			return "field"
		}
		return "variable"
	case *types.Const:
		return "constant"
	case *types.TypeName:
		return "type"
	case *types.PkgName:
		return "package"
	case *types.Builtin:
		return "builtin"
	}
	return "variable"
}
