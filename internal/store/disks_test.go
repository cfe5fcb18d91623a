package store_test

import (
	"errors"
	"testing"
	"time"

	"sesame/internal/cloud"
	"sesame/internal/store"
)

// sampleDisk is a disk of ali in hangzhou with something in every field.
func sampleDisk(id string) *cloud.Disk {
	d := &cloud.Disk{
		Account: ali, Region: hangzhou, ID: id, Zone: "z", Name: "n", Description: "a disk", Kind: cloud.DataDisk,
		Category: cloud.CategoryAuto, PerformanceLevel: "PL0", SizeGiB: 40, Encrypted: true, Image: "m-1", Snapshot: "s-1",
		ResourceGroup: "rg", DeleteWithInstance: true, DeleteAutoSnapshot: true, EnableAutoSnapshot: true, Bursting: true,
		ProvisionedIOPS: 7, Created: epoch, Detached: epoch.Add(-time.Hour), Tags: []cloud.Tag{{Key: "env", Value: "prod"}},
	}
	d.Begin(cloud.DiskCreating, epoch, time.Minute)
	d.AttachTo("i-1", "/dev/xvdb", epoch)
	return d
}

func sampleSnapshot(id string) *cloud.Snapshot {
	p := cloud.NewSnapshot(sampleDisk("d-1"), id, "m-1", epoch, epoch.Add(time.Minute))
	p.Name, p.Description, p.RetentionDays, p.ResourceGroup = "n", "a snapshot", 7, "rg"
	p.Tags = []cloud.Tag{{Key: "env", Value: "prod"}}
	return p
}

func TestDisksAreKept(t *testing.T) {
	onAll(t, func(t *testing.T, w *world) {
		w.do(func(tx *store.Tx) error { return tx.CreateDisk(sampleDisk("d-1")) })
		read := func() (d *cloud.Disk, err error) {
			w.view(func(tx *store.Tx) error { d, err = tx.Disk(ali, "d-1"); return nil })
			return d, err
		}
		was, err := read()
		if err != nil {
			t.Fatal(err)
		}
		same(t, "disk", sampleDisk("d-1"), was)
		is := was.Clone()
		is.Detach(epoch.Add(time.Hour))
		is.SizeGiB, is.Tags = 50, []cloud.Tag{{Key: "a"}, {Key: "b"}}
		events := w.rows("events")
		w.do(func(tx *store.Tx) error { return errors.Join(tx.UpdateDisk(was, is), tx.UpdateDisk(is, is)) })
		got, err := read()
		if err != nil {
			t.Fatal(err)
		}
		same(t, "changed disk", is, got)
		same(t, "one event more", events+1, w.rows("events"))
		same(t, "rows of tags", 2, w.rows("tags"))
		w.do(func(tx *store.Tx) error { return tx.DeleteDisk(got) })
		if _, err := read(); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("deleted: %v", err)
		}
		same(t, "rows of tags", 0, w.rows("tags"))
		same(t, "the way to its history", 1, w.rows("removed"))
		if err := w.try(func(tx *store.Tx) error { return tx.UpdateDisk(got, was) }); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("change of what is gone: %v", err)
		}
	})
}

func TestADeviceHasOneDisk(t *testing.T) {
	onAll(t, func(t *testing.T, w *world) {
		w.do(func(tx *store.Tx) error { return tx.CreateDisk(sampleDisk("d-1")) })
		if err := w.try(func(tx *store.Tx) error { return tx.CreateDisk(sampleDisk("d-2")) }); !errors.Is(err, store.ErrExists) {
			t.Errorf("%v, want ErrExists", err)
		}
		free := sampleDisk("d-3")
		free.Detach(epoch)
		other := free.Clone()
		other.ID = "d-4"
		w.do(func(tx *store.Tx) error { return errors.Join(tx.CreateDisk(free), tx.CreateDisk(other)) })
	})
}

