package cell

import (
	"fmt"
	"go/types"
	"maps"
	"slices"
	"sort"
)

// A cell that gives a name another type, or a constant another value, affects the functions of earlier cells that
// mention it. They are adopted: their text is checked and lowered again as if it stood in the new cell. One that does not
// fit any more is broken: it stays as it was, a note says so, and nothing may call it until it fits or is replaced.

// affected gives the declarations that the draft must adopt and those that it breaks, and whether that is more than
// before.
func (d *draft) affected() (adopted []*entry, broken map[*entry]string, more bool) {
	adopted, broken = d.adopted, maps.Clone(d.broken)
	adopted, more = d.adoptRetyped(adopted)
	for _, f := range d.foreign {
		if _, ok := broken[f.from]; !ok {
			broken[f.from] = f.msg
			more = true
		}
		adopted = without(adopted, f.from)
	}
	if more || len(d.errs) > 0 && len(d.own)+len(d.vars) == 0 {
		return adopted, broken, more
	}
	changed := d.changed()
	if len(changed) == 0 {
		return adopted, broken, false
	}
	for _, e := range d.s.functions() {
		if _, is := broken[e]; is || slices.Contains(adopted, e) || d.replaces(e) || !d.concerns(e, changed) {
			continue
		}
		adopted = append(slices.Clone(adopted), e)
		more = true
	}
	return adopted, broken, more
}

// adoptRetyped adopts the types of earlier cells that this cell gives a method of another signature: they become new
// types, since a method cannot be taken back.
func (d *draft) adoptRetyped(adopted []*entry) ([]*entry, bool) {
	more := false
	for _, n := range sortedKeys(d.retyped) {
		if e := d.s.names[n]; !slices.Contains(adopted, e) {
			adopted = append(slices.Clone(adopted), e)
			more = true
		}
	}
	return adopted, more
}

func without(es []*entry, e *entry) []*entry {
	return slices.DeleteFunc(slices.Clone(es), func(x *entry) bool { return x == e })
}

// changed names what this draft makes different from what earlier cells declared.
func (d *draft) changed() map[string]bool {
	names := map[string]bool{}
	for n, o := range d.own {
		names[n] = differs(d.s.names[n], o)
	}
	for n, v := range d.vars {
		names[n] = differs(d.s.names[n], v)
	}
	for e := range d.broken {
		names[e.name] = names[e.name] || e.recv == nil
	}
	maps.DeleteFunc(names, func(_ string, changed bool) bool { return !changed })
	return names
}

func differs(old *entry, o types.Object) bool {
	if old == nil || old.obj == nil || o.Type() == types.Typ[types.Invalid] {
		return false
	}
	return old.broken != "" || !sameDeclaration(old.obj, o)
}

// sameDeclaration: what uses the one can use the other as it is.
func sameDeclaration(a, b types.Object) bool {
	switch a := a.(type) {
	case *types.Var:
		_, ok := b.(*types.Var)
		return ok && types.Identical(a.Type(), b.Type())
	case *types.Func:
		_, ok := b.(*types.Func)
		return ok && types.Identical(a.Type(), b.Type())
	case *types.Const:
		c, ok := b.(*types.Const)
		return ok && types.Identical(a.Type(), c.Type()) && a.Val().Kind() == c.Val().Kind() && a.Val().ExactString() == c.Val().ExactString()
	case *types.TypeName:
		_, ok := b.(*types.TypeName)
		return ok && types.Identical(a.Type(), b.Type())
	}
	return false
}

// functions lists the functions and methods of the session, in the order of their cells.
func (s *Session) functions() []*entry {
	var es []*entry
	for _, e := range s.names {
		if _, ok := e.obj.(*types.Func); ok {
			es = append(es, e)
		}
	}
	for _, ms := range s.methods {
		for _, e := range ms {
			es = append(es, e)
		}
	}
	sort.Slice(es, func(i, j int) bool {
		a, b := es[i], es[j]
		return a.cell < b.cell || a.cell == b.cell && a.fullName() < b.fullName()
	})
	return es
}

func (e *entry) fullName() string {
	if e.recv != nil {
		return e.recv.Name() + "." + e.name
	}
	return e.name
}

// replaces tells whether the cell itself declares a function or method anew.
func (d *draft) replaces(e *entry) bool {
	for _, f := range d.funcs {
		if f.file.from == nil && f.name == e.name && (e.recv == nil && f.recv == "" || e.recv != nil && f.recv == e.recv.Name()) {
			return true
		}
	}
	if e.recv == nil {
		return d.vars[e.name] != nil || d.own[e.name] != nil
	}
	return false
}

// concerns tells whether a function mentions something that changed. The methods that were typed together with a type
// that is now another belong to the old one; those of other cells come along to the new one.
func (d *draft) concerns(e *entry, changed map[string]bool) bool {
	if e.recv != nil && changed[e.recv.Name()] {
		t := d.s.names[e.recv.Name()]
		return t.obj == e.recv && (t.cell != e.cell || slices.Contains(d.adopted, t))
	}
	if e.recv != nil && d.s.names[e.recv.Name()].obj != e.recv {
		return false
	}
	for n := range e.text.needs {
		if changed[n] {
			return true
		}
	}
	return false
}

// useBroken refuses calls of functions that no longer fit.
func (d *draft) useBroken() {
	for id, o := range d.info.Uses {
		f, ok := o.(*types.Func)
		if !ok || !isOurs(f) {
			continue
		}
		e := d.s.entryOf(f)
		if e == nil {
			continue
		}
		reason, broken := d.broken[e]
		if !broken {
			reason = e.broken
		} else {
			reason = d.reason(reason)
		}
		if s := d.sourceOf(id.Pos()); reason != "" && s != nil && s.from != nil {
			reason = fmt.Sprintf("it uses %s (%s), which no longer fits either", e.fullName(), cellName(e.cell))
			d.foreign = append(d.foreign, foreignError{s.from, reason})
		} else if reason != "" {
			d.fail(id.Pos(), fmt.Sprintf("%s (%s) %s", e.fullName(), cellName(e.cell), reason),
				"change "+e.fullName()+" or declare again what it uses")
		}
	}
}

// reason says since which cell a function no longer fits, and why.
func (d *draft) reason(msg string) string {
	return fmt.Sprintf("no longer fits since %s: %s", cellName(d.n), msg)
}

// entryOf finds the entry of a function or method of an earlier cell.
func (s *Session) entryOf(f *types.Func) *entry {
	recv := f.Signature().Recv()
	if recv == nil {
		if e := s.names[f.Name()]; e != nil && e.obj == f {
			return e
		}
		return nil
	}
	if n := namedOf(recv.Type()); n != nil {
		return s.methods[n.Obj()][f.Name()]
	}
	return nil
}

// namedOf gives the named type that a type is, or points to.
func namedOf(t types.Type) *types.Named {
	t = types.Unalias(t)
	if p, ok := t.(*types.Pointer); ok {
		t = types.Unalias(p.Elem())
	}
	n, _ := t.(*types.Named)
	return n
}

// changeNotes says which functions this draft breaks that were whole before, and which types it replaces unasked.
func (d *draft) changeNotes() []string {
	var notes []string
	for e, msg := range d.broken {
		if e.broken == "" {
			notes = append(notes, fmt.Sprintf("%s (%s) %s", e.fullName(), cellName(e.cell), d.reason(msg)))
		}
	}
	for _, e := range d.adopted {
		if isTypeName(e) {
			notes = append(notes, fmt.Sprintf("%s is a new type, since a method of it has another signature: values made before keep the old one", e.name))
		}
	}
	sort.Strings(notes)
	return notes
}
