package frontend

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/go-zeromq/zmq4"

	"gohunt/kernel/wire"
)

// Request sends any request and returns the kernel's reply, whose content may have any form.
// A reply with status error is returned together with an error. iopub messages of the request are dropped.
func (k *Kernel) Request(ctx context.Context, channel Channel, kind string, content any) (*wire.Message, error) {
	return k.current().call(ctx, channel, kind, content)
}

func (k *Kernel) ask(ctx context.Context, kind string, content, into any) error {
	reply, err := k.Request(ctx, Shell, kind, content)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(reply.Content, into); err != nil {
		return fmt.Errorf("%s: %w", reply.Header.MsgType, err)
	}
	return nil
}

// Completion is what may stand at the cursor: one of Matches instead of the code points [Start, End).
type Completion struct {
	Matches  []string       `json:"matches"`
	Start    int            `json:"cursor_start"`
	End      int            `json:"cursor_end"`
	Metadata map[string]any `json:"metadata"`
}

// Complete asks what may stand at cursor, counted in code points as the protocol does.
func (k *Kernel) Complete(ctx context.Context, code string, cursor int) (c Completion, err error) {
	err = k.ask(ctx, "complete_request", map[string]any{"code": code, "cursor_pos": cursor}, &c)
	return c, err
}

// Inspection is the documentation of what stands at the cursor: MIME type -> text.
type Inspection struct {
	Found bool           `json:"found"`
	Data  map[string]any `json:"data"`
}

// Inspect asks for documentation at cursor, in code points; detail 1 wants the source too.
func (k *Kernel) Inspect(ctx context.Context, code string, cursor, detail int) (i Inspection, err error) {
	err = k.ask(ctx, "inspect_request", map[string]any{"code": code, "cursor_pos": cursor, "detail_level": detail}, &i)
	return i, err
}

// IsComplete asks whether code is ready to run: complete, incomplete (with the indent of the next line), invalid or unknown.
func (k *Kernel) IsComplete(ctx context.Context, code string) (status, indent string, err error) {
	var answer struct{ Status, Indent string }
	err = k.ask(ctx, "is_complete_request", map[string]any{"code": code}, &answer)
	return answer.Status, answer.Indent, err
}

// HistoryQuery is a history_request. Access is tail (the last N), range (Session, Start, Stop) or search (Pattern, N, Unique).
type HistoryQuery struct {
	Access  string `json:"hist_access_type"`
	Output  bool   `json:"output"`
	Raw     bool   `json:"raw"`
	Session int    `json:"session"`
	Start   int    `json:"start"`
	Stop    int    `json:"stop"`
	N       int    `json:"n"`
	Pattern string `json:"pattern"`
	Unique  bool   `json:"unique"`
}

// HistoryEntry is one cell of the history: [session, line, input], or with output [session, line, [input, output]].
type HistoryEntry []json.RawMessage

// History asks for cells that were run.
func (k *Kernel) History(ctx context.Context, query HistoryQuery) ([]HistoryEntry, error) {
	var answer struct{ History []HistoryEntry }
	err := k.ask(ctx, "history_request", query, &answer)
	return answer.History, err
}

// Ping measures one round trip of the heartbeat channel, which a kernel answers even while a cell runs.
func (k *Kernel) Ping(ctx context.Context) (time.Duration, error) {
	l := k.current()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	answered := make(chan error, 1)
	begin := time.Now()
	go func() { answered <- l.sockets.beat(ctx) }()
	select {
	case err := <-answered:
		return time.Since(begin), err
	case <-l.dead:
		return 0, l.why
	case <-ctx.Done():
		return 0, context.Cause(ctx)
	}
}

func (s *sockets) beat(ctx context.Context) error {
	socket := zmq4.NewReq(ctx)
	defer socket.Close()
	if err := socket.Dial(s.endpoint(s.connection.HBPort)); err != nil {
		return fmt.Errorf("heartbeat: %w", err)
	}
	if err := socket.Send(zmq4.NewMsgString("ping")); err != nil {
		return fmt.Errorf("heartbeat: %w", err)
	}
	_, err := socket.Recv()
	return err
}
