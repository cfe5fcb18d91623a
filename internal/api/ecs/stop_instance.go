package ecs

import (
	"context"

	"sesame/internal/rpc"
	"sesame/internal/store"
)

// StopInstanceRequest names an instance. There is no machine that could be stopped in one
// way or another: ConfirmStop, ForceStop and Hibernate say nothing here.
type StopInstanceRequest struct {
	InstanceId  string `rpc:"required"`
	ConfirmStop bool
	ForceStop   bool
	StoppedMode string
	DryRun      bool
	Hibernate   bool
}

// StopInstanceResponse holds nothing but the RequestId of every answer.
type StopInstanceResponse struct{}

// StopInstance stops a running instance.
func (s *Service) StopInstance(ctx context.Context, c *rpc.Call, req *StopInstanceRequest) (*StopInstanceResponse, error) {
	mode, err := checkStoppedMode(req.StoppedMode)
	if err != nil {
		return nil, err
	}
	return &StopInstanceResponse{}, s.update(ctx, c, req.DryRun, func(tx *store.Tx) error {
		i, err := ownInstance(tx, c, req.InstanceId)
		if err != nil {
			return err
		}
		return s.stop(tx, c, i, mode)
	})
}
