package store_test

import (
	"errors"
	"sync"
	"testing"
	"time"

	"sesame/internal/store"
)

// forget removes what is sealed and older than an instant.
func (w *world) forget(before time.Time) (seals int) {
	w.t.Helper()
	for {
		s, err := w.db.RemoveSealed(w.t.Context(), ali, before)
		if err != nil {
			w.t.Fatal(err)
		}
		if s == nil {
			return seals
		}
		seals++
	}
}

func TestRetention(t *testing.T) {
	onAll(t, func(t *testing.T, w *world) {
		same(t, "of nothing", 0, w.forget(w.now))
		for range 5 {
			w.happen(3)
			w.seal()
		}
		w.happen(2)
		cut := epoch.Add(8 * time.Second) // the third seal covers 7 to 9
		same(t, "removed", 2, w.forget(cut))
		same(t, "removed again", 0, w.forget(cut))
		v := w.verify(func(v *store.Verification) { v.Keep = w.now.Sub(cut) })
		wantKinds(t, v)
		same(t, "seals without events", 2, v.Removed)
		same(t, "until", epoch.Add(6*time.Second), v.RemovedUntil)
		same(t, "events", 9, v.Events)
		same(t, "from", epoch.Add(7*time.Second), v.From)
		same(t, "unsealed", 2, v.Unsealed)
		w.seal()
		same(t, "what is not sealed, or not long enough ago, stays", 4, w.forget(w.now.Add(time.Hour)))
		v = w.verify()
		wantKinds(t, v)
		same(t, "all removed", 6, v.Removed)
		w.happen(1)
		w.seal()
		same(t, "events after all", 1, w.verify().Events)
		same(t, "seals after all", 7, w.verify().Seals)
	})
}

// What retention cannot have removed is missing.
func TestRemovedOtherwise(t *testing.T) {
	onAll(t, func(t *testing.T, w *world) {
		for range 4 {
			w.happen(3)
			w.seal()
		}
		same(t, "removed", 1, w.forget(epoch.Add(4*time.Second)))
		keep := func(v *store.Verification) { v.Keep = w.now.Sub(epoch.Add(4 * time.Second)) }
		wantKinds(t, w.verify(keep))
		v, err := w.db.Tampered(t.Context(), store.Verification{Account: ali, Now: w.now}, func(sql string) string { return sql }, []string{
			"DELETE FROM events WHERE id > (SELECT last_id FROM seals WHERE n = 2) AND id <= (SELECT last_id FROM seals WHERE n = 3)",
		})
		if err != nil {
			t.Fatal(err)
		}
		wantKinds(t, v, store.EventsMissing)
		w.tamper("DELETE FROM events WHERE id <= (SELECT last_id FROM seals WHERE n = 2)")
		wantKinds(t, w.verify())                          // nobody knows what is kept
		wantKinds(t, w.verify(keep), store.EventsMissing) // it was too young
	})
}

// Events that are not what was sealed are not removed: they are what there is to look at.
func TestRetentionKeepsEvidence(t *testing.T) {
	onAll(t, func(t *testing.T, w *world) {
		for range 3 {
			w.happen(3)
			w.seal()
		}
		for _, sql := range []string{
			"UPDATE events SET message = 'x' WHERE id = (SELECT first_id FROM seals WHERE n = 1)", "DELETE FROM seals WHERE n = 2",
		} {
			w.tamper(sql)
			before := w.rows("events")
			if s, err := w.db.RemoveSealed(t.Context(), ali, w.now.Add(time.Hour)); !errors.Is(err, store.ErrTampered) {
				t.Errorf("%s: %+v, %v, want ErrTampered", sql, s, err)
			}
			same(t, "events", before, w.rows("events"))
		}
	})
}

// Retention, sealers and readers get into nobody's way.
func TestRetentionWhileSealing(t *testing.T) {
	onAll(t, func(t *testing.T, w *world) {
		stop := make(chan struct{})
		var others sync.WaitGroup
		end := w.now.Add(time.Minute)
		for range 2 {
			others.Go(func() {
				for {
					_, err := w.db.RemoveSealed(t.Context(), ali, end)
					v, failed := w.db.VerifySeals(t.Context(), store.Verification{Account: ali, Now: end})
					if err = errors.Join(err, failed); err != nil {
						t.Error(err)
						return
					}
					wantKinds(t, v)
					select {
					case <-stop:
						return
					case <-time.After(time.Millisecond):
					}
				}
			})
		}
		for range 10 {
			w.happen(3)
			w.seal()
		}
		close(stop)
		others.Wait()
		w.forget(end)
		same(t, "events", 0, w.rows("events"))
		same(t, "seals", 10, w.verify().Removed)
	})
}
