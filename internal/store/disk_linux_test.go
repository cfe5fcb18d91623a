package store_test

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"sesame/internal/store"
)

// inNamespace runs the test again in namespaces of its own, where it may mount what it
// likes, and reports whether this is that run.
func inNamespace(t *testing.T) bool {
	t.Helper()
	const marker = "SESAME_TEST_NAMESPACE"
	if os.Getenv(marker) == t.Name() {
		return true
	}
	cmd := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v")
	cmd.Env = append(os.Environ(), marker+"="+t.Name())
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags:  syscall.CLONE_NEWUSER | syscall.CLONE_NEWNS,
		UidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}},
		Pdeathsig:   syscall.SIGKILL,
	}
	out, err := cmd.CombinedOutput()
	switch {
	case errors.Is(err, syscall.EPERM) && os.Getenv("CI") != "true":
		t.Skip("no user namespaces here")
	case err != nil || !strings.Contains(string(out), "--- PASS: "+t.Name()):
		t.Fatalf("%v\n%s", err, out)
	}
	return false
}

// mountDisk gives a folder on a disk of its own.
func mountDisk(t *testing.T, size string) (folder string) {
	t.Helper()
	folder = t.TempDir()
	if err := syscall.Mount("none", folder, "tmpfs", 0, "size="+size); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(folder, syscall.MNT_DETACH) }) // it goes with the namespace
	return folder
}

// disk is a store on a disk of its own, and what was acknowledged.
type disk struct {
	*world
	folder string
	told   []error
	kept   []string
}

func newDisk(t *testing.T, size string) *disk {
	t.Helper()
	d := &disk{folder: mountDisk(t, size)}
	db := open(t, filepath.Join(d.folder, "data"))
	db.OnTrouble(func(err error) { d.told = append(d.told, err) })
	d.world = &world{t: t, db: db, now: epoch}
	return d
}

// create makes an image, and writes it down when that is acknowledged.
func (d *disk) create(n int) error {
	id := fmt.Sprintf("m-%05d", n)
	err := d.try(func(tx *store.Tx) error { return tx.CreateImage(sample(id)) })
	if err == nil {
		d.kept = append(d.kept, id)
	}
	return err
}

func (d *disk) verify() {
	d.t.Helper()
	for _, id := range d.kept {
		if d.image(id) == nil {
			d.t.Errorf("%s was acknowledged and is not there", id)
		}
	}
	same(d.t, "images", len(d.kept), d.rows("images"))
}

// wantUnavailable: refused for a reason of the disk's, while reads go on.
func (d *disk) wantUnavailable(err error, says string) {
	d.t.Helper()
	if !errors.Is(err, store.ErrUnavailable) || !strings.Contains(err.Error(), says) {
		d.t.Fatalf("%v, want ErrUnavailable that says %q", err, says)
	}
	d.verify()
	if len(d.told) != 1 || d.told[0].Error() != err.Error() {
		d.t.Errorf("told %v, want it once", d.told)
	}
}

// wantRecovered: changes are taken again, and all that was acknowledged is there also for
// the next process.
func (d *disk) wantRecovered() {
	d.t.Helper()
	if err := d.create(99999); err != nil {
		d.t.Fatal(err)
	}
	if len(d.told) != 2 || d.told[1] != nil {
		d.t.Errorf("told %v, want the end of the trouble", d.told)
	}
	d.verify()
	if err := d.db.Close(); err != nil {
		d.t.Fatal(err)
	}
	d.db = open(d.t, filepath.Join(d.folder, "data"))
	d.verify()
}

func TestFullDisk(t *testing.T) {
	if !inNamespace(t) {
		return
	}
	d := newDisk(t, "2m")
	var err error
	for n := 0; err == nil && n < 10000; n++ {
		err = d.create(n)
	}
	d.wantUnavailable(err, "is full")
	if err := syscall.Mount("none", d.folder, "tmpfs", syscall.MS_REMOUNT, "size=16m"); err != nil {
		t.Fatal(err)
	}
	d.wantRecovered()
}

func TestReadOnlyDisk(t *testing.T) {
	if !inNamespace(t) {
		return
	}
	d := newDisk(t, "16m")
	if err := errors.Join(d.create(1), d.db.Close()); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mount("none", d.folder, "tmpfs", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""); err != nil {
		t.Fatal(err)
	}
	wantRefused(t, filepath.Join(d.folder, "other"), "read-only")
	wantRefused(t, filepath.Join(d.folder, "data"), "read-only")
}
