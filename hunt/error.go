package hunt

import (
	"gohunt/hunt/fault"
)

// Error is what every function of hunt raises: Step (the verb as written), On (its object), Err (the reason) and
// Hint (what to try). In a cell it ends the cell and shows as one clear message; errors.As finds it in compiled Go.
type Error = fault.Error

// Catch stores what hunt raised in err; it is used as defer hunt.Catch(&err) in compiled Go. A panic that hunt did
// not raise goes on.
func Catch(err *error) {
	switch raised := recover().(type) {
	case nil:
	case *Error:
		*err = raised
	default:
		panic(raised)
	}
}

// raise ends the step with err unless it is nil. It is the only place where hunt panics.
func raise(step, on string, err error) {
	if err == nil {
		return
	}
	panic(asError(fault.Wrap(err, step, on, "")))
}

// refuse raises a reason in words.
func refuse(step, on, reason, hint string) {
	raise(step, on, fault.New(step, on, reason, hint))
}

func asError(err error) *Error {
	if known, ok := err.(*Error); ok {
		return known
	}
	return &Error{Err: err}
}
