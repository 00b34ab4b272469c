package wire

import (
	"net"
	"sync"

	"github.com/go-zeromq/zmq4"
)

// router is a ROUTER socket: every message that comes is preceded by the
// identity of its sender, and the first frame of one that goes names whom it is
// for. A peer that comes with an identity already there takes it over, as a
// frontend does that reconnects (ZMQ_ROUTER_HANDOVER).
type router struct {
	*gate
	take func(frames [][]byte)

	mu sync.Mutex
	by map[string]*peer
}

func newRouter(l net.Listener, lim limits, log Log, take func(frames [][]byte)) *router {
	r := &router{take: take, by: map[string]*peer{}}
	r.gate = newGate(zmq4.Router, l, lim, log, r.serve)
	return r
}

func (r *router) serve(p *peer) {
	if p.identity == "" {
		p.identity = "\x00" + NewID()
	}
	r.enrol(p)
	defer r.forget(p)
	id := []byte(p.identity)
	p.read(func(frames [][]byte, command bool) {
		if !command {
			r.take(append([][]byte{id}, frames...))
		}
	})
}

func (r *router) enrol(p *peer) {
	r.mu.Lock()
	old := r.by[p.identity]
	r.by[p.identity] = p
	r.mu.Unlock()
	if old != nil {
		old.close()
	}
}

func (r *router) forget(p *peer) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.by[p.identity] == p {
		delete(r.by, p.identity)
	}
}

// send sends frames[1:] to the peer with identity frames[0]. A peer that is not
// there (any more) gets nothing, as in ZeroMQ; one that stalls is cut off.
func (r *router) send(frames [][]byte) error {
	r.mu.Lock()
	p := r.by[string(frames[0])]
	r.mu.Unlock()
	if p == nil {
		return nil
	}
	return p.send(encodeMessage(frames[1:]))
}
