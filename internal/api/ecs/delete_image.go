package ecs

import (
	"context"
	"errors"

	"sesame/internal/apierr"
	"sesame/internal/cloud"
	"sesame/internal/rpc"
	"sesame/internal/store"
)

// DeleteImageRequest removes a custom image of the caller.
type DeleteImageRequest struct {
	RegionId string `rpc:"required"`
	ImageId  string `rpc:"required"`
	Force    bool
	DryRun   bool
}

// DeleteImageResponse holds nothing but the RequestId of every answer.
type DeleteImageResponse struct{}

// DeleteImage removes an image; its snapshots stay. An image that is not there is no error
// . Force passes over instances that use the image, over nothing else.
func (s *Service) DeleteImage(ctx context.Context, c *rpc.Call, req *DeleteImageRequest) (*DeleteImageResponse, error) {
	if err := checkRegion(req.RegionId); err != nil {
		return nil, err
	}
	return &DeleteImageResponse{}, s.update(ctx, c, req.DryRun, func(tx *store.Tx) error {
		i, err := tx.Image(c.AccountID, req.RegionId, req.ImageId)
		if errors.Is(err, store.ErrNotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := mayDelete(tx, c, i, req.Force); err != nil {
			return err
		}
		if err := keepFamily(tx, c, i, nil); err != nil {
			return err
		}
		return tx.DeleteImage(i)
	})
}

// mayDelete: neither end of a copy that is under way can be deleted.
func mayDelete(tx *store.Tx, c *rpc.Call, i *cloud.Image, force bool) error {
	copied, err := tx.IsCopied(i, c.Now)
	switch {
	case err != nil:
		return err
	case copied || i.UnderWay(c.Now) && i.Work == cloud.WorkCopy:
		return apierr.DeleteCopying
	case i.UnderWay(c.Now) && i.Work == cloud.WorkImport:
		return apierr.ImageIsImporting
	case i.Public:
		return apierr.DeletePublic
	case i.Shares > 0:
		return apierr.DeleteShared
	case i.InUse && !force:
		return apierr.DeleteInUse
	}
	return nil
}
