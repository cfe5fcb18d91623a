package store_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"sesame/internal/cloud"
	"sesame/internal/store"
)

var errRefused = errors.New("refused")

func TestFailedUpdateLeavesNothing(t *testing.T) {
	onAll(t, func(t *testing.T, w *world) {
		w.create(sample("m-1", named("one")))
		tables := []string{"images", "tags", "image_snapshots", "shares", "received", "events", "instances", "client_tokens"}
		var before []int
		for _, table := range tables {
			before = append(before, w.rows(table))
		}
		was := w.image("m-1")
		err := w.try(func(tx *store.Tx) error {
			return errors.Join(
				tx.CreateImage(sample("m-2")), changeImage(tx, "m-1", named("two")), share(tx, "m-1", cassim),
				tx.CreateInstance(&cloud.Instance{Account: ali, Region: hangzhou, ID: "i-1", Image: "m-1"}),
				tx.RememberClientToken(&store.ClientToken{Region: hangzhou, Token: "t1"}), errRefused)
		})
		if err == nil || err.Error() != errors.Join(errRefused).Error() {
			t.Fatalf("%v, want only the function's own error", err)
		}
		var after []int
		for _, table := range tables {
			after = append(after, w.rows(table))
		}
		same(t, "rows", before, after)
		same(t, "image", was, w.image("m-1"))
	})
}

func TestUpdateSeesItsOwnWrites(t *testing.T) {
	onAll(t, func(t *testing.T, w *world) {
		w.do(func(tx *store.Tx) error {
			if err := tx.CreateImage(sample("m-1", named("one"))); err != nil {
				return err
			}
			taken, err := tx.NameTaken(ali, hangzhou, "one", "")
			if err == nil && !taken {
				err = errors.New("the new name is not taken")
			}
			return err
		})
	})
}

func TestPanicReachesTheCallerAlone(t *testing.T) {
	onAll(t, func(t *testing.T, w *world) {
		const jobs, bad = 32, 7
		panics := make([]any, jobs)
		errs := make([]error, jobs)
		var wg sync.WaitGroup
		for n := range jobs {
			wg.Go(func() {
				defer func() { panics[n] = recover() }()
				errs[n] = w.try(func(tx *store.Tx) error {
					err := tx.CreateImage(sample(fmt.Sprintf("m-%d", n)))
					if n == bad {
						panic("oops")
					}
					return err
				})
			})
		}
		wg.Wait()
		for n := range jobs {
			want := any(nil)
			if n == bad {
				want = "oops"
			}
			if panics[n] != want || errs[n] != nil {
				t.Errorf("job %d: panic %v, error %v", n, panics[n], errs[n])
			}
		}
		same(t, "images", jobs-1, w.rows("images"))
		w.create(sample("m-after"))
	})
}

func TestPanicInView(t *testing.T) {
	onAll(t, func(t *testing.T, w *world) {
		for range 20 { // more than there are connections
			func() {
				defer func() { same(t, "panic", any("oops"), recover()) }()
				_ = w.db.View(t.Context(), func(*store.Tx) error { panic("oops") })
			}()
		}
		w.create(sample("m-1"))
	})
}

// Neighbours of a group commit do not feel that one of them fails, whether its function
// says so or the database.
func TestConcurrentUpdates(t *testing.T) {
	onAll(t, func(t *testing.T, w *world) {
		w.create(sample("m-taken", named("taken")))
		const jobs = 120
		errs := make([]error, jobs)
		var wg sync.WaitGroup
		for n := range jobs {
			wg.Go(func() {
				errs[n] = w.try(func(tx *store.Tx) error {
					i := sample(fmt.Sprintf("m-%03d", n), named(fmt.Sprintf("name-%d", n)))
					if n%3 == 1 {
						i.Name = "taken"
					}
					err := tx.CreateImage(i)
					if err == nil && n%3 == 2 {
						err = errRefused
					}
					return err
				})
			})
		}
		wg.Wait()
		wants := []error{nil, store.ErrExists, errRefused}
		for n, err := range errs {
			if !errors.Is(err, wants[n%3]) {
				t.Errorf("job %d: %v, want %v", n, err, wants[n%3])
			}
			i := w.image(fmt.Sprintf("m-%03d", n))
			if (i != nil) != (n%3 == 0) {
				t.Errorf("job %d: image %v", n, i)
			}
		}
		same(t, "events", 1+jobs/3, w.rows("events"))
	})
}

