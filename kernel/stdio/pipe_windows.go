package stdio

import (
	"os"

	"golang.org/x/sys/windows"
)

// openPipe puts a pipe in the place of os.Stdout or os.Stderr and of the process's standard handle. There is no dup2 for
// handles: a C library that has looked its handle up already keeps the old one.
func openPipe(stream string, q *queue) (*pipe, error) {
	handle, file := uint32(windows.STD_OUTPUT_HANDLE), &os.Stdout
	if stream == Stderr {
		handle, file = windows.STD_ERROR_HANDLE, &os.Stderr
	}
	r, w, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	if err := windows.SetStdHandle(handle, windows.Handle(w.Fd())); err != nil {
		r.Close()
		w.Close()
		return nil, err
	}
	p := newPipe(stream, q)
	p.original, p.read = *file, r
	*file = w
	p.write = func(b []byte) error { _, err := w.Write(b); return err }
	p.restore = func() {
		*file = p.original
		windows.SetStdHandle(handle, windows.Handle(p.original.Fd()))
		w.Close()
	}
	go p.copy()
	return p, nil
}
