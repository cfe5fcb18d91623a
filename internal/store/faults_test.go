package store_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	lib "modernc.org/sqlite/lib"

	"sesame/internal/cloud"
	"sesame/internal/store"
)

// noTrouble is what nil says.
const noTrouble = "<nil>"

// TestFailingDisk lets the disk fail at any moment of many changes, for a while: a change is
// refused as a whole, with a reason; reads go on; when the disk works again, so do changes.
func TestFailingDisk(t *testing.T) {
	for name, c := range map[string]struct {
		kind opKind
		code int32
		says string
	}{
		"full":      {opWrite, lib.SQLITE_FULL, "is full"},
		"read-only": {opWrite, lib.SQLITE_READONLY, "read-only"},
		"write":     {opWrite, lib.SQLITE_IOERR | 3<<8, "SQLITE_IOERR_WRITE"},
		"sync":      {opSync, lib.SQLITE_IOERR | 4<<8, "SQLITE_IOERR_FSYNC"},
	} {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			l := newFileLayer(t, folder)
			w := &world{t: t, db: open(t, folder), now: epoch}
			var told []string
			w.db.OnTrouble(func(err error) { told = append(told, fmt.Sprint(err)) })
			w.create(sample("m-1", named("first")))
			chance := rand.New(rand.NewPCG(3, 4))
			name, faults := "first", 0
			outcomes := []string{noTrouble}
			for n := range 60 {
				left := chance.IntN(12) // operations that still work
				fail := func(kind opKind) int32 {
					if left--; kind == c.kind && left < 0 {
						return c.code
					}
					return 0
				}
				l.fail.Store(&fail)
				next := fmt.Sprintf("name-%02d", n)
				err := w.tryChange("m-1", func(i *cloud.Image) { i.Name = next })
				outcomes = append(outcomes, fmt.Sprint(err))
				same(t, "reads go on", map[bool]string{true: next, false: name}[err == nil], w.image("m-1").Name)
				l.fail.Store(nil)
				if err == nil {
					name = next
					continue
				}
				faults++
				if !errors.Is(err, store.ErrUnavailable) || !strings.Contains(err.Error(), c.says) {
					t.Fatalf("%v, want ErrUnavailable that says %q", err, c.says)
				}
			}
			w.change("m-1", named("last"))
			// Each fault is told when it begins, and that it is over, once.
			same(t, "told", slices.Compact(append(outcomes, noTrouble))[1:], told)
			if faults < 10 || len(told) >= 2*faults {
				t.Errorf("%d faults, none of them longer than a change: told %d times", faults, len(told))
			}
			if err := w.db.Close(); err != nil {
				t.Fatal(err)
			}
			w.db = open(t, folder)
			same(t, "name", "last", w.image("m-1").Name)
			same(t, "events", 60-faults+2, len(w.events("m-1")))
		})
	}
}