// Read, modify, write: no increment is lost.
func TestUpdatesAreSerializable(t *testing.T) {
	onAll(t, func(t *testing.T, w *world) {
		w.create(sample("m-1"))
		const clients, each = 6, 10
		var wg sync.WaitGroup
		for range clients {
			wg.Go(func() {
				for range each {
					if err := w.tryChange("m-1", func(i *cloud.Image) { i.SizeGiB++ }); err != nil {
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()
		same(t, "size", 40+clients*each, w.image("m-1").SizeGiB)
		same(t, "events", 1+clients*each, len(w.events("m-1")))
	})
}

// Write skew: each reads the other's image and changes its own. One of each pair must see
// what the other did.
func TestNoWriteSkew(t *testing.T) {
	onAll(t, func(t *testing.T, w *world) {
		for round := range 20 {
			a, b := fmt.Sprintf("m-a%d", round), fmt.Sprintf("m-b%d", round)
			w.create(sample(a), sample(b))
			deprecateUnlessOther := func(mine, other string) error {
				return w.try(func(tx *store.Tx) error {
					i, err := tx.Image(ali, hangzhou, other)
					if err != nil || i.Outcome == cloud.Deprecated {
						return err
					}
					return changeImage(tx, mine, func(i *cloud.Image) { i.Outcome = cloud.Deprecated })
				})
			}
			var wg sync.WaitGroup
			for _, pair := range [][2]string{{a, b}, {b, a}} {
				wg.Go(func() {
					if err := deprecateUnlessOther(pair[0], pair[1]); err != nil {
						t.Error(err)
					}
				})
			}
			wg.Wait()
			if (w.image(a).Outcome == cloud.Deprecated) == (w.image(b).Outcome == cloud.Deprecated) {
				t.Fatalf("round %d: %s and %s", round, w.image(a).Outcome, w.image(b).Outcome)
			}
		}
	})
}

// A view does not change while others write.
func TestViewIsOneState(t *testing.T) {
	for _, p := range places {
		if p.name == "memory" {
			continue // one connection: a view keeps writers out
		}
		t.Run(p.name, func(t *testing.T) {
			w := newWorld(t, p.dsn(t))
			w.create(sample("m-1", named("one")))
			w.view(func(tx *store.Tx) error {
				if _, err := tx.Image(ali, hangzhou, "m-1"); err != nil {
					return err
				}
				w.change("m-1", named("two"))
				i, err := tx.Image(ali, hangzhou, "m-1")
				if err == nil {
					same(t, "name", "one", i.Name)
				}
				return err
			})
			same(t, "name afterwards", "two", w.image("m-1").Name)
		})
	}
}

func TestViewDoesNotKeepWrites(t *testing.T) {
	onAll(t, func(t *testing.T, w *world) {
		_ = w.db.View(t.Context(), func(tx *store.Tx) error { return share(tx, "m-1", cassim) })
		same(t, "shares", 0, w.rows("shares"))
	})
}

func TestCancelledWhileQueued(t *testing.T) {
	for _, place := range []string{"folder", "memory"} {
		t.Run(place, func(t *testing.T) {
			dsn := ":memory:"
			if place == "folder" {
				dsn = t.TempDir()
			}
			w := newWorld(t, dsn)
			busy, release := make(chan struct{}), make(chan struct{})
			var wg sync.WaitGroup
			wg.Go(func() {
				if err := w.try(func(tx *store.Tx) error {
					close(busy)
					<-release
					return tx.CreateImage(sample("m-first"))
				}); err != nil {
					t.Error(err)
				}
			})
			<-busy // the writer is at work: who comes now waits
			ctx, cancel := context.WithCancel(t.Context())
			o := w.withNonce("n1")
			wg.Go(func() {
				err := w.db.Update(ctx, o, func(tx *store.Tx) error { return tx.CreateImage(sample("m-cancelled")) })
				if !errors.Is(err, context.Canceled) {
					t.Errorf("%v, want Canceled", err)
				}
			})
			wg.Go(func() {
				if err := w.try(func(tx *store.Tx) error { return tx.CreateImage(sample("m-neighbour")) }); err != nil {
					t.Error(err)
				}
			})
			time.Sleep(20 * time.Millisecond)
			cancel()
			close(release)
			wg.Wait()
			same(t, "images", []bool{true, false, true},
				[]bool{w.image("m-first") != nil, w.image("m-cancelled") != nil, w.image("m-neighbour") != nil})
			if err := w.db.Update(t.Context(), o, nothing); err != nil {
				t.Errorf("the nonce of a call that did not run: %v", err)
			}
		})
	}
}

func TestCancelledBefore(t *testing.T) {
	onAll(t, func(t *testing.T, w *world) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		err := w.db.Update(ctx, w.origin(), func(tx *store.Tx) error { return tx.CreateImage(sample("m-1")) })
		if !errors.Is(err, context.Canceled) {
			t.Errorf("update: %v, want Canceled", err)
		}
		same(t, "image", nil, w.image("m-1"))
	})
}
