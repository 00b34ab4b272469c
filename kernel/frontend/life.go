package frontend

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"sync"
	"time"

	"gohunt/kernel/wire"
)

// life is one kernel process from start to end. A restarted kernel has a new one.
type life struct {
	process *process
	sockets *sockets
	session string
	stray   func(*wire.Message)

	mu      sync.Mutex
	pending map[string]*mailbox // by the id of the request

	dead chan struct{} // closed when nothing more can come
	why  error         // set before dead is closed
	file string        // the connection file
}

// begin starts the process, dials its sockets and waits until it answers. Whatever fails, nothing is left running.
func begin(ctx context.Context, spec Spec) (*life, Info, error) {
	connection, err := newConnection()
	if err != nil {
		return nil, Info{}, err
	}
	l, err := launch(spec, connection)
	if err != nil {
		release(connection)
		return nil, Info{}, err
	}
	info, err := l.ready(ctx)
	if err != nil {
		l.process.kill()
		<-l.dead
		return nil, Info{}, err
	}
	os.Remove(l.file) // the kernel has read it; so a key is not left behind when this process is killed
	return l, info, nil
}

func launch(spec Spec, connection wire.Connection) (*life, error) {
	file, err := connectionFile(connection)
	if err != nil {
		return nil, err
	}
	p, err := startProcess(spec, file)
	if err != nil {
		os.Remove(file)
		return nil, err
	}
	l := &life{process: p, sockets: newSockets(connection), session: wire.NewID(), stray: spec.Stray,
		pending: map[string]*mailbox{}, dead: make(chan struct{}), file: file}
	go l.watch()
	return l, nil
}

func connectionFile(connection wire.Connection) (string, error) {
	file, err := os.CreateTemp("", "gohunt-kernel-*.json") // made with mode 0600
	if err != nil {
		return "", fmt.Errorf("connection file: %w", err)
	}
	file.Close()
	if err := connection.Write(file.Name()); err != nil {
		os.Remove(file.Name())
		return "", err
	}
	return file.Name(), nil
}

// watch waits for the end of the process or of a channel, lets what was already sent arrive, and says that it is over.
func (l *life) watch() {
	select {
	case <-l.process.exited:
	case <-l.sockets.lost:
		wait(l.process.exited, time.Second) // a channel that closes is most often the first sign of an exit
	}
	if l.sockets.reading.Load() {
		wait(l.sockets.lost, 300*time.Millisecond)
	}
	l.why = l.process.story()
	l.sockets.close()
	os.Remove(l.file)
	release(l.sockets.connection)
	close(l.dead)
}

func wait(c <-chan struct{}, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-c:
		return true
	case <-timer.C:
		return false
	}
}

// ready dials and then asks for kernel_info again and again until the answer comes together with its
// status messages: only then is the subscription to iopub in place and no output can be missed.
func (l *life) ready(ctx context.Context) (Info, error) {
	if err := l.sockets.dial(ctx, l.dead, l.deliver); err != nil {
		return Info{}, l.reason(ctx, err)
	}
	for {
		reply, heard, err := l.askInfo(ctx)
		if err != nil {
			return Info{}, err
		}
		if heard {
			var info Info
			if err := json.Unmarshal(reply.Content, &info); err != nil {
				return info, fmt.Errorf("kernel_info_reply: %w", err)
			}
			return info, nil
		}
	}
}

// reason prefers the kernel's end and the context's cause over what a socket says of them. A kernel that
// ends closes its sockets a moment before.
func (l *life) reason(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if wait(l.dead, time.Second) {
		return l.why
	}
	return err
}

func (l *life) askInfo(ctx context.Context) (reply *wire.Message, heard bool, err error) {
	box, err := l.send(Shell, "kernel_info_request", struct{}{}, nil)
	if err != nil {
		return nil, false, l.reason(ctx, err)
	}
	defer l.forget(box)
	if reply, err = l.await(ctx, box, Shell, nil); err != nil {
		return nil, false, err
	}
	brief, cancel := context.WithTimeout(ctx, 50*time.Millisecond)
	defer cancel()
	_, err = l.await(brief, box, IOPub, isIdle)
	return reply, err == nil, nil
}

// end shuts the process down, by request and then by force.
func (l *life) end(ctx context.Context, grace time.Duration, restart bool) error {
	select {
	case <-l.dead:
		return nil
	default:
	}
	ctx, cancel := context.WithTimeout(ctx, grace)
	defer cancel()
	box, err := l.send(Control, "shutdown_request", map[string]bool{"restart": restart}, nil)
	if err == nil {
		defer l.forget(box)
	}
	l.process.expectExit()
	select {
	case <-l.dead:
		return nil
	case <-ctx.Done():
	}
	l.process.kill()
	<-l.dead
	return errors.New("the kernel did not end when asked and was killed")
}
