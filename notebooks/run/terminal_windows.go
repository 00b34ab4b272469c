package run

import (
	"os"

	"golang.org/x/sys/windows"
)

// columns is the width of the console that file is; 0 when it is none, or one that takes no escape sequences.
func columns(file *os.File) int {
	handle := windows.Handle(file.Fd())
	var mode uint32
	if windows.GetConsoleMode(handle, &mode) != nil {
		return 0
	}
	if windows.SetConsoleMode(handle, mode|windows.ENABLE_VIRTUAL_TERMINAL_PROCESSING) != nil {
		return 0
	}
	var info windows.ConsoleScreenBufferInfo
	if windows.GetConsoleScreenBufferInfo(handle, &info) != nil {
		return 80
	}
	return int(info.Window.Right-info.Window.Left) + 1
}
