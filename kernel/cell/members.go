package cell

import (
	"go/types"
	"sort"
)

// membersOf lists the fields and methods that can be selected on a value of a type: those promoted from embedded fields
// too, unexported ones only of types that cells declare.
func membersOf(t types.Type) []types.Object {
	seen := map[string]types.Object{}
	collectMembers(t, seen, map[types.Type]bool{}, 0)
	var all []types.Object
	for _, n := range sortedKeys(seen) {
		all = append(all, seen[n])
	}
	sort.SliceStable(all, func(i, j int) bool { return all[i].Name() < all[j].Name() })
	return all
}

const maxEmbedding = 8

func collectMembers(t types.Type, seen map[string]types.Object, visited map[types.Type]bool, depth int) {
	if visited[t] || depth > maxEmbedding {
		return
	}
	visited[t] = true
	methods := types.NewMethodSet(t)
	if _, isPointer := t.Underlying().(*types.Pointer); !isPointer && !types.IsInterface(t) {
		methods = types.NewMethodSet(types.NewPointer(t))
	}
	for m := range methods.Methods() {
		addMember(seen, m.Obj())
	}
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	st, ok := t.Underlying().(*types.Struct)
	if !ok {
		return
	}
	for f := range st.Fields() {
		addMember(seen, f)
	}
	for f := range st.Fields() {
		if f.Embedded() {
			collectMembers(f.Type(), seen, visited, depth+1)
		}
	}
}

func addMember(seen map[string]types.Object, o types.Object) {
	if seen[o.Name()] == nil && (o.Exported() || isOurs(o)) && o.Name() != "_" {
		seen[o.Name()] = o
	}
}
