//go:build unix

package main

import (
	"os"
	"strconv"
	"syscall"
	"time"
)

// watchParent calls end when the process that started the kernel is gone, so
// that no kernel stays behind. Jupyter names it in JPY_PARENT_PID; without that
// nobody is watched.
func watchParent(end func()) {
	pid, err := strconv.Atoi(os.Getenv("JPY_PARENT_PID"))
	if err != nil || pid <= 1 {
		return
	}
	gone := func() bool { return syscall.Kill(pid, 0) == syscall.ESRCH }
	if os.Getppid() == pid { // a child sees its parent go even when nobody reaps it
		gone = func() bool { return os.Getppid() != pid }
	}
	go func() {
		for !gone() {
			time.Sleep(time.Second)
		}
		end()
	}()
}
