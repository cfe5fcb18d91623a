package ecs

import (
	"context"

	"sesame/internal/apierr"
	"sesame/internal/rpc"
)

// DescribeTasksRequest selects tasks: imports, exports and other long work.
type DescribeTasksRequest struct {
	PageNumber  int
	PageSize    int
	RegionId    string `rpc:"required"`
	TaskIds     string
	TaskAction  string
	TaskStatus  string
	StartTime   string
	EndTime     string
	ResourceIds []string
	TaskGroupId string
}

// DescribeTasksResponse is one page of the tasks.
type DescribeTasksResponse struct {
	PageSize   int
	PageNumber int
	TotalCount int
	RegionId   string
	TaskSet    struct{ Task []Task }
}

// Task is long work that has an id of its own. Copies have none.
type Task struct {
	CreationTime, TaskStatus, FinishedTime, SupportCancel, TaskId, TaskAction, ResourceId string
}

// DescribeTasks lists the tasks, of which there are none: nothing that is served begins
// one.
func (s *Service) DescribeTasks(_ context.Context, c *rpc.Call, req *DescribeTasksRequest) (*DescribeTasksResponse, error) {
	if checkRegion(req.RegionId) != nil {
		return nil, apierr.TaskRegionNotFound
	}
	_, limit, number, err := page(c, req.PageNumber, req.PageSize)
	if err != nil {
		return nil, err
	}
	return &DescribeTasksResponse{PageSize: limit, PageNumber: number, RegionId: req.RegionId}, nil
}
