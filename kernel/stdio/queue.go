package stdio

import (
	"sync"
	"time"
)

const (
	window   = 20 * time.Millisecond // how long the first byte of a batch may wait
	batch    = 64 << 10              // bytes that go out at once
	capacity = 4 << 20               // bytes that wait for a slow sink before writers have to
)

// A queue holds what was written until the sink takes it. A segment is a stretch of one stream by one writer.
type queue struct {
	sink     Sink
	mu       sync.Mutex
	room     *sync.Cond
	segments []segment
	size     int
	sources  map[*source]int // that may hold an unfinished rune, and who wrote there last
	wake     chan struct{}   // something was put
	now      chan chan struct{}
	stop     chan struct{}
	stopped  chan struct{}
}

type segment struct {
	writer int
	stream string
	text   []byte
}

func newQueue(sink Sink) *queue {
	q := &queue{sink: sink, sources: map[*source]int{}, wake: make(chan struct{}, 1),
		now: make(chan chan struct{}), stop: make(chan struct{}), stopped: make(chan struct{})}
	q.room = sync.NewCond(&q.mu)
	go q.deliver()
	return q
}

// put appends what a source wrote. It waits when the sink is far behind.
func (q *queue) put(from *source, writer int, p []byte) {
	q.mu.Lock()
	for q.size > capacity {
		q.room.Wait()
	}
	q.sources[from] = writer
	q.append(writer, from.stream, from.text.heal(p))
	q.mu.Unlock()
	select {
	case q.wake <- struct{}{}:
	default:
	}
}

func (q *queue) append(writer int, stream string, text []byte) {
	if len(text) == 0 {
		return
	}
	q.size += len(text)
	if n := len(q.segments); n > 0 && q.segments[n-1].stream == stream && q.segments[n-1].writer == writer {
		q.segments[n-1].text = append(q.segments[n-1].text, text...)
		return
	}
	q.segments = append(q.segments, segment{writer, stream, append([]byte(nil), text...)})
}

// deliver feeds the sink until the queue is closed.
func (q *queue) deliver() {
	defer close(q.stopped)
	for {
		select {
		case <-q.wake:
			q.gather()
		case done := <-q.now:
			q.emit(true)
			close(done)
		case <-q.stop:
			q.emit(true)
			return
		}
	}
}

// gather waits for the batch to fill, then emits it.
func (q *queue) gather() {
	timer := time.NewTimer(window)
	defer timer.Stop()
	for q.waiting() < batch {
		select {
		case <-q.wake:
		case <-timer.C:
			q.emit(false)
			return
		case done := <-q.now:
			q.emit(true)
			close(done)
			return
		case <-q.stop:
			return
		}
	}
	q.emit(false)
}

func (q *queue) waiting() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.size
}

// emit hands all segments to the sink. At an end, what is left of unfinished runes goes with them.
func (q *queue) emit(end bool) {
	q.mu.Lock()
	if end {
		q.finish()
	}
	segments := q.segments
	q.segments, q.size = nil, 0
	q.room.Broadcast()
	q.mu.Unlock()
	for _, s := range segments {
		q.sink(s.writer, s.stream, string(s.text))
	}
}

func (q *queue) finish() {
	for s, writer := range q.sources {
		q.append(writer, s.stream, s.text.rest())
	}
	clear(q.sources)
}

// flush returns when everything that was put before is with the sink.
func (q *queue) flush() {
	done := make(chan struct{})
	select {
	case q.now <- done:
		<-done
	case <-q.stopped:
	}
}

func (q *queue) close() {
	close(q.stop)
	<-q.stopped
}
