package cell

import (
	"go/types"
	"reflect"
	"unsafe"
)

// forgetMethods takes back the methods that the check gave to types of earlier cells. go/types can add a method to a type
// but not remove one, so this shortens the type's private list; TestForgetMethods fails when go/types no longer has it.
func (s *Session) forgetMethods() {
	for i := len(s.added) - 1; i >= 0; i-- {
		methods := methodsOf(s.added[i])
		*methods = (*methods)[:len(*methods)-1]
	}
	s.added = nil
}

func methodsOf(n *types.Named) *[]*types.Func {
	f := reflect.ValueOf(n).Elem().FieldByName("methods")
	return (*[]*types.Func)(unsafe.Pointer(f.UnsafeAddr()))
}
