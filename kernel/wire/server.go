package wire

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"time"
)

// Channel names one of the sockets on which a frontend sends messages.
type Channel string

// The channels that carry requests and replies.
const (
	Shell   Channel = "shell"
	Control Channel = "control"
	Stdin   Channel = "stdin"
)

// queued is how many messages of a channel are decoded ahead; beyond it they
// wait in the peers' sockets.
const queued = 256

// Server is the kernel's end of a connection: five bound sockets. Its methods
// may be called from several goroutines.
type Server struct {
	conn    Connection
	key     []byte
	log     Log
	seen    *digests
	routers map[Channel]*router
	inbox   map[Channel]chan *Message
	iopub   *publisher
	gates   []*gate
	quit    context.CancelFunc
	ctx     context.Context
}

// Listen binds the sockets of c, which may name port 0 for a free one. Log
// takes a line per message or peer that is refused; nil drops them. The server
// ends with ctx, or with [Server.Close], which loses nothing.
func Listen(ctx context.Context, c Connection, log Log) (*Server, error) {
	return listen(ctx, c, log, standard)
}

func listen(ctx context.Context, c Connection, log Log, lim limits) (*Server, error) {
	if err := c.Check(); err != nil {
		return nil, fmt.Errorf("listen: %w", err)
	}
	if log == nil {
		log = func(string, ...any) {}
	}
	s := &Server{conn: c, key: []byte(c.Key), log: log, seen: newDigests(), routers: map[Channel]*router{}, inbox: map[Channel]chan *Message{}}
	s.ctx, s.quit = context.WithCancel(ctx)
	if err := s.bind(lim); err != nil {
		s.cut()
		return nil, err
	}
	for _, g := range s.gates {
		go g.accept(s.ctx)
	}
	context.AfterFunc(s.ctx, s.cut)
	return s, nil
}

func (s *Server) bind(lim limits) error {
	ports := map[Channel]*int{Shell: &s.conn.ShellPort, Control: &s.conn.ControlPort, Stdin: &s.conn.StdinPort}
	for channel, port := range ports {
		l, err := s.open(port)
		if err != nil {
			return fmt.Errorf("bind the %s socket: %w", channel, err)
		}
		s.inbox[channel] = make(chan *Message, queued)
		s.routers[channel] = newRouter(l, lim, s.log, func(frames [][]byte) { s.receive(channel, frames) })
		s.gates = append(s.gates, s.routers[channel].gate)
	}
	iopub, err := s.open(&s.conn.IOPubPort)
	if err != nil {
		return fmt.Errorf("bind the iopub socket: %w", err)
	}
	s.iopub = newPublisher(iopub, lim, s.log)
	s.gates = append(s.gates, s.iopub.gate)
	heart, err := s.open(&s.conn.HBPort)
	if err != nil {
		return fmt.Errorf("bind the heartbeat socket: %w", err)
	}
	s.gates = append(s.gates, newEcho(heart, lim, s.log))
	return nil
}

// open binds the socket of a port and, for TCP port 0, notes the one it got.
func (s *Server) open(port *int) (net.Listener, error) {
	network, address := s.conn.Endpoint(*port)
	l, err := net.Listen(network, address)
	if err != nil {
		return nil, err
	}
	if network == "unix" {
		return l, os.Chmod(address, 0o600)
	}
	*port = l.Addr().(*net.TCPAddr).Port
	return l, nil
}

// Connection is what the server listens on, with the ports that it really has.
func (s *Server) Connection() Connection { return s.conn }

// Receive returns the messages of a channel, each checked and decoded. What
// fails the check is logged and left out. The channel is never closed.
func (s *Server) Receive(c Channel) <-chan *Message { return s.inbox[c] }

func (s *Server) receive(c Channel, frames [][]byte) {
	m, err := Decode(frames, s.key)
	if err == nil && len(s.key) > 0 && !s.seen.add(frames[find(frames, delimiter)+1]) {
		err = errors.New("the signature was used before")
	}
	if err != nil {
		s.log("message on %s dropped: %v", c, err)
		return
	}
	select {
	case s.inbox[c] <- m:
	case <-s.ctx.Done():
	}
}

// Send signs m and sends it on the channel to the peer that its identities
// name. A peer that is gone gets nothing, which is no error.
func (s *Server) Send(c Channel, m *Message) error {
	if len(m.Identities) == 0 {
		return fmt.Errorf("send %s on %s: the message names no peer", m.Header.MsgType, c)
	}
	if err := s.routers[c].send(m.Encode(s.key)); err != nil {
		return fmt.Errorf("send %s on %s: %w", m.Header.MsgType, c, err)
	}
	return nil
}

// Publish signs m and sends it to the subscribers of iopub, in the order of the
// calls. Its first identity is the topic, by default the message's type.
func (s *Server) Publish(m *Message) {
	if len(m.Identities) == 0 {
		m.Identities = [][]byte{[]byte(m.Header.MsgType)}
	}
	s.iopub.publish(m.Encode(s.key))
}

// Close waits, at most linger, until the peers were sent all that was queued
// for them, then closes the sockets.
func (s *Server) Close(linger time.Duration) {
	deadline := time.Now().Add(linger)
	for _, g := range s.gates {
		g.drain(deadline)
	}
	s.quit()
	s.cut()
}

// cut closes every socket at once.
func (s *Server) cut() {
	for _, g := range s.gates {
		g.close()
	}
}
