package ecs

import (
	"context"

	"sesame/internal/apierr"
	"sesame/internal/cloud"
	"sesame/internal/rpc"
	"sesame/internal/store"
)

// DeleteDiskRequest removes a disk of the caller.
type DeleteDiskRequest struct {
	DiskId string `rpc:"required"`
}

// DeleteDiskResponse holds nothing but the RequestId of every answer.
type DeleteDiskResponse struct{}

// DeleteDisk removes an Available disk; its snapshots stay.
func (s *Service) DeleteDisk(ctx context.Context, c *rpc.Call, req *DeleteDiskRequest) (*DeleteDiskResponse, error) {
	return &DeleteDiskResponse{}, s.update(ctx, c, false, func(tx *store.Tx) error {
		d, err := ownDisk(tx, c, req.DiskId, apierr.DiskNotFound)
		if err != nil {
			return err
		}
		t := try(c)
		t.not(d.Kind == cloud.SystemDisk && d.Instance != "", apierr.DiskIsSystem)
		t.not(d.Status(c.Now) != cloud.DiskAvailable, apierr.IncorrectDiskStatus)
		if t.err != nil {
			return t.err
		}
		if err := notSnapshotted(tx, c, d); err != nil {
			return err
		}
		return tx.DeleteDisk(d)
	})
}
