package wire

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"time"

	"github.com/go-zeromq/zmq4"
	"github.com/go-zeromq/zmq4/security/null"
)

const (
	greetingSize = 64
	maxReady     = 8 << 10 // a READY command carries a socket type and an identity of at most 255 bytes
)

// errSilent is of a peer that left or kept silent, such as a program that looks
// whether a port is open.
var errSilent = errors.New("the peer said nothing")

// handshake opens the ZMTP connection of a socket of type as with the peer at
// the other end of c, within patience. It returns the peer's identity, which is
// empty when the peer named none.
func handshake(c net.Conn, r *bufio.Reader, as zmq4.SocketType, patience time.Duration) (identity string, err error) {
	c.SetDeadline(time.Now().Add(patience))
	defer c.SetDeadline(time.Time{})
	if _, err := r.Peek(1); err != nil {
		return "", errSilent
	}
	z, err := zmq4.Open(&guarded{Conn: c, from: r}, null.Security(), as, nil, true, nil)
	if err != nil {
		return "", err
	}
	return z.Peer.Meta["Identity"], nil
}

// guarded shows zmq4 only a well-formed greeting and READY command. zmq4 itself
// allocates whatever size a peer announces and indexes beyond metadata that is
// cut short or names an unknown socket type, either of which ends the process.
type guarded struct {
	net.Conn
	from    *bufio.Reader
	greeted int
	ready   *bytes.Reader
}

func (g *guarded) Read(p []byte) (int, error) {
	if g.greeted < greetingSize {
		n, err := g.from.Read(p[:min(len(p), greetingSize-g.greeted)])
		g.greeted += n
		return n, err
	}
	if g.ready == nil {
		raw, err := readReady(g.from)
		if err != nil {
			return 0, err
		}
		g.ready = bytes.NewReader(raw)
	}
	return g.ready.Read(p)
}

// readReady reads the frame of a READY command and checks all that it says.
func readReady(r *bufio.Reader) ([]byte, error) {
	flags, body, err := readFrame(r, maxReady)
	if err != nil {
		return nil, noEOF(err)
	}
	properties, ok := bytes.CutPrefix(body, []byte("\x05READY"))
	if flags&flagCommand == 0 || flags&flagMore != 0 || !ok {
		return nil, errors.New("want a READY command")
	}
	if err := checkProperties(properties); err != nil {
		return nil, err
	}
	return appendFrame(nil, flagCommand, body), nil
}

// checkProperties walks ZMTP metadata: a length byte and name, a four-byte
// length and value, again and again.
func checkProperties(p []byte) error {
	socket := ""
	for len(p) > 0 {
		name, rest, ok := cut(p, 1, uint64(p[0]))
		if !ok || len(rest) < 4 {
			return errors.New("metadata is cut short")
		}
		value, rest, ok := cut(rest, 4, uint64(binary.BigEndian.Uint32(rest)))
		if !ok {
			return errors.New("metadata is cut short")
		}
		if strings.EqualFold(string(name), "Socket-Type") {
			socket = string(value)
		}
		p = rest
	}
	switch zmq4.SocketType(socket) {
	case zmq4.Sub, zmq4.XSub, zmq4.Req, zmq4.Dealer, zmq4.Router:
		return nil
	}
	return fmt.Errorf("a socket of type %q has nothing to say to a kernel", socket)
}

func cut(p []byte, skip int, size uint64) (field, rest []byte, ok bool) {
	if uint64(len(p)-skip) < size {
		return nil, nil, false
	}
	end := skip + int(size)
	return p[skip:end], p[end:], true
}

// noEOF keeps zmq4 from taking a peer that left for the end of valid input.
func noEOF(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}
