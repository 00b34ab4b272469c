package session

import (
	"encoding/json"
	"fmt"
	"runtime/debug"
	"strings"

	"gohunt/kernel/wire"
)

// request is a message that is being answered on the channel it came on.
type request struct {
	*wire.Message
	channel wire.Channel
}

// fields is a JSON object of the protocol.
type fields = map[string]any

// handler answers one type of request.
type handler func(*Session, request)

var shellRequests = map[string]handler{
	"kernel_info_request": (*Session).kernelInfo,
	"connect_request":     (*Session).connect,
	"execute_request":     (*Session).execute,
	"complete_request":    (*Session).complete,
	"inspect_request":     (*Session).inspect,
	"is_complete_request": (*Session).isComplete,
	"history_request":     (*Session).historyRequest,
	"comm_info_request":   (*Session).commInfo,
	"comm_open":           (*Session).commOpen,
	"comm_msg":            (*Session).commIgnored,
	"comm_close":          (*Session).commIgnored,
	"shutdown_request":    (*Session).shutdown,
	"interrupt_request":   (*Session).interruptRequest,
}

var controlRequests = map[string]handler{
	"kernel_info_request": (*Session).kernelInfo,
	"connect_request":     (*Session).connect,
	"shutdown_request":    (*Session).shutdown,
	"interrupt_request":   (*Session).interruptRequest,
}

// handle answers one message. A fault of the kernel in doing so is answered,
// logged, and ends nothing else.
func (s *Session) handle(c wire.Channel, m *wire.Message, known map[string]handler) {
	r := request{m, c}
	s.status(m, "busy")
	defer s.status(m, "idle")
	defer func() {
		if fault := recover(); fault != nil {
			s.opts.Log("fault while answering %s: %v\n%s", m.Header.MsgType, fault, debug.Stack())
			s.refuse(r, "KernelFault", fmt.Sprintf("the kernel failed to answer %s: %v", m.Header.MsgType, fault))
		}
	}()
	answer := known[m.Header.MsgType]
	if answer == nil {
		s.refuse(r, "UnknownRequest", fmt.Sprintf("%s is not answered on the %s channel", m.Header.MsgType, c))
		return
	}
	answer(s, r)
}

// content reads the request's content into a struct; one that is malformed is
// answered with an error, and false.
func (s *Session) content(r request, into any) bool {
	if err := json.Unmarshal(r.Content, into); err != nil {
		s.refuse(r, "MalformedRequest", fmt.Sprintf("content of %s: %v", r.Header.MsgType, err))
		return false
	}
	return true
}

// reply answers r with status ok and the given fields.
func (s *Session) reply(r request, content fields) {
	content["status"] = "ok"
	s.answer(r, nil, content)
}

// refuse answers r with status error.
func (s *Session) refuse(r request, name, value string) {
	s.answer(r, nil, fields{"status": "error", "ename": name, "evalue": value, "traceback": []string{name + ": " + value}})
}

// answer sends the reply that belongs to r's type.
func (s *Session) answer(r request, metadata, content fields) {
	kind := strings.TrimSuffix(r.Header.MsgType, "_request") + "_reply"
	m := s.message(r.Message, kind, metadata, content)
	m.Identities = r.Identities
	if err := s.server.Send(r.channel, m); err != nil {
		s.opts.Log("%v", err)
	}
}
