package store_test

import (
	"testing"
	"time"

	"sesame/internal/cloud"
	"sesame/internal/store"
)

func TestGuardFamily(t *testing.T) {
	onAll(t, func(t *testing.T, w *world) {
		guarded := func(account, region, family string) (is bool) {
			w.view(func(tx *store.Tx) (err error) {
				is, err = tx.FamilyGuarded(account, region, family)
				return err
			})
			return is
		}
		same(t, "at first", false, guarded(ali, hangzhou, "web"))
		events := w.rows("events")
		for n, on := range []bool{false, true, true, false, true} {
			w.do(func(tx *store.Tx) error { return tx.GuardFamily(ali, hangzhou, "web", on) })
			same(t, "guarded", on, guarded(ali, hangzhou, "web"))
			same(t, "events: what is so already leaves none", events+[]int{0, 1, 1, 2, 3}[n], w.rows("events"))
		}
		same(t, "of another account", false, guarded(cassim, hangzhou, "web"))
		same(t, "in another region", false, guarded(ali, "cn-beijing", "web"))
		same(t, "another family", false, guarded(ali, hangzhou, "Web"))
	})
}

func TestHasOtherAvailable(t *testing.T) {
	onAll(t, func(t *testing.T, w *world) {
		other := func() (has bool) {
			w.view(func(tx *store.Tx) (err error) {
				has, err = tx.HasOtherAvailable(sample("m-1", ofFamily("web", 0)), w.now)
				return err
			})
			return has
		}
		w.create(
			sample("m-1", ofFamily("web", 0)), sample("m-2", ofFamily("db", 0)), sample("m-3"),
			sample("m-4", ofFamily("web", 0), func(i *cloud.Image) { i.Outcome = cloud.UnAvailable }),
			sample("m-5", ofFamily("web", 0), func(i *cloud.Image) { i.Ready = w.now.Add(time.Minute) }),
		)
		same(t, "alone", false, other())
		w.now = w.now.Add(time.Hour)
		same(t, "with one that is ready now", true, other())
	})
}

func TestFamilyNames(t *testing.T) {
	onAll(t, func(t *testing.T, w *world) {
		names := func(behind string, limit int) (all []string) {
			w.view(func(tx *store.Tx) (err error) {
				all, err = tx.FamilyNames(ali, hangzhou, behind, limit)
				return err
			})
			return all
		}
		same(t, "of none", []string(nil), names("", 10))
		w.create(sample("m-1", ofFamily("web", 0)), sample("m-2", ofFamily("web", 0)), sample("m-3", ofFamily("db", 0)), sample("m-4"), sample("m-5", ofFamily("网", 0)))
		same(t, "all", []string{"db", "web", "网"}, names("", 10))
		same(t, "the first", []string{"db", "web"}, names("", 2))
		same(t, "the next", []string{"网"}, names("web", 2))
	})
}
