package session

import (
	"fmt"
	"strings"
	"time"

	"gohunt/kernel/wire"
)

// executeRequest is the content of an execute_request.
type executeRequest struct {
	Code            string            `json:"code"`
	Silent          bool              `json:"silent"`
	StoreHistory    *bool             `json:"store_history"`
	UserExpressions map[string]string `json:"user_expressions"`
	AllowStdin      bool              `json:"allow_stdin"`
	StopOnError     *bool             `json:"stop_on_error"`
}

func (e executeRequest) blank() bool  { return strings.TrimSpace(e.Code) == "" }
func (e executeRequest) stores() bool { return !e.Silent && (e.StoreHistory == nil || *e.StoreHistory) }
func (e executeRequest) stops() bool  { return !e.Silent && (e.StopOnError == nil || *e.StopOnError) }

// execution is an execute_request that is being answered.
type execution struct {
	request
	executeRequest
	number  int // In[number]
	began   time.Time
	results []string // text/plain of what the cell showed, for the history
	payload []any
	values  fields // of the user expressions
	trouble *trouble
}

func (s *Session) execute(r request) {
	x := &execution{request: r, began: time.Now(), payload: []any{}, values: fields{}}
	if !s.content(r, &x.executeRequest) {
		return
	}
	s.count1(x)
	if !x.Silent {
		s.publish(r.Message, "execute_input", fields{"code": x.Code, "execution_count": x.number})
	}
	if name, detail, ok := asksAbout(x.Code); ok {
		s.page(x, name, detail)
	} else if !x.blank() {
		s.runCell(x)
	}
	s.remember(x)
	s.conclude(x)
}

// count1 gives the cell its number. One that is not kept, or is blank, leaves
// the number to the next.
func (s *Session) count1(x *execution) {
	s.mu.Lock()
	defer s.mu.Unlock()
	x.number = s.count + 1
	if x.blank() {
		x.number = s.count
	} else if x.stores() {
		s.count++
	}
}

func (s *Session) remember(x *execution) {
	if x.stores() && !x.blank() {
		s.history.add(entry{N: x.number, In: s.secrets.Text(x.Code), Out: s.secrets.Text(strings.Join(x.results, "\n"))})
	}
}

// conclude publishes the cell's trouble, if any, and sends the reply. After
// trouble, the cells that wait behind it are doomed: see [Session.abortDoomed].
func (s *Session) conclude(x *execution) {
	metadata := fields{"started": x.began.UTC().Format(time.RFC3339Nano), "status": "ok"}
	if x.trouble == nil {
		s.answer(x.request, metadata, fields{
			"status": "ok", "execution_count": x.number, "payload": x.payload, "user_expressions": x.values,
		})
		return
	}
	s.publish(x.Message, "error", x.trouble.fields())
	if x.stops() {
		s.doomed, s.doomedBy = s.takeWaiting(), x.number
	}
	content := x.trouble.fields()
	content["status"], content["execution_count"], content["payload"] = "error", x.number, x.payload
	metadata["status"] = "error"
	s.answer(x.request, metadata, content)
}

// settle is how long cells that a frontend sent together with the failing one
// may take to arrive. A cell sent after the error was seen comes later than its
// reply, which is sent after this time.
const settle = 10 * time.Millisecond

// takeWaiting takes the execute requests that have arrived, and sets the others
// aside for later.
func (s *Session) takeWaiting() (cells []request) {
	arrived := s.pending
	s.pending = nil
	for deadline := time.After(settle); deadline != nil; {
		select {
		case m := <-s.server.Receive(wire.Shell):
			arrived = append(arrived, m)
		case <-deadline:
			deadline = nil
		}
	}
	for _, m := range arrived {
		if m.Header.MsgType == "execute_request" {
			cells = append(cells, request{m, wire.Shell})
		} else {
			s.pending = append(s.pending, m)
		}
	}
	return cells
}

// abortDoomed answers the cells that a failed one dooms, once that one is idle:
// a client that reads up to the idle of one cell must not lose that of the next.
func (s *Session) abortDoomed() {
	for _, r := range s.doomed {
		s.abort(r, s.doomedBy)
	}
	s.doomed = nil
}

// abort answers a cell that is not run because number failed before it. It has
// no execution_count: JupyterLab would write that beside the cell.
func (s *Session) abort(r request, number int) {
	s.status(r.Message, "busy")
	defer s.status(r.Message, "idle")
	why := fmt.Sprintf("not run, because In[%d] failed before it", number)
	s.answer(r, fields{"status": "aborted"}, fields{
		"status": "aborted", "ename": "Aborted", "evalue": why, "traceback": []string{why},
		"payload": []any{}, "user_expressions": fields{},
	})
}
