package ecs

import (
	"context"

	"sesame/internal/cloud"
	"sesame/internal/rpc"
	"sesame/internal/store"
)

// RebootInstancesRequest names instances of a region.
type RebootInstancesRequest struct {
	DryRun            bool
	RegionId          string `rpc:"required"`
	ForceReboot       bool
	BatchOptimization string
	InstanceId        []string `rpc:"required"`
}

// RebootInstancesResponse tells what became of each.
type RebootInstancesResponse struct {
	InstanceResponses struct{ InstanceResponse []InstanceResponse }
}

// RebootInstances starts several running instances again: all or none, or with SuccessFirst those that can be.
func (s *Service) RebootInstances(ctx context.Context, c *rpc.Call, req *RebootInstancesRequest) (*RebootInstancesResponse, error) {
	b := &batch{req.RegionId, req.InstanceId, req.BatchOptimization, req.DryRun}
	all, err := s.move(ctx, c, b, func(tx *store.Tx, i *cloud.Instance) error {
		return s.reboot(tx, c, i)
	})
	resp := &RebootInstancesResponse{}
	resp.InstanceResponses.InstanceResponse = all
	return resp, err
}
