package ecs

import (
	"context"

	"sesame/internal/apierr"
	"sesame/internal/cloud"
	"sesame/internal/rpc"
	"sesame/internal/store"
)

// ModifySnapshotAttributeRequest changes a snapshot of the caller. None here has instant
// access, so that it is always disabled.
type ModifySnapshotAttributeRequest struct {
	SnapshotId           string `rpc:"required"`
	SnapshotName         string
	Description          string
	DisableInstantAccess bool
	RetentionDays        int
}

// ModifySnapshotAttributeResponse holds nothing but the RequestId of every answer.
type ModifySnapshotAttributeResponse struct{}

// ModifySnapshotAttribute changes all that is asked, or nothing. Empty parameters keep the
// value. How long a snapshot is kept can only grow, once it is accomplished.
func (s *Service) ModifySnapshotAttribute(ctx context.Context, c *rpc.Call, req *ModifySnapshotAttributeRequest) (*ModifySnapshotAttributeResponse, error) {
	retention := sent(c, "RetentionDays")
	t := try(c)
	t.not(req.SnapshotName != "" && !cloud.ValidSnapshotName(req.SnapshotName), apierr.SnapshotNameMalformed, "SnapshotName")
	t.not(req.Description != "" && !cloud.ValidDescription(req.Description), apierr.DescriptionNotAllowed, "Description")
	t.not(retention && !cloud.ValidRetention(req.RetentionDays), apierr.RetentionDaysMalformed, "RetentionDays")
	t.not(req.SnapshotName == "" && req.Description == "" && !retention && !req.DisableInstantAccess, apierr.NoAttributeToModify, "SnapshotName", "Description", "DisableInstantAccess")
	if t.err != nil {
		return nil, t.err
	}
	return &ModifySnapshotAttributeResponse{}, s.update(ctx, c, false, func(tx *store.Tx) error {
		was, err := ownSnapshot(tx, c, req.SnapshotId, apierr.SnapshotNotFound)
		switch {
		case err != nil:
			return err
		case retention && c.Now.Before(was.Ready):
			return deny(c, apierr.ModifySnapshotNotReady)
		case retention && req.RetentionDays < was.RetentionDays:
			return deny(c, apierr.RetentionDaysDecreased, "RetentionDays")
		}
		is := was.Clone()
		if req.SnapshotName != "" {
			is.Name = req.SnapshotName
		}
		if req.Description != "" {
			is.Description = req.Description
		}
		if retention {
			is.RetentionDays = req.RetentionDays
		}
		if is.Name != was.Name || is.Description != was.Description || is.RetentionDays != was.RetentionDays {
			is.Modified = c.Now
		}
		return tx.UpdateSnapshot(was, is)
	})
}
