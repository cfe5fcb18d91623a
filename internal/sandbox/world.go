package sandbox

import (
	"context"
	"errors"
	"fmt"
	"time"

	"sesame/internal/cloud"
	"sesame/internal/store"
)

// The world in which every story begins. Its identifiers are short, so that they are told
// apart from those that the server makes.
const (
	ali      = "1000000000000001"
	cassim   = "1000000000000002"
	hangzhou = "cn-hangzhou" // machines and snapshots, no images, a guarded family to come
	beijing  = "cn-beijing"  // images in every state
	qingdao  = "cn-qingdao"  // full, in stories that ask for the crowd

	ubuntu = "ubuntu_22_04_x64_20G_alibase_20250722.vhd"
)

// Epoch is when every story begins.
var Epoch = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

// Fill puts the world of the stories into an empty store; crowd says that Qingdao shall be
// full.
func Fill(ctx context.Context, db *store.DB, crowd bool) error {
	_, err := db.Seed(ctx, store.Origin{Account: ali, Action: "Seed", RequestID: "seed", At: Epoch}, "wire", func(tx *store.Tx) error {
		w := world{tx: tx}
		w.groups()
		w.machines()
		w.fleet()
		w.snapshots()
		w.images()
		w.did(w.tx.GuardFamily(ali, hangzhou, "guarded", true))
		w.disksOfChengdu()
		w.copies()
		if crowd {
			w.crowd()
			w.crowdOfSnapshots()
		}
		return w.err
	})
	return err
}

// world adds things until one fails.
type world struct {
	tx  *store.Tx
	err error
}

func (w *world) did(err error) {
	if w.err == nil {
		w.err = err
	}
}

func (w *world) instance(region, id, image string, status cloud.InstanceStatus, locked bool) {
	i := cloud.NewInstance(ali, region, id, Epoch)
	i.Name, i.Zone, i.Type, i.Image, i.Outcome, i.Locked = id, region+"-b", "ecs.g8i.large", image, status, locked
	w.did(w.tx.CreateInstance(i))
}

func (w *world) disk(instance, device string, kind cloud.DiskKind, gib int, encrypted bool) {
	w.did(w.tx.CreateDisk(&cloud.Disk{
		Account: ali, Region: hangzhou, ID: "d" + instance[1:] + "-" + device[len(device)-1:], Instance: instance, Device: device,
		Kind: kind, Category: "cloud_essd", SizeGiB: gib, Encrypted: encrypted, Created: Epoch,
	}))
}

func (w *world) machines() {
	w.instance(hangzhou, "i-web", ubuntu, cloud.InstanceRunning, false)
	w.disk("i-web", "/dev/xvda", cloud.SystemDisk, 40, false)
	w.disk("i-web", "/dev/xvdb", cloud.DataDisk, 100, false)
	w.instance(hangzhou, "i-stopped", "m-gone", cloud.InstanceStopped, false)
	w.disk("i-stopped", "/dev/xvda", cloud.SystemDisk, 20, false)
	w.instance(hangzhou, "i-locked", ubuntu, cloud.InstanceRunning, true)
	w.instance(hangzhou, "i-starting", ubuntu, cloud.InstanceStarting, false)
	w.instance(hangzhou, "i-bare", ubuntu, cloud.InstanceStopped, false)
	w.disk("i-bare", "/dev/xvdb", cloud.DataDisk, 20, false)
	w.instance(hangzhou, "i-secret", ubuntu, cloud.InstanceStopped, false)
	w.disk("i-secret", "/dev/xvda", cloud.SystemDisk, 40, true)
	w.instance(beijing, "i-arm", "m-arm", cloud.InstanceRunning, false)
}

func (w *world) snapshot(region, id string, kind cloud.DiskKind, gib int, image string, change func(*cloud.Snapshot)) {
	p := &cloud.Snapshot{
		Account: ali, Region: region, ID: id, Name: id, Kind: kind, SizeGiB: gib, Image: image, Created: Epoch, Ready: Epoch,
	}
	if change != nil {
		change(p)
	}
	w.did(w.tx.CreateSnapshot(p))
}

