package wire

import (
	"bufio"
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"runtime"
	"testing"
	"time"

	"github.com/go-zeromq/zmq4"
)

// plain connects to a port without saying anything.
func plain(t *testing.T, s *Server, port int) net.Conn {
	t.Helper()
	network, address := s.Connection().Endpoint(port)
	c, err := net.Dial(network, address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c
}

func greeting() []byte {
	g := make([]byte, greetingSize)
	g[0], g[9], g[10] = 0xff, 0x7f, 3
	copy(g[12:], "NULL")
	return g
}

func ready(socket string) []byte {
	body := append([]byte("\x05READY\x0bSocket-Type"), binary.BigEndian.AppendUint32(nil, uint32(len(socket)))...)
	return appendFrame(nil, flagCommand, append(body, socket...))
}

// raw shakes hands as a socket of the given type, by hand, and reads the
// kernel's part of the handshake.
func raw(t *testing.T, s *Server, port int, socket string) (net.Conn, *bufio.Reader) {
	t.Helper()
	c := plain(t, s, port)
	c.Write(append(greeting(), ready(socket)...))
	r := bufio.NewReader(c)
	if _, err := io.CopyN(io.Discard, r, greetingSize); err != nil {
		t.Fatal(err)
	}
	if _, _, err := readFrame(r, maxReady); err != nil {
		t.Fatal(err)
	}
	return c, r
}

func publish(t *testing.T, s *Server, n, size int) {
	t.Helper()
	filler := bytes.Repeat([]byte("x"), size)
	for i := range n {
		m := request(t, "stream")
		m.Content = fmt.Appendf(nil, `"%d %s"`, i, filler)
		s.Publish(m)
	}
}

// answered fails unless a new client is served on shell and iopub at once.
func answered(t *testing.T, s *Server) {
	t.Helper()
	client := dial(t, zmq4.NewDealer(context.Background()), endpoint(s, s.Connection().ShellPort))
	client.SendMulti(zmq4.NewMsgFrom(request(t, "x_request").Encode([]byte("secret"))...))
	await(t, s, Shell)
	sub := dial(t, zmq4.NewSub(context.Background()), endpoint(s, s.Connection().IOPubPort))
	sub.SetOption(zmq4.OptionSubscribe, "late")
	waitUntil(t, "the subscription", func() bool {
		s.iopub.mu.Lock()
		defer s.iopub.mu.Unlock()
		for _, topics := range s.iopub.subs {
			if topics["late"] {
				return true
			}
		}
		return false
	})
	m := request(t, "late")
	s.Publish(m)
	if got := recv(t, sub); string(got[0]) != "late" {
		t.Errorf("got topic %q", got[0])
	}
}

func TestSilentAndSlowClientsStopNobody(t *testing.T) {
	lim := standard
	lim.handshake = 300 * time.Millisecond
	s, _ := serve(t, "tcp", lim)
	c := s.Connection()
	for _, port := range []int{c.ShellPort, c.IOPubPort, c.HBPort} {
		plain(t, s, port)                           // says nothing
		plain(t, s, port).Write(greeting()[:10])    // stops within the greeting
		plain(t, s, port).Write(greeting())         // never gets ready
		half := append(greeting(), ready("SUB")...) // stops within READY
		plain(t, s, port).Write(half[:len(half)-2])
	}
	answered(t, s)
	waitUntil(t, "the silent to be cut off", func() bool {
		n := 0
		for _, g := range s.gates {
			g.mu.Lock()
			n += len(g.opening)
			g.mu.Unlock()
		}
		return n == 0
	})
}

func TestOldestSilentClientGivesWay(t *testing.T) {
	lim := standard
	lim.opening, lim.handshake = 2, time.Hour
	s, _ := serve(t, "tcp", lim)
	first := plain(t, s, s.Connection().ShellPort)
	for range 3 {
		plain(t, s, s.Connection().ShellPort)
	}
	first.SetReadDeadline(time.Now().Add(5 * time.Second))
	if _, err := io.Copy(io.Discard, first); err != nil {
		t.Errorf("the first silent client was not cut off: %v", err)
	}
	answered(t, s)
}

func TestHostilePeersAreRefused(t *testing.T) {
	s, lb := serve(t, "tcp", standard)
	huge := append([]byte{flagLong | flagCommand}, bytes.Repeat([]byte{0x7f}, 8)...)
	for _, c := range []struct {
		name, want string
		bytes      []byte
	}{
		{"huge READY", errTooLarge.Error(), append(greeting(), huge...)},
		{"metadata cut in a name", "cut short", append(greeting(), appendFrame(nil, flagCommand, []byte("\x05READY\xffab"))...)},
		{"metadata cut in a value", "cut short", append(greeting(), appendFrame(nil, flagCommand, []byte("\x05READY\x01a\xff\xff\xff\xffb"))...)},
		{"unknown socket type", "nothing to say", append(greeting(), ready("SPAM")...)},
		{"wrong socket type", "not compatible", append(greeting(), ready("SUB")...)},
		{"not ZMTP", "signature header", []byte("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n" + string(make([]byte, 64)))},
		{"old ZMTP", "version", append(append([]byte{}, greeting()[:10]...), make([]byte, 60)...)},
	} {
		peer := plain(t, s, s.Connection().ShellPort)
		peer.Write(c.bytes)
		peer.SetReadDeadline(time.Now().Add(5 * time.Second))
		io.Copy(io.Discard, peer) // returns when the kernel hangs up
		lb.waitFor(t, c.want)
	}
	answered(t, s)
}

func TestHugeMessageCutsOnlyItsSender(t *testing.T) {
	s, _ := serve(t, "tcp", standard)
	peer, r := raw(t, s, s.Connection().ShellPort, "DEALER")
	peer.Write(append([]byte{flagLong}, bytes.Repeat([]byte{0x7f}, 8)...))
	peer.SetReadDeadline(time.Now().Add(5 * time.Second))
	if _, err := io.Copy(io.Discard, r); err != nil {
		t.Errorf("the peer was not cut off: %v", err)
	}
	answered(t, s)
}

func TestAnnouncedBytesCostNothing(t *testing.T) {
	s, _ := serve(t, "tcp", standard)
	before := heap()
	for range 50 {
		peer, _ := raw(t, s, s.Connection().ShellPort, "DEALER")
		peer.Write(binary.BigEndian.AppendUint64([]byte{flagLong}, maxMessage))
	}
	answered(t, s)
	if grown := heap() - before; grown > 64<<20 {
		t.Errorf("50 announced messages took %d MiB", grown>>20)
	}
}

func heap() int64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

func TestStalledSubscriberStopsNobody(t *testing.T) {
	lim := standard
	lim.outbox, lim.patience = 4<<20, 2*time.Second
	s, lb := serve(t, "tcp", lim)
	stalled, _ := raw(t, s, s.Connection().IOPubPort, "SUB")
	stalled.Write([]byte{0, 1, 1}) // subscribe to everything, then read nothing
	waitUntil(t, "the subscription", func() bool { s.iopub.mu.Lock(); defer s.iopub.mu.Unlock(); return len(s.iopub.subs) == 1 })
	fast := subscriber(t, s)
	waitUntil(t, "both", func() bool { s.iopub.mu.Lock(); defer s.iopub.mu.Unlock(); return len(s.iopub.subs) == 2 })
	const n = 20000
	go publish(t, s, n, 1000)
	for i := range n {
		m, err := Decode(recv(t, fast), []byte("secret"))
		if err != nil || !bytes.HasPrefix(m.Content, fmt.Appendf(nil, `"%d `, i)) {
			t.Fatalf("message %d: %v", i, err)
		}
	}
	lb.waitFor(t, "cut off: "+errStalled.Error())
	waitUntil(t, "the stalled one to be forgotten", func() bool { return len(s.iopub.all()) == 1 })
}

func TestSlowSubscriberGetsAll(t *testing.T) {
	lim := standard
	lim.outbox = 256 << 10 // far less than what is published: publishing waits for the reader
	s, _ := serve(t, "tcp", lim)
	sub := subscriber(t, s)
	const n = 3000
	go publish(t, s, n, 2000)
	for i := range n {
		if i%500 == 0 {
			time.Sleep(20 * time.Millisecond)
		}
		if m, err := Decode(recv(t, sub), []byte("secret")); err != nil || !bytes.HasPrefix(m.Content, fmt.Appendf(nil, `"%d `, i)) {
			t.Fatalf("message %d: %v", i, err)
		}
	}
}

func TestStalledClientOfShellStopsNobody(t *testing.T) {
	lim := standard
	lim.outbox, lim.patience = 64<<10, 100*time.Millisecond
	s, _ := serve(t, "tcp", lim)
	peer, _ := raw(t, s, s.Connection().ShellPort, "DEALER")
	peer.Write(encodeMessage(request(t, "x_request").Encode([]byte("secret"))))
	m := await(t, s, Shell)
	reply := request(t, "x_reply")
	reply.Identities, reply.Content = m.Identities, fmt.Appendf(nil, `"%s"`, bytes.Repeat([]byte("x"), 32<<10))
	var err error
	for i := 0; i < 1000 && err == nil; i++ {
		err = s.Send(Shell, reply)
	}
	if err == nil {
		t.Error("32 MiB of replies to a client that reads nothing were taken")
	}
	answered(t, s)
}

func TestPingIsAnswered(t *testing.T) {
	s, _ := serve(t, "tcp", standard)
	peer, r := raw(t, s, s.Connection().ShellPort, "DEALER")
	peer.Write(appendFrame(nil, flagCommand, []byte("\x04PING\x00\x0acontext")))
	flags, body, err := readFrame(r, 100)
	if err != nil || flags != flagCommand || string(body) != "\x04PONGcontext" {
		t.Errorf("got %d %q, %v", flags, body, err)
	}
}

func TestUnsubscribe(t *testing.T) {
	s, _ := serve(t, "tcp", standard)
	peer, r := raw(t, s, s.Connection().IOPubPort, "SUB")
	peer.Write([]byte{0, 2, 1, 'a', 0, 2, 1, 'b'})
	peer.Write(appendFrame(nil, flagCommand, []byte("\x09SUBSCRIBEc")))
	peer.Write([]byte{0, 2, 0, 'a'})
	waitUntil(t, "topics b and c", func() bool {
		s.iopub.mu.Lock()
		defer s.iopub.mu.Unlock()
		for _, topics := range s.iopub.subs {
			return len(topics) == 2 && topics["b"] && topics["c"]
		}
		return false
	})
	for _, msgType := range []string{"a1", "b1", "c1"} {
		s.Publish(request(t, msgType))
	}
	for _, want := range []string{"b1", "c1"} {
		frames, _, err := readMessage(r, maxMessage)
		if err != nil || string(frames[0]) != want {
			t.Errorf("got %q, %v, want %s", frames[0], err, want)
		}
	}
}

func TestPeersAreBounded(t *testing.T) {
	lim := standard
	lim.peers = 2
	s, lb := serve(t, "tcp", lim)
	for range 2 {
		raw(t, s, s.Connection().ShellPort, "DEALER")
	}
	waitUntil(t, "both", func() bool { return len(s.routers[Shell].all()) == 2 })
	plain(t, s, s.Connection().ShellPort).Write(append(greeting(), ready("DEALER")...))
	lb.waitFor(t, "the ROUTER socket has 2 peers")
}
