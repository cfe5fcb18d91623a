package store_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"sesame/internal/cloud"
	"sesame/internal/store"
)

func TestEventsTellWhatDiffers(t *testing.T) {
	onAll(t, func(t *testing.T, w *world) {
		i := &cloud.Image{Account: ali, Region: hangzhou, ID: "m-1", Name: "first", Outcome: cloud.Available, Created: epoch, Ready: epoch}
		w.create(i)
		for _, fn := range []func(*cloud.Image){
			func(i *cloud.Image) { i.Name, i.Description = "second", "text" },
			func(*cloud.Image) {}, // nothing
			func(i *cloud.Image) { i.Outcome = cloud.Deprecated },
			func(i *cloud.Image) { i.SizeGiB, i.Copied = 40, true },
		} {
			w.now = w.now.Add(time.Second)
			w.change("m-1", fn)
		}
		w.now = w.now.Add(time.Second)
		w.do(func(tx *store.Tx) error { return tx.DeleteImage(w.sampleNow(tx, "m-1")) })

		type change = map[string]any
		want := []struct{ before, after change }{
			{nil, change{"name": "first", "outcome": "Available", "created": float64(epoch.UnixMilli()), "ready": float64(epoch.UnixMilli())}},
			{change{"name": "first", "description": ""}, change{"name": "second", "description": "text"}},
			{change{"outcome": "Available"}, change{"outcome": "Deprecated"}},
			{change{"size_gib": 0.0, "copied": false}, change{"size_gib": 40.0, "copied": true}},
			{change{"name": "second", "family": "", "outcome": "Deprecated"}, nil},
		}
		got := w.events("m-1")
		if len(got) != len(want) {
			t.Fatalf("%d events, want %d: %+v", len(got), len(want), got)
		}
		for n, e := range got {
			same(t, "before", want[n].before, e.Before)
			same(t, "after", want[n].after, e.After)
			same(t, "who", []string{ali, "cn-hangzhou/image/m-1", "ali-key", "Test"}, []string{e.Account, e.Resource, e.Key, e.Action})
		}
		requests := map[string]bool{}
		for _, e := range got {
			requests[e.RequestID] = strings.HasPrefix(e.RequestID, "request-")
		}
		same(t, "requests that made a change each", len(want), len(requests))
		same(t, "when", epoch.Add(time.Second), got[1].At)
		same(t, "rows", len(want), w.rows("events"))
	})
}

// sampleNow is the image as it stands: DeleteImage writes what it is given.
func (w *world) sampleNow(tx *store.Tx, id string) *cloud.Image {
	i, err := tx.Image(ali, hangzhou, id)
	if err != nil {
		return sample(id)
	}
	return i
}

func TestEventsOfShares(t *testing.T) {
	onAll(t, func(t *testing.T, w *world) {
		w.create(sample("m-1"))
		for _, step := range [][2][]string{{{cassim}}, {{"77"}, {cassim}}, {nil, {"88"}}, {}, {nil, {"77"}}} {
			w.now = w.now.Add(time.Second)
			w.do(func(tx *store.Tx) error { return reshare(tx, "m-1", step[0], step[1]) })
		}
		all := w.events("m-1")
		if len(all) != 4 {
			t.Fatalf("%d events, want 4: %+v", len(all), all)
		}
		type change = map[string]any
		same(t, "shared, after", change{"shares": 1.0, "shared_with": []any{cassim}}, all[1].After)
		same(t, "exchanged, before", change{"shared_with": []any{cassim}}, all[2].Before)
		same(t, "exchanged, after", change{"shared_with": []any{"77"}}, all[2].After)
		same(t, "unshared, before", change{"shares": 1.0, "shared_with": []any{"77"}}, all[3].Before)
	})
}

func TestRefusedChangeHasNoEvent(t *testing.T) {
	refused := errors.New("refused")
	onAll(t, func(t *testing.T, w *world) {
		w.create(sample("m-1", named("one")), sample("m-2", named("two")))
		before := w.rows("events")
		if err := w.tryChange("m-1", named("two")); !errors.Is(err, store.ErrExists) {
			t.Errorf("%v, want ErrExists", err)
		}
		err := w.try(func(tx *store.Tx) error {
			if err := changeImage(tx, "m-1", named("three")); err != nil {
				return err
			}
			return refused
		})
		if !errors.Is(err, refused) {
			t.Errorf("%v, want the function's error", err)
		}
		same(t, "events", before, w.rows("events"))
	})
}

func TestEventsOfOtherResourcesAreApart(t *testing.T) {
	onAll(t, func(t *testing.T, w *world) {
		w.create(sample("m-1"), sample("m-10"), sample("m-1", func(i *cloud.Image) { i.Region = beijing }))
		same(t, "events", 1, len(w.events("m-1")))
	})
}

// A long history is read in parts, the latest first.
func TestLatestImageEvents(t *testing.T) {
	onAll(t, func(t *testing.T, w *world) {
		w.create(sample("m-1"), sample("m-2"))
		for n := range 5 {
			w.now = w.now.Add(time.Second)
			w.change("m-1", func(i *cloud.Image) { i.Description = strings.Repeat("x", n+2) })
		}
		var parts []int
		var all []store.Event
		for before := ""; ; before = all[len(all)-1].ID {
			var part []store.Event
			w.view(func(tx *store.Tx) (err error) {
				part, err = tx.LatestImageEvents(ali, hangzhou, "m-1", before, 4)
				return err
			})
			if len(part) == 0 {
				break
			}
			parts, all = append(parts, len(part)), append(all, part...)
		}
		same(t, "parts", []int{4, 2}, parts)
		slices.Reverse(all)
		same(t, "together", w.events("m-1"), all)
		w.view(func(tx *store.Tx) error {
			others, err := tx.LatestImageEvents(ali, hangzhou, "m-2", all[3].ID, 4)
			same(t, "before one of another image", 0, len(others))
			return err
		})
	})
}
