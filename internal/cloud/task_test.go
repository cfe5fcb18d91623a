package cloud_test

import (
	"errors"
	"testing"
	"time"

	"sesame/internal/cloud"
)

func TestTask(t *testing.T) {
	task := &cloud.Task{Created: epoch.Add(-2), Starts: epoch, Ready: epoch.Add(10)}
	cancelled, err := task.Cancel(epoch.Add(4))
	if err != nil {
		t.Fatal(err)
	}
	if !task.Cancelled.IsZero() {
		t.Error("the task itself was changed")
	}
	at := func(n time.Duration) time.Time { return epoch.Add(n) }
	for _, c := range []struct {
		task     *cloud.Task
		after    time.Duration
		status   cloud.TaskStatus
		progress string
		ended    time.Time
	}{
		{task, -2, cloud.TaskWaiting, "0%", time.Time{}},
		{task, 0, cloud.TaskProcessing, "0%", time.Time{}},
		{task, 9, cloud.TaskProcessing, "90%", time.Time{}},
		{task, 10, cloud.TaskFinished, "100%", at(10)},
		{task, 99, cloud.TaskFinished, "100%", at(10)},
		{cancelled, 4, cloud.TaskDeleted, "40%", at(4)},
		{cancelled, 99, cloud.TaskDeleted, "40%", at(4)},
	} {
		now := at(c.after)
		status, progress, ended := c.task.Status(now), c.task.Progress(now), c.task.Ended(now)
		if status != c.status || progress != c.progress || !ended.Equal(c.ended) {
			t.Errorf("after %d: %s %s %v", c.after, status, progress, ended)
		}
		if _, err := c.task.Cancel(now); errors.Is(err, cloud.ErrTaskEnded) != (c.status == cloud.TaskFinished || c.status == cloud.TaskDeleted) {
			t.Errorf("after %d: cancelling: %v", c.after, err)
		}
	}
}
