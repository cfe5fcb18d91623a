package store_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sesame/internal/store"
)

// FuzzAddress: whatever the address of a database is, it is taken or refused, and the
// refusal does not tell the password.
func FuzzAddress(f *testing.F) {
	f.Add("postgres://sesame:", "@db.internal/sesame?sslmode=require&retry_for=20s&pool_max_conns=3")
	f.Add("postgres://sesame:", "@db1,db2:5433/sesame?target_session_attrs=read-write")
	f.Add("postgres://sesame:", "@db/sesame?retry_for=-1s")
	f.Add("postgresql://:", "@[::1]:x/%zz?sslmode=never")
	f.Add("host=db user=sesame password=", " connect_timeout=x")
	f.Add("postgres://sesame:%", "@/")
	f.Fuzz(func(t *testing.T, before, after string) {
		const start, password = "postgres://sesame:", "correct-horse-battery"
		err := store.CheckAddress(before + password + after)
		// Elsewhere nothing says that it is a password.
		isPassword := before == start && strings.HasPrefix(after, "@")
		if err != nil && isPassword && strings.Contains(err.Error(), password) {
			t.Errorf("%q: %v", before+password+after, err)
		}
	})
}

// FuzzRestore: of a backup that was changed somewhere, or cut, a store is made that works, or
// none. It is never the end of the process.
func FuzzRestore(f *testing.F) {
	folder := f.TempDir()
	db, err := store.Open(f.Context(), folder)
	if err != nil {
		f.Fatal(err)
	}
	create := func(tx *store.Tx) error { return tx.CreateImage(sample("m-1")) }
	if err := db.Update(f.Context(), store.Origin{Account: ali, RequestID: "fuzz", At: epoch}, create); err != nil {
		f.Fatal(err)
	}
	file := filepath.Join(f.TempDir(), "backup.db")
	if _, err := store.Backup(f.Context(), folder, file); err != nil {
		f.Fatal(err)
	}
	if err := db.Close(); err != nil {
		f.Fatal(err)
	}
	whole, err := os.ReadFile(file)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(uint32(0), []byte("SQLite format 4"), uint32(0))
	f.Add(uint32(16), []byte{0x02, 0x00}, uint32(0))
	f.Add(uint32(28), []byte{0xff, 0xff, 0xff, 0xff}, uint32(0))
	f.Add(uint32(100), []byte{0x00}, uint32(0))
	f.Add(uint32(4096), bytes.Repeat([]byte{0xff}, 512), uint32(0))
	f.Add(uint32(0), []byte{}, uint32(4096))
	f.Fuzz(func(t *testing.T, at uint32, patch []byte, cut uint32) {
		broken := bytes.Clone(whole)
		copy(broken[int(at)%len(broken):], patch)
		changed, to := filepath.Join(t.TempDir(), "changed.db"), t.TempDir()
		if err := os.WriteFile(changed, broken[:len(broken)-int(cut)%len(broken)], 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := store.Restore(t.Context(), changed, to, false, ".old"); err != nil {
			if _, err := os.Stat(filepath.Join(to, "sesame.db")); err == nil {
				t.Error("it was refused, and restored")
			}
			return
		}
		db, err := store.Open(t.Context(), to)
		if err != nil {
			t.Fatalf("it was restored, and does not open: %v", err)
		}
		err = db.View(t.Context(), func(tx *store.Tx) error {
			_, err := tx.Image(ali, "cn-hangzhou", "m-1")
			return err
		})
		if err = errors.Join(err, db.Close()); err != nil && bytes.Equal(broken, whole) {
			t.Error(err)
		}
	})
}
