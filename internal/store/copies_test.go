package store_test

import (
	"errors"
	"testing"
	"time"

	"sesame/internal/cloud"
	"sesame/internal/store"
)

// copyTo copies an image of hangzhou to beijing: under way from one minute to another.
func (w *world) copyTo(id string, source *cloud.Image, from, to time.Duration) error {
	return w.try(func(tx *store.Tx) error {
		i := cloud.NewImage(ali, beijing, id, cloud.WorkCopy, w.now, 0)
		i.Name, i.Starts, i.Ready = "of-"+source.ID, epoch.Add(from), epoch.Add(to)
		i.CopyOf(source, true, func() string { return "s-" + id })
		return tx.CreateCopy(i, source, w.now)
	})
}

func systemOnly(i *cloud.Image) { i.SetDisks(i.Disks[:1]) }

func TestCopies(t *testing.T) {
	onAll(t, func(t *testing.T, w *world) {
		one, two := sample("m-1", systemOnly), sample("m-2", systemOnly)
		w.create(one, two)
		for _, err := range []error{w.copyTo("m-a", one, 0, time.Minute), w.copyTo("m-b", two, time.Minute, 2*time.Minute)} {
			if err != nil {
				t.Fatal(err)
			}
		}
		if err := w.copyTo("m-c", two, 0, time.Minute); !errors.Is(err, store.ErrExists) {
			t.Errorf("its name is taken: %v", err)
		}
		a := cloud.Copy{Account: ali, Region: beijing, Image: "m-a", SourceRegion: hangzhou, Source: "m-1", Starts: epoch, Ready: epoch.Add(time.Minute)}
		b := cloud.Copy{Account: ali, Region: beijing, Image: "m-b", SourceRegion: hangzhou, Source: "m-2", Starts: a.Ready, Ready: a.Ready.Add(time.Minute)}
		same(t, "under way", []cloud.Copy{a, b}, w.copies(epoch))
		same(t, "later", []cloud.Copy{b}, w.copies(epoch.Add(time.Minute)))
		w.view(func(tx *store.Tx) error {
			copied, err1 := tx.IsCopied(one, epoch)
			done, err2 := tx.IsCopied(one, epoch.Add(time.Minute))
			snapshot, err3 := tx.Snapshot(ali, beijing, "s-m-b")
			if err3 == nil {
				same(t, "snapshot", &cloud.Snapshot{
					Account: ali, Region: beijing, ID: "s-m-b", Kind: cloud.SystemDisk, Category: cloud.SnapshotStandard,
					SizeGiB: 40, Encrypted: true, Image: "m-b", Created: epoch, Starts: b.Starts, Ready: b.Ready, Modified: epoch, Revision: snapshot.Revision,
				}, snapshot)
			}
			same(t, "copied", []bool{true, false}, []bool{copied, done})
			return errors.Join(err1, err2, err3)
		})

		w.dropCopy("m-a")
		b.Starts, b.Ready = epoch.Add(time.Second), epoch.Add(time.Hour)
		w.do(func(tx *store.Tx) error { return tx.MoveCopy(&b) })
		same(t, "moved", []cloud.Copy{b}, w.copies(epoch))
		w.view(func(tx *store.Tx) error {
			i, err1 := tx.Image(ali, beijing, "m-b")
			s, err2 := tx.Snapshot(ali, beijing, "s-m-b")
			_, gone := tx.Snapshot(ali, beijing, "s-m-a")
			events, err3 := tx.ImageEvents(ali, beijing, "m-b")
			if err := errors.Join(err1, err2, err3); err != nil {
				return err
			}
			same(t, "moved", []time.Time{b.Starts, b.Ready, b.Starts, b.Ready}, []time.Time{i.Starts, i.Ready, s.Starts, s.Ready})
			same(t, "snapshot of the one that is gone", true, errors.Is(gone, store.ErrNotFound))
			same(t, "events", 2, len(events))
			return nil
		})
	})
}

// TestCopiesThatAreDone: they are forgotten when the next copy begins.
func TestCopiesThatAreDone(t *testing.T) {
	onAll(t, func(t *testing.T, w *world) {
		one, two := sample("m-1", systemOnly), sample("m-2", systemOnly)
		w.create(one, two)
		if err := w.copyTo("m-a", one, 0, time.Minute); err != nil {
			t.Fatal(err)
		}
		w.now = epoch.Add(time.Minute)
		if err := w.copyTo("m-b", two, time.Minute, time.Hour); err != nil {
			t.Fatal(err)
		}
		same(t, "rows", 1, w.rows("copies"))
	})
}

func (w *world) copies(now time.Time) (all []cloud.Copy) {
	w.t.Helper()
	w.view(func(tx *store.Tx) (err error) {
		all, err = tx.Copies(ali, beijing, now)
		return err
	})
	return all
}

func (w *world) dropCopy(id string) {
	w.t.Helper()
	w.do(func(tx *store.Tx) error {
		i, err := tx.Image(ali, beijing, id)
		if err != nil {
			return err
		}
		return tx.DropCopy(i)
	})
}
