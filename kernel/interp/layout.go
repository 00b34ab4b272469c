package interp

import (
	"fmt"
	"reflect"
	"sync"
	"unsafe"

	"github.com/traefik/yaegi/interp"
)

// layout holds the offsets of yaegi's private fields that taps read and write.
type layout struct {
	cancel, done, roots uintptr // in interp.Interpreter
	root                uintptr // in interp.Program
	child, start, pos   uintptr // in node
	kind, action, ident uintptr
	gen, exec           uintptr
	lock, frameDone     uintptr // in frame
	deferred, recovered uintptr
	caller              uintptr
	kinds, actions      []string
}

// The shapes of yaegi's generated code: exec runs one node on a frame and returns what to run next.
type (
	exec      func(frame unsafe.Pointer) exec
	generator func(node unsafe.Pointer)
)

// field is one wanted private field: its name, and the type or kind that it must have.
type field struct {
	name string
	kind reflect.Kind
	typ  reflect.Type
	at   *uintptr
}

// findLayout looks the fields up by reflection, so that a changed yaegi is an error and never a wild write.
func findLayout() (*layout, error) {
	l := new(layout)
	in := reflect.TypeFor[interp.Interpreter]()
	if err := locate(in,
		field{"cancelChan", reflect.Bool, nil, &l.cancel},
		field{"done", 0, reflect.TypeFor[chan struct{}](), &l.done},
		field{"roots", reflect.Slice, nil, &l.roots},
	); err != nil {
		return nil, err
	}
	if err := locate(reflect.TypeFor[interp.Program](), field{"root", reflect.Pointer, nil, &l.root}); err != nil {
		return nil, err
	}
	root, _ := reflect.TypeFor[interp.Program]().FieldByName("root")
	return l, l.findNode(root.Type.Elem())
}

func (l *layout) findNode(node reflect.Type) error {
	err := locate(node,
		field{"child", 0, reflect.SliceOf(reflect.PointerTo(node)), &l.child},
		field{"start", 0, reflect.PointerTo(node), &l.start},
		field{"kind", reflect.Uint, nil, &l.kind},
		field{"action", reflect.Uint, nil, &l.action},
		field{"pos", reflect.Int, nil, &l.pos},
		field{"ident", reflect.String, nil, &l.ident},
		field{"gen", reflect.Func, nil, &l.gen},
		field{"exec", reflect.Func, nil, &l.exec},
	)
	if err != nil {
		return err
	}
	kind, _ := node.FieldByName("kind")
	action, _ := node.FieldByName("action")
	gen, _ := node.FieldByName("gen")
	run, _ := node.FieldByName("exec")
	l.kinds, l.actions = namesOf(kind.Type), namesOf(action.Type)
	if !takes(gen.Type, reflect.PointerTo(node), 0) || !takes(run.Type, nil, 1) || run.Type.Out(0) != run.Type {
		return fmt.Errorf("yaegi's generators have another shape: %v, %v", gen.Type, run.Type)
	}
	frame := run.Type.In(0).Elem()
	return locate(frame,
		field{"anc", 0, reflect.PointerTo(frame), &l.caller},
		field{"mutex", 0, reflect.TypeFor[sync.RWMutex](), &l.lock},
		field{"done", 0, reflect.TypeFor[reflect.SelectCase](), &l.frameDone},
		field{"deferred", 0, reflect.TypeFor[[][]reflect.Value](), &l.deferred},
		field{"recovered", 0, reflect.TypeFor[any](), &l.recovered},
	)
}

// takes says whether f has one parameter, a pointer (of type in, unless nil), and so many results.
func takes(f, in reflect.Type, results int) bool {
	return f.NumIn() == 1 && f.In(0).Kind() == reflect.Pointer && (in == nil || f.In(0) == in) && f.NumOut() == results
}

func locate(in reflect.Type, fields ...field) error {
	for _, f := range fields {
		sf, ok := in.FieldByName(f.name)
		if !ok {
			return fmt.Errorf("yaegi's %v has no field %s", in, f.name)
		}
		if f.typ != nil && sf.Type != f.typ || f.typ == nil && sf.Type.Kind() != f.kind {
			return fmt.Errorf("yaegi's %v.%s is a %v", in, f.name, sf.Type)
		}
		*f.at = sf.Offset
	}
	return nil
}

// at reads or writes the field of type T that lies off bytes into p.
func at[T any](p unsafe.Pointer, off uintptr) *T { return (*T)(unsafe.Add(p, off)) }

// kindName and actionName are yaegi's own names for its numbers, which are private and may move.
func (l *layout) kindName(n unsafe.Pointer) string { return l.kinds[*at[uint](n, l.kind)] }

func (l *layout) actionName(n unsafe.Pointer) string { return l.actions[*at[uint](n, l.action)] }

// namesOf asks a numbered type for its names.
func namesOf(t reflect.Type) []string {
	names := make([]string, 128)
	for i := range names {
		v := reflect.New(t).Elem()
		v.SetUint(uint64(i))
		names[i] = fmt.Sprint(v.Interface())
	}
	return names
}
