package ecs

import (
	"errors"
	"slices"
	"strings"

	"sesame/internal/apierr"
	"sesame/internal/cloud"
	"sesame/internal/rpc"
	"sesame/internal/store"
)

// launchDisk is a disk that comes with a new instance.
type launchDisk struct {
	category, level, name, description string
	snapshot, device                   string
	size                               int // 0: by its source
	encrypted, leave                   bool
	bursting                           bool
	iops                               int
	image                              string // of the system disk
	kind                               cloud.DiskKind
}

// launchDisks are the disks of one instance.
type launchDisks struct {
	system launchDisk
	data   []launchDisk
}

// Sizes of system disks, in GiB.
const (
	minSystemGiB     = 20
	maxSystemGiB     = 2048
	defaultSystemGiB = 40
)

// check looks at the values alone.
func (l *launchDisks) check(refuse *launchErrors) error {
	s := &l.system
	switch {
	case !knownStorage(s):
		return refuse.systemCategory
	case s.size != 0 && s.size < minSystemGiB:
		return apierr.SystemDiskTooSmall
	case s.size > maxSystemGiB:
		return refuse.systemTooLarge
	case len(l.data) > cloud.MaxDataDisks:
		return apierr.TooManyDisks
	}
	if err := s.checkNames(refuse); err != nil {
		return err
	}
	for n := range l.data {
		if err := l.data[n].checkData(refuse); err != nil {
			return err
		}
	}
	return nil
}

func knownStorage(d *launchDisk) bool {
	_, category := cloud.FindDiskCategory(d.category)
	_, level := cloud.FindPerformanceLevel(d.level)
	return (d.category == "" || category) && (d.level == "" || level)
}

func (d *launchDisk) checkNames(refuse *launchErrors) error {
	switch {
	case d.name != "" && !cloud.ValidInstanceName(d.name):
		return refuse.diskName
	case d.description != "" && !cloud.ValidDescription(d.description):
		return refuse.diskDescription
	}
	return nil
}

func (d *launchDisk) checkData(refuse *launchErrors) error {
	if err := d.checkNames(refuse); err != nil {
		return err
	}
	letter, ok := strings.CutPrefix(d.device, "/dev/xvd")
	switch {
	case !knownStorage(d):
		return apierr.DataDiskCategory
	case d.device != "" && (!ok || len(letter) != 1 || letter < "b" || letter > "z"):
		return apierr.DataDeviceMalformed
	case d.size < 0 || d.size == 0 && d.snapshot == "":
		return apierr.DataDiskSize
	}
	return nil
}

// resolve finds what the disks are made of: those of the image, where the call says nothing
// else of the same device, before those of the call alone.
func (l *launchDisks) resolve(tx *store.Tx, c *rpc.Call, region string, i *cloud.Image, refuse *launchErrors) (all []launchDisk, err error) {
	system, err := l.systemDisk(i)
	if err != nil {
		return nil, err
	}
	all = []launchDisk{system}
	for _, m := range i.Disks {
		if m.Kind == cloud.DataDisk && !slices.ContainsFunc(l.data, func(d launchDisk) bool { return d.device == m.Device }) {
			all = append(all, launchDisk{
				kind: cloud.DataDisk, device: m.Device, size: m.SizeGiB, snapshot: m.Snapshot, encrypted: m.Encrypted,
			})
		}
	}
	for _, d := range l.data {
		if err := d.source(tx, c, region); err != nil {
			return nil, err
		}
		all = append(all, d)
	}
	if len(all) > 1+cloud.MaxDataDisks {
		return nil, apierr.TooManyDisks
	}
	return all, assignLetters(all)
}

// systemDisk: 40 GiB, or what the image takes, unless it is said.
func (l *launchDisks) systemDisk(i *cloud.Image) (launchDisk, error) {
	d := l.system
	d.kind, d.device, d.image = cloud.SystemDisk, systemDevice, i.ID
	if d.size == 0 {
		d.size = max(defaultSystemGiB, i.SizeGiB)
	}
	if d.size < i.SizeGiB {
		return d, apierr.SystemDiskBelowImage
	}
	for _, m := range i.Disks {
		if m.Kind == cloud.SystemDisk {
			d.encrypted = d.encrypted || m.Encrypted
		}
	}
	return d, nil
}

// source reads the snapshot of a data disk.
func (d *launchDisk) source(tx *store.Tx, c *rpc.Call, region string) error {
	d.kind = cloud.DataDisk
	if d.snapshot != "" {
		snap, err := tx.Snapshot(c.AccountID, region, d.snapshot)
		switch {
		case errors.Is(err, store.ErrNotFound):
			return apierr.DataSnapshotNotFound
		case err != nil:
			return err
		case c.Now.Before(snap.Ready):
			return apierr.LaunchSnapshotNotReady
		case snap.Kind == cloud.SystemDisk:
			return apierr.DataSnapshotOfSystem
		case d.size != 0 && d.size < snap.SizeGiB:
			return apierr.DiskBelowSnapshot
		}
		d.size, d.encrypted = max(d.size, snap.SizeGiB), d.encrypted || snap.Encrypted
	}
	category, _ := cloud.FindDiskCategory(d.storage())
	if d.size < category.MinGiB || d.size > category.MaxGiB {
		return apierr.DataDiskSize
	}
	return nil
}

// storage is the category of the disk.
func (d *launchDisk) storage() string {
	if d.category == "" {
		return cloud.CategoryESSD
	}
	return d.category
}

// assignLetters: each device is there once; a disk without one gets the first free one.
func assignLetters(all []launchDisk) error {
	used := map[string]bool{}
	for _, d := range all {
		if d.device != "" && used[d.device] {
			return apierr.LaunchDeviceInUse
		}
		used[d.device] = true
	}
	for n := range all {
		for letter := 'b'; all[n].device == ""; letter++ {
			if device := "/dev/xvd" + string(letter); !used[device] {
				all[n].device, used[device] = device, true
			}
		}
	}
	return nil
}

// makeDisks adds the disks of an instance. They are made with it.
func (s *Service) makeDisks(tx *store.Tx, i *cloud.Instance, disks []launchDisk) error {
	for _, d := range disks {
		disk := &cloud.Disk{
			Account: i.Account, Region: i.Region, ID: s.IDs.New(cloud.KindDisk, i.Region), Zone: i.Zone,
			Name: d.name, Description: d.description, Kind: d.kind, Category: d.storage(), PerformanceLevel: d.level,
			SizeGiB: d.size, Encrypted: d.encrypted, Image: d.image, Snapshot: d.snapshot, ResourceGroup: i.ResourceGroup,
			DeleteWithInstance: !d.leave, Bursting: d.bursting, ProvisionedIOPS: d.iops,
			Work: cloud.DiskCreating, Created: i.Created, Ready: i.Created,
		}
		disk.AttachTo(i.ID, d.device, i.Created)
		if err := tx.CreateDisk(disk); err != nil {
			return err
		}
	}
	return nil
}
