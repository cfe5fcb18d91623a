package store_test

import (
	"testing"
	"time"

	"sesame/internal/cloud"
	"sesame/internal/store"
)

// An image is made of an instance while the snapshot of the instance's system disk is.
func TestImagesMadeOf(t *testing.T) {
	onAll(t, func(t *testing.T, w *world) {
		disk := func(id, instance, device string, kind cloud.DiskKind) *cloud.Disk {
			d := &cloud.Disk{Account: ali, Region: hangzhou, ID: id, Kind: kind, SizeGiB: 40}
			d.AttachTo(instance, device, epoch)
			w.do(func(tx *store.Tx) error { return tx.CreateDisk(d) })
			return d
		}
		system, data := disk("d-1", "i-1", "/dev/xvda", cloud.SystemDisk), disk("d-2", "i-1", "/dev/xvdb", cloud.DataDisk)
		made := func(id string, of *cloud.Disk, ready time.Duration) {
			p := cloud.NewSnapshot(of, "s-"+id, "", epoch, epoch.Add(ready))
			w.do(func(tx *store.Tx) error { return tx.CreateSnapshot(p) })
			i := sample(id, systemOnly)
			i.Name, i.Ready, i.Disks[0].Snapshot = id, p.Ready, p.ID
			w.create(i)
		}
		made("m-1", system, time.Minute)
		made("m-2", system, time.Hour)
		made("m-done", system, 0)
		made("m-of-data", data, time.Hour)
		made("m-of-other", disk("d-3", "i-2", "/dev/xvda", cloud.SystemDisk), time.Hour)
		of := func(instance string, after time.Duration) (ids []string) {
			w.view(func(tx *store.Tx) error {
				ids = nil
				all, err := tx.ImagesMadeOf(&cloud.Instance{Account: ali, Region: hangzhou, ID: instance}, epoch.Add(after))
				for _, i := range all {
					ids = append(ids, i.ID)
				}
				return err
			})
			return ids
		}
		same(t, "two at once", 2, len(of("i-1", 0)))
		same(t, "the longer one", []string{"m-2"}, of("i-1", time.Minute))
		same(t, "none any more", 0, len(of("i-1", time.Hour)))
		same(t, "of another", []string{"m-of-other"}, of("i-2", 0))
		same(t, "of none", 0, len(of("", 0)))
	})
}
