package store_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sesame/internal/cloud"
	"sesame/internal/store"
)

// stocked is a folder with a closed store of some images.
func stocked(t *testing.T, images int) (folder string) {
	t.Helper()
	folder = t.TempDir()
	w := &world{t: t, db: open(t, folder), now: epoch}
	for n := range images {
		w.create(sample(fmt.Sprintf("m-%04d", n), named(fmt.Sprintf("image-%04d", n))))
	}
	if err := w.db.Close(); err != nil {
		t.Fatal(err)
	}
	return folder
}

// wantRefused opens a store that cannot be served, and looks for what the message says.
func wantRefused(t *testing.T, folder string, says ...string) {
	t.Helper()
	db, err := store.Open(t.Context(), folder)
	if err == nil {
		t.Fatalf("it was opened (%v), want %q", db.Close(), says)
	}
	for _, part := range says {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("%q does not say %q", err, part)
		}
	}
}

// overwrite puts text over a part of a store's file.
func overwrite(t *testing.T, folder string, at int64, text []byte) {
	t.Helper()
	f, err := os.OpenFile(filepath.Join(folder, "sesame.db"), os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	_, err = f.WriteAt(text, at)
	if err := errors.Join(err, f.Close()); err != nil {
		t.Fatal(err)
	}
}

func TestSecondStoreOnAFolderIsRefused(t *testing.T) {
	folder := t.TempDir()
	first := newWorld(t, folder)
	wantRefused(t, folder, "another sesame", fmt.Sprintf("process %d", os.Getpid()), folder)
	if _, err := store.Open(t.Context(), folder); !errors.Is(err, store.ErrInUse) {
		t.Errorf("%v, want ErrInUse", err)
	}
	first.create(sample("m-1")) // goes on
	if err := first.db.Close(); err != nil {
		t.Fatal(err)
	}
	same(t, "images", 1, newWorld(t, folder).rows("images"))
}

func TestDamagedFileIsRefused(t *testing.T) {
	garbage := bytes.Repeat([]byte{0xa5}, 2048)
	for name, at := range map[string]int64{"header": 0, "first page": 100, "a page": 5 * 4096, "inside a page": 5*4096 + 2048} {
		t.Run(name, func(t *testing.T) {
			folder := stocked(t, 60)
			overwrite(t, folder, at, garbage)
			wantRefused(t, folder, "sesame.db", `restore a backup with "sesame restore"`)
			db, err := store.Open(t.Context(), folder)
			if !errors.Is(err, store.ErrUnavailable) {
				t.Errorf("%v, %v, want ErrUnavailable", db, err)
			}
		})
	}
}

// A log without its file may hold what was acknowledged: it is not thrown away.
func TestLogWithoutItsFileIsRefused(t *testing.T) {
	for name, damage := range map[string]func(file string) error{
		"gone": os.Remove, "empty": func(file string) error { return os.Truncate(file, 0) },
	} {
		t.Run(name, func(t *testing.T) {
			folder := stocked(t, 10)
			log := filepath.Join(folder, "sesame.db-wal")
			if err := errors.Join(os.WriteFile(log, []byte("a log"), 0o600), damage(filepath.Join(folder, "sesame.db"))); err != nil {
				t.Fatal(err)
			}
			wantRefused(t, folder, "its log sesame.db-wal is not", `restore a backup with "sesame restore"`)
			if text, err := os.ReadFile(log); err != nil || string(text) != "a log" {
				t.Errorf("the log is %q, %v", text, err)
			}
		})
	}
}

func TestIncompleteSchemaIsRefused(t *testing.T) {
	onDurable(t, func(t *testing.T, dsn string) {
		db := open(t, dsn)
		if err := db.Exec(t.Context(), "DROP INDEX images_by_name"); err != nil {
			t.Fatal(err)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		wantRefused(t, dsn, "images_by_name is missing")
	})
}

// damaged are ways in which the file of a store that serves goes bad, from some page on.
var damaged = map[string]func(t *testing.T, file string, from int64){
	"cut": func(t *testing.T, file string, from int64) {
		if err := os.Truncate(file, from*pageSize); err != nil {
			t.Fatal(err)
		}
	},
	"overwritten": func(t *testing.T, file string, from int64) {
		overwrite(t, filepath.Dir(file), from*pageSize, bytes.Repeat([]byte{0xa5}, int((pagesOf(t, file)-from)*pageSize)))
	},
}

const pageSize = 4096

func pagesOf(t *testing.T, file string) int64 {
	t.Helper()
	info, err := os.Stat(file)
	if err != nil {
		t.Fatal(err)
	}
	return info.Size() / pageSize
}

// The writer may be the first to find out.
func TestDamageFoundByAChange(t *testing.T) {
	for name, damage := range damaged {
		t.Run(name, func(t *testing.T) {
			folder := stocked(t, 300)
			w := &world{t: t, db: open(t, folder), now: epoch}
			damage(t, filepath.Join(folder, "sesame.db"), 1)
			for n := range 20 {
				err := w.tryChange(fmt.Sprintf("m-%04d", n*10), named(fmt.Sprintf("new-%d", n)))
				if !errors.Is(err, store.ErrUnavailable) {
					t.Fatalf("%v, want ErrUnavailable", err)
				}
			}
			closed := make(chan error, 1)
			go func() { closed <- w.db.Close() }() // however it ends, it ends
			select {
			case err := <-closed:
				t.Log("Close:", err)
			case <-time.After(20 * time.Second):
				t.Error("Close does not end")
			}
		})
	}
}

// A file that goes bad under a running store ends neither the process nor what can still be
// answered: whoever asks for what is damaged is told, the others are answered, and nothing more is
// written.
func TestDamageWhileServing(t *testing.T) {
	for name, damage := range damaged {
		t.Run(name, func(t *testing.T) {
			const images = 300
			folder := stocked(t, images)
			db := open(t, folder)
			var told []error
			db.OnTrouble(func(err error) { told = append(told, err) })
			w := &world{t: t, db: db, now: epoch}
			file := filepath.Join(folder, "sesame.db")
			damage(t, file, pagesOf(t, file)*3/4)
			failed, read := w.readAll(images)
			err := w.try(func(tx *store.Tx) error { return tx.CreateImage(sample("m-new")) })
			if !errors.Is(err, store.ErrUnavailable) || !strings.Contains(err.Error(), "sesame restore") {
				t.Errorf("a change gives %v", err)
			}
			if failed < images/10 || read < images/10 && name != "cut" { // of a file shorter than it says, SQLite reads nothing
				t.Errorf("%d reads failed, and %d did not", failed, read)
			}
			if len(told) == 0 || len(told) > 3 {
				t.Errorf("told %d times: %v", len(told), told)
			}
		})
	}
}

// readAll reads images, the last first: its page is most likely damaged, so that the others are read
// by a store that knows. It counts those that are damaged and those that are as they were.
func (w *world) readAll(images int) (failed, read int) {
	w.t.Helper()
	for n := images - 1; n >= 0; n-- {
		var i *cloud.Image
		err := w.db.View(w.t.Context(), func(tx *store.Tx) (err error) {
			i, err = tx.Image(ali, hangzhou, fmt.Sprintf("m-%04d", n))
			return err
		})
		switch {
		case errors.Is(err, store.ErrUnavailable):
			failed++
		case err != nil:
			w.t.Fatal(err)
		default:
			same(w.t, "image", fmt.Sprintf("image-%04d", n), i.Name)
			read++
		}
	}
	return failed, read
}

// Another program may keep the file locked for longer than anybody wants to wait.
func TestLockedFile(t *testing.T) {
	w := newWorld(t, t.TempDir())
	w.create(sample("m-1"))
	unlock, err := store.LockFile(w.db)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.tryChange("m-1", named("two")); !errors.Is(err, store.ErrUnavailable) || !strings.Contains(err.Error(), "another program") {
		t.Errorf("%v, want ErrUnavailable for another program", err)
	}
	same(t, "name", "", w.image("m-1").Name) // reads go on
	if err := unlock(); err != nil {
		t.Fatal(err)
	}
	w.change("m-1", named("three"))
	same(t, "name", "three", w.image("m-1").Name)
}
