package ecs

import (
	"errors"
	"log/slog"
	"slices"
	"strings"

	"sesame/internal/apierr"
	"sesame/internal/cloud"
	"sesame/internal/rpc"
	"sesame/internal/store"
)

// source gives a new image its disks and what is known of the system on them.
func (s *Service) source(tx *store.Tx, c *rpc.Call, req *CreateImageRequest, i *cloud.Image) error {
	switch {
	case req.InstanceId != "":
		return s.fromInstance(tx, c, i, req.InstanceId)
	case len(req.DiskDeviceMapping) > 0:
		return fromMapping(tx, c, i, req.DiskDeviceMapping)
	}
	snap, err := readySnapshot(tx, c, i.Region, req.SnapshotId)
	if err != nil {
		return err
	}
	t := try(c)
	t.not(snap.Kind != cloud.SystemDisk, apierr.SnapshotNotSystem, "SnapshotId")
	t.not(snap.Encrypted, apierr.SystemSnapshotEncrypted, "SnapshotId")
	if t.err != nil {
		return t.err
	}
	i.SetDisks([]cloud.DiskMapping{{Device: systemDevice, Kind: cloud.SystemDisk, Snapshot: snap.ID, SizeGiB: snap.SizeGiB}})
	return inherit(tx, i, snap.Image)
}

// fromInstance takes one new snapshot of each disk.
func (s *Service) fromInstance(tx *store.Tx, c *rpc.Call, i *cloud.Image, instance string) error {
	n, err := tx.Instance(i.Account, i.Region, instance)
	c.Trace.Check(instanceIsOwn, slog.String("InstanceId", instance), slog.String("RegionId", i.Region))
	switch {
	case errors.Is(err, store.ErrNotFound):
		return deny(c, apierr.InstanceNotFound)
	case err != nil:
		return err
	}
	t, status := try(c), n.Status(i.Created)
	t.pass(notLocked, n.Locked, apierr.InstanceLocked, slog.Bool("locked", n.Locked))
	t.pass(instanceStands, status != cloud.InstanceRunning && status != cloud.InstanceStopped, apierr.IncorrectInstanceStatus, slog.String("Status now", string(status)))
	if t.err != nil {
		return t.err
	}
	disks, err := tx.Disks(i.Account, i.Region, instance)
	if err != nil {
		return err
	}
	system := slices.IndexFunc(disks, func(d *cloud.Disk) bool { return d.Kind == cloud.SystemDisk })
	if system < 0 {
		return deny(c, apierr.NoSystemDisk)
	}
	if err := not(c, disks[system].Encrypted, apierr.SystemSnapshotEncrypted); err != nil {
		return err
	}
	var mappings []cloud.DiskMapping
	for _, d := range disks {
		snap := cloud.NewSnapshot(d, s.IDs.New(cloud.KindSnapshot, i.Region), n.Image, i.Created, i.Ready)
		if err := tx.CreateSnapshot(snap); err != nil {
			return err
		}
		mappings = append(mappings, cloud.DiskMapping{
			Device: d.Device, Kind: d.Kind, Snapshot: snap.ID, SizeGiB: d.SizeGiB, Encrypted: d.Encrypted,
		})
	}
	i.SetDisks(mappings)
	return inherit(tx, i, n.Image)
}

const systemDevice = "/dev/xvda"

func fromMapping(tx *store.Tx, c *rpc.Call, i *cloud.Image, asked []CreateImageDisk) error {
	t := try(c)
	if t.bad(len(asked) > 1+cloud.MaxDataDisks, "DiskDeviceMapping"); t.err != nil {
		return t.err
	}
	var mappings []cloud.DiskMapping
	var system *cloud.Snapshot
	for _, a := range asked {
		m, snap, err := mapping(tx, c, i.Region, &a)
		if err != nil {
			return err
		}
		if m.Kind == cloud.SystemDisk {
			if err := not(c, system != nil, apierr.TwoSystemSnapshots); err != nil {
				return err
			}
			system = snap
		}
		mappings = append(mappings, m)
	}
	if err := not(c, system == nil, apierr.NoSystemSnapshot); err != nil {
		return err
	}
	if err := not(c, system.Encrypted, apierr.SystemSnapshotEncrypted); err != nil {
		return err
	}
	if err := assignDevices(c, mappings); err != nil {
		return err
	}
	i.SetDisks(mappings)
	if system.Kind == cloud.DataDisk { // nothing is known of a system that grew on a data disk
		i.SetPlatform(cloud.DefaultPlatform)
		return nil
	}
	return inherit(tx, i, system.Image)
}

