package store_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"sesame/internal/cloud"
	"sesame/internal/store"
)

// importInto imports an image of two disks into a region, that takes ten minutes.
func (w *world) importInto(region string, n int, name string) error {
	i := cloud.NewImage(ali, region, fmt.Sprint("m-", n), cloud.WorkImport, w.now, 10*time.Minute)
	i.Name = name
	disks := 0
	i.ImportDisks([]cloud.DiskMapping{
		{Device: "/dev/xvda", Kind: cloud.SystemDisk, SizeGiB: 20, Format: "RAW", Bucket: "b", Object: "o"},
		{Device: "/dev/xvdb", Kind: cloud.DataDisk, SizeGiB: 30, Format: "RAW", Bucket: "b", Object: "p"},
	}, func() string { disks++; return fmt.Sprint("s-", n, "-", disks) })
	return w.try(func(tx *store.Tx) error {
		return tx.CreateImport(i, cloud.TaskOf(i, fmt.Sprint("t-", n), "ImportImage"))
	})
}

func (w *world) findTasks(f cloud.TaskFilter, offset, limit int) (ids []string, total int) {
	w.t.Helper()
	w.view(func(tx *store.Tx) error {
		all, n, err := tx.FindTasks(ali, hangzhou, &f, w.now, offset, limit)
		ids, total = nil, n
		for _, t := range all {
			ids = append(ids, t.ID)
		}
		return err
	})
	return ids, total
}

func TestTasks(t *testing.T) {
	onAll(t, func(t *testing.T, w *world) {
		for n := range 3 {
			w.now = epoch.Add(time.Duration(n) * 5 * time.Minute)
			if err := w.importInto(hangzhou, n, fmt.Sprint("name-", n)); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.importInto(beijing, 3, ""); err != nil {
			t.Fatal(err)
		}
		if err := w.importInto(hangzhou, 4, "name-0"); !errors.Is(err, store.ErrExists) {
			t.Errorf("its name is taken: %v", err)
		}
		same(t, "rows", 4, w.rows("tasks")) // of one that was refused nothing is left
		waiting := cloud.NewImage(ali, beijing, "m-5", cloud.WorkImport, w.now, time.Hour)
		waiting.Starts = w.now.Add(time.Minute)
		w.do(func(tx *store.Tx) error { return tx.CreateTask(cloud.TaskOf(waiting, "t-5", "ImportImage")) })
		for _, c := range []struct {
			name          string
			filter        cloud.TaskFilter
			offset, limit int
			want          []string
			total         int
		}{
			{"all", cloud.TaskFilter{}, 0, 10, []string{"t-2", "t-1", "t-0"}, 3},
			{"second page", cloud.TaskFilter{}, 2, 2, []string{"t-0"}, 3},
			{"full page", cloud.TaskFilter{}, 1, 1, []string{"t-1"}, 3},
			{"past the end", cloud.TaskFilter{}, 4, 2, nil, 3},
			{"ids", cloud.TaskFilter{IDs: []string{"t-0", "t-3", "t-none"}}, 0, 10, []string{"t-0"}, 1},
			{"images", cloud.TaskFilter{Resources: []string{"m-1", "m-2"}}, 0, 10, []string{"t-2", "t-1"}, 2},
			{"action", cloud.TaskFilter{Action: "ImportImage"}, 0, 1, []string{"t-2"}, 3},
			{"other action", cloud.TaskFilter{Action: "ExportImage"}, 0, 10, nil, 0},
			{"finished", cloud.TaskFilter{Status: cloud.TaskFinished}, 0, 10, []string{"t-0"}, 1},
			{"processing", cloud.TaskFilter{Status: cloud.TaskProcessing}, 0, 10, []string{"t-2", "t-1"}, 2},
			{"from", cloud.TaskFilter{CreatedFrom: epoch.Add(5 * time.Minute)}, 0, 10, []string{"t-2", "t-1"}, 2},
			{"to", cloud.TaskFilter{CreatedTo: epoch.Add(5 * time.Minute)}, 0, 10, []string{"t-1", "t-0"}, 2},
		} {
			ids, total := w.findTasks(c.filter, c.offset, c.limit)
			same(t, c.name, c.want, ids)
			same(t, c.name+": total", c.total, total)
		}
		w.view(func(tx *store.Tx) error {
			all, _, err := tx.FindTasks(ali, beijing, &cloud.TaskFilter{Status: cloud.TaskProcessing}, w.now, 0, 10)
			if err == nil && (len(all) != 1 || all[0].ID != "t-3") {
				t.Errorf("not the one that waits: %v", all)
			}
			return err
		})
	})
}

func TestCancelImport(t *testing.T) {
	onAll(t, func(t *testing.T, w *world) {
		if err := w.importInto(hangzhou, 1, "name"); err != nil {
			t.Fatal(err)
		}
		want := cloud.TaskOf(w.image("m-1"), "t-1", "ImportImage")
		w.hasTask("made", want)
		same(t, "snapshots", 2, w.rows("snapshots"))

		w.now = epoch.Add(time.Minute)
		want.Cancelled = w.now
		w.do(func(tx *store.Tx) error {
			was, err1 := tx.Task(ali, hangzhou, "t-1")
			i, err2 := tx.Image(ali, hangzhou, "m-1")
			if err := errors.Join(err1, err2); err != nil {
				return err
			}
			is, err := was.Cancel(w.now)
			if err != nil {
				return err
			}
			return tx.CancelImport(was, is, i)
		})
		w.hasTask("cancelled", want)
		for _, table := range []string{"images", "image_snapshots", "snapshots"} {
			same(t, table, 0, w.rows(table))
		}
		same(t, "events", 2, len(w.events("m-1")))
		for _, status := range []cloud.TaskStatus{cloud.TaskProcessing, cloud.TaskFinished} {
			ids, total := w.findTasks(cloud.TaskFilter{Status: status}, 0, 10)
			same(t, string(status), nil, ids)
			same(t, string(status), 0, total)
		}
		w.view(func(tx *store.Tx) error {
			_, err := tx.Task(ali, beijing, "t-1")
			same(t, "in another region", true, errors.Is(err, store.ErrNotFound))
			return nil
		})
	})
}

func (w *world) hasTask(what string, want *cloud.Task) {
	w.t.Helper()
	w.view(func(tx *store.Tx) error {
		got, err := tx.Task(ali, hangzhou, want.ID)
		if err == nil {
			same(w.t, what, want, got)
		}
		return err
	})
}
