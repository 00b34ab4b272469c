package session

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"

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
	var shown []display.Bundle
	run := s.enter(x, func(b display.Bundle) { shown = append(shown, b) })
	defer s.leave()
	x.trouble = s.runCode(run, x.number, x.Code)
	s.flush()
	if !x.Silent {
		s.results(x, shown)
	}
	if x.trouble == nil && len(x.UserExpressions) > 0 {
		s.expressions(run, x)
		s.flush()
	}
}

// expressions evaluates the user expressions, in the order of their names.
func (s *Session) expressions(run *running, x *execution) {
	for _, name := range slices.Sorted(maps.Keys(x.UserExpressions)) {
		x.values[name] = s.expression(run, x.number, x.UserExpressions[name])
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

// results publishes the values that the cell shows at its end. The protocol has
// one execute_result for a cell: several plain texts are one, as in "1, true";
// of values that draw themselves all but the last are display_data.
func (s *Session) results(x *execution, shown []display.Bundle) {
	shown = joined(shown)
	for i, b := range shown {
		if text, ok := b.Data["text/plain"].(string); ok {
			x.results = append(x.results, text)
		}
		if i < len(shown)-1 {
			s.publish(x.Message, "display_data", fields{"data": b.Data, "metadata": orEmpty(b.Metadata), "transient": fields{}})
			continue
		}
		s.publish(x.Message, "execute_result", fields{
			"execution_count": x.number, "data": b.Data, "metadata": orEmpty(b.Metadata),
		})
	}
}

// joined makes one bundle of several that are nothing but short plain text.
func joined(shown []display.Bundle) []display.Bundle {
	var texts []string
	for _, b := range shown {
		text, plain := b.Data["text/plain"].(string)
		if !plain || len(b.Data) > 1 || strings.Contains(text, "\n") {
			return shown
		}
		texts = append(texts, text)
	}
	if len(texts) < 2 {
		return shown
	}
	return []display.Bundle{{Data: fields{"text/plain": strings.Join(texts, ", ")}}}
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
