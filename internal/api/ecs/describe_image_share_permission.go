package ecs

import (
	"context"

	"sesame/internal/apierr"
	"sesame/internal/rpc"
	"sesame/internal/store"
)

// DescribeImageSharePermissionRequest asks whom an image of the caller is shared with.
type DescribeImageSharePermissionRequest struct {
	RegionId   string `rpc:"required"`
	ImageId    string `rpc:"required"`
	PageNumber int
	PageSize   int
}

// DescribeImageSharePermissionResponse is one page of the accounts.
type DescribeImageSharePermissionResponse struct {
	PageNumber  int
	PageSize    int
	TotalCount  int
	ImageId     string
	RegionId    string
	ShareGroups struct{ ShareGroup []ShareGroup }
	Accounts    struct{ Account []ShareAccount }
}

// ShareGroup is a relic of sharing with groups: there are none.
type ShareGroup struct{ Group string }

// ShareAccount is an account that an image is shared with.
type ShareAccount struct{ AliyunId, SharedTime string }

// DescribeImageSharePermission lists the accounts, first shared first. Only the owner may ask.
func (s *Service) DescribeImageSharePermission(ctx context.Context, c *rpc.Call, req *DescribeImageSharePermissionRequest) (*DescribeImageSharePermissionResponse, error) {
	if err := checkRegion(c, req.RegionId); err != nil {
		return nil, err
	}
	offset, limit, number, err := page(c, req.PageNumber, req.PageSize)
	if err != nil {
		return nil, err
	}
	resp := &DescribeImageSharePermissionResponse{PageNumber: number, PageSize: limit, ImageId: req.ImageId, RegionId: req.RegionId}
	return resp, s.view(ctx, c, func(tx *store.Tx) error {
		i, err := ownImage(tx, c, req.RegionId, req.ImageId, apierr.SpecifiedImageNotFound.With(req.ImageId))
		if err != nil {
			return err
		}
		shares, err := tx.Shares(i.Account, i.Region, i.ID, offset, limit)
		if err != nil {
			return err
		}
		resp.TotalCount = i.Shares
		resp.Accounts.Account = nil // View may run again
		for _, share := range shares {
			resp.Accounts.Account = append(resp.Accounts.Account, ShareAccount{share.Grantee, wireTime(share.Since)})
		}
		return nil
	})
}
