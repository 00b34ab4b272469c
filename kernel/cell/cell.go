package cell

import (
	"fmt"
	"go/types"
	"runtime/debug"
	"strings"
	"sync"

	"gohunt/kernel/cell/export"
)

// Config says what the cells of a session may use.
type Config struct {
	// Available tells whether the interpreter binds a name of a package; nil means that it binds every one.
	Available func(path, name string) bool
}

// A Session is one notebook's package: what its cells have declared so far. Its methods may be called from several
// goroutines.
type Session struct {
	mu       sync.Mutex
	config   Config
	importer *export.Importer
	names    map[string]*entry
	slots    map[types.Object]string
	methods  map[*types.TypeName]map[string]*entry
	numbers  map[string]int
	typeIDs  int
	added    []*types.Named // earlier types that have methods for the time of a check
}

// New returns a session in which nothing is declared.
func New(c Config) *Session {
	return &Session{
		config:   c,
		importer: export.NewImporter(),
		names:    map[string]*entry{},
		slots:    map[types.Object]string{},
		methods:  map[*types.TypeName]map[string]*entry{},
		numbers:  map[string]int{},
	}
}

// An Error is one fault of a cell. Line and Col count from 1, columns in characters, in the text as typed; both are 0
// when the fault has no place. Hint says what to try; it may be empty.
type Error struct {
	Line, Col int
	Msg       string
	Hint      string
}

// Error gives place, message and hint as "2:5: undefined: x (did you mean y?)".
func (e Error) Error() string {
	s := fmt.Sprintf("%d:%d: %s", e.Line, e.Col, e.Msg)
	if e.Hint != "" {
		s += " (" + e.Hint + ")"
	}
	return s
}

// Errors are all the faults of a cell, in the order of the text.
type Errors []Error

// Error joins the faults, one a line.
func (es Errors) Error() string {
	lines := make([]string, len(es))
	for i, e := range es {
		lines[i] = e.Error()
	}
	return strings.Join(lines, "\n")
}

// A Unit is a cell that passed the check, in the form that the interpreter runs.
type Unit struct {
	N        int                   // the cell's number, In[N]
	Code     string                // one Go file of package main; its positions, by //line, are those of In[N] as typed
	Entry    string                // the function of Code to call, without arguments or results
	TypeBase int                   // Show(id, v) is of type Types[id-TypeBase]
	Types    []types.Type          // the types of what is shown
	Named    map[string]types.Type // by their names in Code, the types that the cell declares
	Notes    []string              // what the person should know: earlier functions that no longer fit, ...
	commit   func()
}

// Check type-checks the text of cell number n against all that was committed, and lowers it. It changes nothing in the
// session. Either the unit or the errors are nil.
func (s *Session) Check(n int, src string) (u *Unit, errs Errors) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var d *draft
	defer func() {
		if r := recover(); r != nil {
			u, errs = nil, Errors{internal(r)}
		}
		s.forgetMethods()
	}()
	d = s.checked(n, src)
	if len(d.errs) == 0 {
		d.refuse()
	}
	if len(d.errs) > 0 {
		return nil, d.sorted()
	}
	u = d.print()
	return u, nil
}

// internal reports a fault of this package itself.
func internal(r any) Error {
	stack := strings.Split(string(debug.Stack()), "\n")
	return Error{Line: 1, Col: 1, Msg: fmt.Sprintf("the kernel failed to check this cell: %v", r),
		Hint: "nothing was changed; this is a fault of the kernel, please report it with the cell and: " + strings.TrimSpace(panicLine(stack))}
}

// panicLine finds the first line of this package below the panic in a stack.
func panicLine(stack []string) string {
	for i, l := range stack {
		if strings.HasPrefix(l, "panic(") {
			for _, f := range stack[i:] {
				if strings.Contains(f, "kernel/cell.") {
					return f
				}
			}
		}
	}
	return "no stack"
}

// Commit makes the declarations of a unit those of the session. Call it once the interpreter has compiled the unit, and
// before the next Check.
func (s *Session) Commit(u *Unit) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if u.commit != nil {
		u.commit()
		u.commit = nil
	}
}
