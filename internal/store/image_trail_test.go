package store_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"sesame/internal/store"
)

// imageTrail asks for what is told of m-1 in two regions.
func (w *world) imageTrail(account, behind string, limit int) (ids []string) {
	w.t.Helper()
	w.view(func(tx *store.Tx) (err error) {
		ids, err = tx.ImageTrail(account, &store.ImageTrail{Regions: []string{hangzhou, beijing}, ID: "m-1", Behind: behind, Limit: limit})
		return err
	})
	return ids
}

// refuse leaves an event of a call about m-1 that was refused.
func (w *world) refuse(account string) {
	w.t.Helper()
	w.now = w.now.Add(time.Second)
	o := w.request()
	o.Account = account
	if err := w.db.Update(w.t.Context(), o, func(*store.Tx) error { return errRefused }); !errors.Is(err, errRefused) {
		w.t.Fatal(err)
	}
}

// TestImageTrail: the changes of an image and the calls about it, while it is there and when it
// is gone, are what a look at every event finds.
func TestImageTrail(t *testing.T) {
	onAll(t, func(t *testing.T, w *world) {
		w.create(sample("m-1", named("one")), sample("m-10"))
		for range 3 {
			w.refuse(ali)
			w.now = w.now.Add(time.Second)
			w.change("m-1", named(w.now.String()))
			w.change("m-10", named("ten "+w.now.String()))
		}
		w.refuse(cassim)
		about := func(account string) (ids []string) {
			w.view(func(tx *store.Tx) error {
				all, err := tx.EventsBetween(account, &store.EventRange{Limit: 1 << 20})
				ids = nil
				for _, e := range all {
					if strings.HasSuffix(e.Resource, "/image/m-1") {
						ids = append(ids, e.ID)
					}
				}
				return err
			})
			return ids
		}
		check := func(when string, want int) {
			t.Helper()
			all := about(ali)
			same(t, when+": events", want, len(all))
			same(t, when, all, w.imageTrail(ali, "", 99))
			same(t, when+": the first", all[:2], w.imageTrail(ali, "", 2))
			for n, id := range all {
				same(t, when+": behind one", all[n+1:], append([]string{}, w.imageTrail(ali, id, 99)...))
			}
			same(t, when+": behind an instant", all[3:], w.imageTrail(ali, store.EventsAt(epoch.Add(3*time.Second)), 99))
			same(t, when+": what another account tried", about(cassim), w.imageTrail(cassim, "", 99))
		}
		check("there", 7)
		w.now = w.now.Add(time.Second)
		w.do(func(tx *store.Tx) error { return tx.DeleteImage(mustImage(tx, "m-1")) })
		w.refuse(ali)
		check("gone", 9)
		w.now = w.now.Add(time.Second)
		w.create(sample("m-1"))
		check("there again", 10)
	})
}

// TestImageTrailOfAClockThatWasSetBack: pages miss nothing, wherever they end.
func TestImageTrailOfAClockThatWasSetBack(t *testing.T) {
	onAll(t, func(t *testing.T, w *world) {
		w.create(sample("m-1"))
		for _, step := range []time.Duration{time.Hour, 4 * time.Hour, -3 * time.Hour, time.Minute} {
			w.now = w.now.Add(step)
			w.change("m-1", named(w.now.String()))
		}
		var paged []string
		for behind := ""; ; behind = paged[len(paged)-1] {
			page := w.imageTrail(ali, behind, 1)
			if paged = append(paged, page...); len(page) == 0 {
				break
			}
		}
		same(t, "pages", w.imageTrail(ali, "", 99), paged)
		same(t, "events", 5, len(paged))
	})
}

// TestPlansOfImageTrail: calls without a change are found by the image.
func TestPlansOfImageTrail(t *testing.T) {
	for _, p := range places {
		w := newWorld(t, p.dsn(t))
		w.refuse(ali)
		asked := listen(func() { w.imageTrail(ali, "", 9) })
		steps := []string{"events_without_change"}
		if p.name != "postgres" {
			steps = append(steps, "(account=? AND resource=? AND id>?)")
		}
		looked := 0
		for _, s := range asked {
			if strings.Contains(s.SQL, "before = ''") {
				looked++
				w.hasSteps(s, steps...)
			}
		}
		same(t, "statements", 2, looked)
	}
}

// TestImageTrailOfACircle: a chain that somebody made lead back to itself has an end.
func TestImageTrailOfACircle(t *testing.T) {
	onAll(t, func(t *testing.T, w *world) {
		w.create(sample("m-1"))
		for _, name := range []string{"one", "two", "three"} {
			w.now = w.now.Add(time.Second)
			w.change("m-1", named(name))
		}
		all := w.imageTrail(ali, "", 99)
		same(t, "changes", 4, len(all))
		w.tamper("UPDATE events SET previous = '" + all[3] + "' WHERE id = '" + all[0] + "'")
		same(t, "in a circle", all, w.imageTrail(ali, "", 99))
		w.view(func(tx *store.Tx) error {
			latest, err := tx.LatestImageEvents(ali, hangzhou, "m-1", "", 999)
			if len(latest) < len(all) || len(latest) > 4*len(all) {
				t.Errorf("%d events of a circle of %d", len(latest), len(all))
			}
			return err
		})
	})
}
