package interp

import (
	"fmt"
	"go/types"
	"reflect"
	"sync"
	"unsafe"

	"gohunt/kernel/cell"
)

// A typeTable knows the types of a session by the ids and names that units give them, and the methods that the person wrote for them.
type typeTable struct {
	mu      sync.RWMutex
	ids     map[int]types.Type
	emitted map[string]types.Type      // by the name in a unit's code
	cells   map[*types.TypeName]int    // the cell that declared it
	latest  map[string]*types.TypeName // by the person's name
	methods map[methodKey]reflect.Value
}

// methodKey is a method of a named type, or of the pointer to it.
type methodKey struct {
	typ  *types.TypeName
	star bool
	name string
}

func newTypeTable() *typeTable {
	return &typeTable{ids: map[int]types.Type{}, emitted: map[string]types.Type{}, cells: map[*types.TypeName]int{},
		latest: map[string]*types.TypeName{}, methods: map[methodKey]reflect.Value{}}
}

// add enters the types of a unit.
func (tt *typeTable) add(u *cell.Unit) {
	tt.mu.Lock()
	defer tt.mu.Unlock()
	for i, t := range u.Types {
		tt.ids[u.TypeBase+i] = t
	}
	for name, t := range u.Named {
		tt.emitted[name] = t
		if n, ok := t.(*types.Named); ok {
			tt.cells[n.Obj()] = u.N
			tt.latest[n.Obj().Name()] = n.Obj()
		}
	}
}

func (tt *typeTable) byID(id int) types.Type {
	tt.mu.RLock()
	defer tt.mu.RUnlock()
	return tt.ids[id]
}

func (tt *typeTable) byEmitted(name string) types.Type {
	tt.mu.RLock()
	defer tt.mu.RUnlock()
	return tt.emitted[name]
}

// addMethod is rt.Method.
func (tt *typeTable) addMethod(id int, name string, fn any) {
	n, star := namedOf(tt.byID(id))
	if n == nil {
		return
	}
	tt.mu.Lock()
	defer tt.mu.Unlock()
	tt.methods[methodKey{n.Obj(), star, name}] = reflect.ValueOf(fn)
}

// namedOf is the named type that t is or points to.
func namedOf(t types.Type) (n *types.Named, star bool) {
	if t == nil {
		return nil, false
	}
	if p, ok := types.Unalias(t).(*types.Pointer); ok {
		n, _ = types.Unalias(p.Elem()).(*types.Named)
		return n, true
	}
	n, _ = types.Unalias(t).(*types.Named)
	return n, false
}

// method finds the method of a value's type that the person wrote, bound to the value.
func (tt *typeTable) method(v reflect.Value, t types.Type, name string) (func() any, bool) {
	n, star := namedOf(t)
	if n == nil {
		return nil, false
	}
	tt.mu.RLock()
	onValue, byValue := tt.methods[methodKey{n.Obj(), false, name}]
	onPointer, byPointer := tt.methods[methodKey{n.Obj(), true, name}]
	tt.mu.RUnlock()
	switch {
	case star && byPointer:
		return received(onPointer, v), true
	case star && byValue && v.Kind() == reflect.Pointer && !v.IsNil():
		return received(onValue, v.Elem()), true
	case !star && byValue:
		return received(onValue, v), true
	}
	return nil, false
}

// received calls fn with v as its receiver.
func received(fn, v reflect.Value) func() any {
	return func() any {
		in := fn.Type().In(0)
		if v.Type() != in && v.CanConvert(in) {
			v = v.Convert(in)
		}
		return fn.Call([]reflect.Value{v})[0].Interface()
	}
}

// name is t by the person's names. A type of the session has no package; a replaced one says which cell declared it.
func (tt *typeTable) name(t types.Type) string {
	n, star := namedOf(t)
	s := types.TypeString(t, func(p *types.Package) string {
		if p.Path() == "main" {
			return ""
		}
		return p.Name()
	})
	if n == nil || star {
		return s
	}
	tt.mu.RLock()
	defer tt.mu.RUnlock()
	if latest := tt.latest[n.Obj().Name()]; latest != nil && latest != n.Obj() && tt.cells[n.Obj()] > 0 {
		s += fmt.Sprintf(" (In[%d])", tt.cells[n.Obj()])
	}
	return s
}

