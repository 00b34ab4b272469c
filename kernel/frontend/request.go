package frontend

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"

	"gohunt/kernel/wire"
)

// event is a message that belongs to a request, and the channel it came by.
type event struct {
	channel Channel
	message *wire.Message
}

// mailbox collects the events of one request. It never makes the reader wait, so that a slow
// callback cannot stall the kernel.
type mailbox struct {
	request *wire.Message
	mu      sync.Mutex
	events  []event
	filled  chan struct{}
}

func (b *mailbox) put(e event) {
	b.mu.Lock()
	b.events = append(b.events, e)
	b.mu.Unlock()
	select {
	case b.filled <- struct{}{}:
	default:
	}
}

func (b *mailbox) pop() (event, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.events) == 0 {
		return event{}, false
	}
	e := b.events[0]
	b.events = b.events[1:]
	return e, true
}

// next is the next event of the request. What has arrived before the kernel's end still comes out.
func (l *life) next(ctx context.Context, b *mailbox) (event, error) {
	for {
		if e, ok := b.pop(); ok {
			return e, nil
		}
		select {
		case <-b.filled:
		case <-ctx.Done():
			return event{}, context.Cause(ctx)
		case <-l.dead:
			if e, ok := b.pop(); ok {
				return e, nil
			}
			return event{}, l.why
		}
	}
}

// await is the next event of that channel which is wanted; nil wants any. Events of other channels pass by.
func (l *life) await(ctx context.Context, b *mailbox, channel Channel, wanted func(*wire.Message) bool) (*wire.Message, error) {
	for {
		e, err := l.next(ctx, b)
		if err != nil {
			return nil, err
		}
		if e.channel == channel && (wanted == nil || wanted(e.message)) {
			return e.message, nil
		}
	}
}

// send sends a request and opens the mailbox for what will come of it; the caller forgets it.
func (l *life) send(channel Channel, kind string, content any, metadata map[string]any) (*mailbox, error) {
	message, err := wire.New(kind, l.session, content)
	if err != nil {
		return nil, err
	}
	if metadata != nil {
		if message.Metadata, err = json.Marshal(metadata); err != nil {
			return nil, fmt.Errorf("metadata of %s: %w", kind, err)
		}
	}
	box := &mailbox{request: message, filled: make(chan struct{}, 1)}
	l.mu.Lock()
	l.pending[message.Header.MsgID] = box
	l.mu.Unlock()
	if err := l.sockets.send(channel, message); err != nil {
		l.forget(box)
		return nil, err
	}
	return box, nil
}

func (l *life) forget(b *mailbox) {
	l.mu.Lock()
	delete(l.pending, b.request.Header.MsgID)
	l.mu.Unlock()
}

// call sends a request and returns the reply. A reply with status error is an error.
func (l *life) call(ctx context.Context, channel Channel, kind string, content any) (*wire.Message, error) {
	box, err := l.send(channel, kind, content, nil)
	if err != nil {
		return nil, l.reason(ctx, err)
	}
	defer l.forget(box)
	reply, err := l.await(ctx, box, channel, nil)
	if err != nil {
		return nil, err
	}
	var status struct {
		Status string `json:"status"`
		EName  string `json:"ename"`
		EValue string `json:"evalue"`
	}
	if json.Unmarshal(reply.Content, &status); status.Status == "error" {
		return reply, fmt.Errorf("%s: the kernel answered: %w", kind, errors.New(status.EName+": "+status.EValue))
	}
	return reply, nil
}

// deliver gives a message to the request it answers, or to the stray callback.
func (l *life) deliver(channel Channel, message *wire.Message) {
	l.mu.Lock()
	box := l.pending[parentID(message)]
	l.mu.Unlock()
	switch {
	case box != nil:
		box.put(event{channel, message})
	case channel == IOPub && l.stray != nil:
		l.stray(message)
	}
}

func parentID(message *wire.Message) string {
	var parent struct {
		MsgID string `json:"msg_id"`
	}
	json.Unmarshal(message.Parent, &parent) // a message without parent has the id ""
	return parent.MsgID
}

func isIdle(message *wire.Message) bool {
	var status struct {
		State string `json:"execution_state"`
	}
	json.Unmarshal(message.Content, &status)
	return message.Header.MsgType == "status" && status.State == "idle"
}
