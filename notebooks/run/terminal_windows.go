package run

import (
	"os"

	"golang.org/x/sys/windows"
)

// columns is the width of the console that file is; 0 when it is none. It lets the console take escape sequences.
func columns(file *os.File) int {
	handle := windows.Handle(file.Fd())
	var mode uint32
	if windows.GetConsoleMode(handle, &mode) != nil {
		return 0
	}
	windows.SetConsoleMode(handle, mode|windows.ENABLE_VIRTUAL_TERMINAL_PROCESSING) // refused by an input handle
	var info windows.ConsoleScreenBufferInfo
	if windows.GetConsoleScreenBufferInfo(handle, &info) != nil {
		return 80
	}
	return int(info.Window.Right-info.Window.Left) + 1
}

// hide stops the console from showing what is typed, until show is called.
func hide(file *os.File) (show func(), err error) {
	console := windows.Handle(file.Fd())
	var before uint32
	if err := windows.GetConsoleMode(console, &before); err != nil {
		return nil, err
	}
	if err := windows.SetConsoleMode(console, before&^windows.ENABLE_ECHO_INPUT); err != nil {
		return nil, err
	}
	return func() { windows.SetConsoleMode(console, before) }, nil
}
