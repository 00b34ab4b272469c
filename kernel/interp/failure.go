package interp

import (
	"errors"
	"fmt"
	"reflect"
	"strings"

	"github.com/traefik/yaegi/interp"
)

// ErrInterrupted is what Run returns when its context ended before the cell did. Test for it with errors.Is: a cell
// that hangs in native code comes back as a longer sentence around it.
var ErrInterrupted = errors.New("interrupted")

// Names of a Failure.
const (
	NamePanic       = "panic"       // something panicked: the cell, a function it called, the runtime
	NameError       = "error"       // an error was dropped and was not nil
	NameExit        = "exit"        // os.Exit or log.Fatal
	NameInterpreter = "interpreter" // the interpreter itself is at fault, not the cell
)

// A Failure is why a cell ended early.
type Failure struct {
	Name      string   // one of the names above
	Msg       string   // the reason in one line, or what the error says
	Line, Col int      // in the cell that ran, as typed, from 1; 0 when unknown
	Trace     []string // the person's own functions, innermost first: "In[2]:3:7 deep"
	Err       error    // the error that was raised or dropped, if it was one: for errors.As
}

// Error gives name and message.
func (f *Failure) Error() string { return f.Name + ": " + f.Msg }

// Unwrap returns the error behind the failure, or nil.
func (f *Failure) Unwrap() error { return f.Err }

// stop is what rt.Stop panics with, exit what os.Exit and log.Fatal do.
type (
	stop struct {
		err       error
		line, col int
	}
	exit struct{ msg string }
)

// fromPanic makes a Failure from what was recovered.
func fromPanic(v any) *Failure {
	v = bare(v)
	switch v := v.(type) {
	case stop:
		return &Failure{Name: NameError, Msg: said(v.err), Line: v.line, Col: v.col, Err: v.err}
	case exit:
		return &Failure{Name: NameExit, Msg: v.msg}
	case error:
		return &Failure{Name: NamePanic, Msg: goWords(said(v)), Err: v}
	case string:
		return fromText(v)
	}
	return &Failure{Name: NamePanic, Msg: saidAny(v)}
}

// bare takes a panic's value out of the wrappers that yaegi puts around it.
func bare(v any) any {
	for {
		switch x := v.(type) {
		case interp.Panic:
			v = x.Value
		case reflect.Value:
			if !x.IsValid() || !x.CanInterface() {
				return nil
			}
			v = x.Interface()
		default:
			if r, ok := dynamicValue(reflect.ValueOf(v)); ok && r.IsValid() && r.CanInterface() {
				v = r.Interface()
				continue
			}
			return v
		}
	}
}

// said is the text of an error, which may itself panic: an Error method is the person's code.
func said(err error) (text string) {
	defer func() {
		if r := recover(); r != nil {
			text = fmt.Sprintf("an error whose Error method panicked: %v", r)
		}
	}()
	return err.Error()
}

func saidAny(v any) (text string) {
	defer func() {
		if r := recover(); r != nil {
			text = fmt.Sprintf("a %T whose String method panicked: %v", v, r)
		}
	}()
	if v == nil {
		return "panic(nil)"
	}
	return fmt.Sprint(v)
}

// fromCompile makes a Failure from an error or a panic of yaegi's compiler. cell has checked the code: it is no fault of the person's.
func fromCompile(v any) *Failure {
	msg := saidAny(bare(v))
	if i := strings.IndexByte(msg, '\n'); i >= 0 {
		msg = msg[:i]
	}
	f := &Failure{Name: NameInterpreter, Msg: "the interpreter can't run this cell, though it is correct Go: " + msg +
		". Nothing was run. Splitting the statement, or giving a value a name and a type, may help."}
	f.Err, _ = v.(error)
	return f
}
