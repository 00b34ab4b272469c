package run

import (
	"cmp"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"go/types"
	"strings"
)

// Parameter is a variable or constant that the parameters cell declares.
type Parameter struct {
	Name    string
	Type    string // as Go writes it: string, []int, time.Duration; "" when only running the cell would tell
	Default string // the expression as typed
	Help    string // the comment behind it, or before it on lines of its own
	Const   bool
}

// declared reads x := v, var x T = v and const x = v at the top level of a cell. What it does not
// understand it passes over: the kernel is who judges the cell.
func declared(source string) []Parameter {
	var found []Parameter
	for _, c := range chunks(source) {
		for _, parameter := range c.parameters() {
			if parameter.Help == "" {
				parameter.Help = c.comment
			}
			found = append(found, parameter)
		}
	}
	return found
}

// chunk is one statement or declaration of a cell and the comment that explains it.
type chunk struct{ text, comment string }

// chunks cuts a cell at the semicolons, typed or implied, that stand outside of brackets.
func chunks(source string) []chunk {
	files := token.NewFileSet()
	file := files.AddFile("", -1, len(source))
	var s scanner.Scanner
	s.Init(file, []byte(source), nil, scanner.ScanComments)
	var all []chunk
	start, depth, above, behind := -1, 0, "", ""
	for {
		pos, tok, text := s.Scan()
		if tok == token.COMMENT {
			if start < 0 {
				above = strings.TrimSpace(above + " " + words(text))
			} else if depth == 0 {
				behind = words(text)
			}
			continue
		}
		if start < 0 && tok != token.SEMICOLON && tok != token.EOF {
			start = file.Offset(pos)
		}
		depth += nesting(tok)
		if start >= 0 && (tok == token.EOF || tok == token.SEMICOLON && depth <= 0) {
			all = append(all, chunk{source[start:file.Offset(pos)], cmp.Or(behind, above)})
			start, depth, above, behind = -1, 0, "", ""
		}
		if tok == token.EOF {
			return all
		}
	}
}

func nesting(tok token.Token) int {
	switch tok {
	case token.LPAREN, token.LBRACK, token.LBRACE:
		return 1
	case token.RPAREN, token.RBRACK, token.RBRACE:
		return -1
	}
	return 0
}

func words(comment string) string {
	comment = strings.TrimSuffix(strings.TrimPrefix(comment, "/*"), "*/")
	return strings.TrimSpace(strings.TrimPrefix(comment, "//"))
}

func (c chunk) parameters() []Parameter {
	const before = "package p; func _() {\n"
	text := before + c.text + "\n}"
	file, err := parser.ParseFile(token.NewFileSet(), "", text, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil || len(file.Decls) != 1 {
		return nil
	}
	source := func(n ast.Node) string { return text[n.Pos()-file.FileStart : n.End()-file.FileStart] }
	var found []Parameter
	for _, statement := range file.Decls[0].(*ast.FuncDecl).Body.List {
		switch s := statement.(type) {
		case *ast.AssignStmt:
			found = append(found, fromAssign(s, source)...)
		case *ast.DeclStmt:
			found = append(found, fromDecl(s.Decl.(*ast.GenDecl), source)...)
		}
	}
	return found
}

func fromAssign(s *ast.AssignStmt, source func(ast.Node) string) []Parameter {
	if s.Tok != token.DEFINE || len(s.Lhs) != len(s.Rhs) {
		return nil
	}
	var found []Parameter
	for i, left := range s.Lhs {
		if name, ok := left.(*ast.Ident); ok && name.Name != "_" {
			found = append(found, Parameter{Name: name.Name, Type: typeOf(s.Rhs[i]), Default: source(s.Rhs[i])})
		}
	}
	return found
}

func fromDecl(d *ast.GenDecl, source func(ast.Node) string) []Parameter {
	var found []Parameter
	for _, spec := range d.Specs {
		values, ok := spec.(*ast.ValueSpec)
		if !ok || len(values.Values) > 0 && len(values.Values) != len(values.Names) {
			continue
		}
		for i, name := range values.Names {
			parameter := Parameter{Name: name.Name, Const: d.Tok == token.CONST, Help: strings.TrimSpace(values.Comment.Text())}
			if i < len(values.Values) {
				parameter.Type, parameter.Default = typeOf(values.Values[i]), source(values.Values[i])
			}
			if values.Type != nil {
				parameter.Type = types.ExprString(values.Type)
			}
			if name.Name != "_" {
				found = append(found, parameter)
			}
		}
	}
	return found
}

// typeOf is the type that an expression of literals has by default, or "".
func typeOf(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.BasicLit:
		return map[token.Token]string{token.STRING: "string", token.INT: "int", token.FLOAT: "float64", token.CHAR: "rune"}[e.Kind]
	case *ast.Ident:
		if e.Name == "true" || e.Name == "false" {
			return "bool"
		}
	case *ast.ParenExpr:
		return typeOf(e.X)
	case *ast.UnaryExpr:
		return typeOf(e.X)
	case *ast.BinaryExpr:
		return typeOfBinary(e)
	case *ast.CompositeLit:
		if e.Type != nil {
			return types.ExprString(e.Type)
		}
	case *ast.CallExpr:
		if name := types.ExprString(e.Fun); settable(name) && len(e.Args) == 1 {
			return name
		}
	}
	return ""
}

func typeOfBinary(e *ast.BinaryExpr) string {
	left, right := typeOf(e.X), typeOf(e.Y)
	switch {
	case left == right:
		return left
	case left == "int" && right == "float64", left == "float64" && right == "int":
		return "float64"
	}
	return ""
}
