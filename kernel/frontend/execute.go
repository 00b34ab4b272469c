package frontend

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"gohunt/kernel/wire"
)

// Options say how code is executed. The zero value is what a person's cell gets, without input.
type Options struct {
	Silent      bool              // no output, no number, no history
	NoHistory   bool              // not kept in the history
	KeepGoing   bool              // requests behind it in the queue run although this one failed
	Expressions map[string]string // name -> expression evaluated after the code
	Metadata    map[string]any    // the metadata of the request: cellId, tags and the like
	Message     func(*wire.Message)
	// Input answers a question of the code; password says not to show what is typed. An error is answered as an
	// empty line. It is called from a goroutine of its own. Without it the code is told that it cannot ask.
	Input func(prompt string, password bool) (string, error)
}

// Reply is the outcome of an execution.
type Reply struct {
	Status      string                     `json:"status"` // ok, error or aborted
	Count       int                        `json:"execution_count"`
	EName       string                     `json:"ename"`
	EValue      string                     `json:"evalue"`
	Traceback   []string                   `json:"traceback"`
	Payload     []json.RawMessage          `json:"payload"`
	Expressions map[string]json.RawMessage `json:"user_expressions"`
	Header      wire.Header                `json:"-"` // of the reply message; Date is its time
	Request     string                     `json:"-"` // the id of the request, which is the parent of its output
}

// Execute runs code and returns once the reply and all output have come; output that is missing ten seconds after
// the last of it is taken for lost. Options.Message sees every iopub
// message of it, in order, from the calling goroutine. Code that fails is a Reply with status error, not an error:
// errors are a kernel that ended (ErrEnded), a ctx that is done (the code goes on; see Interrupt), and a broken reply.
func (k *Kernel) Execute(ctx context.Context, code string, o Options) (Reply, error) {
	l := k.current()
	box, err := l.send(Shell, "execute_request", map[string]any{
		"code": code, "silent": o.Silent, "store_history": !o.NoHistory && !o.Silent, "stop_on_error": !o.KeepGoing,
		"user_expressions": orNone(o.Expressions), "allow_stdin": o.Input != nil,
	}, o.Metadata)
	if err != nil {
		return Reply{}, l.reason(ctx, err)
	}
	defer l.forget(box)
	return l.follow(ctx, box, o)
}

func orNone(expressions map[string]string) map[string]string {
	if expressions == nil {
		return map[string]string{}
	}
	return expressions
}

// patience is how long the rest of the output may keep silent after the reply. A kernel that drops messages
// when it is flooded, as libzmq does, may never say that it is idle.
const patience = 10 * time.Second

func (l *life) follow(ctx context.Context, box *mailbox, o Options) (Reply, error) {
	reply := Reply{Request: box.request.Header.MsgID}
	replied, idle := false, false
	for !replied || !idle {
		e, err := l.nextOf(ctx, box, replied)
		if errors.Is(err, errSilent) {
			return reply, nil
		}
		if err != nil {
			return reply, err
		}
		switch e.channel {
		case Shell:
			replied, reply.Header = true, e.message.Header
			if err := json.Unmarshal(e.message.Content, &reply); err != nil {
				return reply, fmt.Errorf("execute_reply: %w", err)
			}
		case IOPub:
			idle = idle || isIdle(e.message)
			if o.Message != nil {
				o.Message(e.message)
			}
		case Stdin:
			go l.answer(e.message, o.Input) // a person may take long, and the cell may end meanwhile
		}
	}
	return reply, nil
}

var errSilent = errors.New("the kernel has replied and then said nothing more")

// nextOf is next, but waits only so long once the reply is there.
func (l *life) nextOf(ctx context.Context, box *mailbox, replied bool) (event, error) {
	if !replied {
		return l.next(ctx, box)
	}
	ctx, cancel := context.WithTimeoutCause(ctx, patience, errSilent)
	defer cancel()
	return l.next(ctx, box)
}

func (l *life) answer(question *wire.Message, input func(string, bool) (string, error)) {
	var ask struct {
		Prompt   string `json:"prompt"`
		Password bool   `json:"password"`
	}
	if json.Unmarshal(question.Content, &ask) != nil {
		return
	}
	value := ""
	if input != nil {
		value, _ = input(ask.Prompt, ask.Password)
	}
	reply, err := wire.New("input_reply", l.session, map[string]string{"status": "ok", "value": value})
	if err != nil {
		return
	}
	reply.Parent = question.RawHeader()
	l.sockets.send(Stdin, reply) // a kernel that is gone is noticed by Execute
}
