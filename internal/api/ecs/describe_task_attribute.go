package ecs

import (
	"context"
	"errors"
	"time"

	"sesame/internal/apierr"
	"sesame/internal/cloud"
	"sesame/internal/rpc"
	"sesame/internal/store"
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
	RelatedItemSet                       struct{ RelatedItem []RelatedItem }
}

// RelatedItem is something that an operation is about.
type RelatedItem struct{ Name, Value string }

// DescribeTaskAttribute tells how far a task is. Each consists of one operation.
func (s *Service) DescribeTaskAttribute(ctx context.Context, c *rpc.Call, req *DescribeTaskAttributeRequest) (*DescribeTaskAttributeResponse, error) {
	if checkRegion(c, req.RegionId) != nil {
		return nil, apierr.RegionNotFoundHere
	}
	var task *cloud.Task
	err := s.view(ctx, c, func(tx *store.Tx) (err error) {
		task, err = ownTask(tx, c, req.RegionId, req.TaskId)
		return err
	})
	if err != nil {
		return nil, err
	}
	return describeTask(task, c.Now), nil
}

func describeTask(t *cloud.Task, now time.Time) *DescribeTaskAttributeResponse {
	resp := &DescribeTaskAttributeResponse{
		CreationTime: taskTime(t.Created), SupportCancel: supportCancel(t, now), TotalCount: 1, RegionId: t.Region,
		TaskAction: t.Action, TaskStatus: string(t.Status(now)), TaskProcess: t.Progress(now),
		FinishedTime: taskTime(t.Ended(now)), TaskId: t.ID,
	}
	operation := OperationProgress{OperationStatus: resp.TaskStatus}
	if t.Status(now) == cloud.TaskFinished {
		resp.SuccessCount, operation.OperationStatus = 1, "Success"
	}
	operation.RelatedItemSet.RelatedItem = []RelatedItem{{Name: "ImageId", Value: t.Resource}}
	resp.OperationProgressSet.OperationProgress = []OperationProgress{operation}
	return resp
}

// ownTask reads a task of the caller.
func ownTask(tx *store.Tx, c *rpc.Call, region, id string) (*cloud.Task, error) {
	t, err := tx.Task(c.AccountID, region, id)
	if errors.Is(err, store.ErrNotFound) {
		return nil, deny(c, apierr.TaskNotFound)
	}
	return t, err
}
