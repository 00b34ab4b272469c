package cell

import (
	"go/ast"
	"go/types"
	"sort"
	"strconv"
	"strings"
)

// The interpreter cannot run the generic functions of slices, maps and cmp. Those that people use most are written here
// once more, as text in which $1, $2, ... are the type arguments in the order of Go's declaration; a unit gets the ones
// that it uses, for the types that it uses them with. What they do is what their documentation in Go says.
var generics = map[string]string{
	"cmp.Compare":           "(x, y $1) int {\nif x < y || x != x && y == y {\nreturn -1\n}\nif x > y || x == x && y != y {\nreturn 1\n}\nreturn 0\n}",
	"cmp.Less":              "(x, y $1) bool {\nreturn x < y || x != x && y == y\n}",
	"maps.Clone":            "(m $1) $1 {\nif m == nil {\nreturn nil\n}\nr := make($1, len(m))\nfor k, v := range m {\nr[k] = v\n}\nreturn r\n}",
	"maps.Copy":             "(dst $1, src $2) {\nfor k, v := range src {\ndst[k] = v\n}\n}",
	"maps.DeleteFunc":       "(m $1, del func($2, $3) bool) {\nfor k, v := range m {\nif del(k, v) {\ndelete(m, k)\n}\n}\n}",
	"maps.Keys":             "(m $1) func(func($2) bool) {\nreturn func(yield func($2) bool) {\nfor k := range m {\nif !yield(k) {\nreturn\n}\n}\n}\n}",
	"maps.Values":           "(m $1) func(func($3) bool) {\nreturn func(yield func($3) bool) {\nfor _, v := range m {\nif !yield(v) {\nreturn\n}\n}\n}\n}",
	"slices.BinarySearch":   "(s $1, x $2) (int, bool) {\ni := sort.Search(len(s), func(i int) bool { return s[i] >= x })\nreturn i, i < len(s) && s[i] == x\n}",
	"slices.Clone":          "(s $1) $1 {\nif s == nil {\nreturn nil\n}\nreturn append($1{}, s...)\n}",
	"slices.Collect":        "(seq func(func($1) bool)) []$1 {\nvar s []$1\nseq(func(v $1) bool {\ns = append(s, v)\nreturn true\n})\nreturn s\n}",
	"slices.Compact":        "(s $1) $1 {\nif len(s) < 2 {\nreturn s\n}\nn := 1\nfor i := 1; i < len(s); i++ {\nif s[i] != s[i-1] {\ns[n] = s[i]\nn++\n}\n}\nvar z $2\nfor i := n; i < len(s); i++ {\ns[i] = z\n}\nreturn s[:n]\n}",
	"slices.Concat":         "(ss ...$1) $1 {\nvar r $1\nfor _, s := range ss {\nr = append(r, s...)\n}\nreturn r\n}",
	"slices.Contains":       "(s $1, v $2) bool {\nfor i := range s {\nif s[i] == v {\nreturn true\n}\n}\nreturn false\n}",
	"slices.ContainsFunc":   "(s $1, f func($2) bool) bool {\nfor i := range s {\nif f(s[i]) {\nreturn true\n}\n}\nreturn false\n}",
	"slices.Equal":          "(a, b $1) bool {\nif len(a) != len(b) {\nreturn false\n}\nfor i := range a {\nif a[i] != b[i] {\nreturn false\n}\n}\nreturn true\n}",
	"slices.Index":          "(s $1, v $2) int {\nfor i := range s {\nif s[i] == v {\nreturn i\n}\n}\nreturn -1\n}",
	"slices.IndexFunc":      "(s $1, f func($2) bool) int {\nfor i := range s {\nif f(s[i]) {\nreturn i\n}\n}\nreturn -1\n}",
	"slices.IsSorted":       "(s $1) bool {\nfor i := 1; i < len(s); i++ {\nif s[i] < s[i-1] {\nreturn false\n}\n}\nreturn true\n}",
	"slices.Max":            "(s $1) $2 {\nif len(s) == 0 {\npanic(\"slices.Max: empty list\")\n}\nm := s[0]\nfor _, v := range s {\nif v > m || v != v {\nm = v\n}\n}\nreturn m\n}",
	"slices.Min":            "(s $1) $2 {\nif len(s) == 0 {\npanic(\"slices.Min: empty list\")\n}\nm := s[0]\nfor _, v := range s {\nif v < m || v != v {\nm = v\n}\n}\nreturn m\n}",
	"slices.Reverse":        "(s $1) {\nfor i, j := 0, len(s)-1; i < j; i, j = i+1, j-1 {\ns[i], s[j] = s[j], s[i]\n}\n}",
	"slices.Sort":           "(s $1) {\nsort.Slice(s, func(i, j int) bool { return s[i] < s[j] || s[i] != s[i] && s[j] == s[j] })\n}",
	"slices.SortFunc":       "(s $1, cmp func(a, b $2) int) {\nsort.Slice(s, func(i, j int) bool { return cmp(s[i], s[j]) < 0 })\n}",
	"slices.SortStableFunc": "(s $1, cmp func(a, b $2) int) {\nsort.SliceStable(s, func(i, j int) bool { return cmp(s[i], s[j]) < 0 })\n}",
	"slices.Sorted":         "(seq func(func($1) bool)) []$1 {\nvar s []$1\nseq(func(v $1) bool {\ns = append(s, v)\nreturn true\n})\nsort.Slice(s, func(i, j int) bool { return s[i] < s[j] || s[i] != s[i] && s[j] == s[j] })\nreturn s\n}",
}

// sorters are native functions that sort slices of a basic type, much faster than the interpreter can.
var sorters = map[string]string{"[]string": "Strings", "[]int": "Ints", "[]float64": "Float64s"}

// genericPackages can be imported for their functions in generics, though the interpreter does not bind them.
var genericPackages = map[string]bool{"cmp": true, "maps": true, "slices": true}

// genericName gives the key in generics of an object of a generic package.
func genericName(o types.Object) (string, bool) {
	if o == nil || o.Pkg() == nil {
		return "", false
	}
	name := o.Pkg().Path() + "." + o.Name()
	_, ok := generics[name]
	return name, ok
}

// instance gives the function that stands for a generic one with the type arguments that it has at the identifier.
func (b *body) instance(id *ast.Ident) (string, bool) {
	in, ok := b.p.d.info.Instances[id]
	name, known := genericName(b.p.d.info.Uses[id])
	if !ok || !known {
		return "", false
	}
	var args []string
	for t := range in.TypeArgs.Types() {
		args = append(args, b.p.typ(t))
	}
	if s, ok := sorters[args[0]]; ok && name == "slices.Sort" {
		return b.p.pkg("sort") + "." + s, true
	}
	return b.p.helper(name+" "+strings.Join(args, ","), func(n string) string { return "func " + n + b.p.instantiate(generics[name], args) }), true
}

// instantiate puts type arguments, and the name of package sort, into the text of a generic function.
func (p *printer) instantiate(text string, args []string) string {
	var pairs []string
	for i, a := range args {
		pairs = append(pairs, "$"+strconv.Itoa(i+1), a)
	}
	if strings.Contains(text, "sort.") {
		pairs = append(pairs, "sort.", p.pkg("sort")+".")
	}
	return strings.NewReplacer(pairs...).Replace(text)
}

// genericNames lists what can be used of a generic package.
func genericNames(path string) []string {
	var names []string
	for g := range generics {
		if n, ok := strings.CutPrefix(g, path+"."); ok {
			names = append(names, n)
		}
	}
	sort.Strings(names)
	return names
}
