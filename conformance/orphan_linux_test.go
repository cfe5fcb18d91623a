package conformance

import (
	"os/exec"
	"syscall"
)

// stopWithParent ends the process when this one ends without stopping it: at a time-out or
// a panic of a test. It is bound to the thread that starts the process.
func stopWithParent(c *exec.Cmd) {
	c.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGTERM}
}