// mapping reads one disk. Without a type it is what its snapshot is of; a data disk needs
// no snapshot, then it is empty.
func mapping(tx *store.Tx, c *rpc.Call, region string, a *CreateImageDisk) (m cloud.DiskMapping, snap *cloud.Snapshot, err error) {
	m = cloud.DiskMapping{Device: a.Device, Kind: cloud.DataDisk, Snapshot: a.SnapshotId, SizeGiB: a.Size}
	if a.SnapshotId != "" {
		if snap, err = readySnapshot(tx, c, region, a.SnapshotId); err != nil {
			return m, nil, err
		}
		m.Kind, m.Encrypted = snap.Kind, snap.Encrypted
		if a.Size == 0 {
			m.SizeGiB = snap.SizeGiB
		}
	}
	switch cloud.DiskKind(a.DiskType) {
	case "":
	case cloud.SystemDisk, cloud.DataDisk:
		m.Kind = cloud.DiskKind(a.DiskType)
	default:
		return m, nil, deny(c, apierr.DiskTypeNotSupported)
	}
	t := try(c)
	t.not(m.Kind == cloud.SystemDisk && snap == nil, apierr.NoSystemSnapshot)
	t.not(m.SizeGiB < 1 || m.SizeGiB > maxDiskGiB || snap != nil && m.SizeGiB < snap.SizeGiB, apierr.MappingSizeNotSupported)
	return m, snap, t.err
}

const maxDiskGiB = 32768

// assignDevices: the system disk is /dev/xvda, data disks are /dev/xvdb to /dev/xvdz, each
// once. Without a device a disk gets the first free one.
func assignDevices(c *rpc.Call, mappings []cloud.DiskMapping) error {
	used := map[string]bool{}
	for n := range mappings {
		m := &mappings[n]
		if m.Kind == cloud.SystemDisk && m.Device == "" {
			m.Device = systemDevice
		}
		switch letter, ok := strings.CutPrefix(m.Device, "/dev/xvd"); {
		case m.Device == "":
			continue
		case !ok || len(letter) != 1 || letter < "a" || letter > "z" || (m.Kind == cloud.SystemDisk) != (letter == "a"):
			return deny(c, apierr.DeviceMalformed)
		case used[m.Device]:
			return deny(c, apierr.DeviceInUse)
		}
		used[m.Device] = true
	}
	for n := range mappings {
		for letter := 'b'; mappings[n].Device == ""; letter++ {
			if d := "/dev/xvd" + string(letter); !used[d] {
				mappings[n].Device, used[d] = d, true
			}
		}
	}
	return nil
}

func readySnapshot(tx *store.Tx, c *rpc.Call, region, id string) (*cloud.Snapshot, error) {
	snap, err := tx.Snapshot(c.AccountID, region, id)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return nil, deny(c, apierr.SnapshotNotFound, "SnapshotId")
	case err != nil:
		return nil, err
	}
	return snap, not(c, c.Now.Before(snap.Ready), apierr.SnapshotNotReady, "SnapshotId")
}

// inherit looks for the image that the disks came from: an own one, or a public one. When
// it is gone, nothing is known.
func inherit(tx *store.Tx, i *cloud.Image, from string) error {
	if p, ok := findPublicImage(from, true); ok {
		i.Inherit(p)
		return nil
	}
	source, err := tx.Image(i.Account, i.Region, from)
	switch {
	case errors.Is(err, store.ErrNotFound):
		i.SetPlatform(cloud.DefaultPlatform)
		return nil
	case err != nil:
		return err
	}
	i.Inherit(source)
	return nil
}
