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

var attachBusy = apierr.AttachDiskStatus.With("The operation is not supported in this status.")

func (req *AttachDiskRequest) mayAttach(c *rpc.Call, n *cloud.Instance, d *cloud.Disk) error {
	t := try(c)
	t.not(req.Force, apierr.ForceCategoryNotSupported, "Force")
	t.not(req.Bootable, apierr.DiskNotBootable, "Bootable")
	t.not(d.Busy(c.Now), attachBusy)
	t.not(d.Instance != "", apierr.AttachDiskInUse)
	t.not(d.Region != n.Region || d.Zone != n.Zone, apierr.AttachOtherZone)
	if t.err != nil {
		return t.err
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
	t := try(c)
	t.not(used[asked], apierr.AttachDeviceInUse, "Device")
	t.not(data >= cloud.MaxDataDisks, apierr.AttachTooMany)
	if t.err != nil || asked != "" {
		return asked, t.err
	}
	return cloud.FreeDataDevice(used), nil
}
