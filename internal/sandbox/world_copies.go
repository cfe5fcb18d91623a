package sandbox

import (
	"time"

	"sesame/internal/cloud"
)

const shanghai = "cn-shanghai" // what was copied, and two disks to copy

// copies fills Shanghai.
func (w *world) copies() {
	add := func(id string, work cloud.Work, change func(*cloud.Image)) {
		i := cloud.NewImage(ali, shanghai, id, work, Epoch.Add(-24*time.Hour), time.Hour)
		i.SetPlatform("Ubuntu")
		i.SetDisks([]cloud.DiskMapping{{Device: "/dev/xvda", Kind: cloud.SystemDisk, SizeGiB: 40}})
		change(i)
		w.did(w.tx.CreateImage(i))
	}
	add("m-copy-failed", cloud.WorkCopy, func(i *cloud.Image) { i.Copied, i.Outcome = true, cloud.CreateFailed })
	add("m-two-disks", cloud.WorkImport, func(i *cloud.Image) {
		i.Name, i.Family, i.Version, i.Description, i.LicenseType = "two-disks", "disks", "v1", "of two disks", "BYOL"
		i.NvmeSupport, i.ImdsSupport, i.BootMode = "supported", "v2", cloud.BootUEFI
		i.Tags = []cloud.Tag{{Key: "env", Value: "prod"}}
		i.SetDisks([]cloud.DiskMapping{
			{Device: "/dev/xvda", Kind: cloud.SystemDisk, SizeGiB: 40, Format: "RAW", Bucket: "b", Object: "o"},
			{Device: "/dev/xvdb", Kind: cloud.DataDisk, SizeGiB: 100, Snapshot: "s-data-of-two"},
			{Device: "/dev/xvdc", Kind: cloud.DataDisk, SizeGiB: 20},
		})
	})
}
