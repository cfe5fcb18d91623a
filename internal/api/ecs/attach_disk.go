package ecs

import (
	"context"
	"errors"

	"sesame/internal/apierr"
	"sesame/internal/cloud"
	"sesame/internal/rpc"
	"sesame/internal/store"
)

// AttachDiskRequest gives a data disk to an instance. KeyPairName and Password are for
// system disks, which are never apart from their instance here.
type AttachDiskRequest struct {
	InstanceId         string `rpc:"required"`
	DiskId             string `rpc:"required"`
	Device             string
	DeleteWithInstance bool
	Bootable           bool
	Password           string
	KeyPairName        string
	Force              bool
}

// AttachDiskResponse holds nothing but the RequestId of every answer.
type AttachDiskResponse struct{}

// AttachDisk attaches an Available disk to a Running or Stopped instance of its zone, at
// once.
func (s *Service) AttachDisk(ctx context.Context, c *rpc.Call, req *AttachDiskRequest) (*AttachDiskResponse, error) {
	if req.Device != "" && !cloud.ValidDataDevice(req.Device) {
		return nil, deny(c, apierr.AttachDeviceMalformed, "Device")
	}
	return &AttachDiskResponse{}, s.update(ctx, c, false, func(tx *store.Tx) error {
		n, err := ownInstance(tx, c, req.InstanceId)
		if err != nil {
			return err
		}
		was, err := ownDisk(tx, c, req.DiskId, apierr.DiskNotFound)
		if err != nil {
			return err
		}
		if err := req.mayAttach(c, n, was); err != nil {
			return err
		}
		device, err := freeDevice(tx, c, n, req.Device)
		if err != nil {
			return err
		}
		is := was.Clone()
		is.AttachTo(n.ID, device, c.Now)
		is.DeleteWithInstance = req.DeleteWithInstance
		if err := tx.UpdateDisk(was, is); !errors.Is(err, store.ErrExists) {
			return err
		}
		return deny(c, apierr.AttachDeviceInUse) // by another call at the same time
	})
}

func (req *AttachDiskRequest) mayAttach(c *rpc.Call, n *cloud.Instance, d *cloud.Disk) error {
	switch {
	case req.Force:
		return deny(c, apierr.ForceCategoryNotSupported, "Force")
	case req.Bootable:
		return deny(c, apierr.DiskNotBootable, "Bootable")
	case d.Busy(c.Now):
		return deny(c, apierr.AttachDiskStatus.With("The operation is not supported in this status."))
	case d.Instance != "":
		return deny(c, apierr.AttachDiskInUse)
	case d.Region != n.Region || d.Zone != n.Zone:
		return deny(c, apierr.AttachOtherZone)
	}
	return steady(c, n, c.Now, apierr.DiskInstanceLocked, apierr.AttachInstanceStatus)
}

// freeDevice is the device that is asked for, or the first that is free.
func freeDevice(tx *store.Tx, c *rpc.Call, n *cloud.Instance, asked string) (string, error) {
	disks, err := tx.Disks(n.Account, n.Region, n.ID)
	if err != nil {
		return "", err
	}
	used, data := map[string]bool{}, 0
	for _, d := range disks {
		used[d.Device] = true
		if d.Kind == cloud.DataDisk {
			data++
		}
	}
	switch {
	case used[asked]:
		return "", deny(c, apierr.AttachDeviceInUse)
	case data >= cloud.MaxDataDisks:
		return "", deny(c, apierr.AttachTooMany)
	case asked != "":
		return asked, nil
	}
	return cloud.FreeDataDevice(used), nil
}
