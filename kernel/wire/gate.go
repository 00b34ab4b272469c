package wire

import (
	"bufio"
	"context"
	"net"
	"sync"
	"time"

	"github.com/go-zeromq/zmq4"
)

// limits are what a gate grants its peers.
type limits struct {
	opening   int           // peers in the handshake at a time; the oldest gives way
	handshake time.Duration // from connecting to the end of the handshake
	peers     int           // peers past the handshake
	outbox    int           // bytes waiting for a peer
	patience  time.Duration // see [outbox.put]
}

var standard = limits{opening: 64, handshake: 10 * time.Second, peers: 128, outbox: 32 << 20, patience: 5 * time.Second}

// gate accepts connections for one socket. Every peer shakes hands in its own
// goroutine, so that a silent or slow one keeps nobody else waiting.
type gate struct {
	as     zmq4.SocketType
	l      net.Listener
	limits limits
	log    Log
	serve  func(*peer) // runs one peer until it is gone

	mu      sync.Mutex
	opening []net.Conn
	peers   map[*peer]bool
	closed  bool
	done    sync.WaitGroup
}

// Log takes a line about something that is wrong with a peer but not with the
// kernel, in the manner of fmt.Printf.
type Log func(format string, args ...any)

func newGate(as zmq4.SocketType, l net.Listener, lim limits, log Log, serve func(*peer)) *gate {
	return &gate{as: as, l: l, limits: lim, log: log, serve: serve, peers: map[*peer]bool{}}
}

// accept takes connections until the gate is closed.
func (g *gate) accept(ctx context.Context) {
	for ctx.Err() == nil {
		c, err := g.l.Accept()
		if g.isClosed() {
			return
		}
		if err != nil { // out of file descriptors, or the like: it may pass
			g.log("accept on %s: %v", g.l.Addr(), err)
			time.Sleep(100 * time.Millisecond)
			continue
		}
		if g.begin(c) {
			go g.run(c)
		}
	}
}

// run takes one connection through its life.
func (g *gate) run(c net.Conn) {
	defer g.done.Done()
	p := &peer{conn: c, from: bufio.NewReaderSize(c, 32<<10), out: newOutbox(g.limits.outbox, g.limits.patience)}
	defer p.close()
	var err error
	p.identity, err = handshake(c, p.from, g.as, g.limits.handshake)
	if err != nil && err != errSilent && !g.isClosed() {
		g.log("handshake with %s on the %s socket: %v", c.RemoteAddr(), g.as, err)
	}
	if !g.enter(c, p, err == nil) {
		return
	}
	defer g.leave(p)
	go p.write()
	g.serve(p)
}

// begin notes a connection that starts its handshake.
func (g *gate) begin(c net.Conn) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.closed {
		c.Close()
		return false
	}
	if len(g.opening) >= g.limits.opening {
		g.opening[0].Close()
		g.opening = g.opening[1:]
	}
	g.opening = append(g.opening, c)
	g.done.Add(1)
	return true
}

// enter ends a handshake and tells whether the peer may stay.
func (g *gate) enter(c net.Conn, p *peer, shaken bool) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	for i, o := range g.opening {
		if o == c {
			g.opening = append(g.opening[:i:i], g.opening[i+1:]...)
			break
		}
	}
	if !shaken || g.closed {
		return false
	}
	if len(g.peers) >= g.limits.peers {
		g.log("%s refused: the %s socket has %d peers", c.RemoteAddr(), g.as, len(g.peers))
		return false
	}
	g.peers[p] = true
	return true
}

func (g *gate) leave(p *peer) {
	g.mu.Lock()
	defer g.mu.Unlock()
	delete(g.peers, p)
}

func (g *gate) isClosed() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.closed
}

// all returns the peers past the handshake.
func (g *gate) all() []*peer {
	g.mu.Lock()
	defer g.mu.Unlock()
	peers := make([]*peer, 0, len(g.peers))
	for p := range g.peers {
		peers = append(peers, p)
	}
	return peers
}

// drain waits until every peer was sent what waits for it, or the deadline.
func (g *gate) drain(deadline time.Time) {
	for _, p := range g.all() {
		p.out.drain(deadline)
	}
}

// close stops accepting, cuts every peer and waits for their goroutines.
func (g *gate) close() {
	g.mu.Lock()
	g.closed = true
	opening := g.opening
	g.mu.Unlock()
	g.l.Close()
	for _, c := range opening {
		c.Close()
	}
	for _, p := range g.all() {
		p.close()
	}
	g.done.Wait()
}
