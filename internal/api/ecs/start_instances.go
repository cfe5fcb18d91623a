package ecs

import (
	"context"
	"errors"

	"sesame/internal/apierr"
	"sesame/internal/cloud"
	"sesame/internal/rpc"
	"sesame/internal/store"
)

// StartInstancesRequest names instances of a region.
type StartInstancesRequest struct {
	DryRun            bool
	RegionId          string `rpc:"required"`
	BatchOptimization string
	InstanceId        []string `rpc:"required"`
}

// StartInstancesResponse tells what became of each.
type StartInstancesResponse struct {
	InstanceResponses struct{ InstanceResponse []InstanceResponse }
}

// StartInstances lets several stopped instances run: all or none, or with SuccessFirst those that can be.
func (s *Service) StartInstances(ctx context.Context, c *rpc.Call, req *StartInstancesRequest) (*StartInstancesResponse, error) {
	b := &batch{req.RegionId, req.InstanceId, req.BatchOptimization, req.DryRun}
	all, err := s.move(ctx, c, b, func(tx *store.Tx, i *cloud.Instance) error {
		err := s.start(tx, c, i)
		if errors.Is(err, apierr.NoSystemDisk) { // here with another status
			err = deny(c, apierr.NoSystemDiskOfOne)
		}
		return err
	})
	resp := &StartInstancesResponse{}
	resp.InstanceResponses.InstanceResponse = all
	return resp, err
}
