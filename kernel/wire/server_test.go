package wire

import (
	"context"
	"fmt"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-zeromq/zmq4"
)

// serve starts a server with the key "secret" on free ports, or on ipc files
// when transport says so; its log is kept.
func serve(t *testing.T, transport string, lim limits) (*Server, *logbook) {
	t.Helper()
	c := Connection{IP: "127.0.0.1", Transport: transport, Key: "secret", SignatureScheme: "hmac-sha256"}
	if transport == "ipc" {
		c.IP = filepath.Join(t.TempDir(), "k")
		c.ShellPort, c.IOPubPort, c.StdinPort, c.ControlPort, c.HBPort = 1, 2, 3, 4, 5
	}
	var lb logbook
	s, err := listen(context.Background(), c, lb.add, lim)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close(0) })
	return s, &lb
}

type logbook struct {
	mu    sync.Mutex
	lines []string
}

func (l *logbook) add(format string, args ...any) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.lines = append(l.lines, fmt.Sprintf(format, args...))
}

func (l *logbook) waitFor(t *testing.T, want string) {
	t.Helper()
	for range 400 {
		l.mu.Lock()
		all := strings.Join(l.lines, "\n")
		l.mu.Unlock()
		if strings.Contains(all, want) {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	t.Errorf("the log never said %q:\n%s", want, strings.Join(l.lines, "\n"))
}

func endpoint(s *Server, port int) string {
	network, address := s.Connection().Endpoint(port)
	return strings.Replace(network, "unix", "ipc", 1) + "://" + address
}

func dial(t *testing.T, sock zmq4.Socket, at string) zmq4.Socket {
	t.Helper()
	if err := sock.Dial(at); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { sock.Close() })
	return sock
}

func subscriber(t *testing.T, s *Server) zmq4.Socket {
	t.Helper()
	sub := dial(t, zmq4.NewSub(context.Background()), endpoint(s, s.Connection().IOPubPort))
	if err := sub.SetOption(zmq4.OptionSubscribe, ""); err != nil {
		t.Fatal(err)
	}
	waitUntil(t, "the subscription", func() bool {
		s.iopub.mu.Lock()
		defer s.iopub.mu.Unlock()
		return len(s.iopub.subs) > 0
	})
	return sub
}

func waitUntil(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for range 1000 {
		if ok() {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	t.Fatalf("waited in vain for %s", what)
}

// recv fails the test when nothing comes within five seconds.
func recv(t *testing.T, sock zmq4.Socket) [][]byte {
	t.Helper()
	type answer struct {
		msg zmq4.Msg
		err error
	}
	got := make(chan answer, 1)
	go func() {
		m, err := sock.Recv()
		got <- answer{m, err}
	}()
	select {
	case a := <-got:
		if a.err != nil {
			t.Fatal(a.err)
		}
		return a.msg.Frames
	case <-time.After(5 * time.Second):
		t.Fatal("nothing came in 5 s")
		return nil
	}
}

func request(t *testing.T, msgType string) *Message {
	t.Helper()
	m, err := New(msgType, "client", map[string]any{"n": 1})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func await(t *testing.T, s *Server, c Channel) *Message {
	t.Helper()
	select {
	case m := <-s.Receive(c):
		return m
	case <-time.After(5 * time.Second):
		t.Fatalf("nothing came on %s in 5 s", c)
		return nil
	}
}

func TestRequestAndReply(t *testing.T) {
	for _, transport := range []string{"tcp", "ipc"} {
		if transport == "ipc" && runtime.GOOS == "windows" {
			continue // zmq4 and Jupyter have no ipc there
		}
		t.Run(transport, func(t *testing.T) {
			s, _ := serve(t, transport, standard)
			c := s.Connection()
			for channel, port := range map[Channel]int{Shell: c.ShellPort, Control: c.ControlPort, Stdin: c.StdinPort} {
				client := dial(t, zmq4.NewDealer(context.Background()), endpoint(s, port))
				want := request(t, "hello_request")
				if err := client.SendMulti(zmq4.NewMsgFrom(want.Encode([]byte("secret"))...)); err != nil {
					t.Fatal(err)
				}
				got := await(t, s, channel)
				if got.Header != want.Header {
					t.Errorf("%s: got %+v", channel, got.Header)
				}
				reply := request(t, "hello_reply")
				reply.Identities, reply.Parent = got.Identities, got.RawHeader()
				if err := s.Send(channel, reply); err != nil {
					t.Fatal(err)
				}
				back, err := Decode(recv(t, client), []byte("secret"))
				if err != nil || back.Header != reply.Header || string(back.Parent) != string(want.RawHeader()) {
					t.Errorf("%s: got %+v, %v", channel, back, err)
				}
			}
		})
	}
}

func TestHeartbeat(t *testing.T) {
	s, _ := serve(t, "tcp", standard)
	client := dial(t, zmq4.NewReq(context.Background()), endpoint(s, s.Connection().HBPort))
	for _, beat := range []string{"ping", "", "ping"} {
		if err := client.Send(zmq4.NewMsgString(beat)); err != nil {
			t.Fatal(err)
		}
		if got := recv(t, client); string(got[0]) != beat {
			t.Errorf("got %q, want %q", got, beat)
		}
	}
}

func TestPublishKeepsOrder(t *testing.T) {
	s, _ := serve(t, "tcp", standard)
	one, two := subscriber(t, s), subscriber(t, s)
	waitUntil(t, "both", func() bool { s.iopub.mu.Lock(); defer s.iopub.mu.Unlock(); return len(s.iopub.subs) == 2 })
	const n = 2000
	for i := range n {
		m := request(t, "stream")
		m.Content = []byte(fmt.Sprint(i))
		s.Publish(m)
	}
	for _, sub := range []zmq4.Socket{one, two} {
		for i := range n {
			m, err := Decode(recv(t, sub), []byte("secret"))
			if err != nil || string(m.Content) != fmt.Sprint(i) {
				t.Fatalf("message %d: %v %v", i, m, err)
			}
		}
	}
}

func TestWhatIsInvalidIsLoggedAndLeftOut(t *testing.T) {
	s, lb := serve(t, "tcp", standard)
	client := dial(t, zmq4.NewDealer(context.Background()), endpoint(s, s.Connection().ShellPort))
	good := request(t, "good_request")
	for _, frames := range [][][]byte{
		{[]byte("junk")},
		request(t, "other_key_request").Encode([]byte("guessed")),
		good.Encode([]byte("secret")),
		good.Encode([]byte("secret")), // again: a replay
		request(t, "last_request").Encode([]byte("secret")),
	} {
		if err := client.SendMulti(zmq4.NewMsgFrom(frames...)); err != nil {
			t.Fatal(err)
		}
	}
	for _, want := range []string{"good_request", "last_request"} {
		if m := await(t, s, Shell); m.Header.MsgType != want {
			t.Errorf("got %s, want %s", m.Header.MsgType, want)
		}
	}
	for _, want := range []string{"no <IDS|MSG>", ErrSignature.Error(), "used before"} {
		lb.waitFor(t, want)
	}
}

func TestDigestsForgetTheOldest(t *testing.T) {
	d := newDigests()
	for i := range remembered + 1 {
		if !d.add(fmt.Append(nil, i)) {
			t.Fatalf("%d is new", i)
		}
	}
	if d.add([]byte("1")) {
		t.Error("1 was forgotten too early")
	}
	if !d.add([]byte("0")) || len(d.seen) != remembered {
		t.Errorf("0 is still kept, or %d are", len(d.seen))
	}
}

func TestPeerThatComesBackTakesItsIdentityOver(t *testing.T) {
	s, _ := serve(t, "tcp", standard)
	at := endpoint(s, s.Connection().ShellPort)
	id := zmq4.WithID(zmq4.SocketIdentity("front"))
	old := dial(t, zmq4.NewDealer(context.Background(), id), at)
	old.SendMulti(zmq4.NewMsgFrom(request(t, "a_request").Encode([]byte("secret"))...))
	await(t, s, Shell)
	renewed := dial(t, zmq4.NewDealer(context.Background(), id), at)
	renewed.SendMulti(zmq4.NewMsgFrom(request(t, "b_request").Encode([]byte("secret"))...))
	m := await(t, s, Shell)
	reply := request(t, "b_reply")
	reply.Identities = m.Identities
	if err := s.Send(Shell, reply); err != nil {
		t.Fatal(err)
	}
	if got, err := Decode(recv(t, renewed), []byte("secret")); err != nil || got.Header.MsgType != "b_reply" {
		t.Errorf("got %v, %v", got, err)
	}
}

func TestCloseSendsWhatIsQueued(t *testing.T) {
	s, _ := serve(t, "tcp", standard)
	sub := subscriber(t, s)
	const n = 3000
	for i := range n {
		m := request(t, "stream")
		m.Content = []byte(fmt.Sprintf(`"%0*d"`, 2000, i))
		s.Publish(m)
	}
	go s.Close(5 * time.Second)
	for i := range n {
		if m, err := Decode(recv(t, sub), []byte("secret")); err != nil || !strings.HasSuffix(string(m.Content), fmt.Sprintf(`%04d"`, i)) {
			t.Fatalf("message %d: %v", i, err)
		}
	}
}

func TestListenRefuses(t *testing.T) {
	open := Connection{IP: "0.0.0.0", Transport: "tcp"}
	if _, err := Listen(context.Background(), open, nil); err == nil || !strings.Contains(err.Error(), "key is empty") {
		t.Errorf("got %v", err)
	}
	s, _ := serve(t, "tcp", standard)
	if _, err := Listen(context.Background(), s.Connection(), nil); err == nil || !strings.Contains(err.Error(), "in use") {
		t.Errorf("ports in use: got %v", err)
	}
}

func TestSendNeedsAPeer(t *testing.T) {
	s, _ := serve(t, "tcp", standard)
	if err := s.Send(Shell, request(t, "x_reply")); err == nil {
		t.Error("a reply to nobody was sent")
	}
	gone := request(t, "x_reply")
	gone.Identities = [][]byte{[]byte("gone")}
	if err := s.Send(Shell, gone); err != nil {
		t.Errorf("a peer that is gone: %v", err)
	}
}

func TestServerEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	s, err := Listen(ctx, Connection{IP: "127.0.0.1", Transport: "tcp"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	waitUntil(t, "the ports", func() bool {
		again, err := Listen(context.Background(), s.Connection(), nil)
		if err != nil {
			return false
		}
		again.Close(0)
		return true
	})
}
