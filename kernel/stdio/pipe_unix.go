//go:build unix

package stdio

import (
	"os"

	"golang.org/x/sys/unix"
)

// openPipe puts a pipe in the place of descriptor 1 or 2.
func openPipe(stream string, q *queue) (*pipe, error) {
	fd := 1
	if stream == Stderr {
		fd = 2
	}
	saved, err := unix.FcntlInt(uintptr(fd), unix.F_DUPFD_CLOEXEC, 3)
	if err != nil {
		return nil, err
	}
	var ends [2]int
	if err := unix.Pipe(ends[:]); err != nil {
		unix.Close(saved)
		return nil, err
	}
	unix.CloseOnExec(ends[0])
	unix.CloseOnExec(ends[1])
	if err := unix.Dup2(ends[1], fd); err != nil {
		unix.Close(saved)
		unix.Close(ends[0])
		unix.Close(ends[1])
		return nil, err
	}
	unix.SetNonblock(ends[0], true) // the reader waits in Go's poller; the writing end stays blocking, as C expects it
	p := newPipe(stream, q)
	p.original = os.NewFile(uintptr(saved), stream)
	p.read = os.NewFile(uintptr(ends[0]), "captured "+stream)
	p.write = func(b []byte) error { return writeAll(ends[1], b) }
	p.restore = func() {
		unix.Dup2(saved, fd)
		unix.Close(ends[1])
	}
	go p.copy()
	return p, nil
}

func writeAll(fd int, b []byte) error {
	for len(b) > 0 {
		n, err := unix.Write(fd, b)
		if err == unix.EINTR {
			continue
		}
		if err != nil {
			return err
		}
		b = b[n:]
	}
	return nil
}
