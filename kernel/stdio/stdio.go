// Package stdio captures everything that a process prints, for the streams of a notebook.
//
// In the flow it stands beside interp: what cells print by fmt and log goes through the writers of a Streams, in one order; what C
// libraries, child processes and os.Stdout write comes through pipes that take the place of file descriptors 1 and 2. Both
// end in one sink, in batches, as valid UTF-8. session calls Flush before it says idle.
//
// golang.org/x/sys gives dup2 and SetStdHandle, which the standard library keeps for itself.
package stdio

import (
	"fmt"
	"io"
	"os"
	"sync"
)

// Names of the streams, as the sink gets them.
const (
	Stdout = "stdout"
	Stderr = "stderr"
)

// Streams is a running capture.
type Streams struct {
	queue  *queue
	pipes  []*pipe
	out    *source
	err    *source
	closed sync.Once
}

// A Sink gets text that was written to a stream; writer is who wrote it by the number that Attribute's function gave, 0 when that is not known.
type Sink func(writer int, stream, text string)

// Capture starts to capture the process's standard output and error. sink gets them in batches of 20 ms or 64 KiB, from one
// goroutine, in order within each stream, and for the two writers in order across them. sink must not write to the streams or call Flush.
// Where the operating system has no dup2 (Windows), C libraries that opened their streams before are not captured.
func Capture(sink Sink) (*Streams, error) {
	s := &Streams{queue: newQueue(sink)}
	s.out, s.err = &source{stream: Stdout, queue: s.queue}, &source{stream: Stderr, queue: s.queue}
	for _, stream := range []string{Stdout, Stderr} {
		p, err := openPipe(stream, s.queue)
		if err != nil {
			s.Close()
			return nil, fmt.Errorf("stdio: capturing %s: %w", stream, err)
		}
		s.pipes = append(s.pipes, p)
	}
	return s, nil
}

// Attribute lets the sink know who writes to Stdout and Stderr: who is called on the goroutine that writes, and 0 is nobody known. What comes
// through the descriptors is of nobody known. Call it before the first write.
func (s *Streams) Attribute(who func() int) { s.out.who, s.err.who = who, who }

// Stdout is for what the process itself prints: its writes and those of Stderr keep their order. Safe for concurrent use.
func (s *Streams) Stdout() io.Writer { return s.out }

// Stderr is the other one.
func (s *Streams) Stderr() io.Writer { return s.err }

// Original is the file that standard error was before, for the process's own log.
func (s *Streams) Original() *os.File { return s.pipes[1].original }

// Flush returns when the sink has got all that was written before, by whatever way: into the writers, by os.Stdout, by C.
func (s *Streams) Flush() {
	for _, p := range s.pipes {
		p.drain()
	}
	s.queue.flush()
}

// Close flushes and gives the descriptors back.
func (s *Streams) Close() {
	s.closed.Do(func() {
		for _, p := range s.pipes {
			p.drain()
			p.close()
		}
		s.queue.close()
	})
}

// A source is one way in which text comes; a rune that it cuts is put together before it goes on.
type source struct {
	stream string
	queue  *queue
	who    func() int // may be nil
	text   healer     // used under the queue's lock
}

func (s *source) Write(p []byte) (int, error) {
	s.queue.put(s, s.writer(), p)
	return len(p), nil
}

func (s *source) writer() int {
	if s.who == nil {
		return 0
	}
	return s.who()
}