// dynamicValue opens one of yaegi's wrappers: valueInterface{node, value}, and the structs that carry a cell's value
// as an interface of a native package, whose first field is IValue.
func dynamicValue(v reflect.Value) (reflect.Value, bool) {
	if !v.IsValid() || v.Kind() != reflect.Struct || v.NumField() == 0 {
		return v, false
	}
	if v.Type().Name() == "valueInterface" && v.NumField() == 2 {
		return *at[reflect.Value](addressed(v), v.Type().Field(1).Offset), true
	}
	if f := v.Type().Field(0); f.Name == "IValue" && f.Type.Kind() == reflect.Interface && !v.Field(0).IsNil() {
		return v.Field(0).Elem(), true
	}
	return v, false
}

// addressed gives the address of v, or of a copy.
func addressed(v reflect.Value) unsafe.Pointer {
	if v.CanAddr() {
		return v.Addr().UnsafePointer()
	}
	c := reflect.New(v.Type())
	c.Elem().Set(v)
	return c.UnsafePointer()
}

// open strips interfaces and wrappers, and says what type the wrappers named.
func (tt *typeTable) open(v reflect.Value) (reflect.Value, types.Type) {
	var t types.Type
	for {
		for v.IsValid() && v.Kind() == reflect.Interface {
			v = v.Elem()
		}
		if a, ok := clothed(v); ok {
			return a.v, a.t
		}
		if t == nil {
			t = tt.wrapped(v)
		}
		inner, ok := dynamicValue(v)
		if !ok {
			if t == nil && v.IsValid() {
				t = tt.tagged(v.Type())
			}
			return v, t
		}
		v = inner
	}
}

// clothed is the argument that an error of asError or V is.
func clothed(v reflect.Value) (errorArgument, bool) {
	if !v.IsValid() || v.Type() != reflect.TypeFor[errorArgument]() || !v.CanInterface() {
		return errorArgument{}, false
	}
	return v.Interface().(errorArgument), true
}

// wrapped reads the type's name out of a valueInterface: node.typ.name, behind pointers node.typ.val.
func (tt *typeTable) wrapped(v reflect.Value) types.Type {
	if !v.IsValid() || v.Kind() != reflect.Struct || v.Type().Name() != "valueInterface" || v.Field(0).IsNil() {
		return nil
	}
	typ := v.Field(0).Elem().FieldByName("typ")
	for stars := 0; typ.IsValid() && !typ.IsNil() && stars < 3; stars++ {
		if t := tt.byEmitted(typ.Elem().FieldByName("name").String()); t != nil {
			for ; stars > 0; stars-- {
				t = types.NewPointer(t)
			}
			return t
		}
		typ = typ.Elem().FieldByName("val")
	}
	return nil
}

// tagged finds a cell's struct by the tag that lowering puts on its first field, also behind pointers and in slices.
func (tt *typeTable) tagged(rt reflect.Type) types.Type {
	if rt.Name() != "" {
		return nil
	}
	switch rt.Kind() {
	case reflect.Struct:
		if rt.NumField() > 0 {
			return tt.byEmitted(rt.Field(0).Tag.Get("cell"))
		}
	case reflect.Pointer:
		if e := tt.tagged(rt.Elem()); e != nil {
			return types.NewPointer(e)
		}
	case reflect.Slice:
		if e := tt.tagged(rt.Elem()); e != nil {
			return types.NewSlice(e)
		}
	case reflect.Array:
		if e := tt.tagged(rt.Elem()); e != nil {
			return types.NewArray(e, int64(rt.Len()))
		}
	case reflect.Map:
		return tt.taggedMap(rt)
	}
	return nil
}

// taggedMap is a map with a cell's struct in it, and else only basic types.
func (tt *typeTable) taggedMap(rt reflect.Type) types.Type {
	k, e := tt.tagged(rt.Key()), tt.tagged(rt.Elem())
	if k == nil && e == nil {
		return nil
	}
	if k == nil {
		k = basicType(rt.Key())
	}
	if e == nil {
		e = basicType(rt.Elem())
	}
	if k == nil || e == nil {
		return nil
	}
	return types.NewMap(k, e)
}

// basicType is the predeclared type of that kind; nil for others.
func basicType(rt reflect.Type) types.Type {
	if o := types.Universe.Lookup(rt.Kind().String()); o != nil && rt.PkgPath() == "" {
		return o.Type()
	}
	return nil
}
