package store_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"sesame/internal/pgtest"
	"sesame/internal/store"
)

func TestReopen(t *testing.T) {
	onDurable(t, func(t *testing.T, dsn string) {
		w := newWorld(t, dsn)
		want := sample("m-1", named("one"))
		w.create(want)
		o := w.withNonce("n1")
		if err := w.db.Update(t.Context(), o, nothing); err != nil {
			t.Fatal(err)
		}
		if err := w.db.Close(); err != nil {
			t.Fatal(err)
		}
		w = newWorld(t, dsn)
		same(t, "image", want, w.image("m-1"))
		same(t, "events", 1, len(w.events("m-1")))
		if err := w.db.Update(t.Context(), o, nothing); !errors.Is(err, store.ErrReplayed) {
			t.Errorf("%v, want ErrReplayed", err)
		}
	})
}

// What was acknowledged is there for a process beside it.
func TestSecondStoreOnADatabase(t *testing.T) {
	dsn := pgtest.DSN(t)
	first := newWorld(t, dsn)
	for n := range 50 {
		first.create(sample(fmt.Sprintf("m-%02d", n)))
	}
	second := newWorld(t, dsn)
	same(t, "images", 50, second.rows("images"))
	second.create(sample("m-second"))
	first.create(sample("m-first")) // both go on
	same(t, "images", 52, first.rows("images"))
}

// The folders that a store's folder is in are made as well, for the eyes of their owner.
func TestOpenInNewFolders(t *testing.T) {
	outer := filepath.Join(t.TempDir(), "a")
	folder := filepath.Join(outer, "b", "c") + string(filepath.Separator)
	newWorld(t, folder).create(sample("m-1"))
	for f := filepath.Clean(folder); len(f) >= len(outer); f = filepath.Dir(f) {
		if info, err := os.Stat(f); err != nil || info.Mode().Perm() != 0o700 {
			t.Errorf("%s: %v, %v", f, info, err)
		}
	}
}

