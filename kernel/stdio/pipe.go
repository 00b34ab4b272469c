package stdio

import (
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"os"
	"sync"
)

// A pipe stands in for one of the process's descriptors.
//
// Its barrier is a mark: some bytes that nobody else writes, put into the pipe after all that was written before. When
// the reader meets them, the rest has been read. A mark is shorter than PIPE_BUF, so that no other write gets into it.
type pipe struct {
	source
	original *os.File // what the descriptor was
	read     *os.File
	mark     []byte
	write    func([]byte) error // into the pipe, waiting for room
	restore  func()             // gives the descriptor back and closes the writing end
	draining sync.Mutex
	met      chan struct{}
	ended    chan struct{}
}

func newPipe(stream string, q *queue) *pipe {
	secret := make([]byte, 16)
	rand.Read(secret)
	mark := "\x00" + stream + " " + hex.EncodeToString(secret) + "\x00"
	return &pipe{source: source{stream: stream, queue: q}, mark: []byte(mark), met: make(chan struct{}, 1), ended: make(chan struct{})}
}

// drain returns when all that is in the pipe now has reached the queue.
func (p *pipe) drain() {
	p.draining.Lock()
	defer p.draining.Unlock()
	if p.write(p.mark) != nil {
		return
	}
	select {
	case <-p.met:
	case <-p.ended:
	}
}

func (p *pipe) close() {
	p.restore()
	p.read.Close()
	<-p.ended
}

// copy reads the pipe until it is closed.
func (p *pipe) copy() {
	defer close(p.ended)
	buf, held := make([]byte, batch), 0
	for {
		n, err := p.read.Read(buf[held:])
		held = p.pass(buf[:held+n])
		if err != nil {
			return
		}
	}
}

// pass hands text on, takes the mark out of it, and keeps (at the front of text) what may be the beginning of one. It returns how much it keeps.
func (p *pipe) pass(text []byte) int {
	rest := text
	for {
		before, after, found := bytes.Cut(rest, p.mark)
		if !found {
			break
		}
		p.Write(before)
		p.met <- struct{}{}
		rest = after
	}
	keep := beginning(rest, p.mark)
	p.Write(rest[:len(rest)-keep])
	return copy(text, rest[len(rest)-keep:])
}

// beginning is the length of the longest end of text that mark begins with.
func beginning(text, mark []byte) int {
	i := bytes.LastIndexByte(text, mark[0])
	if i < 0 || len(text)-i >= len(mark) {
		i = len(text) - len(mark) + 1
	}
	for i = max(i, 0); i < len(text); i++ {
		if bytes.HasPrefix(mark, text[i:]) {
			return len(text) - i
		}
	}
	return 0
}
