package interp

import (
	"fmt"
	"go/token"
	"regexp"
	"runtime"
	"strings"
	"sync"
)

// A trace is where the latest panic of a thread passed, innermost first.
//
// A panic unwinds frame by frame: yaegi's deferred function of each frame panics anew, so that the stack holds one
// more of them at each step. A panic that somebody recovered leaves none. The count of them therefore says which
// steps belong to the panic that passes now, and which are left over from one that was recovered.
type trace struct {
	mu    sync.Mutex
	steps []step
}

type step struct {
	place *place
	depth int
}

// maxTrace bounds a trace, and so the time that a panic out of a deep recursion takes.
const maxTrace = 64

// note adds p to the trace of the calling goroutine.
func (ts *threads) note(p *place) {
	if t := ts.current(); t != nil {
		t.trace.add(p, unwound())
	}
}

func (t *trace) add(p *place, depth int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for len(t.steps) > 0 && t.steps[len(t.steps)-1].depth > depth {
		t.steps = t.steps[:len(t.steps)-1]
	}
	if n := len(t.steps); n > 0 && t.steps[n-1].depth == depth {
		if depth > 0 && t.steps[n-1].place.fn == p.fn {
			return // an outer node of the same statement: the inner one is the better place
		}
		t.steps = t.steps[:n-1]
	}
	if len(t.steps) < maxTrace {
		t.steps = append(t.steps, step{p, depth})
	}
}

// take returns the places and empties the trace.
func (t *trace) take() []*place {
	t.mu.Lock()
	defer t.mu.Unlock()
	places := make([]*place, len(t.steps))
	for i, s := range t.steps {
		places[i] = s.place
	}
	t.steps = nil
	return places
}

// rethrower is yaegi's deferred function that runs when a frame is left, and panics again if it must.
const rethrower = "github.com/traefik/yaegi/interp.runCfg.func1"

var rethrowers sync.Map // program counter -> bool: is it in rethrower

// unwound counts the frames that the passing panic has left so far.
func unwound() int {
	var pcs [1024]uintptr
	n := 0
	for _, pc := range pcs[:runtime.Callers(3, pcs[:])] {
		if isRethrower(pc) {
			n++
		}
	}
	return n
}

func isRethrower(pc uintptr) bool {
	if known, ok := rethrowers.Load(pc); ok {
		return known.(bool)
	}
	f := runtime.FuncForPC(pc - 1)
	is := f != nil && f.Name() == rethrower
	rethrowers.Store(pc, is)
	return is
}

// line is one line of a traceback: In[2]:3:7 deep.
func line(at token.Position, fn string) string {
	return strings.TrimSpace(fmt.Sprintf("%s:%d:%d %s", at.Filename, at.Line, at.Column, fn))
}

// Lowering adds a number to a person's name (deepˑ2) and names a method after its type (TˑSumˑ3).
var version = regexp.MustCompile(`ˑ[a-z]?\d+`)

// personal is the name of a function as the person gave it.
func personal(name string) string {
	return strings.ReplaceAll(version.ReplaceAllString(name, ""), "ˑ", ".")
}
