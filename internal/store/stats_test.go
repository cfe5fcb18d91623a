package store_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"sesame/internal/cloud"
	"sesame/internal/pgtest"
	"sesame/internal/store"
)

// TestStats: what was asked for is counted, on either engine.
func TestStats(t *testing.T) {
	onAll(t, func(t *testing.T, w *world) {
		db := w.db
		ctx := context.Background()
		before, err := db.Stats(ctx)
		if err != nil {
			t.Fatal(err)
		}
		const n = 20
		var all sync.WaitGroup
		for range n {
			all.Go(func() {
				if err := db.Update(ctx, store.Origin{}, func(*store.Tx) error { return nil }); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if err := db.View(ctx, func(*store.Tx) error { return nil }); err != nil {
			t.Fatal(err)
		}
		after, err := db.Stats(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if after.Updates-before.Updates != n || after.Views-before.Views != 1 {
			t.Errorf("%d updates and %d views, not %d and 1", after.Updates-before.Updates, after.Views-before.Views, n)
		}
		if batched := after.Batched - before.Batched; batched != 0 && batched != n {
			t.Errorf("%d of %d updates were in a batch", batched, n)
		}
		var commits uint64
		for _, c := range after.Batches {
			commits += c
		}
		if commits > after.Batched || (commits == 0) != (after.Batched == 0) {
			t.Errorf("%d updates in %d commits", after.Batched, commits)
		}
		if after.Queue != 0 {
			t.Errorf("%d still wait", after.Queue)
		}
	})
}

// hold occupies what changes a store, SQLite's writer or a connection to PostgreSQL, until it is let go of.
func (w *world) hold() (release func()) {
	w.t.Helper()
	held, end := make(chan struct{}), make(chan struct{})
	var all sync.WaitGroup
	all.Go(func() {
		if err := w.db.Update(w.t.Context(), store.Origin{}, func(*store.Tx) error {
			close(held)
			<-end
			return nil
		}); err != nil {
			w.t.Error(err)
		}
	})
	<-held
	release = sync.OnceFunc(func() {
		close(end)
		all.Wait()
	})
	w.t.Cleanup(release) // before the store is closed, which would wait for it
	return release
}

// awaitQueue waits until so many wait.
func (w *world) awaitQueue(want int) {
	w.t.Helper()
	for deadline := time.Now().Add(20 * time.Second); ; time.Sleep(time.Millisecond) {
		ctx, stop := context.WithTimeout(w.t.Context(), 10*time.Millisecond)
		s, _ := w.db.Stats(ctx) // the size may not be had: what is asked for it waits, too
		stop()
		switch {
		case s.Queue == want:
			return
		case time.Now().After(deadline):
			w.t.Fatalf("%d wait, want %d", s.Queue, want)
		}
	}
}

// TestStatsOfAQueue: who waits is counted until it is their turn, and on SQLite all of them are one commit.
func TestStatsOfAQueue(t *testing.T) {
	t.Parallel()
	for _, p := range places {
		t.Run(p.name, func(t *testing.T) {
			t.Parallel()
			dsn := p.dsn(t)
			if p.name == "postgres" {
				dsn += "&pool_max_conns=1"
			}
			w := newWorld(t, dsn)
			release := w.hold()
			const n = 5
			var all sync.WaitGroup
			for range n {
				all.Go(func() {
					if err := w.db.Update(t.Context(), store.Origin{}, nothing); err != nil {
						t.Error(err)
					}
				})
			}
			w.awaitQueue(n)
			before := w.stats()
			release()
			all.Wait()
			after := w.stats()
			same(t, "queue", 0, after.Queue)
			if p.name != "postgres" {
				before.Batches[3]++ // of 5 to 8
			}
			same(t, "commits by size", before.Batches, after.Batches)
		})
	}
}

// stats are the figures now, but the size.
func (w *world) stats() store.Stats {
	ctx, stop := context.WithCancel(w.t.Context())
	stop()
	s, _ := w.db.Stats(ctx) // figures are right without the size
	return s
}

// TestStatsOfARace: two transactions read what both change then, and PostgreSQL lets one of them begin anew.
func TestStatsOfARace(t *testing.T) {
	t.Parallel()
	w := newWorld(t, pgtest.DSN(t))
	w.create(sample("m-1"))
	before := w.stats()
	var both, all sync.WaitGroup
	both.Add(2)
	for n := range 2 {
		all.Go(func() {
			var first sync.Once
			err := w.try(func(tx *store.Tx) error {
				return changeImage(tx, "m-1", func(i *cloud.Image) {
					first.Do(func() {
						both.Done()
						both.Wait()
					})
					i.Name += fmt.Sprint(n)
				})
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if retries := w.stats().Retries - before.Retries; retries == 0 {
		t.Error("nothing ran again")
	}
	if name := w.image("m-1").Name; !strings.Contains(name, "0") || !strings.Contains(name, "1") {
		t.Errorf("the name is %q: one of two changes is lost", name)
	}
}
