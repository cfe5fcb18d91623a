package ecs

import (
	"context"

	"sesame/internal/cloud"
	"sesame/internal/rpc"
	"sesame/internal/store"
)

// DescribeInstanceAttachmentAttributesRequest names up to 100 instances, in JSON.
type DescribeInstanceAttachmentAttributesRequest struct {
	RegionId    string `rpc:"required"`
	InstanceIds string `rpc:"required"`
	PageNumber  int
	PageSize    int
}

// DescribeInstanceAttachmentAttributesResponse is one page of instances with their private pools.
type DescribeInstanceAttachmentAttributesResponse struct {
	PageSize   int
	PageNumber int
	TotalCount int
	Instances  struct{ Instance []InstanceAttachment }
}

// InstanceAttachment is the private pool of an instance, which is none.
type InstanceAttachment struct{ InstanceId, PrivatePoolOptionsMatchCriteria, PrivatePoolOptionsId string }

// DescribeInstanceAttachmentAttributes lists instances with their private pools: there are
// none. Ids that nobody has are left out.
func (s *Service) DescribeInstanceAttachmentAttributes(ctx context.Context, c *rpc.Call, req *DescribeInstanceAttachmentAttributesRequest) (*DescribeInstanceAttachmentAttributesResponse, error) {
	if err := checkRegion(c, req.RegionId); err != nil {
		return nil, err
	}
	offset, limit, number, err := page(c, req.PageNumber, req.PageSize)
	if err != nil {
		return nil, err
	}
	ids, err := jsonList(c, req.InstanceIds, "InstanceIds")
	if err != nil {
		return nil, err
	}
	resp := &DescribeInstanceAttachmentAttributesResponse{PageSize: limit, PageNumber: number}
	if len(ids) == 0 {
		return resp, nil
	}
	return resp, s.DB.View(ctx, func(tx *store.Tx) error {
		found, total, err := tx.FindInstances(c.AccountID, req.RegionId, &cloud.InstanceFilter{IDs: ids}, c.Now, offset, limit)
		all := make([]InstanceAttachment, len(found))
		for n, i := range found {
			all[n] = InstanceAttachment{InstanceId: i.ID, PrivatePoolOptionsMatchCriteria: "None"}
		}
		resp.TotalCount, resp.Instances.Instance = total, all
		return err
	})
}
