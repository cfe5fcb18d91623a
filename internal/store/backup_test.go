package store_test

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"sesame/internal/store"
)

// backup copies a store that must be fit for it.
func backup(t *testing.T, folder string) (file string, c *store.Copied) {
	t.Helper()
	file = filepath.Join(t.TempDir(), "backup.db")
	c, err := store.Backup(t.Context(), folder, file)
	if err != nil {
		t.Fatal(err)
	}
	return file, c
}

// restored opens what a backup becomes in a new folder.
func restored(t *testing.T, file string) *world {
	t.Helper()
	folder := t.TempDir()
	if _, err := store.Restore(t.Context(), file, folder, false, ".old"); err != nil {
		t.Fatal(err)
	}
	return newWorld(t, folder)
}

// Copies that are made while writers write: each is a state that was.
func TestBackupWhileServing(t *testing.T) {
	folder := t.TempDir()
	w := newWorld(t, folder)
	stop := make(chan struct{})
	var wg sync.WaitGroup
	for n := range 4 {
		wg.Go(func() {
			for m := 0; ; m++ {
				select {
				case <-stop:
					return
				default:
				}
				id := fmt.Sprintf("m-%d-%04d", n, m)
				if err := w.try(func(tx *store.Tx) error { return tx.CreateImage(sample(id)) }); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	least := 0
	for n := range 5 {
		before := w.rows("images")
		file, c := backup(t, folder)
		r := restored(t, file)
		images := r.rows("images")
		if images < before || images < least || images > w.rows("images") {
			t.Errorf("copy %d: %d images, before it there were %d", n, images, before)
		}
		same(t, "rows told", images, c.Rows["images"])
		same(t, "tags", 2*images, r.rows("tags"))
		same(t, "events", images, r.rows("events"))
		least = images
	}
	close(stop)
	wg.Wait()
}

func TestBackupOfAStoreThatIsClosed(t *testing.T) {
	file, c := backup(t, stocked(t, 3))
	same(t, "images", 3, c.Rows["images"])
	info, err := os.Stat(file)
	if err != nil || info.Size() != c.Bytes {
		t.Errorf("%v, %v, want %d bytes", info, err, c.Bytes)
	}
	w := restored(t, file)
	same(t, "name", "image-0002", w.image("m-0002").Name)
	w.create(sample("m-new"))
}

func TestBackupRefusals(t *testing.T) {
	folder := stocked(t, 300)
	file, _ := backup(t, folder)
	for about, c := range map[string]struct {
		folder, file string
		want         error
	}{
		"a file that is there": {folder, file, fs.ErrExist},
		"no store":             {t.TempDir(), filepath.Join(t.TempDir(), "b.db"), fs.ErrNotExist},
		"memory":               {":memory:", "b.db", store.ErrNoFolder},
		"PostgreSQL":           {"postgres://somewhere/db", "b.db", store.ErrNoFolder},
	} {
		if _, err := store.Backup(t.Context(), c.folder, c.file); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", about, err, c.want)
		}
	}
	overwrite(t, folder, 40*4096, bytes.Repeat([]byte{0xa5}, 10*4096))
	target := filepath.Join(t.TempDir(), "damaged.db")
	if _, err := store.Backup(t.Context(), folder, target); !errors.Is(err, store.ErrUnavailable) {
		t.Errorf("a damaged store: %v", err)
	}
	if left, err := filepath.Glob(target + "*"); err != nil || len(left) > 0 {
		t.Errorf("it left %v (%v)", left, err)
	}
}

func TestRestoreOverAStore(t *testing.T) {
	file, _ := backup(t, stocked(t, 3))
	folder := stocked(t, 5)
	if _, err := store.Restore(t.Context(), file, folder, false, ".old"); !errors.Is(err, fs.ErrExist) || !strings.Contains(err.Error(), "--force") {
		t.Fatalf("%v, want ErrExist that names --force", err)
	}
	w := newWorld(t, folder)
	same(t, "images before", 5, w.rows("images"))
	if _, err := store.Restore(t.Context(), file, folder, true, ".old"); !errors.Is(err, store.ErrInUse) {
		t.Fatalf("%v, want ErrInUse", err)
	}
	if err := w.db.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Restore(t.Context(), file, folder, true, ".old"); err != nil {
		t.Fatal(err)
	}
	same(t, "images restored", 3, newWorld(t, folder).rows("images"))
	same(t, "images aside", 5, restored(t, filepath.Join(folder, "sesame.db.old")).rows("images"))
}

// What a server left that was killed is in its log: that is kept as well.
func TestRestoreKeepsTheLog(t *testing.T) {
	file, _ := backup(t, stocked(t, 3))
	running, folder := t.TempDir(), t.TempDir()
	w := newWorld(t, running)
	w.create(sample("m-1"), sample("m-2"))
	for _, name := range []string{"sesame.db", "sesame.db-wal"} {
		data, err := os.ReadFile(filepath.Join(running, name))
		if err == nil {
			err = os.WriteFile(filepath.Join(folder, name), data, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if _, err := store.Restore(t.Context(), file, folder, true, ".old"); err != nil {
		t.Fatal(err)
	}
	same(t, "images restored", 3, newWorld(t, folder).rows("images"))
	same(t, "images aside", 2, restored(t, filepath.Join(folder, "sesame.db.old")).rows("images"))
}

// A log whose file is gone is set aside as well: it is not of the backup.
func TestRestoreBesideALogAlone(t *testing.T) {
	file, _ := backup(t, stocked(t, 3))
	running, folder := t.TempDir(), t.TempDir()
	w := newWorld(t, running)
	w.create(sample("m-1"), sample("m-2"))
	log, err := os.ReadFile(filepath.Join(running, "sesame.db-wal"))
	if err == nil {
		err = os.WriteFile(filepath.Join(folder, "sesame.db-wal"), log, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	if _, err := store.Restore(t.Context(), file, folder, false, ".old"); err != nil {
		t.Fatal(err)
	}
	same(t, "images restored", 3, newWorld(t, folder).rows("images"))
	kept, err := os.ReadFile(filepath.Join(folder, "sesame.db.old-wal"))
	if err != nil || !bytes.Equal(kept, log) {
		t.Errorf("the log is not kept aside: %d of %d bytes, %v", len(kept), len(log), err)
	}
}

func TestRestoreOverADamagedStore(t *testing.T) {
	file, _ := backup(t, stocked(t, 3))
	folder := stocked(t, 60)
	overwrite(t, folder, 0, bytes.Repeat([]byte{0xa5}, 8192))
	if _, err := store.Restore(t.Context(), file, folder, false, ".old"); !errors.Is(err, fs.ErrExist) {
		t.Fatalf("%v, want ErrExist", err)
	}
	if _, err := store.Restore(t.Context(), file, folder, true, ".old"); err != nil {
		t.Fatal(err)
	}
	same(t, "images", 3, newWorld(t, folder).rows("images"))
}

func TestRestoreOfWhatIsNoBackup(t *testing.T) {
	whole, _ := backup(t, stocked(t, 60))
	text, err := os.ReadFile(whole)
	if err != nil {
		t.Fatal(err)
	}
	newer := stocked(t, 1)
	db := open(t, newer)
	if err := errors.Join(db.SetSchema(t.Context(), "9999"), db.Close()); err != nil {
		t.Fatal(err)
	}
	for about, c := range map[string]struct {
		text []byte
		says string
	}{
		"cut":           {text[:len(text)/2], "damaged"},
		"overwritten":   {append(bytes.Clone(text[:16*4096]), bytes.Repeat([]byte{0xa5}, len(text)-16*4096)...), "damaged"},
		"something":     {bytes.Repeat([]byte("no database "), 1000), "damaged"},
		"an empty file": {nil, "no store of sesame"},
	} {
		t.Run(about, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "b.db")
			if err := os.WriteFile(file, c.text, 0o600); err != nil {
				t.Fatal(err)
			}
			folder := stocked(t, 2)
			if _, err := store.Restore(t.Context(), file, folder, true, ".old"); err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("%v, want %q", err, c.says)
			}
			same(t, "images", 2, newWorld(t, folder).rows("images")) // as before
		})
	}
	if _, err := store.Restore(t.Context(), filepath.Join(newer, "sesame.db"), t.TempDir(), false, ".old"); err == nil || !strings.Contains(err.Error(), "newer sesame") {
		t.Errorf("a newer schema: %v", err)
	}
	if _, err := store.Restore(t.Context(), whole, "postgres://somewhere/db", false, ".old"); !errors.Is(err, store.ErrNoFolder) {
		t.Errorf("into PostgreSQL: %v", err)
	}
}

// What is in a store is for the eyes of who runs the server, whatever the folder allows.
func TestFilesAreTheirOwners(t *testing.T) {
	folder, other := t.TempDir(), t.TempDir()
	for _, f := range []string{folder, other} {
		if err := os.Chmod(f, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	w := newWorld(t, folder)
	w.do(func(tx *store.Tx) error { return tx.CreateImage(sample("m-1")) })
	file, _ := backup(t, folder)
	if _, err := store.Restore(t.Context(), file, other, false, ".old"); err != nil {
		t.Fatal(err)
	}
	newWorld(t, other)
	for _, f := range []string{filepath.Join(folder, "sesame.db"), filepath.Join(folder, "sesame.db-wal"), file, filepath.Join(other, "sesame.db")} {
		info, err := os.Stat(f)
		if err != nil {
			t.Fatal(err)
		}
		if mode := info.Mode().Perm(); mode != 0o600 {
			t.Errorf("%s has mode %o", f, mode)
		}
	}
}
