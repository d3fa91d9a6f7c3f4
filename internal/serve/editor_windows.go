package serve

import (
	"os/exec"
	"syscall"
)

// detach gives a program a process group of its own: Ctrl-C in the terminal
// ends the server and not the editor with an unsaved text.
func detach(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{CreationFlags: syscall.CREATE_NEW_PROCESS_GROUP}
}
