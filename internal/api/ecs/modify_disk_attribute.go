package ecs

import (
	"context"

	"sesame/internal/apierr"
	"sesame/internal/cloud"
	"sesame/internal/rpc"
	"sesame/internal/store"
)

// ModifyDiskAttributeRequest changes one disk of the caller, or up to a hundred alike.
type ModifyDiskAttributeRequest struct {
	DiskId             string
	DiskName           string
	Description        string
	DeleteWithInstance *bool
	DeleteAutoSnapshot *bool
	EnableAutoSnapshot *bool
	RegionId           string `rpc:"required"`
	DiskIds            []string
	BurstingEnabled    *bool
}

// ModifyDiskAttributeResponse holds nothing but the RequestId of every answer.
type ModifyDiskAttributeResponse struct{}

// ModifyDiskAttribute changes all that is asked of all the disks, or nothing. Empty
// parameters keep the value.
func (s *Service) ModifyDiskAttribute(ctx context.Context, c *rpc.Call, req *ModifyDiskAttributeRequest) (*ModifyDiskAttributeResponse, error) {
	if err := checkRegion(c, req.RegionId); err != nil {
		return nil, err
	}
	ids, err := req.check(c)
	if err != nil {
		return nil, err
	}
	return &ModifyDiskAttributeResponse{}, s.update(ctx, c, false, func(tx *store.Tx) error {
		for _, id := range ids {
			was, err := ownDisk(tx, c, id, apierr.DiskNotFound)
			switch {
			case err != nil:
				return err
			case was.Region != req.RegionId:
				return deny(c, apierr.DiskNotFound, "RegionId")
			case req.BurstingEnabled != nil && *req.BurstingEnabled && was.Category != cloud.CategoryAuto:
				return deny(c, apierr.BurstingNotSupported, "BurstingEnabled")
			}
			if err := tx.UpdateDisk(was, req.apply(was)); err != nil {
				return err
			}
		}
		return nil
	})
}

// check looks at the values alone and gives the disks to change.
func (req *ModifyDiskAttributeRequest) check(c *rpc.Call) (ids []string, err error) {
	t := try(c)
	t.not(req.DiskId == "" && len(req.DiskIds) == 0, apierr.DiskIDMissing, "DiskId")
	t.not(req.DiskId != "" && len(req.DiskIds) > 0, apierr.DiskIDConflict, "DiskId")
	t.bad(len(req.DiskIds) > 100, "DiskIds")
	t.not(req.DiskName != "" && !cloud.ValidDiskName(req.DiskName), apierr.DiskNameMalformed, "DiskName")
	t.not(req.Description != "" && !cloud.ValidDescription(req.Description), apierr.DescriptionNotAllowed, "Description")
	t.not(req.DiskName == "" && req.Description == "" && req.DeleteWithInstance == nil &&
		req.DeleteAutoSnapshot == nil && req.EnableAutoSnapshot == nil && req.BurstingEnabled == nil, apierr.NoAttributeToModify)
	if req.DiskId != "" {
		return []string{req.DiskId}, t.err
	}
	return req.DiskIds, t.err
}

func (req *ModifyDiskAttributeRequest) apply(was *cloud.Disk) *cloud.Disk {
	is := was.Clone()
	if req.DiskName != "" {
		is.Name = req.DiskName
	}
	if req.Description != "" {
		is.Description = req.Description
	}
	for _, set := range []struct{ to, from *bool }{
		{&is.DeleteWithInstance, req.DeleteWithInstance},
		{&is.DeleteAutoSnapshot, req.DeleteAutoSnapshot},
		{&is.EnableAutoSnapshot, req.EnableAutoSnapshot},
		{&is.Bursting, req.BurstingEnabled},
	} {
		if set.from != nil {
			*set.to = *set.from
		}
	}
	return is
}
