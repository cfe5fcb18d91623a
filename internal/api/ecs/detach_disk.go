package ecs

import (
	"context"

	"sesame/internal/apierr"
	"sesame/internal/cloud"
	"sesame/internal/rpc"
	"sesame/internal/store"
)

// DetachDiskRequest takes a data disk from an instance. DeleteWithInstance is for system
// disks, which cannot be detached here.
type DetachDiskRequest struct {
	InstanceId         string `rpc:"required"`
	DiskId             string `rpc:"required"`
	DeleteWithInstance bool
}

// DetachDiskResponse holds nothing but the RequestId of every answer.
type DetachDiskResponse struct{}

// DetachDisk makes a data disk Available again, at once.
func (s *Service) DetachDisk(ctx context.Context, c *rpc.Call, req *DetachDiskRequest) (*DetachDiskResponse, error) {
	return &DetachDiskResponse{}, s.update(ctx, c, false, func(tx *store.Tx) error {
		n, err := ownInstance(tx, c, req.InstanceId)
		if err != nil {
			return err
		}
		was, err := ownDisk(tx, c, req.DiskId, apierr.DiskNotFound)
		if err != nil {
			return err
		}
		if err := mayDetach(c, n, was); err != nil {
			return err
		}
		is := was.Clone()
		is.Detach(c.Now)
		return tx.UpdateDisk(was, is)
	})
}

func mayDetach(c *rpc.Call, n *cloud.Instance, d *cloud.Disk) error {
	t := try(c)
	t.not(d.Instance == "", apierr.DiskAlreadyDetached)
	t.not(d.Instance != n.ID, apierr.DiskOfAnotherInstance)
	t.not(d.Kind == cloud.SystemDisk, apierr.DiskIsSystem)
	t.not(d.Busy(c.Now), apierr.IncorrectDiskStatus)
	if t.err != nil {
		return t.err
	}
	return steady(c, n, c.Now, apierr.DiskInstanceLocked, apierr.DiskInstanceStatus)
}
