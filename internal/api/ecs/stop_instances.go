package ecs

import (
	"context"

	"sesame/internal/cloud"
	"sesame/internal/rpc"
	"sesame/internal/store"
)

// StopInstancesRequest names instances of a region.
type StopInstancesRequest struct {
	DryRun            bool
	RegionId          string `rpc:"required"`
	ForceStop         bool
	StoppedMode       string
	BatchOptimization string
	InstanceId        []string `rpc:"required"`
}

// StopInstancesResponse tells what became of each.
type StopInstancesResponse struct {
	InstanceResponses struct{ InstanceResponse []InstanceResponse }
}

// StopInstances stops several running instances: all or none, or with SuccessFirst those that can be.
func (s *Service) StopInstances(ctx context.Context, c *rpc.Call, req *StopInstancesRequest) (*StopInstancesResponse, error) {
	mode, err := checkStoppedMode(req.StoppedMode)
	if err != nil {
		return nil, err
	}
	b := &batch{req.RegionId, req.InstanceId, req.BatchOptimization, req.DryRun}
	all, err := s.move(ctx, c, b, func(tx *store.Tx, i *cloud.Instance) error {
		return s.stop(tx, c, i, mode)
	})
	resp := &StopInstancesResponse{}
	resp.InstanceResponses.InstanceResponse = all
	return resp, err
}
