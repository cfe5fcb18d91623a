package ecs

import (
	"context"

	"sesame/internal/apierr"
	"sesame/internal/rpc"
)

// CancelTaskRequest names a task to end.
type CancelTaskRequest struct {
	RegionId string `rpc:"required"`
	TaskId   string `rpc:"required"`
}

// CancelTaskResponse holds nothing but the RequestId of every answer.
type CancelTaskResponse struct{}

// CancelTask finds no task to end: there are none. A copy is ended by CancelCopyImage.
func (s *Service) CancelTask(_ context.Context, _ *rpc.Call, req *CancelTaskRequest) (*CancelTaskResponse, error) {
	if checkRegion(req.RegionId) != nil {
		return nil, apierr.TaskRegionNotFound
	}
	return nil, apierr.TaskNotFound
}
