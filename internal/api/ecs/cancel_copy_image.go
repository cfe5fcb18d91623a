package ecs

import (
	"context"

	"sesame/internal/apierr"
	"sesame/internal/cloud"
	"sesame/internal/rpc"
	"sesame/internal/store"
)

// CancelCopyImageRequest names a copy, in the region that it is made in.
type CancelCopyImageRequest struct {
	RegionId string `rpc:"required"`
	ImageId  string `rpc:"required"`
}

// CancelCopyImageResponse holds nothing but the RequestId of every answer.
type CancelCopyImageResponse struct{}

// CancelCopyImage ends a copy that is under way: it is gone, with its snapshots and with
// whom it was shared, and those that wait behind it move up.
func (s *Service) CancelCopyImage(ctx context.Context, c *rpc.Call, req *CancelCopyImageRequest) (*CancelCopyImageResponse, error) {
	if err := checkRegion(c, req.RegionId); err != nil {
		return nil, err
	}
	return &CancelCopyImageResponse{}, s.update(ctx, c, false, func(tx *store.Tx) error {
		i, err := ownImage(tx, c, req.RegionId, req.ImageId, apierr.ImageNotFound)
		if err != nil {
			return err
		}
		err = i.MayCancelCopy(c.Now)
		cancelRules.told(c, i, err)
		if err != nil {
			return refusedAs(cancelRefusals, err)
		}
		if i, err = withoutShares(tx, c, i); err != nil {
			return err
		}
		if err := tx.DropCopy(i); err != nil {
			return err
		}
		return moveUp(tx, c, i.Region)
	})
}

var cancelRefusals = map[error]*apierr.Error{
	cloud.ErrNotCopied:  apierr.CancelNotCopied,
	cloud.ErrCopyFailed: apierr.CancelFailed,
	cloud.ErrCopyDone:   apierr.CancelDone,
}

// withoutShares takes the image back from all it is shared with: copies are shared before
// they are done.
func withoutShares(tx *store.Tx, c *rpc.Call, i *cloud.Image) (*cloud.Image, error) {
	if i.Shares == 0 {
		return i, nil
	}
	shares, err := tx.Shares(i.Account, i.Region, i.ID, 0, i.Shares)
	if err != nil {
		return nil, err
	}
	var all []string
	for _, share := range shares {
		all = append(all, share.Grantee)
	}
	if err := tx.ChangeShares(i, nil, all); err != nil {
		return nil, err
	}
	return ownImage(tx, c, i.Region, i.ID, apierr.ImageNotFound)
}

// moveUp lets the copies that wait have the place of one that is gone.
func moveUp(tx *store.Tx, c *rpc.Call, region string) error {
	left, err := tx.Copies(c.AccountID, region, c.Now)
	if err != nil {
		return err
	}
	for _, moved := range cloud.MoveUp(left, c.Now) {
		if err := tx.MoveCopy(&moved); err != nil {
			return err
		}
	}
	return nil
}
