package store_test

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"sesame/internal/cloud"
	"sesame/internal/store"
)

// Whatever is looked for, in whatever order, the pages one behind the other are what matches.
func TestBrowseImagesPageByPage(t *testing.T) {
	onAll(t, func(t *testing.T, w *world) {
		rounds := 0
		rapid.Check(t, func(rt *rapid.T) {
			rounds++
			if rounds > 25 && strings.HasSuffix(t.Name(), "postgres") {
				return // a server that is asked over a socket: fewer rounds
			}
			var images []*cloud.Image
			taken := map[string]bool{}
			for n := range rapid.IntRange(1, 8).Draw(rt, "images") {
				images = append(images, randomImage(rt, fmt.Sprintf("m-%d", n), taken))
			}
			asked := rapid.SliceOfN(rapid.Custom(randomBrowse), 10, 10).Draw(rt, "asked")
			err := w.try(func(tx *store.Tx) error {
				if err := fillWith(tx, images); err != nil {
					return err
				}
				for _, b := range asked {
					want := browsed(images, b)
					got, err := allPages(tx, *b)
					if err != nil {
						return err
					}
					if !slices.Equal(want, got) {
						return fmt.Errorf("%+v: %v, want %v", *b, got, want)
					}
				}
				return errRefused // and away with them
			})
			if !errors.Is(err, errRefused) {
				rt.Fatal(err)
			}
		})
	})
}

func randomBrowse(t *rapid.T) *store.ImageBrowse {
	f := randomFilter(t)
	if strings.Contains(f.Name, "*") {
		f.Name = ""
	}
	return &store.ImageBrowse{
		Contains: sometimes(t, "contains", rapid.SampledFrom([]string{"a", "ab", "b", "像", "A", "%", "_", "zz"})),
		Filter:   *f,
		Order:    rapid.SampledFrom([]store.ImageOrder{store.LatestFirst, store.OldestFirst, store.NameUp, store.NameDown}).Draw(t, "order"),
	}
}

// browsed says by the domain's own means what BrowseImages should find.
func browsed(images []*cloud.Image, b *store.ImageBrowse) (ids []string) {
	var found []*cloud.Image
	for _, i := range images {
		if strings.Contains(i.Name, b.Contains) && b.Filter.Match(i, epoch) {
			found = append(found, i)
		}
	}
	byAge := func(a, b *cloud.Image) int { return cmp.Or(b.Created.Compare(a.Created), cmp.Compare(b.ID, a.ID)) }
	slices.SortFunc(found, func(x, y *cloud.Image) int {
		nameless := cmp.Or(strings.Compare(y.Name, ""), 0) - cmp.Or(strings.Compare(x.Name, ""), 0)
		switch b.Order {
		case store.OldestFirst:
			return byAge(y, x)
		case store.NameUp:
			return cmp.Or(nameless, cmp.Compare(x.Name, y.Name), byAge(x, y))
		case store.NameDown:
			return cmp.Or(nameless, cmp.Compare(y.Name, x.Name), byAge(x, y))
		}
		return byAge(x, y)
	})
	for _, i := range found {
		ids = append(ids, i.ID)
	}
	return ids
}

// allPages goes through pages of two until one is not full.
func allPages(tx *store.Tx, b store.ImageBrowse) (ids []string, err error) {
	for {
		page, err := tx.BrowseImages(ali, hangzhou, &b, epoch, 2)
		for _, i := range page {
			ids = append(ids, i.ID)
			b.Behind = store.ImageMark{Created: i.Created, Name: i.Name, ID: i.ID}
		}
		if err != nil || len(page) < 2 {
			return ids, err
		}
	}
}

// More than can be sorted at little cost are gone through in the order of the list.
func TestBrowseManyImages(t *testing.T) {
	onAll(t, func(t *testing.T, w *world) {
		const many = 1100
		w.do(func(tx *store.Tx) error {
			for n := range many {
				i := cloud.NewImage(ali, hangzhou, fmt.Sprintf("m-%04d", n), cloud.WorkCreate, epoch.Add(time.Duration(n)*time.Second), 0)
				i.Name = fmt.Sprintf("web-%04d", (n+500)%many)
				if n%500 == 7 {
					i.OSType = "windows"
				}
				if err := tx.CreateImage(i); err != nil {
					return err
				}
			}
			return nil
		})
		for _, c := range []struct {
			asked store.ImageBrowse
			want  string
		}{
			{store.ImageBrowse{Contains: "web", Order: store.LatestFirst}, "m-1099 m-1098 m-1097"},
			{store.ImageBrowse{Contains: "web", Order: store.OldestFirst, Behind: store.ImageMark{Created: epoch.Add(time.Second), ID: "m-0001"}}, "m-0002 m-0003 m-0004"},
			{store.ImageBrowse{Contains: "-000", Order: store.OldestFirst}, "m-0600 m-0601 m-0602"},
			{store.ImageBrowse{Filter: cloud.ImageFilter{Statuses: []cloud.Status{cloud.Available}}, Order: store.NameUp}, "m-0600 m-0601 m-0602"},
			{store.ImageBrowse{Filter: cloud.ImageFilter{OSType: "windows"}, Order: store.NameUp}, "m-1007 m-0007 m-0507"},
			{store.ImageBrowse{Contains: "09", Order: store.NameDown, Behind: store.ImageMark{Name: "web-1009", ID: "m-0509"}}, "m-0499 m-0498 m-0497"},
		} {
			w.view(func(tx *store.Tx) error {
				page, err := tx.BrowseImages(ali, hangzhou, &c.asked, epoch.Add(time.Hour), 3)
				var ids []string
				for _, i := range page {
					ids = append(ids, i.ID)
				}
				same(t, fmt.Sprintf("%+v", c.asked), c.want, strings.Join(ids, " "))
				return err
			})
		}
	})
}
