package ecs

import (
	"errors"

	"sesame/internal/apierr"
	"sesame/internal/cloud"
	"sesame/internal/rpc"
	"sesame/internal/store"
)

// newDisk is a disk that a call asks for, by itself or with an instance.
type newDisk struct {
	cloud.Disk
	encrypt *bool // whether it shall be encrypted, when that is said
}

// newDiskErrors are those that actions tell with different codes.
type newDiskErrors struct {
	level, snapshotMissing, snapshotNotReady, size, levelSize *apierr.Error
	ofSystem                                                  *apierr.Error // nil: snapshots of system disks will do
	belowSnapshot                                             *apierr.Error // nil: the disk is then as large as its snapshot
}

// checkLevel looks at the performance level, which an ESSD has.
func (d *newDisk) checkLevel(c *rpc.Call, refuse *newDiskErrors) error {
	if _, ok := cloud.FindPerformanceLevel(d.PerformanceLevel); d.PerformanceLevel != "" && !ok {
		return deny(c, refuse.level)
	}
	return nil
}

// checkBursting: more operations than the size makes of it are for one category.
func (d *newDisk) checkBursting(c *rpc.Call) error {
	if d.Category == cloud.CategoryAuto {
		return nil
	}
	t := try(c)
	t.not(d.ProvisionedIOPS != 0, apierr.ProvisionedIOPSNotSupported)
	t.not(d.Bursting, apierr.BurstingNotSupported)
	return t.err
}

// fill takes over what the snapshot decides, and holds the size against the category.
func (d *newDisk) fill(tx *store.Tx, c *rpc.Call, refuse *newDiskErrors) error {
	d.Encrypted = d.encrypt != nil && *d.encrypt
	if d.Snapshot != "" {
		snap, err := readySnapshot(tx, c, d.Region, d.Snapshot)
		switch {
		case errors.Is(err, apierr.SnapshotNotFound):
			return deny(c, refuse.snapshotMissing)
		case errors.Is(err, apierr.SnapshotNotReady):
			return deny(c, refuse.snapshotNotReady)
		case err != nil:
			return err
		case refuse.ofSystem != nil && snap.Kind == cloud.SystemDisk:
			return deny(c, refuse.ofSystem)
		case refuse.belowSnapshot != nil && d.SizeGiB != 0 && d.SizeGiB < snap.SizeGiB:
			return deny(c, refuse.belowSnapshot)
		case snap.Encrypted && d.encrypt != nil && !*d.encrypt:
			return deny(c, apierr.NotMatchSnapshot)
		}
		d.SizeGiB, d.Encrypted = max(d.SizeGiB, snap.SizeGiB), d.Encrypted || snap.Encrypted
	}
	return d.checkSize(c, refuse)
}

func (d *newDisk) checkSize(c *rpc.Call, refuse *newDiskErrors) error {
	if d.Category != cloud.CategoryESSD {
		d.PerformanceLevel = ""
	}
	d.PerformanceLevel = d.Level()
	err := d.CheckSize()
	t := try(c)
	t.not(errors.Is(err, cloud.ErrDiskSize), refuse.size)
	t.not(errors.Is(err, cloud.ErrPerformanceLevel), refuse.levelSize)
	t.not(d.ProvisionedIOPS < 0 || d.ProvisionedIOPS > 0 && d.ProvisionedIOPS > d.MaxProvisionedIOPS(), apierr.ProvisionedIOPSLimit)
	return t.err
}

// provisioned reads a number of operations; those that no disk has stay so.
func provisioned(iops int64) int { return int(min(max(iops, -1), cloud.MaxDiskGiB)) }
