package ecs

import (
	"context"

	"sesame/internal/apierr"
	"sesame/internal/cloud"
	"sesame/internal/rpc"
	"sesame/internal/store"
)

// DescribeInstanceStatusRequest selects instances of the caller.
type DescribeInstanceStatusRequest struct {
	RegionId   string `rpc:"required"`
	ZoneId     string
	ClusterId  string
	PageNumber int
	PageSize   int
	InstanceId []string
}

// DescribeInstanceStatusResponse is one page of their states.
type DescribeInstanceStatusResponse struct {
	PageSize         int
	PageNumber       int
	TotalCount       int
	InstanceStatuses struct{ InstanceStatus []InstanceStatus }
}

// InstanceStatus is the state of an instance.
type InstanceStatus struct{ Status, InstanceId string }

// DescribeInstanceStatus lists the states of the caller's instances, latest first.
func (s *Service) DescribeInstanceStatus(ctx context.Context, c *rpc.Call, req *DescribeInstanceStatusRequest) (*DescribeInstanceStatusResponse, error) {
	if err := checkRegion(c, req.RegionId); err != nil {
		return nil, err
	}
	offset, limit, number, err := page(c, req.PageNumber, req.PageSize)
	if err != nil {
		return nil, err
	}
	if err := not(c, req.ZoneId != "" && !hasZone(req.RegionId, req.ZoneId), apierr.ZoneNotFound, "ZoneId"); err != nil {
		return nil, err
	}
	if err := checkInstanceIDs(c, req.InstanceId); err != nil {
		return nil, err
	}
	resp := &DescribeInstanceStatusResponse{PageSize: limit, PageNumber: number}
	if req.ClusterId != "" { // there are none
		return resp, nil
	}
	f := &cloud.InstanceFilter{IDs: unique(req.InstanceId), Zone: req.ZoneId}
	return resp, s.view(ctx, c, func(tx *store.Tx) error {
		found, total, err := tx.FindInstances(c.AccountID, req.RegionId, f, c.Now, offset, limit)
		resp.TotalCount, resp.InstanceStatuses.InstanceStatus = total, nil
		for _, i := range found {
			resp.InstanceStatuses.InstanceStatus = append(resp.InstanceStatuses.InstanceStatus,
				InstanceStatus{Status: string(i.Status(c.Now)), InstanceId: i.ID})
		}
		return err
	})
}
