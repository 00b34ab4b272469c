package interp

import (
	"regexp"
	"strings"
)

// yaegi runs Go through reflection, and so a mistake at run time panics in reflection's words. These are Go's.
var phrases = []struct {
	re  *regexp.Regexp
	go_ string
}{
	{regexp.MustCompile(`^reflect: (slice|array|string) index out of range$`), "runtime error: index out of range"},
	{regexp.MustCompile(`^reflect\.Value\.Slice3?: .*out of bounds$`), "runtime error: slice bounds out of range"},
	{regexp.MustCompile(`^reflect: call of reflect\.Value\.\w+ on zero Value$`), "runtime error: invalid memory address or nil pointer dereference"},
	{regexp.MustCompile(`^reflect\.Value\.\w+ using zero Value.*$`), "runtime error: invalid memory address or nil pointer dereference"},
	{regexp.MustCompile(`^reflect: Method on nil interface value$`), "runtime error: invalid memory address or nil pointer dereference"},
	{regexp.MustCompile(`^reflect\.MakeSlice: (negative|too large) (len|cap)$`), "runtime error: makeslice: len out of range"},
	{regexp.MustCompile(`^reflect: call of nil function$|^reflect\.Value\.Call: call of nil function$`), "runtime error: invalid memory address or nil pointer dereference (a nil function was called)"},
	{regexp.MustCompile(`^reflect: indirection through nil pointer.*$`), "runtime error: invalid memory address or nil pointer dereference"},
}

// own are texts that only yaegi's own faults produce.
var own = []string{"reflect.Set: value of type", "reflect: Call using", "is not assignable to type", "reflect.Value.Convert: ", "unaddressable value", "nil type", "using unexported"}

// placed is the position that yaegi puts before some of its panics.
var placed = regexp.MustCompile(`^In\[\d+\]:[\d:]+ `)

// goWords says a runtime panic in Go's words.
func goWords(s string) string {
	s = placed.ReplaceAllString(s, "")
	for _, p := range phrases {
		if p.re.MatchString(s) {
			return p.go_
		}
	}
	return s
}

// fromText makes a Failure from a panic with a string: the person's, reflection's or yaegi's.
func fromText(s string) *Failure {
	if g := goWords(s); g != s {
		return &Failure{Name: NamePanic, Msg: g}
	}
	if strings.HasPrefix(s, "reflect") {
		for _, o := range own {
			if strings.Contains(s, o) {
				return &Failure{Name: NameInterpreter, Msg: "the interpreter failed at this place, though the cell is correct Go: " + s}
			}
		}
	}
	return &Failure{Name: NamePanic, Msg: s}
}
