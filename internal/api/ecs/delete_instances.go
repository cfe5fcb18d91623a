package ecs

import (
	"context"

	"sesame/internal/apierr"
	"sesame/internal/rpc"
	"sesame/internal/store"
)

// DeleteInstancesRequest names instances of a region.
type DeleteInstancesRequest struct {
	DryRun                bool
	Force                 bool
	TerminateSubscription bool
	ClientToken           string
	RegionId              string   `rpc:"required"`
	InstanceId            []string `rpc:"required"`
	ForceStop             bool
}

// DeleteInstancesResponse holds nothing but the RequestId of every answer.
type DeleteInstancesResponse struct{}

// DeleteInstances removes all of the instances, or none.
func (s *Service) DeleteInstances(ctx context.Context, c *rpc.Call, req *DeleteInstancesRequest) (*DeleteInstancesResponse, error) {
	if err := checkRegion(c, req.RegionId); err != nil {
		return nil, err
	}
	if len(req.InstanceId) > 100 {
		return nil, deny(c, apierr.TooManyInstanceIDs, "InstanceId")
	}
	var done string
	return &DeleteInstancesResponse{}, s.update(ctx, c, req.DryRun, func(tx *store.Tx) error {
		return once(tx, c, req.RegionId, req.ClientToken, &done, func() (string, error) {
			return "", s.deleteAll(tx, c, req)
		})
	})
}

func (s *Service) deleteAll(tx *store.Tx, c *rpc.Call, req *DeleteInstancesRequest) error {
	all, err := instancesByID(tx, c, req.RegionId, unique(req.InstanceId), apierr.InstanceIDsNotFound, apierr.InstanceNotFound)
	if err != nil {
		return err
	}
	for _, i := range all {
		if err := (release{req.Force, req.TerminateSubscription}).mayRelease(c, i); err != nil {
			return err
		}
		if err := s.delete(tx, c, i); err != nil {
			return err
		}
	}
	return nil
}
