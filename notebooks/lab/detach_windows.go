package lab

import (
	"os/exec"
	"syscall"

	"golang.org/x/sys/windows"
)

// detach gives the command a process group and no console, so that an interrupt of the program does not reach it.
func detach(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{CreationFlags: windows.CREATE_NEW_PROCESS_GROUP | windows.DETACHED_PROCESS}
}
