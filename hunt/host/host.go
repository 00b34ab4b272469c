// Package host is what surrounds a hunt: where output goes, who can be asked, when to stop.
//
// The kernel sets a Host before the first cell, so that a progress line updates in place, a password is asked in
// the notebook, and an interrupt ends a fetch. A compiled program sets nothing and gets Terminal, which writes
// text to standard error and asks nobody.
package host

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"sync/atomic"
)

// Host is the surrounding of a running hunt. All methods may be called from any goroutine.
type Host interface {
	// Context ends when the running cell is interrupted.
	Context() context.Context
	// Display shows a MIME bundle (data and metadata by MIME type). With an id and update, the earlier display
	// of that id is replaced.
	Display(data, metadata map[string]any, id string, update bool)
	// Ask puts a question to the person and waits; password hides what is typed.
	Ask(prompt string, password bool) (string, error)
	// Keep makes sure that secret is never part of any output from now on.
	Keep(secret string)
}

// ErrNobody is what Ask returns where no person can answer.
var ErrNobody = errors.New("nobody to ask here")

type holder struct{ Host }

var current atomic.Pointer[holder]

// Set makes h the Host of the process; nil brings Terminal back.
func Set(h Host) {
	if h == nil {
		current.Store(nil)
		return
	}
	current.Store(&holder{h})
}

// Current is the Host that was set, or a Terminal on standard error.
func Current() Host {
	if h := current.Load(); h != nil {
		return h.Host
	}
	return Terminal{Out: os.Stderr}
}

// Terminal is the Host of a compiled program: a background context, text only, no questions.
type Terminal struct{ Out io.Writer }

// Context never ends.
func (Terminal) Context() context.Context { return context.Background() }

// Display writes the bundle's text/plain as a line; a bundle without one is not shown.
func (t Terminal) Display(data, _ map[string]any, _ string, _ bool) {
	if text, ok := data["text/plain"].(string); ok {
		fmt.Fprintln(t.Out, text)
	}
}

// Ask returns ErrNobody.
func (Terminal) Ask(string, bool) (string, error) { return "", ErrNobody }

// Keep does nothing: Terminal prints only what hunt shows, and hunt shows no secret.
func (Terminal) Keep(string) {}
