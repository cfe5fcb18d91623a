package store_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"sesame/internal/cloud"
	"sesame/internal/store"
)

// head is the id of a family's head in hangzhou, "" for none.
func (w *world) head(family string) (id string) {
	w.t.Helper()
	w.view(func(tx *store.Tx) error {
		i, err := tx.FamilyHead(ali, hangzhou, family, w.now)
		if errors.Is(err, store.ErrNotFound) {
			id = ""
			return nil
		}
		if err == nil {
			id = i.ID
		}
		return err
	})
	return id
}

func TestFamilyHead(t *testing.T) {
	status := func(s cloud.Status) func(*cloud.Image) { return func(i *cloud.Image) { i.Outcome = s } }
	onAll(t, func(t *testing.T, w *world) {
		same(t, "of no family", "", w.head("web"))
		w.create(
			sample("m-9", ofFamily("web", 0)),
			sample("m-1", ofFamily("web", time.Second)),
			sample("m-3", ofFamily("web", 2*time.Second)),
			sample("m-2", ofFamily("web", 2*time.Second)),
			sample("m-8", ofFamily("web", 9*time.Second), status(cloud.UnAvailable)),
			sample("m-7", ofFamily("web", 9*time.Second), status(cloud.CreateFailed)),
			sample("m-5", ofFamily("Web", 9*time.Second)),
			sample("m-6"),
		)
		for _, want := range []string{"m-3", "m-2", "m-1", "m-9", ""} { // latest first, then the larger id
			same(t, "head", want, w.head("web"))
			if want != "" {
				w.change(want, status(cloud.Deprecated))
			}
		}
		w.change("m-1", status(cloud.Available))
		same(t, "head after a restore", "m-1", w.head("web"))
		w.do(func(tx *store.Tx) error { return tx.DeleteImage(sample("m-1")) })
		same(t, "head after a delete", "", w.head("web"))
		same(t, "head of the nameless", "", w.head(""))
	})
}

func TestFamilyHeadIsReady(t *testing.T) {
	onAll(t, func(t *testing.T, w *world) {
		w.create(sample("m-1", ofFamily("web", 0)), sample("m-2", ofFamily("web", 0), func(i *cloud.Image) { i.Ready = epoch.Add(time.Minute) }))
		same(t, "while the latest is made", "m-1", w.head("web"))
		w.now = epoch.Add(time.Minute)
		same(t, "when it is made", "m-2", w.head("web"))
	})
}

func TestCountFamily(t *testing.T) {
	onAll(t, func(t *testing.T, w *world) {
		w.create(sample("m-1", ofFamily("web", 0)), sample("m-2", ofFamily("web", 0)), sample("m-3"),
			sample("m-4", ofFamily("web", 0), func(i *cloud.Image) { i.Outcome = cloud.Deprecated }))
		w.view(func(tx *store.Tx) error {
			for _, c := range []struct {
				family      string
				limit, want int
			}{{"web", 9, 3}, {"web", 2, 2}, {"web", 0, 0}, {"db", 9, 0}, {"", 9, 0}} {
				n, err := tx.CountFamily(ali, hangzhou, c.family, c.limit)
				if err != nil {
					return err
				}
				same(t, fmt.Sprintf("%+v", c), c.want, n)
			}
			return nil
		})
	})
}

func TestCountFamilies(t *testing.T) {
	onAll(t, func(t *testing.T, w *world) {
		count := func(account, region string) (n int) {
			w.view(func(tx *store.Tx) (err error) {
				n, err = tx.CountFamilies(account, region)
				return err
			})
			return n
		}
		same(t, "of nothing", 0, count(ali, hangzhou))
		w.create(sample("m-none"))
		same(t, "of nameless ones", 0, count(ali, hangzhou))
		for n, family := range []string{"b2", "a1", "a1", "A1", "镜像", "b2", "a1.x"} {
			w.create(sample(fmt.Sprintf("m-%d", n), ofFamily(family, 0)))
		}
		w.create(sample("m-x", ofFamily("a1", 0), func(i *cloud.Image) { i.Region = beijing }))
		w.create(sample("m-y", ofFamily("zz", 0), func(i *cloud.Image) { i.Account = cassim }))
		same(t, "families", 5, count(ali, hangzhou))
		same(t, "in another region", 1, count(ali, beijing))
		same(t, "of another account", 1, count(cassim, hangzhou))
		w.change("m-4", ofFamily("", 0))
		same(t, "after the last left", 4, count(ali, hangzhou))
	})
}
