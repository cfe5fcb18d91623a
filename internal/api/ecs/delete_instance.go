package ecs

import (
	"context"

	"sesame/internal/rpc"
	"sesame/internal/store"
)

// DeleteInstanceRequest names an instance.
type DeleteInstanceRequest struct {
	InstanceId            string `rpc:"required"`
	Force                 bool
	TerminateSubscription bool
	DryRun                bool
	ForceStop             bool
}

// DeleteInstanceResponse holds nothing but the RequestId of every answer.
type DeleteInstanceResponse struct{}

// DeleteInstance removes a stopped instance, with Force a running one, too.
func (s *Service) DeleteInstance(ctx context.Context, c *rpc.Call, req *DeleteInstanceRequest) (*DeleteInstanceResponse, error) {
	return &DeleteInstanceResponse{}, s.update(ctx, c, req.DryRun, func(tx *store.Tx) error {
		i, err := ownInstance(tx, c, req.InstanceId)
		if err != nil {
			return err
		}
		if err := (release{req.Force, req.TerminateSubscription}).mayRelease(c, i); err != nil {
			return err
		}
		return s.delete(tx, c, i)
	})
}
