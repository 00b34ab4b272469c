package frontend

import (
	"errors"
	"os"
	"os/exec"
	"syscall"
)

func ownGroup(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{CreationFlags: syscall.CREATE_NEW_PROCESS_GROUP}
}

func killGroup(p *os.Process) { p.Kill() }

func (p *process) interrupt() error {
	return errors.New("interrupt kernel: Windows has no SIGINT for another process; use a kernel that is interrupted by message")
}
