package ecs

import (
	"context"

	"sesame/internal/apierr"
	"sesame/internal/rpc"
)

// DescribeTaskAttributeRequest names a task.
type DescribeTaskAttributeRequest struct {
	RegionId string `rpc:"required"`
	TaskId   string `rpc:"required"`
}

// DescribeTaskAttributeResponse is a task with all that is known of it.
type DescribeTaskAttributeResponse struct {
	CreationTime         string
	SupportCancel        string
	TotalCount           int
	SuccessCount         int
	RegionId             string
	TaskAction           string
	FailedCount          int
	TaskStatus           string
	TaskProcess          string
	FinishedTime         string
	TaskId               string
	OperationProgressSet struct{ OperationProgress []OperationProgress }
}

// OperationProgress is one of the operations that a task consists of.
type OperationProgress struct {
	ErrorMsg, ErrorCode, OperationStatus string
	RelatedItemSet                       struct {
		RelatedItem []struct{ Name, Value string }
	}
}

// DescribeTaskAttribute finds no task: there are none.
func (s *Service) DescribeTaskAttribute(_ context.Context, _ *rpc.Call, req *DescribeTaskAttributeRequest) (*DescribeTaskAttributeResponse, error) {
	if checkRegion(req.RegionId) != nil {
		return nil, apierr.TaskRegionNotFound
	}
	return nil, apierr.TaskNotFound
}
