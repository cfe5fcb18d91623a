package store

import (
	"strings"
	"time"

	"sesame/internal/cloud"
)

// taskFields are the columns of a task beside its key, in the order of taskValues.
var taskFields = []string{"action", "resource", "created", "starts", "ready", "cancelled"}

var taskSelect = `SELECT i.account, i.region, i.id, i.` + strings.Join(taskFields, ", i.") + `, i.revision FROM tasks i`

func taskValues(t *cloud.Task) []any {
	return []any{t.Action, t.Resource, millis(t.Created), millis(t.Starts), millis(t.Ready), millis(t.Cancelled)}
}

func (tx *Tx) tasks(sql string, args ...any) (all []*cloud.Task, err error) {
	err = tx.query(sql, args, func(s scan) error {
		t := &cloud.Task{}
		all = append(all, t)
		return s(&t.Account, &t.Region, &t.ID, &t.Action, &t.Resource, &t.Created, &t.Starts, &t.Ready, &t.Cancelled, &t.Revision)
	})
	return all, err
}

// Task reads one task.
func (tx *Tx) Task(account, region, id string) (*cloud.Task, error) {
	return first(tx.tasks(taskSelect+` WHERE i.account = $1 AND i.region = $2 AND i.id = $3`, account, region, id))
}

// FindTasks gives those of an account's tasks in a region that a filter selects, latest
// first, from offset on and at most limit of them; and how many there are in all.
func (tx *Tx) FindTasks(account, region string, f *cloud.TaskFilter, now time.Time, offset, limit int) ([]*cloud.Task, int, error) {
	w := ownRows("i", account, region)
	w.in("i.id", f.IDs)
	w.in("i.resource", f.Resources)
	w.equal("i.action", f.Action)
	w.created(f.CreatedFrom, f.CreatedTo)
	switch f.Status {
	case cloud.TaskProcessing:
		w.and("i.cancelled = 0 AND i.ready >", millis(now))
		w.and("i.starts <=", millis(now))
	case cloud.TaskFinished:
		w.and("i.cancelled = 0 AND i.ready <=", millis(now))
	}
	return find(tx, tx.tasks, &listing{rows: taskSelect, from: "tasks i", where: w, order: latestFirst}, offset, limit)
}

// CreateImport adds an image that is imported, its snapshots and the task behind it.
// ErrExists: its name is taken in the region.
func (tx *Tx) CreateImport(i *cloud.Image, t *cloud.Task) error {
	if err := tx.CreateImage(i); err != nil {
		return err
	}
	if err := tx.createSnapshotsOf(i); err != nil {
		return err
	}
	return tx.CreateTask(t)
}

// CreateTask adds a task.
func (tx *Tx) CreateTask(t *cloud.Task) error {
	values := taskValues(t)
	revision, err := tx.record(t.Account, taskResource(t), "", made(taskFields, values))
	if err != nil {
		return err
	}
	args := append([]any{t.Account, t.Region, t.ID}, values...)
	_, err = tx.exec(`INSERT INTO tasks (account, region, id, `+strings.Join(taskFields, ", ")+`, revision)
		VALUES (`+placeholders(4+len(taskFields))+`)`, append(args, revision)...)
	return err
}

// CancelImport changes the task of an import to one that was cancelled, and removes the
// image with all that was made for it.
func (tx *Tx) CancelImport(was, is *cloud.Task, i *cloud.Image) error {
	if err := tx.DeleteImage(i); err != nil {
		return err
	}
	if err := tx.eachMadeFor(i, tx.DeleteSnapshot); err != nil {
		return err
	}
	changes := changed(taskFields, taskValues(was), taskValues(is))
	revision, err := tx.record(is.Account, taskResource(is), was.Revision, changes)
	if err != nil {
		return err
	}
	return tx.set("tasks", is.Account, is.Region, is.ID, revision, changes)
}

func taskResource(t *cloud.Task) string { return t.Region + "/task/" + t.ID }
