package sandbox

import (
	"errors"
	"fmt"
	"time"

	"sesame/internal/cloud"
)

// Chengdu is where disks are: instances in every state, disks of every kind.
const (
	chengdu  = "cn-chengdu"
	chengduB = "cn-chengdu-b"
)

func (w *world) disksOfChengdu() {
	for _, i := range []struct {
		name   string
		status cloud.InstanceStatus
		image  string
		locked bool
		data   int
	}{
		{"run", cloud.InstanceRunning, ubuntu, false, 1},
		{"stop", cloud.InstanceStopped, ubuntu, false, 2},
		{"lock", cloud.InstanceStopped, ubuntu, true, 1},
		{"start", cloud.InstanceStarting, ubuntu, false, 1},
		{"snap", cloud.InstanceStopped, ubuntu, false, 0},
		{"gone", cloud.InstanceStopped, "m-gone", false, 0},
		{"full", cloud.InstanceRunning, ubuntu, false, cloud.MaxDataDisks},
	} {
		w.instance(chengdu, "i-"+i.name, i.image, i.status, i.locked)
		w.chengduDisk("d-"+i.name+"-a", func(d *cloud.Disk) {
			d.Kind, d.SizeGiB, d.Image, d.DeleteWithInstance = cloud.SystemDisk, 40, i.image, true
			d.AttachTo("i-"+i.name, "/dev/xvda", Epoch)
		})
		for n := range i.data {
			letter := string(rune('b' + n))
			w.chengduDisk("d-"+i.name+"-"+letter, func(d *cloud.Disk) { d.AttachTo("i-"+i.name, "/dev/xvd"+letter, Epoch) })
		}
	}
	w.instance(chengdu, "i-naked", ubuntu, cloud.InstanceStopped, false)
	w.freeDisks()
	w.chengduSnapshots()
	w.chengduImages()
}

func (w *world) chengduDisk(id string, change func(*cloud.Disk)) {
	d := &cloud.Disk{
		Account: ali, Region: chengdu, ID: id, Zone: chengduB, Name: "n" + id[1:], Kind: cloud.DataDisk,
		Category: cloud.CategoryESSD, SizeGiB: 100, Created: Epoch, Ready: Epoch,
	}
	change(d)
	w.did(w.tx.CreateDisk(d))
}

func (w *world) freeDisks() {
	used := Epoch.Add(-time.Hour)
	w.chengduDisk("d-new", func(d *cloud.Disk) { d.PerformanceLevel = "PL2"; d.SizeGiB = 500 })
	w.chengduDisk("d-used", func(d *cloud.Disk) {
		d.Attached, d.Detached, d.Created, d.ResourceGroup = used, used.Add(time.Minute), used, "rg-used"
		d.Tags = []cloud.Tag{{Key: "env", Value: "prod"}}
	})
	w.chengduDisk("d-far", func(d *cloud.Disk) { d.Zone = "cn-chengdu-a" })
	w.chengduDisk("d-basic", func(d *cloud.Disk) { d.Category, d.Encrypted = cloud.CategoryBasic, true })
	w.chengduDisk("d-auto", func(d *cloud.Disk) { d.Category = cloud.CategoryAuto })
	w.chengduDisk("d-lost", func(d *cloud.Disk) { d.Snapshot = "s-lost"; d.AttachTo("i-stop", "/dev/xvdy", Epoch) })
	w.chengduDisk("d-made", func(d *cloud.Disk) { d.Snapshot = "s-source"; d.AttachTo("i-stop", "/dev/xvdz", Epoch) })
	w.chengduDisk("d-making", func(d *cloud.Disk) { d.Begin(cloud.DiskCreating, Epoch, time.Hour) })
	w.chengduDisk("d-snapping", func(d *cloud.Disk) { d.Attached = used })
}

func (w *world) chengduSnapshots() {
	w.snapshot(chengdu, "s-boot", cloud.SystemDisk, 40, ubuntu, func(p *cloud.Snapshot) { p.Disk = "d-run-a" })
	w.snapshot(chengdu, "s-source", cloud.DataDisk, 50, "", func(p *cloud.Snapshot) { p.Disk = "d-used" })
	w.snapshot(chengdu, "s-sealed", cloud.DataDisk, 50, "", func(p *cloud.Snapshot) { p.Encrypted = true })
	w.snapshot(chengdu, "s-kept", cloud.DataDisk, 50, "", func(p *cloud.Snapshot) {
		p.RetentionDays, p.ResourceGroup, p.Tags = 30, "rg-kept", []cloud.Tag{{Key: "env", Value: "prod"}}
	})
	for snapshot, disk := range map[string]string{"s-under-way": "d-snapping", "s-of-system": "d-snap-a"} {
		w.snapshot(chengdu, snapshot, cloud.DataDisk, 100, "", func(p *cloud.Snapshot) {
			p.Disk, p.Ready = disk, Epoch.Add(time.Hour)
		})
	}
}

func (w *world) chengduImages() {
	for id, change := range map[string]func(*cloud.Image){
		"m-cd-plain":  func(i *cloud.Image) { i.NvmeSupport = "unsupported" },
		"m-cd-old":    func(i *cloud.Image) { i.Outcome = cloud.Deprecated },
		"m-cd-broken": func(i *cloud.Image) { i.Outcome = cloud.UnAvailable },
		"m-cd-arm":    func(i *cloud.Image) { i.Architecture, i.BootMode = "arm64", cloud.BootUEFI },
		"m-cd-large": func(i *cloud.Image) {
			i.SetDisks([]cloud.DiskMapping{{Device: "/dev/xvda", Kind: cloud.SystemDisk, SizeGiB: 100}})
		},
		"m-cd-data": func(i *cloud.Image) {
			i.Disks = append(i.Disks, cloud.DiskMapping{Device: "/dev/xvdb", Kind: cloud.DataDisk, SizeGiB: 20})
		},
		"m-cd-theirs": func(i *cloud.Image) { i.Account = cassim },
	} {
		i := cloud.NewImage(ali, chengdu, id, cloud.WorkCreate, Epoch.Add(-24*time.Hour), time.Hour)
		i.NvmeSupport = "supported"
		i.SetPlatform("Ubuntu")
		i.SetDisks([]cloud.DiskMapping{{Device: "/dev/xvda", Kind: cloud.SystemDisk, SizeGiB: 10}})
		change(i)
		w.did(w.tx.CreateImage(i))
		if i.Account == cassim {
			made, err := w.tx.Image(cassim, chengdu, id)
			w.did(errors.Join(err, w.tx.ChangeShares(made, []string{ali}, nil)))
		}
	}
}

// crowdOfSnapshots leaves no room for another snapshot of a disk.
func (w *world) crowdOfSnapshots() {
	for n := range cloud.MaxSnapshotsPerDisk {
		w.snapshot(chengdu, fmt.Sprintf("s-crowd-%d", n), cloud.DataDisk, 100, "", func(p *cloud.Snapshot) { p.Disk = "d-run-b" })
	}
}
