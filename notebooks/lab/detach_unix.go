//go:build unix

package lab

import (
	"os/exec"
	"syscall"
)

// detach gives the command a session of its own, so that an interrupt of the program does not reach it.
func detach(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true} }
