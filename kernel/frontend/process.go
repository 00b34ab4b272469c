package frontend

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"time"
)

// process is the kernel's process.
type process struct {
	cmd    *exec.Cmd
	tail   *tail
	exited chan struct{}

	mu       sync.Mutex
	state    error // what Wait said
	expected bool
}

// startProcess runs argv in a process group of its own, so that Ctrl-C in a terminal reaches only this
// process, which then interrupts the kernel in the proper way. JPY_PARENT_PID lets the kernel end when we do.
func startProcess(spec Spec, file string) (*process, error) {
	argv := make([]string, len(spec.Argv))
	for i, arg := range spec.Argv {
		argv[i] = strings.ReplaceAll(arg, "{connection_file}", file)
	}
	p := &process{cmd: exec.Command(argv[0], argv[1:]...), tail: &tail{to: spec.Output}, exited: make(chan struct{})}
	p.cmd.Dir = spec.Dir
	p.cmd.Env = append(append(os.Environ(), "JPY_PARENT_PID="+strconv.Itoa(os.Getpid())), spec.Env...)
	p.cmd.Stdout, p.cmd.Stderr = p.tail, p.tail
	p.cmd.WaitDelay = time.Second // a grandchild may hold our pipes
	ownGroup(p.cmd)
	if err := p.cmd.Start(); err != nil {
		return nil, err
	}
	go p.wait()
	return p, nil
}

func (p *process) wait() {
	err := p.cmd.Wait()
	p.mu.Lock()
	p.state = err
	p.mu.Unlock()
	close(p.exited)
}

func (p *process) pid() int { return p.cmd.Process.Pid }

func (p *process) expectExit() {
	p.mu.Lock()
	p.expected = true
	p.mu.Unlock()
}

// kill ends the process and its group at once. It is harmless after the end.
func (p *process) kill() {
	select {
	case <-p.exited:
	default:
		killGroup(p.cmd.Process)
	}
}

// ErrEnded is wrapped by every error that comes from a kernel that is no longer there.
var ErrEnded = errors.New("the kernel has ended")

// story tells how the process ended, with the last lines it wrote.
func (p *process) story() error {
	select {
	case <-p.exited:
	default:
		return fmt.Errorf("%w: it closed its connection", ErrEnded)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.expected {
		return fmt.Errorf("%w: it was shut down", ErrEnded)
	}
	last := p.tail.last()
	if last != "" {
		last = "; it wrote:\n" + last
	}
	return fmt.Errorf("%w: %s%s", ErrEnded, p.cmd.ProcessState, last)
}

// tail keeps the last 4 KiB of what is written, and passes all of it on.
type tail struct {
	to io.Writer

	mu   sync.Mutex
	kept []byte
}

func (t *tail) Write(p []byte) (int, error) {
	const most = 4 << 10
	t.mu.Lock()
	defer t.mu.Unlock()
	t.kept = append(t.kept, p...)
	t.kept = t.kept[max(0, len(t.kept)-most):]
	if t.to != nil {
		t.to.Write(p) // what a person's writer cannot take must not stop the kernel
	}
	return len(p), nil
}

func (t *tail) last() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return strings.TrimSpace(strings.ToValidUTF8(string(t.kept), ""))
}
