package ecs

import (
	"context"

	"sesame/internal/apierr"
	"sesame/internal/rpc"
	"sesame/internal/store"
)

// CancelTaskRequest names a task to end.
type CancelTaskRequest struct {
	RegionId string `rpc:"required"`
	TaskId   string `rpc:"required"`
}

// CancelTaskResponse holds nothing but the RequestId of every answer.
type CancelTaskResponse struct{}

// CancelTask ends an import that is under way: the image is gone, with its snapshots and
// with whom it was shared; the task stays and says so. A copy is ended by
// CancelCopyImage.
func (s *Service) CancelTask(ctx context.Context, c *rpc.Call, req *CancelTaskRequest) (*CancelTaskResponse, error) {
	if checkRegion(c, req.RegionId) != nil {
		return nil, apierr.RegionNotFoundHere
	}
	return &CancelTaskResponse{}, s.update(ctx, c, false, func(tx *store.Tx) error {
		was, err := ownTask(tx, c, req.RegionId, req.TaskId)
		if err != nil {
			return err
		}
		is, err := was.Cancel(c.Now)
		if err != nil {
			return deny(c, apierr.TaskEnded)
		}
		i, err := tx.Image(c.AccountID, was.Region, was.Resource)
		if err != nil {
			return err
		}
		if i, err = withoutShares(tx, c, i); err != nil {
			return err
		}
		return tx.CancelImport(was, is, i)
	})
}
