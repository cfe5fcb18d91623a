package ecs

import (
	"context"

	"sesame/internal/rpc"
	"sesame/internal/store"
)

// StartInstanceRequest names an instance.
type StartInstanceRequest struct {
	InstanceId    string `rpc:"required"`
	InitLocalDisk bool
	DryRun        bool
}

// StartInstanceResponse holds nothing but the RequestId of every answer.
type StartInstanceResponse struct{}

// StartInstance lets a stopped instance run.
func (s *Service) StartInstance(ctx context.Context, c *rpc.Call, req *StartInstanceRequest) (*StartInstanceResponse, error) {
	return &StartInstanceResponse{}, s.update(ctx, c, req.DryRun, func(tx *store.Tx) error {
		i, err := ownInstance(tx, c, req.InstanceId)
		if err != nil {
			return err
		}
		return s.start(tx, c, i)
	})
}
