package ecs

import (
	"slices"

	"sesame/internal/apierr"
	"sesame/internal/cloud"
	"sesame/internal/rpc"
	"sesame/internal/store"
)

// launchDisks are the disks of one new instance.
type launchDisks struct {
	system newDisk
	data   []newDisk
}

var dataErrors = newDiskErrors{
	level: apierr.DataDiskLevel, snapshotMissing: apierr.DataSnapshotNotFound, snapshotNotReady: apierr.LaunchSnapshotNotReady,
	ofSystem: apierr.DataSnapshotOfSystem, belowSnapshot: apierr.DiskBelowSnapshot,
	size: apierr.DataDiskSize, levelSize: apierr.DataDiskLevelSize,
}

// system: the published texts about levels are of data disks alone.
func (l *launchErrors) system() *newDiskErrors {
	return &newDiskErrors{level: systemLevel, levelSize: systemLevel, size: l.systemTooLarge}
}

var systemLevel = apierr.InvalidParameter.With("SystemDisk.PerformanceLevel")

// check looks at the values alone.
func (l *launchDisks) check(c *rpc.Call, refuse *launchErrors) error {
	s := &l.system
	_, known := cloud.FindDiskCategory(s.Category)
	t := try(c)
	t.not(!known, refuse.systemCategory)
	t.not(s.SizeGiB != 0 && s.SizeGiB < cloud.MinSystemDiskGiB, apierr.SystemDiskTooSmall)
	t.not(s.SizeGiB > cloud.MaxSystemDiskGiB, refuse.systemTooLarge)
	t.not(len(l.data) > cloud.MaxDataDisks, apierr.TooManyDisks)
	if t.err != nil {
		return t.err
	}
	if err := s.checkLaunch(c, refuse, refuse.system()); err != nil {
		return err
	}
	for n := range l.data {
		if err := l.data[n].checkData(c, refuse); err != nil {
			return err
		}
	}
	return nil
}

// checkLaunch is what system disks and data disks have in common.
func (d *newDisk) checkLaunch(c *rpc.Call, refuse *launchErrors, ofKind *newDiskErrors) error {
	t := try(c)
	t.not(d.Name != "" && !cloud.ValidInstanceName(d.Name), refuse.diskName)
	t.not(d.Description != "" && !cloud.ValidDescription(d.Description), refuse.diskDescription)
	if t.err != nil {
		return t.err
	}
	if err := d.checkLevel(c, ofKind); err != nil {
		return err
	}
	return d.checkBursting(c)
}

func (d *newDisk) checkData(c *rpc.Call, refuse *launchErrors) error {
	if _, known := cloud.FindDiskCategory(d.Category); !known {
		return deny(c, apierr.DataDiskCategory)
	}
	if err := d.checkLaunch(c, refuse, &dataErrors); err != nil {
		return err
	}
	t := try(c)
	t.not(d.Device != "" && !cloud.ValidDataDevice(d.Device), apierr.DataDeviceMalformed)
	t.not(d.SizeGiB < 0 || d.SizeGiB == 0 && d.Snapshot == "", apierr.DataDiskSize)
	return t.err
}

// resolve finds what the disks are made of: those of the image, where the call says nothing
// else of the same device, before those of the call alone.
func (l *launchDisks) resolve(tx *store.Tx, c *rpc.Call, region string, i *cloud.Image, refuse *launchErrors) (all []cloud.Disk, err error) {
	system, err := l.systemDisk(c, i, refuse)
	if err != nil {
		return nil, err
	}
	all = []cloud.Disk{system}
	for _, m := range i.Disks {
		if m.Kind == cloud.DataDisk && !slices.ContainsFunc(l.data, func(d newDisk) bool { return d.Device == m.Device }) {
			all = append(all, cloud.Disk{
				Kind: cloud.DataDisk, Category: cloud.CategoryESSD, Device: m.Device, SizeGiB: m.SizeGiB,
				Snapshot: m.Snapshot, Encrypted: m.Encrypted, DeleteWithInstance: true,
			})
		}
	}
	for _, d := range l.data {
		d.Kind, d.Region = cloud.DataDisk, region
		if err := d.fill(tx, c, &dataErrors); err != nil {
			return nil, err
		}
		all = append(all, d.Disk)
	}
	if len(all) > 1+cloud.MaxDataDisks {
		return nil, deny(c, apierr.TooManyDisks)
	}
	return all, assignLetters(c, all)
}

// systemDisk: 40 GiB, or what the image takes, unless it is said.
func (l *launchDisks) systemDisk(c *rpc.Call, i *cloud.Image, refuse *launchErrors) (cloud.Disk, error) {
	d := l.system
	d.Kind, d.Device, d.Image, d.DeleteWithInstance = cloud.SystemDisk, systemDevice, i.ID, true
	if d.SizeGiB == 0 {
		d.SizeGiB = max(cloud.DefaultSystemDiskGiB, i.SizeGiB)
	}
	if d.SizeGiB < i.SizeGiB {
		return d.Disk, deny(c, apierr.SystemDiskBelowImage)
	}
	d.Encrypted = d.encrypt != nil && *d.encrypt || slices.ContainsFunc(i.Disks, func(m cloud.DiskMapping) bool {
		return m.Kind == cloud.SystemDisk && m.Encrypted
	})
	return d.Disk, d.checkSize(c, refuse.system())
}

// assignLetters: each device is there once; a disk without one gets the first free one.
func assignLetters(c *rpc.Call, all []cloud.Disk) error {
	used := map[string]bool{}
	for _, d := range all {
		if d.Device != "" && used[d.Device] {
			return deny(c, apierr.LaunchDeviceInUse)
		}
		used[d.Device] = true
	}
	for n := range all {
		if d := &all[n]; d.Device == "" {
			d.Device = cloud.FreeDataDevice(used)
			used[d.Device] = true
		}
	}
	return nil
}

// makeDisks adds the disks of an instance. They are made with it.
func (s *Service) makeDisks(tx *store.Tx, i *cloud.Instance, disks []cloud.Disk) error {
	for n := range disks {
		d := disks[n].Clone()
		d.Account, d.Region, d.ID, d.Zone = i.Account, i.Region, s.IDs.New(cloud.KindDisk, i.Region), i.Zone
		d.ResourceGroup, d.Created = i.ResourceGroup, i.Created
		d.Begin(cloud.DiskCreating, i.Created, 0)
		d.AttachTo(i.ID, d.Device, i.Created)
		if err := tx.CreateDisk(d); err != nil {
			return err
		}
	}
	return nil
}
