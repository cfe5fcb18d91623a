package ecs

import (
	"context"
	"strings"
	"time"

	"sesame/internal/apierr"
	"sesame/internal/cloud"
	"sesame/internal/rpc"
	"sesame/internal/store"
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

// DescribeTasks lists the tasks, latest first.
func (s *Service) DescribeTasks(ctx context.Context, c *rpc.Call, req *DescribeTasksRequest) (*DescribeTasksResponse, error) {
	if checkRegion(c, req.RegionId) != nil {
		return nil, apierr.RegionNotFoundHere
	}
	offset, limit, number, err := page(c, req.PageNumber, req.PageSize)
	if err != nil {
		return nil, err
	}
	filter, err := req.filter(c)
	if err != nil {
		return nil, err
	}
	resp := &DescribeTasksResponse{PageSize: limit, PageNumber: number, RegionId: req.RegionId}
	if req.TaskGroupId != "" || filter.Status == cloud.TaskFailed { // no task is of a group, and none fails
		return resp, nil
	}
	return resp, s.view(ctx, c, func(tx *store.Tx) error {
		tasks, total, err := tx.FindTasks(c.AccountID, req.RegionId, filter, c.Now, offset, limit)
		resp.TotalCount, resp.TaskSet.Task = total, nil
		for _, t := range tasks {
			resp.TaskSet.Task = append(resp.TaskSet.Task, showTask(t, c.Now))
		}
		return err
	})
}

// maxTaskIDs is how many tasks, or resources of tasks, can be asked for.
const maxTaskIDs = 100

// filter reads what is asked for. Only three of the statuses select anything.
func (req *DescribeTasksRequest) filter(c *rpc.Call) (*cloud.TaskFilter, error) {
	f := &cloud.TaskFilter{Action: req.TaskAction, Resources: req.ResourceIds}
	if req.TaskIds != "" {
		f.IDs = strings.Split(req.TaskIds, ",")
	}
	t := try(c)
	t.bad(len(f.IDs) > maxTaskIDs, "TaskIds")
	t.bad(len(f.Resources) > maxTaskIDs, "ResourceIds")
	switch status := cloud.TaskStatus(req.TaskStatus); status {
	case cloud.TaskFinished, cloud.TaskProcessing, cloud.TaskFailed:
		f.Status = status
	}
	var ok bool
	f.CreatedFrom, ok = taskFilterTime(req.StartTime)
	t.bad(!ok, "StartTime")
	f.CreatedTo, ok = taskFilterTime(req.EndTime)
	t.bad(!ok, "EndTime")
	return f, t.err
}

// taskFilterTime reads a time with seconds or, as older documents have it, without.
func taskFilterTime(value string) (time.Time, bool) {
	if value == "" {
		return time.Time{}, true
	}
	for _, layout := range []string{"2006-01-02T15:04:05Z", taskTimeLayout} {
		if t, err := time.Parse(layout, value); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

// taskTimeLayout: times of tasks have minutes.
const taskTimeLayout = "2006-01-02T15:04Z"

func taskTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(taskTimeLayout)
}

func showTask(t *cloud.Task, now time.Time) Task {
	return Task{
		CreationTime: taskTime(t.Created), TaskStatus: string(t.Status(now)), FinishedTime: taskTime(t.Ended(now)),
		SupportCancel: supportCancel(t, now), TaskId: t.ID, TaskAction: t.Action, ResourceId: t.Resource,
	}
}

// supportCancel is a word for whether CancelTask would end the task now.
func supportCancel(t *cloud.Task, now time.Time) string {
	if t.UnderWay(now) {
		return "true"
	}
	return "false"
}
