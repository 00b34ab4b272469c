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
