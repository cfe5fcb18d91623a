package seal

import (
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

const head = "# Keys that seal secrets: an id and 256 bits each. The first one seals, all of them open.\n"

// Read reads a key file. One that others than its owner and group can read is refused.
func Read(file string) (Ring, error) {
	info, err := os.Stat(file)
	if err != nil {
		return nil, err
	}
	if info.Mode().Perm()&0o007 != 0 {
		return nil, fmt.Errorf("%s: everybody can read it: chmod 600 it", file)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var r Ring
	n := 0
	for line := range strings.Lines(string(text)) {
		n++
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		k, ok := readKey(line)
		if !ok {
			return nil, fmt.Errorf("%s:%d: this is not an id and a key", file, n)
		}
		r = append(r, k)
	}
	if len(r) == 0 {
		return nil, fmt.Errorf("%s: there is no key", file)
	}
	return r, nil
}

func readKey(line string) (k Key, ok bool) {
	id, text, _ := strings.Cut(line, " ")
	bits, err := base64.RawStdEncoding.DecodeString(strings.TrimSpace(text))
	if err != nil || id == "" || strings.Contains(id, ":") || copy(k.bits[:], bits) != len(k.bits) || len(bits) != len(k.bits) {
		return k, false
	}
	k.ID = id
	return k, true
}

// Create writes a key file that must not be there yet.
func (r Ring) Create(file string) error {
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = f.WriteString(r.text())
	return errors.Join(err, f.Sync(), f.Close())
}

// Write replaces a key file.
func (r Ring) Write(file string) error { return Replace(file, []byte(r.text())) }

func (r Ring) text() string {
	var b strings.Builder
	b.WriteString(head)
	for _, k := range r {
		b.WriteString(k.ID + " " + base64.RawStdEncoding.EncodeToString(k.bits[:]) + "\n")
	}
	return b.String()
}

// Replace writes a file anew, with the owner and the permissions that it has. Whatever happens, there is
// the old text or the new one, and the new one is on disk when there is no error.
func Replace(file string, text []byte) (err error) {
	file, err = filepath.EvalSymlinks(file) // the link stays
	if err != nil {
		return err
	}
	info, err := os.Stat(file)
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
	if err = errors.Join(err, keepOwner(f, info), f.Chmod(info.Mode().Perm()), f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), file); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(file))
}

// syncFolder makes a rename last. Systems that cannot do so do not need it.
func syncFolder(folder string) error {
	d, err := os.Open(folder)
	if err != nil {
		return err
	}
	defer func() { _ = d.Close() }()
	if err := d.Sync(); err != nil && !errors.Is(err, fs.ErrInvalid) {
		return err
	}
	return nil
}
