package ecs

import (
	"context"

	"sesame/internal/rpc"
	"sesame/internal/store"
)

// RebootInstanceRequest names an instance.
type RebootInstanceRequest struct {
	InstanceId string `rpc:"required"`
	ForceStop  bool
	DryRun     bool
}

// RebootInstanceResponse holds nothing but the RequestId of every answer.
type RebootInstanceResponse struct{}

// RebootInstance starts a running instance again; until that is done it is Starting.
func (s *Service) RebootInstance(ctx context.Context, c *rpc.Call, req *RebootInstanceRequest) (*RebootInstanceResponse, error) {
	return &RebootInstanceResponse{}, s.update(ctx, c, req.DryRun, func(tx *store.Tx) error {
		i, err := ownInstance(tx, c, req.InstanceId)
		if err != nil {
			return err
		}
		return s.reboot(tx, c, i)
	})
}
