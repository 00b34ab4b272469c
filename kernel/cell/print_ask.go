package cell

import (
	"fmt"
	"go/types"
	"strings"
)

// Whether an interface holds a value of a struct type that a cell declares is asked of the runtime package, which sees
// through the interpreter's wrappers: its own type assertions find such values in some interfaces and not in others.

// isAsked tells whether the runtime package is asked for a type: a struct with fields of a cell, or a pointer to one.
func isAsked(t types.Type) bool {
	n := namedOf(t)
	if n == nil || !isOurs(n.Obj()) {
		return false
	}
	st, ok := n.Underlying().(*types.Struct)
	return ok && st.NumFields() > 0
}

// ask declares a variable for the value and one that tells whether it was there.
func (b *body) ask(w *strings.Builder, value, ok, x string, t types.Type) {
	fmt.Fprintf(w, "var %s %s\n%s := %s(%s, &%s)\n", value, b.p.typ(t), ok, b.p.rt("Assert"), x, value)
}

// demand gives a helper that takes a value out of an interface, or panics.
func (b *body) demand(t types.Type) string {
	text := b.p.typ(t)
	name := types.TypeString(t, unqualified)
	return b.p.helper("demand "+text, func(n string) string {
		return fmt.Sprintf("func %s(x interface{}) %s {\nvar v %s\nif !%s(x, &v) {\npanic(\"interface conversion: the interface does not hold a %s\")\n}\nreturn v\n}", n, text, text, b.p.rt("Assert"), name)
	})
}
