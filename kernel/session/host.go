package session

import (
	"context"
	"encoding/json"
	"errors"

	"gohunt/kernel/stdio"
	"gohunt/kernel/wire"
)

// Context ends when the running cell is interrupted. Between cells it never
// ends.
func (s *Session) Context() context.Context {
	if run := s.current(); run != nil {
		return run.ctx
	}
	return context.Background()
}

// Display shows a MIME bundle in the output of the running cell, or of the last
// one. With an id it can be replaced later: with update, everything that was
// displayed under the id is.
func (s *Session) Display(data, metadata map[string]any, id string, update bool) {
	s.flush()
	kind := "display_data"
	if update {
		kind = "update_display_data"
	}
	transient := fields{}
	if id != "" {
		transient["display_id"] = id
	}
	s.publish(s.outputParent(), kind, fields{"data": data, "metadata": orEmpty(metadata), "transient": transient})
}

// Clear takes away the output of the running cell; with wait, when the next
// output comes.
func (s *Session) Clear(wait bool) {
	s.flush()
	s.publish(s.outputParent(), "clear_output", fields{"wait": wait})
}

// Keep makes sure that secret is in nothing that is sent from now on. The
// person is told about one that is too short for that.
func (s *Session) Keep(secret string) {
	s.flush()
	if err := s.secrets.Add(secret); err != nil {
		s.sayStream(s.outputParent(), stdio.Stderr, "note: "+err.Error()+"\n")
	}
}

// Reasons why nobody can be asked.
var (
	errNoCell   = errors.New("no cell is running, so there is nobody to ask")
	errNoStdin  = errors.New("this frontend takes no input (allow_stdin is false)")
	errNoAnswer = errors.New("interrupted while waiting for an answer")
)

// Ask puts a question to the person at the frontend that runs the cell and
// waits for the answer; password hides it while it is typed. It fails when no
// cell runs, the frontend takes no input, or the cell is interrupted.
func (s *Session) Ask(prompt string, password bool) (string, error) {
	run := s.current()
	if run == nil {
		return "", errNoCell
	}
	if !run.allowStdin {
		return "", errNoStdin
	}
	s.flush()
	s.dropAnswers()
	m := s.message(run.request.Message, "input_request", nil, fields{"prompt": prompt, "password": password})
	m.Identities = run.request.Identities
	if err := s.server.Send(wire.Stdin, m); err != nil {
		return "", err
	}
	return s.awaitAnswer(run)
}

// dropAnswers forgets answers to questions that were interrupted.
func (s *Session) dropAnswers() {
	for {
		select {
		case <-s.server.Receive(wire.Stdin):
		default:
			return
		}
	}
}

func (s *Session) awaitAnswer(run *running) (string, error) {
	for {
		select {
		case m := <-s.server.Receive(wire.Stdin):
			var reply struct{ Value string }
			if m.Header.MsgType == "input_reply" && json.Unmarshal(m.Content, &reply) == nil {
				return reply.Value, nil
			}
			s.opts.Log("%s on the stdin channel is no answer", m.Header.MsgType)
		case <-run.ctx.Done():
			return "", errNoAnswer
		}
	}
}
