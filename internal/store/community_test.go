package store_test

import (
	"errors"
	"testing"
	"time"

	"sesame/internal/cloud"
	"sesame/internal/store"
)

// publish makes an image of ali in hangzhou a community image, or takes that back.
func (w *world) publish(id string, public bool) error {
	return w.try(func(tx *store.Tx) error {
		i, err := tx.Image(ali, hangzhou, id)
		if err != nil {
			return err
		}
		return tx.PublishImage(i, public)
	})
}

func (w *world) community(viewer, region, owner string, f cloud.ImageFilter, offset, limit int) (ids []string, total int) {
	w.t.Helper()
	w.view(func(tx *store.Tx) error {
		all, n, err := tx.FindCommunityImages(viewer, region, owner, &f, w.now, offset, limit)
		ids, total = nil, n
		for _, i := range all {
			ids = append(ids, i.ID)
		}
		return err
	})
	return ids, total
}

func TestCommunityImages(t *testing.T) {
	onAll(t, func(t *testing.T, w *world) {
		w.create(sample("m-1", ofFamily("web", 0), named("one")), sample("m-2", ofFamily("web", time.Second)), sample("m-3", ofFamily("web", time.Minute)))
		for _, id := range []string{"m-1", "m-2"} {
			if err := w.publish(id, true); err != nil {
				t.Fatal(err)
			}
		}
		for _, c := range []struct {
			name                  string
			viewer, region, owner string
			filter                cloud.ImageFilter
			offset, limit         int
			want                  []string
			total                 int
		}{
			{"all", cassim, hangzhou, "", cloud.ImageFilter{}, 0, 9, []string{"m-2", "m-1"}, 2},
			{"a page", cassim, hangzhou, ali, cloud.ImageFilter{}, 1, 1, []string{"m-1"}, 2},
			{"a pattern", cassim, hangzhou, "", cloud.ImageFilter{Name: "o*"}, 0, 9, []string{"m-1"}, 1},
			{"an id", cassim, hangzhou, "", cloud.ImageFilter{IDs: []string{"m-1", "m-3"}}, 0, 9, []string{"m-1"}, 1},
			{"a snapshot", cassim, hangzhou, "", cloud.ImageFilter{Snapshot: "s-m-2-data"}, 0, 9, []string{"m-2"}, 1},
			{"a tag", cassim, hangzhou, "", cloud.ImageFilter{Tags: []cloud.TagMatch{{Key: "env"}}}, 0, 9, nil, 0},
			{"another owner's", cassim, hangzhou, cassim, cloud.ImageFilter{}, 0, 9, nil, 0},
			{"elsewhere", cassim, beijing, "", cloud.ImageFilter{}, 0, 9, nil, 0},
			{"by the owner", ali, hangzhou, "", cloud.ImageFilter{}, 0, 9, nil, 0},
		} {
			ids, total := w.community(c.viewer, c.region, c.owner, c.filter, c.offset, c.limit)
			same(t, c.name, c.want, ids)
			same(t, c.name+": in all", c.total, total)
		}
		w.view(func(tx *store.Tx) error {
			head, err1 := tx.CommunityFamilyHead(hangzhou, ali, "web", epoch)
			one, err2 := tx.CommunityImage(hangzhou, "m-1")
			_, private := tx.CommunityImage(hangzhou, "m-3")
			if err := errors.Join(err1, err2); err != nil {
				return err
			}
			same(t, "found", []string{"m-2", "m-1", ali}, []string{head.ID, one.ID, one.Account})
			same(t, "not published", true, errors.Is(private, store.ErrNotFound))
			return nil
		})
		if err := w.publish("m-2", false); err != nil {
			t.Fatal(err)
		}
		ids, _ := w.community(cassim, hangzhou, "", cloud.ImageFilter{}, 0, 9)
		same(t, "after one was taken back", []string{"m-1"}, ids)
		same(t, "events", 3, len(w.events("m-2")))
	})
}

// TestCommunityAndDeprecated: whatever races, no image is both.
func TestCommunityAndDeprecated(t *testing.T) {
	onAll(t, func(t *testing.T, w *world) {
		w.create(sample("m-1"), sample("m-2"))
		w.change("m-1", func(i *cloud.Image) { i.Outcome = cloud.Deprecated })
		if w.publish("m-1", true) == nil {
			t.Error("a deprecated image was published")
		}
		if err := w.publish("m-2", true); err != nil {
			t.Fatal(err)
		}
		if w.tryChange("m-2", func(i *cloud.Image) { i.Outcome = cloud.Deprecated }) == nil {
			t.Error("a community image was deprecated")
		}
	})
}
