package store_test

import (
	"context"
	"sync"
	"testing"

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
