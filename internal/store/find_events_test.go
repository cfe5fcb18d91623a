package store_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"sesame/internal/store"
)

func TestEventsBetween(t *testing.T) {
	onAll(t, func(t *testing.T, w *world) {
		var ids []string
		for n := range 5 {
			w.create(sample(fmt.Sprintf("m-%d", n)))
			ids = append(ids, w.events(fmt.Sprintf("m-%d", n))[0].ID)
			w.now = w.now.Add(time.Second)
		}
		between := func(account, behind, before string, latestFirst bool, limit int) (got []string) {
			w.view(func(tx *store.Tx) error {
				all, err := tx.EventsBetween(account, &store.EventRange{Behind: behind, Before: before, LatestFirst: latestFirst, Limit: limit})
				got = nil
				for _, e := range all {
					got = append(got, e.ID)
				}
				return err
			})
			return got
		}
		first := store.Event{ID: ids[0]}
		latest := slices.Clone(ids)
		slices.Reverse(latest)
		same(t, "all", ids, between(ali, "", "", false, 9))
		same(t, "the latest", latest[:2], between(ali, "", "", true, 2))
		same(t, "behind one", ids[2:4], between(ali, ids[1], "", false, 2))
		same(t, "before one", latest[3:], between(ali, "", ids[2], true, 9))
		same(t, "from an instant on", ids[3:], between(ali, store.EventsAt(epoch.Add(3*time.Second)), "", false, 9))
		same(t, "up to an instant", ids[:3], between(ali, "", store.EventsAt(epoch.Add(3*time.Second)), false, 9))
		same(t, "behind a request", ids[1:], between(ali, store.BehindRequest(first.RequestOf()), "", false, 9))
		same(t, "from a request on", ids, between(ali, first.RequestOf(), "", false, 9))
		same(t, "of others", 0, len(between(cassim, "", "", false, 9)))

		var all []store.Event
		w.view(func(tx *store.Tx) (err error) {
			all, err = tx.EventsBetween(ali, &store.EventRange{Limit: 2, Documents: func(e *store.Event) bool { return e.ID == ids[0] }})
			return err
		})
		same(t, "the event", w.events("m-0"), all[:1])
		if all[1].After != nil {
			t.Errorf("nobody wanted %v", all[1].After)
		}
	})
}
