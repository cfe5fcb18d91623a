//go:build unix

package server

import (
	"math"
	"syscall"
)

// handles is how many files and connections this process may have open.
func handles() int64 {
	var l syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &l); err != nil || uint64(l.Cur) > math.MaxInt64 {
		return math.MaxInt64
	}
	return int64(l.Cur)
}