func TestSnapshotsAreKept(t *testing.T) {
	onAll(t, func(t *testing.T, w *world) {
		w.do(func(tx *store.Tx) error { return tx.CreateSnapshot(sampleSnapshot("s-1")) })
		var was *cloud.Snapshot
		w.view(func(tx *store.Tx) (err error) { was, err = tx.SnapshotAnywhere(ali, "s-1"); return err })
		same(t, "snapshot", sampleSnapshot("s-1"), was)
		is := was.Clone()
		is.Name, is.Tags = "m", nil
		w.do(func(tx *store.Tx) error { return errors.Join(tx.UpdateSnapshot(was, is), tx.UpdateSnapshot(is, is)) })
		w.view(func(tx *store.Tx) error {
			got, err := tx.Snapshot(ali, hangzhou, "s-1")
			same(t, "changed snapshot", is.Name, got.Name)
			n, err2 := tx.CountSnapshots(ali, hangzhou, "d-1", 5)
			same(t, "of the disk", 1, n)
			busy, err3 := tx.IsSnapshotted(ali, hangzhou, "d-1", epoch)
			same(t, "under way", true, busy)
			busy, err4 := tx.IsSnapshotted(ali, hangzhou, "d-1", epoch.Add(time.Minute))
			same(t, "done", false, busy)
			is = got
			return errors.Join(err, err2, err3, err4)
		})
		same(t, "rows of tags", 0, w.rows("tags"))
		w.create(sample("m-1", func(i *cloud.Image) { i.Disks[0].Snapshot = "s-1" }))
		w.do(func(tx *store.Tx) error { return tx.CreateDisk(sampleDisk("d-1")) })
		w.view(func(tx *store.Tx) error {
			images, disks, err := tx.SnapshotUses(ali, hangzhou, "s-1")
			same(t, "used", [2]bool{true, true}, [2]bool{images, disks})
			return err
		})
		w.do(func(tx *store.Tx) error { return tx.DeleteSnapshot(is) })
		w.view(func(tx *store.Tx) error {
			_, err := tx.Snapshot(ali, hangzhou, "s-1")
			same(t, "gone", true, errors.Is(err, store.ErrNotFound))
			removed, err := tx.ImageWasRemoved(ali, hangzhou, "m-1")
			same(t, "image removed", false, removed)
			return err
		})
	})
}

func TestPagesOfDisks(t *testing.T) {
	onAll(t, func(t *testing.T, w *world) {
		w.do(func(tx *store.Tx) (err error) {
			for _, id := range []string{"d-1", "d-2", "d-3", "d-4"} {
				d := sampleDisk(id)
				d.Detach(epoch)
				if id == "d-1" {
					d.Created = epoch.Add(time.Hour)
				}
				err = errors.Join(err, tx.CreateDisk(d))
			}
			return err
		})
		find := func(f cloud.DiskFilter, now time.Time, offset, limit int) (ids []string, total int) {
			w.view(func(tx *store.Tx) error {
				all, n, err := tx.FindDisks(ali, hangzhou, &f, now, offset, limit)
				ids, total = nil, n
				for _, d := range all {
					ids = append(ids, d.ID)
				}
				return err
			})
			return ids, total
		}
		for _, c := range []struct {
			f             cloud.DiskFilter
			now           time.Time
			offset, limit int
			want          []string
			total         int
		}{
			{cloud.DiskFilter{}, epoch, 0, 2, []string{"d-1", "d-4"}, 4},
			{cloud.DiskFilter{}, epoch, 2, 2, []string{"d-3", "d-2"}, 4},
			{cloud.DiskFilter{Behind: cloud.Position{Created: epoch, ID: "d-4"}}, epoch, 0, 10, []string{"d-3", "d-2"}, 4},
			{cloud.DiskFilter{Status: cloud.DiskCreating, IDs: []string{"d-2", "d-9"}}, epoch, 0, 10, []string{"d-2"}, 1},
			{cloud.DiskFilter{Status: cloud.DiskAvailable}, epoch, 0, 10, nil, 0},
			{cloud.DiskFilter{Status: cloud.DiskAvailable}, epoch.Add(time.Hour), 0, 1, []string{"d-1"}, 4},
			{cloud.DiskFilter{None: true}, epoch, 0, 10, nil, 0},
			{cloud.DiskFilter{Tags: []cloud.TagMatch{{Key: "env"}}, CreatedFrom: epoch.Add(1)}, epoch, 0, 10, []string{"d-1", "d-4", "d-3", "d-2"}, 4},
		} {
			ids, total := find(c.f, c.now, c.offset, c.limit)
			same(t, "ids", c.want, ids)
			same(t, "total", c.total, total)
		}
	})
}
