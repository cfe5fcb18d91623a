// Package durable writes small files and makes folders, which are whole and on disk when there is
// no error.
package durable

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// Create writes a file for its owner's eyes, which must not be there yet.
func Create(file string, text []byte) error {
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	return SyncFolder(filepath.Dir(file))
}

// Write writes a file anew, with the owner and the permissions that it has; a new one is for its
// owner's eyes. Whatever happens, there is what was there before, or the whole text.
func Write(file string, text []byte) (err error) {
	var old os.FileInfo
	target, err := filepath.EvalSymlinks(file) // the link stays
	switch {
	case err == nil:
		file = target
		old, err = os.Stat(file)
	case errors.Is(err, fs.ErrNotExist):
		err = nil
	}
	if err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(file), ".new-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(f.Name()) // it is not there any more when it was renamed
		}
	}()
	_, err = f.Write(text)
	if old != nil {
		err = errors.Join(err, keepOwner(f, old), f.Chmod(old.Mode().Perm()))
	}
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), file); err != nil {
		return err
	}
	return SyncFolder(filepath.Dir(file))
}

// MakeFolder makes a folder for its owner's eyes and those that it is in, and has the name of each on
// disk before anything in it.
func MakeFolder(folder string) error {
	if _, err := os.Stat(folder); err == nil {
		return nil
	}
	parent := filepath.Dir(filepath.Clean(folder))
	if parent != folder {
		if err := MakeFolder(parent); err != nil {
			return err
		}
	}
	if err := os.Mkdir(folder, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return SyncFolder(parent)
}

// SyncFolder has the names in a folder on disk. Systems that cannot do so do not need it.
func SyncFolder(folder string) error {
	d, err := os.Open(folder)
	if err != nil {
		return err
	}
	if err = d.Sync(); errors.Is(err, fs.ErrInvalid) {
		err = nil
	}
	return errors.Join(err, d.Close())
}
