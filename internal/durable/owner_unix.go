//go:build unix

package durable

import (
	"os"
	"syscall"
)

// keepOwner gives a new file the owner and the group of the one that it replaces: who could
// read that must be able to read it still.
func keepOwner(f *os.File, old os.FileInfo) error {
	info, err := f.Stat()
	if err != nil {
		return err
	}
	have, want := info.Sys().(*syscall.Stat_t), old.Sys().(*syscall.Stat_t)
	if have.Uid == want.Uid && have.Gid == want.Gid {
		return nil
	}
	return f.Chown(int(want.Uid), int(want.Gid))
}
