package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"

	"sesame/internal/durable"
)

// ErrInUse says that another process serves the folder.
var ErrInUse = errors.New("store: in use")

// lockName is the file in a folder that whoever writes to the store keeps locked. It stays
// when the process ends; its lock does not.
const lockName = "sesame.lock"

// lockFolder makes sure that this process alone writes to the store of a folder: what one
// process keeps in memory, such as the nonces of reads, a second would not know.
func lockFolder(folder string) (*os.File, error) {
	f, err := os.OpenFile(filepath.Join(folder, lockName), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, folderError(folder, err)
	}
	free, err := tryLock(f)
	switch {
	case err != nil:
		err = fmt.Errorf("store: lock %s: %w", f.Name(), err)
	case !free:
		err = fmt.Errorf("%w: another sesame%s is working on %s", ErrInUse, lockedBy(f), folder)
	default:
		return f, writeOwner(f)
	}
	return nil, errors.Join(err, f.Close())
}

// lockedBy names the process that wrote itself into a lock file.
func lockedBy(f *os.File) string {
	text := make([]byte, 20)
	n, _ := f.ReadAt(text, 0) // nothing there: nothing is told
	if pid, err := strconv.Atoi(strings.TrimSpace(string(text[:n]))); err == nil {
		return fmt.Sprintf(" (process %d)", pid)
	}
	return ""
}

// writeOwner tells who asks for the lock in vain who has it. A disk without room for that
// is found out about by those who need more of it.
func writeOwner(f *os.File) error {
	err := f.Truncate(0)
	if err == nil {
		_, err = f.WriteAt([]byte(strconv.Itoa(os.Getpid())+"\n"), 0)
	}
	if errors.Is(err, syscall.ENOSPC) {
		return nil
	}
	return err
}

// folderError tells of a folder that nothing can be kept in.
func folderError(folder string, err error) error {
	if errors.Is(err, syscall.EROFS) || errors.Is(err, fs.ErrPermission) {
		return fmt.Errorf("%w: the folder %s is read-only to this process", ErrUnavailable, folder)
	}
	return fmt.Errorf("store: %w", err)
}

// makeFolder makes the folder of a store.
func makeFolder(folder string) error {
	if err := durable.MakeFolder(folder); err != nil {
		return folderError(folder, err)
	}
	return nil
}

// makeFile makes a database's file, for its owner's eyes. SQLite would make it for everybody's,
// and gives the files beside it the same mode.
func makeFile(path string) error {
	info, err := os.Stat(path)
	switch {
	case (err != nil || info.Size() == 0) && holdsSomething(path+"-wal"):
		return fmt.Errorf("%w: %s is gone or empty, and its log %s-wal is not: %s", errDamaged, path, filepath.Base(path), restoreHint)
	case err == nil:
		return nil
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE, 0o600)
	if err != nil {
		return folderError(filepath.Dir(path), err)
	}
	return f.Close()
}

// holdsSomething: SQLite would take a log away whose file is not there.
func holdsSomething(log string) bool {
	info, err := os.Stat(log)
	return err == nil && info.Size() > 0
}
