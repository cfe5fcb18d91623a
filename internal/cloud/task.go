package cloud

import "time"

// TaskStatus is the state of a task as clients see it.
type TaskStatus string

// The states of a task. None of Sesame's pauses or fails.
const (
	TaskWaiting    TaskStatus = "Waiting" // as the image that it makes
	TaskProcessing TaskStatus = "Processing"
	TaskFinished   TaskStatus = "Finished"
	TaskFailed     TaskStatus = "Failed"
	TaskDeleted    TaskStatus = "Deleted" // was cancelled
)

// TaskOf is the task behind an image that an action makes.
func TaskOf(i *Image, id, action string) *Task {
	return &Task{
		Account: i.Account, Region: i.Region, ID: id, Action: action, Resource: i.ID,
		Created: i.Created, Starts: i.Starts, Ready: i.Ready,
	}
}

// Task is long work that has an id of its own.
type Task struct {
	Account, Region, ID string

	Action    string    // that began it: ImportImage
	Resource  string    // the image that it makes
	Created   time.Time // when it was asked for
	Starts    time.Time // when the work begins
	Ready     time.Time // when it is done, unless it is cancelled before
	Cancelled time.Time // zero: it was not

	Revision string // the change that made it what it is; the store's business
}

// Status is the state at an instant.
func (t *Task) Status(now time.Time) TaskStatus {
	switch {
	case !t.Cancelled.IsZero():
		return TaskDeleted
	case now.Before(t.Starts):
		return TaskWaiting
	case now.Before(t.Ready):
		return TaskProcessing
	default:
		return TaskFinished
	}
}

// Progress is the share of the work that is done, as the wire has it: "37%". That of a
// cancelled task stays what it was.
func (t *Task) Progress(now time.Time) string {
	if !t.Cancelled.IsZero() {
		now = t.Cancelled
	}
	return progress(t.Starts, t.Ready, now)
}

// UnderWay reports whether the task has not come to its end.
func (t *Task) UnderWay(now time.Time) bool { return t.Cancelled.IsZero() && now.Before(t.Ready) }

// Ended is when the task came to its end, zero while it is under way.
func (t *Task) Ended(now time.Time) time.Time {
	switch {
	case t.UnderWay(now):
		return time.Time{}
	case !t.Cancelled.IsZero():
		return t.Cancelled
	}
	return t.Ready
}

// Cancel gives the cancelled task, or says that there is nothing left to cancel.
func (t *Task) Cancel(now time.Time) (*Task, error) {
	if !t.UnderWay(now) {
		return nil, ErrTaskEnded
	}
	c := *t
	c.Cancelled = now
	return &c, nil
}

// TaskFilter selects tasks. A zero field selects all.
type TaskFilter struct {
	IDs, Resources []string
	Action         string
	Status         TaskStatus // Processing or Finished
	CreatedFrom    time.Time
	CreatedTo      time.Time
}
