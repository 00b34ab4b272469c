package wire

import (
	"net"

	"github.com/go-zeromq/zmq4"
)

// newEcho is the heartbeat: a REP socket that answers every message with itself.
func newEcho(l net.Listener, lim limits, log Log) *gate {
	return newGate(zmq4.Rep, l, lim, log, func(p *peer) {
		p.read(func(frames [][]byte, command bool) {
			if !command {
				p.send(encodeMessage(frames))
			}
		})
	})
}
