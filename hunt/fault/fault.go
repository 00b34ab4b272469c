// Package fault holds the one error that a hunter reads.
//
// It stands before everything below hunt: every source, engine and case system returns an *Error for what a
// person can act on, hunt raises it, and the kernel prints it as the cell's error. It imports nothing but the
// standard library, so that any leaf can be used alone.
package fault

import (
	"errors"
	"strings"
)

// Error says which step failed, on what, why, and what to try next.
// Its text is part of the interface: short sentences, no secret, no stack.
type Error struct {
	Step string // what was being done, as the person wrote it: "Where", "Search", "hunt.Read"
	On   string // the object of the step: an expression, an index, a path
	Hint string // what to try, a whole sentence without its full stop; may be empty
	Err  error  // the reason; may be nil
}

// Error joins the parts that are present: `Step On: reason (hint)`. The hint stands on a line of its own
// when the reason has several lines.
func (e *Error) Error() string {
	text := strings.TrimSpace(e.Step + " " + e.On)
	if e.Err != nil {
		text = joined(text, ": ", e.Err.Error())
	}
	if e.Hint == "" {
		return text
	}
	return text + "\n  try: " + e.Hint
}

// Unwrap gives the reason to errors.Is and errors.As.
func (e *Error) Unwrap() error { return e.Err }

// New makes an Error from a reason in words.
func New(step, on, reason, hint string) *Error {
	return &Error{Step: step, On: on, Hint: hint, Err: errors.New(reason)}
}

// Wrap puts step and on around err. An *Error that already names a step keeps its own words.
// A nil err gives nil.
func Wrap(err error, step, on, hint string) error {
	if err == nil {
		return nil
	}
	if said, ok := errors.AsType[*Error](err); ok && said.Step != "" {
		return err
	}
	return &Error{Step: step, On: on, Hint: hint, Err: err}
}

func joined(before, sep, after string) string {
	if before == "" {
		return after
	}
	return before + sep + after
}
