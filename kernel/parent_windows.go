package main

import (
	"os"
	"strconv"
	"syscall"
)

// watchParent calls end when the process that started the kernel is gone, so
// that no kernel stays behind. On Windows, JPY_PARENT_PID is a handle of it
// that the kernel inherits.
func watchParent(end func()) {
	handle, err := strconv.ParseUint(os.Getenv("JPY_PARENT_PID"), 10, 64)
	if err != nil || handle == 0 {
		return
	}
	go func() {
		if ended, _ := syscall.WaitForSingleObject(syscall.Handle(handle), syscall.INFINITE); ended == syscall.WAIT_OBJECT_0 {
			end()
		}
	}()
}
