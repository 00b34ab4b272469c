package wire

import (
	"errors"
	"sync"
	"time"
)

var (
	errStalled = errors.New("the peer does not read what it is sent")
	errLeft    = errors.New("the peer has left")
)

// outbox is the bounded queue of encoded messages for one peer. Putting into it
// does not wait for the peer unless it is full.
type outbox struct {
	limit    int           // bytes that may wait
	patience time.Duration // for a peer whose outbox is full to take a quarter of it

	mu      sync.Mutex
	changed sync.Cond // on any change of the fields below
	queue   [][]byte
	size    int // bytes in queue and being written
	closed  bool
}

func newOutbox(limit int, patience time.Duration) *outbox {
	o := &outbox{limit: limit, patience: patience}
	o.changed.L = &o.mu
	return o
}

// put queues an encoded message. When the outbox is full it first waits for the
// peer to take a quarter of it, at most patience; [errStalled] says that it did
// not, [errLeft] that the connection ended before. A message larger than the limit is let in alone.
func (o *outbox) put(raw []byte) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	room := o.limit - len(raw)
	if o.size > max(room, 0) && !o.waitFor(max(min(room, o.limit*3/4), 0), time.Now().Add(o.patience)) {
		return errStalled
	}
	if o.closed {
		return errLeft
	}
	o.queue = append(o.queue, raw)
	o.size += len(raw)
	o.changed.Broadcast()
	return nil
}

// drain waits until the peer was sent all that waits, or is gone; false says
// that the deadline passed before.
func (o *outbox) drain(deadline time.Time) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.waitFor(0, deadline)
}

// waitFor waits, with mu held, until at most size bytes wait or the outbox is
// closed; false says that the deadline passed before.
func (o *outbox) waitFor(size int, deadline time.Time) bool {
	alarm := time.AfterFunc(time.Until(deadline), func() {
		o.mu.Lock()
		defer o.mu.Unlock()
		o.changed.Broadcast()
	})
	defer alarm.Stop()
	for o.size > size && !o.closed {
		if !time.Now().Before(deadline) {
			return false
		}
		o.changed.Wait()
	}
	return true
}

// take waits for messages and returns some, in order, together about 256 KiB;
// nil when the outbox is closed. The caller says done after writing them.
func (o *outbox) take() [][]byte {
	const enough = 256 << 10
	o.mu.Lock()
	defer o.mu.Unlock()
	for len(o.queue) == 0 && !o.closed {
		o.changed.Wait()
	}
	n := 0
	for size := 0; n < len(o.queue) && size < enough; n++ {
		size += len(o.queue[n])
	}
	if n == 0 {
		return nil
	}
	batch := o.queue[:n:n]
	o.queue = o.queue[n:]
	return batch
}

// done tells that size bytes reached the peer.
func (o *outbox) done(size int) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.size -= size
	o.changed.Broadcast()
}

// close drops what waits and lets every waiting call return.
func (o *outbox) close() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.closed, o.queue = true, nil
	o.changed.Broadcast()
}
