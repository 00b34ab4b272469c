//go:build unix

package run

import (
	"os"

	"golang.org/x/sys/unix"
)

// columns is the width of the terminal that file is; 0 when it is none.
func columns(file *os.File) int {
	size, err := unix.IoctlGetWinsize(int(file.Fd()), unix.TIOCGWINSZ)
	if err != nil {
		return 0
	}
	if size.Col == 0 { // a terminal that does not know
		return 80
	}
	return int(size.Col)
}

// hide stops the terminal from showing what is typed, until show is called.
func hide(file *os.File) (show func(), err error) {
	terminal := int(file.Fd())
	before, err := unix.IoctlGetTermios(terminal, getTermios)
	if err != nil {
		return nil, err
	}
	silent := *before
	silent.Lflag &^= unix.ECHO
	if err := unix.IoctlSetTermios(terminal, setTermios, &silent); err != nil {
		return nil, err
	}
	return func() { unix.IoctlSetTermios(terminal, setTermios, before) }, nil
}
