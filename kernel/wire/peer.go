package wire

import (
	"bufio"
	"bytes"
	"net"
	"sync"
)

// peer is one connected socket of a frontend: a reader, which its pattern runs,
// and a writer that empties the outbox.
type peer struct {
	conn     net.Conn
	from     *bufio.Reader
	identity string
	out      *outbox
	once     sync.Once
}

// send queues an encoded message; a peer that stalls is cut off, with an error.
func (p *peer) send(raw []byte) error {
	err := p.out.put(raw)
	if err != nil {
		p.close()
	}
	return err
}

// write empties the outbox into the connection until either ends.
func (p *peer) write() {
	defer p.close()
	for batch := p.out.take(); batch != nil; batch = p.out.take() {
		size := 0
		for _, raw := range batch {
			size += len(raw)
		}
		buffers := net.Buffers(batch)
		if _, err := buffers.WriteTo(p.conn); err != nil {
			return
		}
		p.out.done(size)
	}
}

// read hands every message of the peer to take, in order, and answers pings.
// It returns why reading ended.
func (p *peer) read(take func(frames [][]byte, command bool)) error {
	defer p.close()
	for {
		frames, command, err := readMessage(p.from, maxMessage)
		if err != nil {
			return err
		}
		if context, ok := bytes.CutPrefix(frames[0], []byte("\x04PING")); command && ok {
			p.pong(context)
			continue
		}
		take(frames, command)
	}
}

// pong answers a ZMTP PING, whose body is a two-byte time to live and a context
// to send back.
func (p *peer) pong(body []byte) {
	context := body[min(2, len(body)):]
	p.send(appendFrame(nil, flagCommand, append([]byte("\x04PONG"), context...)))
}

func (p *peer) close() {
	p.once.Do(func() {
		p.out.close()
		p.conn.Close()
	})
}
