package store_test

import (
	"errors"
	"testing"

	"sesame/internal/cloud"
	"sesame/internal/store"
)

func TestUsage(t *testing.T) {
	onAll(t, func(t *testing.T, w *world) {
		w.do(func(tx *store.Tx) error {
			var all []error
			for _, i := range []cloud.Instance{
				{Account: ali, Region: hangzhou, ID: "i-1", Type: "ecs.g6.large"},
				{Account: ali, Region: hangzhou, ID: "i-2", Type: "ecs.g6.large"},
				{Account: ali, Region: hangzhou, ID: "i-3", Type: "ecs.g7.large"},
				{Account: ali, Region: beijing, ID: "i-4", Type: "ecs.g6.large"},
				{Account: cassim, Region: hangzhou, ID: "i-5", Type: "ecs.g6.large"},
			} {
				all = append(all, tx.CreateInstance(&i))
			}
			for _, d := range []cloud.Disk{
				{Account: ali, Region: hangzhou, ID: "d-1", Category: "cloud_essd", SizeGiB: 40},
				{Account: ali, Region: hangzhou, ID: "d-2", Category: "cloud_essd", SizeGiB: 60},
				{Account: ali, Region: hangzhou, ID: "d-3", Category: "cloud_ssd", SizeGiB: 20},
				{Account: ali, Region: beijing, ID: "d-4", Category: "cloud_essd", SizeGiB: 20},
			} {
				all = append(all, tx.CreateDisk(&d))
			}
			return errors.Join(all...)
		})
		w.view(func(tx *store.Tx) error {
			types, err := tx.InstancesByType(ali, hangzhou)
			same(t, "instances", map[string]int{"ecs.g6.large": 2, "ecs.g7.large": 1}, types)
			sizes, err2 := tx.DiskGiBByCategory(ali, hangzhou)
			same(t, "disks", map[string]int{"cloud_essd": 100, "cloud_ssd": 20}, sizes)
			none, err3 := tx.DiskGiBByCategory(cassim, beijing)
			same(t, "nothing", map[string]int{}, none)
			return errors.Join(err, err2, err3)
		})
	})
}
