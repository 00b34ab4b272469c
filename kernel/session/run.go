package session

import (
	"context"
	"errors"

	"gohunt/kernel/display"
	"gohunt/kernel/interp"
	"gohunt/kernel/stdio"
)

// recalled is how many cells' requests are kept, so that what their goroutines
// report later finds its cell.
const recalled = 256

// running is the cell that runs.
type running struct {
	request    request
	allowStdin bool
	ctx        context.Context // ends when the cell is interrupted, not when it ends
	interrupt  context.CancelFunc
	show       func(display.Bundle)
}

// runCell checks and runs the cell, then its user expressions.
func (s *Session) runCell(x *execution) {
	show := func(b display.Bundle) { s.hold(x, b) }
	if x.Silent {
		show = func(display.Bundle) {}
	}
	run := s.enter(x, show)
	defer s.leave()
	x.trouble = s.runCode(run, x.number, x.Code)
	s.result(x)
	if x.trouble != nil {
		return
	}
	for name, code := range x.UserExpressions {
		x.values[name] = s.expression(run, x.number, code)
	}
}

// enter makes x the cell that runs.
func (s *Session) enter(x *execution, show func(display.Bundle)) *running {
	run := &running{request: x.request, allowStdin: x.AllowStdin, show: show}
	run.ctx, run.interrupt = context.WithCancel(context.Background())
	s.mu.Lock()
	defer s.mu.Unlock()
	s.run, s.parent = run, x.Message
	s.parents[x.number] = x.Message
	delete(s.parents, x.number-recalled)
	return run
}

func (s *Session) leave() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.run = nil
}

func (s *Session) current() *running {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.run
}

// runCode takes code through check, compile and run.
func (s *Session) runCode(run *running, number int, code string) *trouble {
	unit, errs := s.cells.Check(number, code)
	if len(errs) > 0 {
		return checkTrouble(number, code, errs)
	}
	for _, note := range unit.Notes {
		s.sayStream(run.request.Message, stdio.Stderr, "note: "+note+"\n")
	}
	err := s.machine.Compile(unit)
	if err == nil {
		s.cells.Commit(unit)
		err = s.machine.Run(run.ctx, unit)
	}
	if err == nil {
		return nil
	}
	return s.runTrouble(run, number, code, err)
}

func (s *Session) runTrouble(run *running, number int, code string, err error) *trouble {
	if errors.Is(err, interp.ErrInterrupted) || run.ctx.Err() != nil {
		return interrupted(number, err)
	}
	var f *interp.Failure
	if !errors.As(err, &f) {
		f = &interp.Failure{Name: "error", Msg: err.Error(), Err: err}
	}
	cause, ok := s.explain(f.Err)
	return failureTrouble(number, code, f, cause, ok)
}

func (s *Session) explain(err error) (Cause, bool) {
	if err == nil || s.opts.Explain == nil {
		return Cause{}, false
	}
	return s.opts.Explain(err)
}

// hold takes a value that the cell shows at its end. The protocol knows one
// result a cell, so of several values all but the last are displays.
func (s *Session) hold(x *execution, b display.Bundle) {
	s.flush()
	if text, ok := b.Data["text/plain"].(string); ok {
		x.results = append(x.results, text)
	}
	if x.last != nil {
		s.publish(x.Message, "display_data", bundleFields(*x.last))
	}
	x.last = &b
}

// result publishes the last value that the cell showed, if any.
func (s *Session) result(x *execution) {
	if x.last == nil {
		return
	}
	s.flush()
	content := bundleFields(*x.last)
	content["execution_count"] = x.number
	s.publish(x.Message, "execute_result", content)
}

func bundleFields(b display.Bundle) fields {
	return fields{"data": b.Data, "metadata": orEmpty(b.Metadata)}
}

// expression evaluates one user expression to the fields that the reply has
// for it.
func (s *Session) expression(run *running, number int, code string) fields {
	shown := display.Bundle{Data: fields{}}
	run.show = func(b display.Bundle) { shown = b }
	if t := s.runCode(run, number, code); t != nil {
		content := t.fields()
		content["status"] = "error"
		return content
	}
	return fields{"status": "ok", "data": shown.Data, "metadata": orEmpty(shown.Metadata)}
}

func orEmpty(m fields) fields {
	if m == nil {
		return fields{}
	}
	return m
}

// Interrupt ends the cell that runs, if any.
func (s *Session) Interrupt() {
	if run := s.current(); run != nil {
		run.interrupt()
	}
}
