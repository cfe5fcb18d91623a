package torture_test

import "syscall"

// dieWithUs lets the kernel kill a server whose test was killed.
func dieWithUs() *syscall.SysProcAttr { return &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL} }
