package store_test

import (
	"errors"
	"testing"
	"time"

	"sesame/internal/cloud"
	"sesame/internal/store"
)

// aResourceOfEachKind gives one of each to ali in Hangzhou.
func aResourceOfEachKind(w *world) map[string]string {
	w.t.Helper()
	w.create(sample("m-1", func(i *cloud.Image) { i.Tags = nil }))
	w.do(func(tx *store.Tx) error {
		return errors.Join(
			tx.CreateInstance(&cloud.Instance{Account: ali, Region: hangzhou, ID: "i-1", Created: epoch}),
			tx.CreateDisk(&cloud.Disk{Account: ali, Region: hangzhou, ID: "d-1", Created: epoch}),
			tx.CreateSnapshot(&cloud.Snapshot{Account: ali, Region: hangzhou, ID: "s-1", Created: epoch}))
	})
	return map[string]string{store.KindImage: "m-1", store.KindInstance: "i-1", store.KindDisk: "d-1", store.KindSnapshot: "s-1"}
}

func TestUpdateResource(t *testing.T) {
	tags := []cloud.Tag{{Key: "env", Value: "prod"}, {Key: "none"}}
	onAll(t, func(t *testing.T, w *world) {
		for kind, id := range aResourceOfEachKind(w) {
			change := func(fn func(*cloud.Resource)) error {
				return w.try(func(tx *store.Tx) error {
					was, err := tx.Resource(ali, hangzhou, kind, id)
					if err != nil {
						return err
					}
					is := *was
					fn(&is)
					return tx.UpdateResource(was, &is)
				})
			}
			events := w.rows("events")
			same(t, "tagged", nil, change(func(r *cloud.Resource) { r.Tags = tags }))
			same(t, "once more", nil, change(func(r *cloud.Resource) { r.Tags = tags }))
			same(t, "moved", nil, change(func(r *cloud.Resource) { r.ResourceGroup = "rg-2" }))
			same(t, "events", events+2, w.rows("events"))
			w.view(func(tx *store.Tx) error {
				r, err1 := tx.Resource(ali, hangzhou, kind, id)
				indexed, err2 := tx.Tags(ali, hangzhou, kind, id)
				same(t, "group", "rg-2", r.ResourceGroup)
				same(t, "tags", tags, r.Tags)
				same(t, "index rows", tags, indexed)
				_, err := tx.Resource(cassim, hangzhou, kind, id)
				same(t, "of another", true, errors.Is(err, store.ErrNotFound))
				return errors.Join(err1, err2)
			})
		}
		events := w.events("m-1")
		same(t, "history of the image", []any{"rg-1", "rg-2"}, []any{events[2].Before["resource_group"], events[2].After["resource_group"]})
	})
}

func TestFindTagged(t *testing.T) {
	carrying := func(tags ...cloud.Tag) func(*cloud.Image) { return func(i *cloud.Image) { i.Tags = tags } }
	onAll(t, func(t *testing.T, w *world) {
		w.create(
			sample("m-3", carrying(cloud.Tag{Key: "env", Value: "prod"}, cloud.Tag{Key: "team", Value: "web"})),
			sample("m-1", carrying(cloud.Tag{Key: "env", Value: "test"}, cloud.Tag{Key: "team", Value: "web"})),
			sample("m-2", carrying(cloud.Tag{Key: "env", Value: "prod"})),
			sample("m-0", carrying()))
		w.do(func(tx *store.Tx) error {
			return tx.CreateInstance(&cloud.Instance{
				Account: ali, Region: hangzhou, ID: "i-1", Created: epoch, Tags: []cloud.Tag{{Key: "env", Value: "prod"}},
			})
		})
		image, both := []string{store.KindImage}, []string{store.KindImage, store.KindInstance}
		for name, test := range map[string]struct {
			query store.TagQuery
			want  []string
		}{
			"any tag":        {store.TagQuery{Kinds: both}, []string{"m-1", "m-2", "m-3", "i-1"}},
			"key":            {store.TagQuery{Kinds: image, Tags: []cloud.TagMatches{{Key: "env"}}}, []string{"m-1", "m-2", "m-3"}},
			"value":          {store.TagQuery{Kinds: both, Tags: []cloud.TagMatches{{Key: "env", Values: []string{"prod"}}}}, []string{"m-2", "m-3", "i-1"}},
			"one of values":  {store.TagQuery{Kinds: image, Tags: []cloud.TagMatches{{Key: "env", Values: []string{"prod", "test"}}}}, []string{"m-1", "m-2", "m-3"}},
			"all of tags":    {store.TagQuery{Kinds: image, Tags: []cloud.TagMatches{{Key: "env", Values: []string{"prod"}}, {Key: "team"}}}, []string{"m-3"}},
			"of some":        {store.TagQuery{Kinds: image, IDs: []string{"m-0", "m-1", "m-9"}}, []string{"m-1"}},
			"behind":         {store.TagQuery{Kinds: image, Tags: []cloud.TagMatches{{Key: "env"}}, After: "m-1"}, []string{"m-2", "m-3"}},
			"nothing of all": {store.TagQuery{Kinds: image, Tags: []cloud.TagMatches{{Key: "env"}, {Key: "Team"}}}, nil},
		} {
			w.view(func(tx *store.Tx) error {
				found, err1 := tx.FindTagged(ali, hangzhou, &test.query, 0, 10)
				var ids []string
				for _, r := range found {
					ids = append(ids, r.ID)
				}
				n, err2 := tx.CountTagged(ali, hangzhou, &test.query)
				same(t, name, test.want, ids)
				same(t, name+", counted", len(test.want), n)
				return errors.Join(err1, err2)
			})
		}
	})
}

func TestTagUses(t *testing.T) {
	onAll(t, func(t *testing.T, w *world) {
		w.create(sample("m-1"), sample("m-2", func(i *cloud.Image) { i.Created = epoch.Add(time.Second) }))
		prod, none := cloud.Tag{Key: "env", Value: "prod"}, cloud.Tag{Key: "none"}
		w.view(func(tx *store.Tx) error {
			all, err1 := tx.TagUses(ali, hangzhou, []string{store.KindImage})
			same(t, "of all", []store.TagUse{{prod, store.KindImage, 2}, {none, store.KindImage, 2}}, all)
			one, err2 := tx.TagUsesOf(ali, hangzhou, []string{store.KindDisk, store.KindImage}, "m-2")
			same(t, "of one", []store.TagUse{{prod, store.KindImage, 1}, {none, store.KindImage, 1}}, one)
			return errors.Join(err1, err2)
		})
	})
}

func TestResourceGroups(t *testing.T) {
	onAll(t, func(t *testing.T, w *world) {
		add := func() error {
			return w.try(func(tx *store.Tx) error {
				return tx.CreateResourceGroup(&cloud.ResourceGroup{Account: ali, ID: "rg-1", Name: "one", Created: w.now})
			})
		}
		same(t, "added", nil, add())
		same(t, "added twice", true, errors.Is(add(), store.ErrExists))
		w.view(func(tx *store.Tx) error {
			for group, want := range map[[2]string]bool{
				{ali, "rg-1"}: true, {ali, "rg-2"}: false, {cassim, "rg-1"}: false,
				{ali, cloud.FirstGroups(ali)[0].ID}: true, {ali, cloud.FirstGroups(cassim)[0].ID}: false,
			} {
				has, err := tx.HasResourceGroup(group[0], group[1])
				if err != nil {
					return err
				}
				same(t, group[1]+" of "+group[0], want, has)
			}
			return nil
		})
	})
}