func (w *world) snapshots() {
	w.snapshot(hangzhou, "s-system", cloud.SystemDisk, 40, ubuntu, nil)
	w.snapshot(hangzhou, "s-system-2", cloud.SystemDisk, 40, ubuntu, nil)
	w.snapshot(hangzhou, "s-unknown", cloud.SystemDisk, 40, "m-gone", nil)
	w.snapshot(hangzhou, "s-data", cloud.DataDisk, 20, "", nil)
	encrypted := func(p *cloud.Snapshot) { p.Encrypted = true }
	w.snapshot(hangzhou, "s-secret", cloud.SystemDisk, 40, ubuntu, encrypted)
	w.snapshot(hangzhou, "s-secret-data", cloud.DataDisk, 20, "", encrypted)
	w.snapshot(hangzhou, "s-unfinished", cloud.SystemDisk, 40, ubuntu, func(p *cloud.Snapshot) { p.Ready = Epoch.Add(time.Hour) })
	w.snapshot(beijing, "s-beijing", cloud.SystemDisk, 40, ubuntu, nil)
	w.snapshot(beijing, "s-arm", cloud.SystemDisk, 40, "m-arm", nil)
	w.snapshot(qingdao, "s-qingdao", cloud.SystemDisk, 40, ubuntu, nil)
}

// image adds an image of ali in Beijing, made the day before.
func (w *world) image(id string, work cloud.Work, change func(*cloud.Image)) {
	i := cloud.NewImage(ali, beijing, id, work, Epoch.Add(-24*time.Hour), time.Hour)
	i.Name = "n" + id[1:]
	i.SetPlatform("Ubuntu")
	i.SetDisks([]cloud.DiskMapping{{Device: "/dev/xvda", Kind: cloud.SystemDisk, SizeGiB: 40}})
	if change != nil {
		change(i)
	}
	w.did(w.tx.CreateImage(i))
}

func (w *world) images() {
	w.image("m-arm", cloud.WorkCreate, func(i *cloud.Image) {
		i.Architecture, i.BootMode, i.ImdsSupport = "arm64", cloud.BootUEFI, "v2"
	})
	w.image("m-i386", cloud.WorkCreate, func(i *cloud.Image) { i.Architecture, i.BootMode = "i386", cloud.BootBIOS })
	w.image("m-windows", cloud.WorkImport, func(i *cloud.Image) {
		i.SetPlatform("Windows Server 2022")
		i.Cloudinit, i.ResourceGroup = false, "rg-windows"
	})
	w.image("m-secret", cloud.WorkCreate, func(i *cloud.Image) { i.Disks[0].Encrypted = true })
	w.image("m-failed", cloud.WorkCreate, func(i *cloud.Image) { i.Outcome = cloud.CreateFailed })
	w.image("m-broken", cloud.WorkCreate, func(i *cloud.Image) { i.Outcome = cloud.UnAvailable })
	w.image("m-waiting", cloud.WorkCopy, func(i *cloud.Image) {
		i.Starts, i.Ready, i.Copied = Epoch.Add(time.Hour), Epoch.Add(2*time.Hour), true
	})
	w.image("m-copying", cloud.WorkCopy, func(i *cloud.Image) {
		i.Starts, i.Ready, i.Copied = Epoch, Epoch.Add(100*time.Minute), true
	})
	w.image("m-importing", cloud.WorkImport, func(i *cloud.Image) {
		i.Starts, i.Ready = Epoch, Epoch.Add(100*time.Minute)
		i.Disks[0].Format, i.Disks[0].Bucket, i.Disks[0].Object = "RAW", "images", "disk.raw"
	})
}

// crowd leaves room in Qingdao for one image, and for none in its families and in what
// cassim can receive: 100 images in the family "full", all shared with cassim, 99 images in
// families of their own, 800 others.
func (w *world) crowd() {
	for n := range cloud.MaxImagesPerRegion - 1 {
		id := fmt.Sprintf("m-crowd-%d", n)
		i := cloud.NewImage(ali, qingdao, id, cloud.WorkCreate, Epoch.Add(-24*time.Hour), 0)
		switch {
		case n < cloud.MaxImagesPerFamily:
			i.Family = "full"
		case n < cloud.MaxImagesPerFamily+cloud.MaxFamiliesPerRegion-1:
			i.Family = fmt.Sprintf("family-%d", n)
		}
		w.did(w.tx.CreateImage(i))
		if i.Family == "full" {
			made, err := w.tx.Image(ali, qingdao, id)
			w.did(errors.Join(err, w.tx.ChangeShares(made, []string{cassim}, nil)))
		}
	}
}