// What is on disk the moment after an acknowledgement is enough: the files of a store that
// is still open, copied, are a store.
func TestAcknowledgedIsOnDisk(t *testing.T) {
	folder, copied := t.TempDir(), t.TempDir()
	w := newWorld(t, folder)
	for n := range 20 {
		w.create(sample(fmt.Sprintf("m-%02d", n)))
	}
	files, err := filepath.Glob(filepath.Join(folder, "sesame.db*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err == nil && !strings.HasSuffix(f, "-shm") {
			err = os.WriteFile(filepath.Join(copied, filepath.Base(f)), data, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	same(t, "images", 20, newWorld(t, copied).rows("images"))
}

// A killed process loses nothing that the system has; a machine without power does. No test
// can pull that plug, so the settings that guard against it are looked at.
func TestCommitsAreSynced(t *testing.T) {
	w := newWorld(t, t.TempDir())
	for pragma, want := range map[string]string{"journal_mode": "wal", "synchronous": "2"} { // FULL
		if got, err := w.db.Pragma(t.Context(), pragma); got != want || err != nil {
			t.Errorf("%s is %s (%v), want %s", pragma, got, err, want)
		}
	}
}

func TestMemoryIsApart(t *testing.T) {
	first, second := newWorld(t, ":memory:"), newWorld(t, ":memory:")
	first.create(sample("m-1"))
	same(t, "images of the other", 0, second.rows("images"))
}

func TestNewerSchemaIsRefused(t *testing.T) {
	onDurable(t, func(t *testing.T, dsn string) {
		db := open(t, dsn)
		if err := db.SetSchema(t.Context(), "9999"); err != nil {
			t.Fatal(err)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		newer, err := store.Open(t.Context(), dsn)
		if err == nil {
			t.Fatal("a newer schema was opened", newer.Close())
		}
		for _, part := range []string{"9999", "newer sesame"} {
			if !strings.Contains(err.Error(), part) {
				t.Errorf("%q does not say %q", err, part)
			}
		}
	})
}

// Of many that open a folder at once, those that come too late are told; a database takes all.
func TestOpenManyAtOnce(t *testing.T) {
	onDurable(t, func(t *testing.T, dsn string) {
		var wg sync.WaitGroup
		for range 6 {
			wg.Go(func() {
				db, err := store.Open(t.Context(), dsn)
				if errors.Is(err, store.ErrInUse) && !strings.HasPrefix(dsn, "postgres") {
					return
				}
				if err != nil {
					t.Error(err)
					return
				}
				if err := db.Close(); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		w := newWorld(t, dsn)
		w.create(sample("m-1"))
	})
}

func TestOpenWhatCannotBe(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	garbage := t.TempDir()
	if err := os.WriteFile(filepath.Join(garbage, "sesame.db"), []byte(strings.Repeat("no database ", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, dsn := range []string{
		file, filepath.Join(file, "below"), garbage,
		"postgres://nobody@127.0.0.1:1/none?connect_timeout=1", "postgres://%zz",
	} {
		if db, err := store.Open(t.Context(), dsn); err == nil {
			t.Errorf("%s was opened (%v)", dsn, db.Close())
		}
	}
}

// A database that sorts by ICU is refused, although its LC_COLLATE is C.
func TestDatabaseThatSortsByALocale(t *testing.T) {
	t.Parallel()
	dsn := pgtest.DSN(t)
	conn, err := pgx.Connect(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(dsn)
	if err != nil {
		t.Fatal(err)
	}
	name := strings.TrimPrefix(u.Path, "/") + "_icu"
	u.Path = "/" + name
	t.Cleanup(func() {
		_, err := conn.Exec(context.Background(), "DROP DATABASE IF EXISTS "+name+" WITH (FORCE)") // the test's context has ended
		if err := errors.Join(err, conn.Close(context.Background())); err != nil {
			t.Error(err)
		}
	})
	if _, err := conn.Exec(t.Context(), "CREATE DATABASE "+name+" ENCODING 'UTF8' LOCALE_PROVIDER icu ICU_LOCALE 'en' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0"); err != nil {
		t.Fatal(err)
	}
	wantRefused(t, u.String(), "ICU", "LC_COLLATE 'C'")
}

func fill(id string) func(*store.Tx) error {
	return func(tx *store.Tx) error { return tx.CreateImage(sample(id)) }
}

func TestSeedOnce(t *testing.T) {
	onAll(t, func(t *testing.T, w *world) {
		seed := func(fn func(*store.Tx) error) (bool, error) { return w.db.Seed(t.Context(), w.origin(), "demo", fn) }
		if seeded, err := seed(func(tx *store.Tx) error { return errors.Join(fill("m-0")(tx), errRefused) }); seeded || !errors.Is(err, errRefused) {
			t.Fatalf("a failing seed: %v, %v", seeded, err)
		}
		if seeded, err := seed(fill("m-1")); !seeded || err != nil {
			t.Fatalf("first: %v, %v", seeded, err)
		}
		if seeded, err := seed(fill("m-2")); seeded || err != nil {
			t.Fatalf("second: %v, %v", seeded, err)
		}
		same(t, "images", 1, w.rows("images"))
	})
}

func TestSeedOfAStoreInUse(t *testing.T) {
	onAll(t, func(t *testing.T, w *world) {
		w.create(sample("m-1"))
		if seeded, err := w.db.Seed(t.Context(), w.origin(), "demo", fill("m-2")); seeded || err != nil {
			t.Fatalf("%v, %v", seeded, err)
		}
	})
}

func TestSeedOfManyAtOnce(t *testing.T) {
	onDurable(t, func(t *testing.T, dsn string) {
		seeds := make([]bool, 4)
		var wg sync.WaitGroup
		first := newWorld(t, dsn)
		for n := range seeds {
			w := first
			if strings.HasPrefix(dsn, "postgres") {
				w = newWorld(t, dsn) // as many processes would
			}
			wg.Go(func() {
				var err error
				seeds[n], err = w.db.Seed(t.Context(), w.origin(), "demo", func(tx *store.Tx) error { return tx.CreateImage(sample("m-1")) })
				if err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		count := 0
		for _, seeded := range seeds {
			if seeded {
				count++
			}
		}
		same(t, "seeded", 1, count)
	})
}

func TestClose(t *testing.T) {
	for _, dsn := range []string{":memory:", t.TempDir()} {
		w := newWorld(t, dsn)
		busy, release := make(chan struct{}), make(chan struct{})
		var wg sync.WaitGroup
		wg.Go(func() {
			if err := w.try(func(tx *store.Tx) error {
				close(busy)
				<-release
				return tx.CreateImage(sample("m-1"))
			}); err != nil {
				t.Errorf("an update that was running: %v", err)
			}
		})
		<-busy
		closed := make(chan error, 1)
		go func() { closed <- w.db.Close() }()
		select {
		case err := <-closed:
			t.Errorf("Close did not wait: %v", err)
		case <-time.After(20 * time.Millisecond):
		}
		close(release)
		wg.Wait()
		if err := <-closed; err != nil {
			t.Error(err)
		}
		if err := w.try(nothing); !errors.Is(err, store.ErrClosed) {
			t.Errorf("update after Close: %v, want ErrClosed", err)
		}
		if err := w.db.View(t.Context(), nothing); !errors.Is(err, store.ErrClosed) {
			t.Errorf("view after Close: %v, want ErrClosed", err)
		}
		if err := w.db.Close(); err != nil {
			t.Errorf("second Close: %v", err)
		}
	}
}

func TestCloseOfPostgres(t *testing.T) {
	for _, p := range places {
		if p.name != "postgres" {
			continue
		}
		w := newWorld(t, p.dsn(t))
		if err := w.db.Close(); err != nil {
			t.Fatal(err)
		}
		if err := w.try(nothing); !errors.Is(err, store.ErrClosed) {
			t.Errorf("update after Close: %v, want ErrClosed", err)
		}
		if err := w.db.View(t.Context(), nothing); !errors.Is(err, store.ErrClosed) {
			t.Errorf("view after Close: %v, want ErrClosed", err)
		}
	}
}

// A reader that is opened late makes no empty store where there is none any more.
func TestReadersMakeNoFile(t *testing.T) {
	folder := t.TempDir()
	w := newWorld(t, folder)
	file := filepath.Join(folder, "sesame.db")
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	var view func(depth int) error
	view = func(depth int) error { // each needs a reader of its own
		return w.db.View(t.Context(), func(*store.Tx) error {
			if depth == 0 {
				return nil
			}
			return view(depth - 1)
		})
	}
	if err := view(1); err == nil {
		t.Error("it is read where nothing is")
	}
	if _, err := os.Stat(file); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("there is a file again: %v", err)
	}
}
