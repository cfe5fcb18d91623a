package store_test

import (
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"sesame/internal/cloud"
	"sesame/internal/pgtest"
	"sesame/internal/store"
)

const (
	ali      = "1000000000000001"
	cassim   = "1000000000000002"
	hangzhou = "cn-hangzhou"
	beijing  = "cn-beijing"
)

var epoch = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// places are where a store can be. Each call gives a new, empty one.
var places = []struct {
	name    string
	dsn     func(testing.TB) string
	durable bool // outlives Close
}{
	{"folder", func(tb testing.TB) string { return tb.TempDir() }, true},
	{"memory", func(testing.TB) string { return ":memory:" }, false},
	{"postgres", pgtest.DSN, true},
}

// onAll runs a test on every engine.
func onAll(t *testing.T, test func(*testing.T, *world)) {
	t.Helper()
	t.Parallel()
	for _, p := range places {
		t.Run(p.name, func(t *testing.T) {
			t.Parallel()
			test(t, newWorld(t, p.dsn(t)))
		})
	}
}

// onDurable runs a test wherever a store outlives its handle.
func onDurable(t *testing.T, test func(t *testing.T, dsn string)) {
	t.Helper()
	t.Parallel()
	for _, p := range places {
		if p.durable {
			t.Run(p.name, func(t *testing.T) {
				t.Parallel()
				test(t, p.dsn(t))
			})
		}
	}
}

// world is a store with an account that changes it.
type world struct {
	t   *testing.T
	db  *store.DB
	now time.Time
}

func newWorld(t *testing.T, dsn string) *world {
	t.Helper()
	w := &world{t: t, db: open(t, dsn), now: epoch}
	t.Cleanup(func() { checkPlans(t, w.db, strings.HasPrefix(dsn, "postgres")) })
	return w
}

func open(t *testing.T, dsn string) *store.DB {
	t.Helper()
	db, err := store.Open(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

// calls counts those of all tests.
var calls atomic.Int64

func (w *world) origin() store.Origin {
	return store.Origin{
		Account: ali, AccessKey: "ali-key", Action: "Test", At: w.now,
		RequestID: fmt.Sprintf("request-%06d", calls.Add(1)), // no two of all tests are the same
	}
}

func (w *world) try(fn func(*store.Tx) error) error {
	return w.db.Update(w.t.Context(), w.origin(), fn)
}

func (w *world) do(fn func(*store.Tx) error) {
	w.t.Helper()
	if err := w.try(fn); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) view(fn func(*store.Tx) error) {
	w.t.Helper()
	if err := w.db.View(w.t.Context(), fn); err != nil {
		w.t.Fatal(err)
	}
}

// create adds images, each in a call of its own.
func (w *world) create(images ...*cloud.Image) {
	w.t.Helper()
	for _, i := range images {
		w.do(func(tx *store.Tx) error { return tx.CreateImage(i) })
	}
}

// change updates an image of ali in hangzhou to what fn makes of it.
func (w *world) change(id string, fn func(*cloud.Image)) {
	w.t.Helper()
	if err := w.tryChange(id, fn); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) tryChange(id string, fn func(*cloud.Image)) error {
	return w.try(func(tx *store.Tx) error { return changeImage(tx, id, fn) })
}

func changeImage(tx *store.Tx, id string, fn func(*cloud.Image)) error {
	was, err := tx.Image(ali, hangzhou, id)
	if err != nil {
		return err
	}
	is := was.Clone()
	fn(is)
	return tx.UpdateImage(was, is)
}

// image reads an image of ali in hangzhou, nil when there is none.
func (w *world) image(id string) (i *cloud.Image) {
	w.t.Helper()
	w.view(func(tx *store.Tx) error {
		all, err := tx.ImagesByID(ali, hangzhou, []string{id})
		i = nil
		if len(all) > 0 {
			i = all[0]
		}
		return err
	})
	return i
}

// find gives the ids that a filter selects in hangzhou.
func (w *world) find(f cloud.ImageFilter) (ids []string) {
	w.t.Helper()
	w.view(func(tx *store.Tx) error {
		all, _, err := tx.FindImages(ali, hangzhou, &f, w.now, 0, 1000)
		ids = nil
		for _, i := range all {
			ids = append(ids, i.ID)
		}
		return err
	})
	return ids
}

func (w *world) events(id string) (all []store.Event) {
	w.t.Helper()
	w.view(func(tx *store.Tx) (err error) {
		all, err = tx.ImageEvents(ali, hangzhou, id)
		return err
	})
	return all
}

func (w *world) rows(table string) int {
	w.t.Helper()
	n, err := w.db.CountRows(w.t.Context(), table)
	if err != nil {
		w.t.Fatal(err)
	}
	return n
}

// sample is an image of ali in hangzhou with something in every field.
func sample(id string, with ...func(*cloud.Image)) *cloud.Image {
	i := cloud.NewImage(ali, hangzhou, id, cloud.WorkCreate, epoch, 0)
	i.Description, i.Version, i.LicenseType, i.ResourceGroup = "an image 镜像", "v1", "BYOL", "rg-1"
	i.NonRootLogins, i.Copied = true, true
	i.SetPlatform("Ubuntu")
	i.SetDisks([]cloud.DiskMapping{
		{Device: "/dev/xvda", Kind: cloud.SystemDisk, Snapshot: "s-" + id + "-system", SizeGiB: 40},
		{Device: "/dev/xvdb", Kind: cloud.DataDisk, Snapshot: "s-" + id + "-data", SizeGiB: 100, Encrypted: true},
		{Device: "/dev/xvdc", Kind: cloud.DataDisk, SizeGiB: 20, Format: "RAW", Bucket: "b", Object: "o"},
	})
	i.Tags = []cloud.Tag{{Key: "env", Value: "prod"}, {Key: "none"}}
	for _, set := range with {
		set(i)
	}
	return i
}

func named(name string) func(*cloud.Image) { return func(i *cloud.Image) { i.Name = name } }

func ofFamily(family string, after time.Duration) func(*cloud.Image) {
	return func(i *cloud.Image) {
		i.Family = family
		i.Created = i.Created.Add(after)
	}
}

func same[T any](t *testing.T, what string, want, got T) {
	t.Helper()
	if diff := cmp.Diff(want, got, withoutRevisions); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

// withoutRevisions: they are the store's own.
var withoutRevisions = cmp.Options{
	cmpopts.IgnoreFields(cloud.Image{}, "Revision"), cmpopts.IgnoreFields(cloud.Instance{}, "Revision"),
	cmpopts.IgnoreFields(cloud.Disk{}, "Revision"), cmpopts.IgnoreFields(cloud.Snapshot{}, "Revision"),
	cmpopts.IgnoreFields(cloud.Task{}, "Revision"),
}
