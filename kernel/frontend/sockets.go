package frontend

import (
	"context"
	"fmt"
	"io"
	"log"
	"sync"
	"sync/atomic"
	"time"

	"github.com/go-zeromq/zmq4"

	"gohunt/kernel/wire"
)

// Channel is one of the sockets of a kernel.
type Channel string

// The channels that carry messages.
const (
	Shell   Channel = "shell"
	Control Channel = "control"
	Stdin   Channel = "stdin"
	IOPub   Channel = "iopub"
)

// sockets are the client's ends of a kernel's channels.
type sockets struct {
	connection wire.Connection
	cancel     context.CancelFunc
	ctx        context.Context
	by         map[Channel]zmq4.Socket
	sending    sync.Mutex

	reading atomic.Bool   // at least one channel is open
	lost    chan struct{} // closed when the first channel ends
	once    sync.Once
}

func newSockets(connection wire.Connection) *sockets {
	s := &sockets{connection: connection, lost: make(chan struct{})}
	s.ctx, s.cancel = context.WithCancel(context.Background())
	// Stdin must have the identity of shell: a kernel sends its question to whoever sent the cell.
	id := zmq4.WithID(zmq4.SocketIdentity(wire.NewID()))
	retry, forever := zmq4.WithDialerRetry(5*time.Millisecond), zmq4.WithDialerMaxRetries(-1)
	quiet := zmq4.WithLogger(log.New(io.Discard, "", 0))
	s.by = map[Channel]zmq4.Socket{
		Shell:   zmq4.NewDealer(s.ctx, id, retry, forever, quiet),
		Control: zmq4.NewDealer(s.ctx, id, retry, forever, quiet),
		Stdin:   zmq4.NewDealer(s.ctx, id, retry, forever, quiet),
		IOPub:   zmq4.NewSub(s.ctx, retry, forever, quiet),
	}
	return s
}

func (s *sockets) port(channel Channel) int {
	switch channel {
	case Shell:
		return s.connection.ShellPort
	case Control:
		return s.connection.ControlPort
	case Stdin:
		return s.connection.StdinPort
	}
	return s.connection.IOPubPort
}

func (s *sockets) endpoint(port int) string {
	return fmt.Sprintf("tcp://%s:%d", s.connection.IP, port)
}

// dial connects every channel, waiting for the kernel to bind, and starts to read.
func (s *sockets) dial(ctx context.Context, dead <-chan struct{}, deliver func(Channel, *wire.Message)) error {
	if err := s.by[IOPub].SetOption(zmq4.OptionSubscribe, ""); err != nil {
		return err
	}
	results := make(chan error, len(s.by))
	for channel, socket := range s.by {
		go func() { results <- s.open(channel, socket, deliver) }()
	}
	for range s.by {
		select {
		case err := <-results:
			if err != nil {
				return err
			}
		case <-dead:
			return ErrEnded
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
	return nil
}

func (s *sockets) open(channel Channel, socket zmq4.Socket, deliver func(Channel, *wire.Message)) error {
	if err := socket.Dial(s.endpoint(s.port(channel))); err != nil {
		return fmt.Errorf("%s channel: %w", channel, err)
	}
	s.reading.Store(true)
	go s.read(channel, socket, deliver)
	return nil
}

// read passes on what arrives. A message that is wrongly signed or broken is dropped, as every Jupyter client does.
func (s *sockets) read(channel Channel, socket zmq4.Socket, deliver func(Channel, *wire.Message)) {
	defer s.once.Do(func() { close(s.lost) })
	for {
		raw, err := socket.Recv()
		if err != nil {
			return
		}
		if message, err := wire.Decode(raw.Frames, []byte(s.connection.Key)); err == nil {
			deliver(channel, message)
		}
	}
}

// send writes one message; zmq4's sockets are not for concurrent use.
func (s *sockets) send(channel Channel, message *wire.Message) error {
	s.sending.Lock()
	defer s.sending.Unlock()
	frames := message.Encode([]byte(s.connection.Key))
	if err := s.by[channel].SendMulti(zmq4.NewMsgFrom(frames...)); err != nil {
		return fmt.Errorf("%s channel: %w", channel, err)
	}
	return nil
}

func (s *sockets) close() {
	s.cancel()
	for _, socket := range s.by {
		socket.Close()
	}
}
