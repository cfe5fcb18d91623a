package consistency_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"sesame/internal/cloud"
	"sesame/internal/store"
)

// put adds something to a user's world behind the servers' back.
func (w *world) put(t *testing.T, db *store.DB, u *user, fn func(*store.Tx) error) {
	t.Helper()
	o := store.Origin{Account: u.account, RequestID: fmt.Sprintf("put-%d", w.nonces.Add(1)), At: w.clock()}
	if err := db.Update(t.Context(), o, fn); err != nil {
		t.Fatal(err)
	}
}

// A snapshot is deleted while an image is made of it: either there is an image and its
// snapshot, or there is neither.
func TestDeleteSnapshotRacesCreateImage(t *testing.T) {
	onBoth(t, func(t *testing.T, dbs []*store.DB) {
		w := newWorld(t, dbs, 1, time.Now, 0)
		u := w.users[0]
		wins := map[string]int{}
		for round := range rounds(dbs, 200) {
			id := fmt.Sprintf("s-raced-%d", round)
			w.put(t, dbs[0], u, func(tx *store.Tx) error {
				return tx.CreateSnapshot(&cloud.Snapshot{
					Account: u.account, Region: hangzhou, ID: id, Kind: cloud.SystemDisk, SizeGiB: 40, Created: w.clock(), Ready: w.clock(),
				})
			})
			var made, deleted answer
			var wg sync.WaitGroup
			wg.Go(func() { made = w.call(t, round, u, "CreateImage", params{"RegionId": hangzhou, "SnapshotId": id}) })
			wg.Go(func() { deleted = w.call(t, round+1, u, "DeleteSnapshot", params{"SnapshotId": id}) })
			wg.Wait()
			switch got := [2]string{made.Code, deleted.Code}; got {
			case [2]string{"", "SnapshotCreatedImage"}:
				wins["image"]++
			case [2]string{"InvalidSnapshotId.NotFound", ""}:
				wins["delete"]++
			default:
				t.Fatalf("round %d: %q", round, got)
			}
		}
		t.Logf("winners: %v", wins)
	})
}

// Two disks are attached to one device, and one disk to two instances: one call wins.
func TestAttachRacesAttach(t *testing.T) {
	onBoth(t, func(t *testing.T, dbs []*store.DB) {
		w := newWorld(t, dbs, 1, time.Now, 0)
		u := w.users[0]
		w.put(t, dbs[0], u, func(tx *store.Tx) (err error) {
			for _, name := range []string{"1", "2"} {
				i := cloud.NewInstance(u.account, hangzhou, "i-"+name, w.clock())
				i.Zone = "z"
				err = errors.Join(err, tx.CreateInstance(i), tx.CreateDisk(&cloud.Disk{
					Account: u.account, Region: hangzhou, ID: "d-" + name, Zone: "z", Kind: cloud.DataDisk,
					Category: cloud.CategoryESSD, SizeGiB: 40, Created: w.clock(),
				}))
			}
			return err
		})
		for round := range rounds(dbs, 200) {
			disks, instances, lost := [2]string{"d-1", "d-2"}, [2]string{"i-1", "i-1"}, "InvalidDevice.InUse"
			if round%2 == 0 {
				disks, instances, lost = [2]string{"d-1", "d-1"}, [2]string{"i-1", "i-2"}, "InvalidDisk.InUse"
			}
			var answers [2]answer
			var wg sync.WaitGroup
			for n := range answers {
				wg.Go(func() {
					answers[n] = w.call(t, round+n, u, "AttachDisk", params{"InstanceId": instances[n], "DiskId": disks[n], "Device": "/dev/xvdb"})
				})
			}
			wg.Wait()
			winner := 0
			switch [2]string{answers[0].Code, answers[1].Code} {
			case [2]string{"", lost}:
			case [2]string{lost, ""}:
				winner = 1
			default:
				t.Fatalf("round %d: %q %q", round, answers[0].Code, answers[1].Code)
			}
			w.must(t, round, u, "DetachDisk", params{"InstanceId": instances[winner], "DiskId": disks[winner]})
		}
	})
}
