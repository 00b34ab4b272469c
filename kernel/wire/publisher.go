package wire

import (
	"bytes"
	"net"
	"strings"
	"sync"

	"github.com/go-zeromq/zmq4"
)

// publisher is a PUB socket: every message goes to the peers that subscribed to
// a prefix of its first frame, in the same order to each. A peer has its own
// outbox; only one that is full of unread messages makes publishing wait, and
// is cut off when it does not read on (see [outbox.put]).
type publisher struct {
	*gate

	mu   sync.Mutex // orders messages, guards subs
	subs map[*peer]map[string]bool
}

func newPublisher(l net.Listener, lim limits, log Log) *publisher {
	b := &publisher{subs: map[*peer]map[string]bool{}}
	b.gate = newGate(zmq4.Pub, l, lim, log, b.serve)
	return b
}

func (b *publisher) serve(p *peer) {
	defer b.forget(p)
	p.read(func(frames [][]byte, command bool) {
		if topic, ok := subscription(frames[0], command, "\x01", "\x09SUBSCRIBE"); ok {
			b.subscribe(p, topic)
		} else if topic, ok := subscription(frames[0], command, "\x00", "\x06CANCEL"); ok {
			b.unsubscribe(p, topic)
		}
	})
}

// subscription reads the topic from a message of ZMTP 3.0 or command of 3.1.
func subscription(frame []byte, command bool, message, name string) (topic string, ok bool) {
	prefix := message
	if command {
		prefix = name
	}
	rest, ok := bytes.CutPrefix(frame, []byte(prefix))
	return string(rest), ok
}

// subscribe is where a message that greets a new subscriber would be sent.
func (b *publisher) subscribe(p *peer, topic string) {
	const enough = 1024 // topics of one peer
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.subs[p] == nil {
		b.subs[p] = map[string]bool{}
	}
	if len(b.subs[p]) < enough {
		b.subs[p][topic] = true
	}
}

func (b *publisher) unsubscribe(p *peer, topic string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.subs[p], topic)
}

func (b *publisher) forget(p *peer) {
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.subs, p)
}

func (b *publisher) publish(frames [][]byte) {
	topic, raw := string(frames[0]), encodeMessage(frames)
	b.mu.Lock()
	defer b.mu.Unlock()
	for p, topics := range b.subs {
		if !wants(topics, topic) {
			continue
		}
		if err := p.send(raw); err != nil {
			delete(b.subs, p)
			if err == errLeft {
				continue // as any frontend does in the end
			}
			b.log("iopub peer %s cut off: %v", p.conn.RemoteAddr(), err)
		}
	}
}

func wants(topics map[string]bool, topic string) bool {
	for t := range topics {
		if strings.HasPrefix(topic, t) {
			return true
		}
	}
	return false
}
