package cell

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/types"
	"strings"
)

// Native code sees the values of cells through reflect, which cannot have types that a person named. What formats or
// unwraps such values therefore goes through the runtime package, with the type that go/types knows.

// replacedCalls are native functions that the runtime package has its own version of.
var replacedCalls = map[string]string{"errors.As": "As", "errors.Is": "Is"}

// nativeCall writes a call of a native function that needs the runtime package.
func (b *body) nativeCall(x *ast.CallExpr) (string, bool) {
	f := b.calledFunc(x)
	if f == nil || isOurs(f) {
		return "", false
	}
	name, ok := replacedCalls[f.FullName()]
	if !ok {
		return "", false
	}
	return b.p.rt(name) + "(" + strings.Join(b.exprs(x.Args), ", ") + ")", true
}

// prints tells whether a function formats its last, variadic arguments, as those of fmt and log do.
func prints(f *types.Func) bool {
	if f == nil || f.Pkg() == nil || f.Pkg().Path() != "fmt" && f.Pkg().Path() != "log" || strings.Contains(f.Name(), "can") {
		return false
	}
	s := f.Signature()
	return s.Variadic() && isAny(s.Params().At(s.Params().Len()-1).Type().(*types.Slice).Elem())
}

func isAny(t types.Type) bool {
	i, ok := t.Underlying().(*types.Interface)
	return ok && i.NumMethods() == 0
}

// formatted wraps the arguments of a call that prints, where their types are of cells or only known when it runs.
func (b *body) formatted(x *ast.CallExpr, args []string) {
	f := b.calledFunc(x)
	if !prints(f) || len(x.Args) == 1 && isTuple(b.typeOf(x.Args[0])) {
		return
	}
	first := f.Signature().Params().Len() - 1
	names := first > 0 && b.formatsTypes(f, x, first-1)
	if names {
		args[first-1] = b.p.rt("Format") + "(" + args[first-1] + ")"
	}
	if x.Ellipsis.IsValid() {
		args[first] = b.p.formatAll() + "(" + args[first] + ")"
		return
	}
	for i := first; i < len(args); i++ {
		t := b.typeOf(x.Args[i])
		if basic, ok := t.(*types.Basic); ok && basic.Kind() == types.UntypedNil {
			continue
		}
		if names || needsName(t, nil) {
			args[i] = fmt.Sprintf("%s(%d, %s)", b.p.rt("V"), b.p.typeID(t), args[i])
		}
	}
}

// formatsTypes tells whether a format may have the verb %T.
func (b *body) formatsTypes(f *types.Func, x *ast.CallExpr, i int) bool {
	if !strings.HasSuffix(f.Name(), "f") || i >= len(x.Args) {
		return false
	}
	v := b.p.d.info.Types[x.Args[i]].Value
	return v == nil || v.Kind() == constant.String && strings.Contains(constant.StringVal(v), "T")
}

// formatAll gives the helper that does for a []any what formatted does for arguments.
func (p *printer) formatAll() string {
	id := p.typeID(types.Universe.Lookup("any").Type())
	return p.helper("format all", func(n string) string {
		return fmt.Sprintf("func %s(in []interface{}) []interface{} {\nout := make([]interface{}, len(in))\nfor i, v := range in {\nout[i] = %s(%d, v)\n}\nreturn out\n}", n, p.rt("V"), id)
	})
}

// needsName tells whether values of a type can hold one whose type a cell named.
func needsName(t types.Type, seen []types.Type) bool {
	for _, s := range seen {
		if s == t {
			return false
		}
	}
	seen = append(seen, t)
	switch t := types.Unalias(t).(type) {
	case *types.Named:
		return isOurs(t.Obj())
	case *types.Interface:
		return true
	case *types.Struct:
		return t.NumFields() > 0
	case *types.Map:
		return needsName(t.Key(), seen) || needsName(t.Elem(), seen)
	case interface{ Elem() types.Type }: // pointer, slice, array, channel
		return needsName(t.Elem(), seen)
	}
	return false
}

// shownMethods are the methods by which a value is printed, displayed or unwrapped; the runtime package is told of those
// that types of cells have.
var shownMethods = map[string]bool{
	"String": true, "GoString": true, "Error": true, "Unwrap": true, "Is": true, "As": true,
	"HTML": true, "Markdown": true, "SVG": true, "PNG": true, "JSON": true, "MIME": true, "Settle": true,
}

// register tells the runtime package of a method: fn takes the receiver first.
func (p *printer) register(recv types.Type, name, fn string) {
	if shownMethods[name] {
		fmt.Fprintf(&p.start, "%s(%d, %q, %s)\n", p.rt("Method"), p.typeID(recv), name, fn)
	}
}
