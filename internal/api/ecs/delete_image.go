package ecs

import (
	"context"
	"errors"
	"log/slog"

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
	if err := checkRegion(c, req.RegionId); err != nil {
		return nil, err
	}
	return &DeleteImageResponse{}, s.update(ctx, c, req.DryRun, func(tx *store.Tx) error {
		c.Trace.Check(imageThere, slog.String("ImageId", req.ImageId), slog.String("RegionId", req.RegionId))
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
	if err != nil {
		return err
	}
	t, underWay := try(c), i.UnderWay(c.Now)
	t.pass(notCopying, copied || underWay && i.Work == cloud.WorkCopy, apierr.DeleteCopying, statusOf(i, c.Now), slog.Bool("is copied", copied))
	t.pass(notImported, underWay && i.Work == cloud.WorkImport, apierr.ImageIsImporting, statusOf(i, c.Now))
	t.pass(notPublished, i.Public, apierr.DeletePublic, publicOf(i, c.Now))
	t.pass(notShared, i.Shares > 0, apierr.DeleteShared, sharesOf(i, c.Now))
	t.pass(notUsed, i.InUse && !force, apierr.DeleteInUse, usedOf(i, c.Now), slog.Bool("Force", force))
	return t.err
}
