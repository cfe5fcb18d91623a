package ecs

import (
	"context"

	"sesame/internal/apierr"
	"sesame/internal/rpc"
	"sesame/internal/store"
)

// DeleteSnapshotRequest removes a snapshot of the caller.
type DeleteSnapshotRequest struct {
	SnapshotId string `rpc:"required"`
	Force      bool
}

// DeleteSnapshotResponse holds nothing but the RequestId of every answer.
type DeleteSnapshotResponse struct{}

// DeleteSnapshot removes a snapshot that no image uses. Force passes over disks that were
// made of it, over nothing else.
func (s *Service) DeleteSnapshot(ctx context.Context, c *rpc.Call, req *DeleteSnapshotRequest) (*DeleteSnapshotResponse, error) {
	return &DeleteSnapshotResponse{}, s.update(ctx, c, false, func(tx *store.Tx) error {
		p, err := ownSnapshot(tx, c, req.SnapshotId, apierr.DeleteSnapshotNotFound)
		if err != nil {
			return err
		}
		images, disks, err := tx.SnapshotUses(p.Account, p.Region, p.ID)
		switch {
		case err != nil:
			return err
		case images:
			return deny(c, apierr.SnapshotCreatedImage)
		case disks && !req.Force:
			return deny(c, apierr.SnapshotCreatedDisk, "Force")
		}
		return tx.DeleteSnapshot(p)
	})
}
