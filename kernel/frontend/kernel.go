package frontend

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"gohunt/kernel/wire"
)

// Spec says how to start a kernel.
type Spec struct {
	Argv         []string // program and arguments; "{connection_file}" in them is replaced by the file's path
	Env          []string // NAME=value, added to this process's environment
	Dir          string   // working directory of the kernel; "" is that of this process
	Output       io.Writer
	StartTimeout time.Duration // until the first answer; 0 is one minute
	Signal       bool          // interrupt by SIGINT, as kernel.json's interrupt_mode "signal", rather than by message

	// Stray is called for an iopub message that belongs to no request under way: what a goroutine prints after
	// its cell has ended. Calls come one at a time, from a goroutine of this package. May be nil.
	Stray func(*wire.Message)
}

// Info is what a kernel says of itself (kernel_info_reply).
type Info struct {
	Protocol       string         `json:"protocol_version"`
	Implementation string         `json:"implementation"`
	Version        string         `json:"implementation_version"`
	Banner         string         `json:"banner"`
	Language       map[string]any `json:"language_info"`
}

// Kernel is a running kernel process and the sockets to it. Its methods may be called concurrently.
type Kernel struct {
	Info Info // as of the last Start or Restart

	spec Spec
	mu   sync.Mutex
	life *life
}

// Start starts a kernel and returns once it has answered and its output channel is proven to arrive.
// The connection is on free loopback ports with a random key; its file is readable by the owner only and
// removed once the kernel has read it. The error tells what the process wrote when it ended early. ctx is for the start only.
func Start(ctx context.Context, spec Spec) (*Kernel, error) {
	if len(spec.Argv) == 0 {
		return nil, errors.New("start kernel: no program is given")
	}
	k := &Kernel{spec: spec}
	if err := k.begin(ctx); err != nil {
		return nil, err
	}
	return k, nil
}

// begin tries again when another program took a port between the choice and the bind, which Jupyter's
// connection files cannot rule out.
func (k *Kernel) begin(ctx context.Context) error {
	timeout := k.spec.StartTimeout
	if timeout == 0 {
		timeout = time.Minute
	}
	ctx, cancel := context.WithTimeoutCause(ctx, timeout, fmt.Errorf("no answer within %v", timeout))
	defer cancel()
	for try := 0; ; try++ {
		l, info, err := begin(ctx, k.spec)
		if err == nil {
			k.mu.Lock()
			k.life, k.Info = l, info
			k.mu.Unlock()
			return nil
		}
		if try == 2 || !portLost(err) {
			return fmt.Errorf("start kernel %s: %w", k.spec.Argv[0], err)
		}
	}
}

// portLost recognises a kernel that could not bind, in the words of Linux and macOS and of Windows, and a port
// where something else answers.
func portLost(err error) bool {
	text := strings.ToLower(err.Error())
	return strings.Contains(text, "address already in use") || strings.Contains(text, "only one usage of each socket") ||
		strings.Contains(text, "not compatible with")
}

func (k *Kernel) current() *life {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.life
}

// Pid is the process id of the kernel.
func (k *Kernel) Pid() int { return k.current().process.pid() }

// Done is closed when the kernel has ended, by itself or by Shutdown.
func (k *Kernel) Done() <-chan struct{} { return k.current().dead }

// Shutdown asks the kernel to end, and kills it when it has not within grace or ctx. Afterwards the process
// is gone and its files are removed. The error says that it had to be killed; a second call does nothing.
func (k *Kernel) Shutdown(ctx context.Context, grace time.Duration) error {
	return k.current().end(ctx, grace, false)
}

// Restart ends the kernel as Shutdown does, with restart announced, and starts a new one. Requests under way fail.
func (k *Kernel) Restart(ctx context.Context, grace time.Duration) error {
	_ = k.current().end(ctx, grace, true) // killed or not, it is gone
	return k.begin(ctx)
}

// Interrupt stops the cell that runs, in the way the kernel wants it: a message on the control channel, whose reply is
// awaited, or a signal. It does not wait for the cell to end.
func (k *Kernel) Interrupt(ctx context.Context) error {
	l := k.current()
	if k.spec.Signal {
		return l.process.interrupt()
	}
	_, err := l.call(ctx, Control, "interrupt_request", struct{}{})
	return err
}
