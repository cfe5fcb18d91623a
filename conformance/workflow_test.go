package conformance

import (
	"cmp"
	"slices"
	"strings"
	"testing"
	"time"
)

// workflow is what pipelines do with images, step after step, as scripts do it: they wait
// for what they need and take nothing for granted.
type workflow struct {
	checks
	ali, away client // ali at home, and in another region
	cassim    client
	name      string // unique
	family    string
}

const (
	awayRegion   = "cn-beijing"
	instanceType = "ecs.g7.large"
)

// eachClient goes through a workflow with every Go SDK, where nothing is ready at once.
func eachClient(t *testing.T, through func(*workflow)) {
	t.Parallel()
	for _, sdk := range []struct {
		name string
		dial dialer
	}{{"Go SDK v1", dialV1}, {"Go SDK v2", dialV2("")}} {
		t.Run(sdk.name, func(t *testing.T) {
			t.Parallel()
			through(newWorkflow(t, sdk.dial))
		})
	}
}

func newWorkflow(t *testing.T, dial dialer) *workflow {
	home := asAli(paced.host)
	away, cassim := home, home
	away.region = awayRegion
	cassim.key, cassim.secret = cassimKey, cassimSecret
	w := &workflow{checks: checks{t}, ali: dial(t, home), away: dial(t, away), cassim: dial(t, cassim)}
	w.name = strings.NewReplacer("/", "-", " ", "-", "_", "-").Replace(strings.TrimPrefix(t.Name(), "Test"))
	w.family = w.name + "-family"
	return w
}

// got is the id of what was made.
func (w *workflow) got(id string, err error) string {
	w.Helper()
	w.must(err)
	if id == "" {
		w.Fatal("there is no id in the answer")
	}
	return id
}

// until asks again and again.
func (w *workflow) until(what string, holds func() bool) {
	w.Helper()
	for late := time.Now().Add(100 * pace); !holds(); time.Sleep(pace / 8) {
		if time.Now().After(late) {
			w.Fatalf("after %v: not yet %s", 100*pace, what)
		}
	}
}

// underWay are the states that clients wait in.
const underWay = "Creating,Waiting,Available,CreateFailed"

// available waits for an image as Packer does.
func (w *workflow) available(c client, imageID string) (i image) {
	w.Helper()
	w.until(imageID+" Available", func() bool {
		i = w.only(c, query{id: imageID, status: underWay})
		return i.status == "Available"
	})
	return i
}

// release makes an image and waits for it.
func (w *workflow) release(n newImage) image {
	w.Helper()
	return w.available(w.ali, w.got(w.ali.createImage(n)))
}

// absent waits until an image is gone.
func (w *workflow) absent(imageID string) {
	w.Helper()
	w.until(imageID+" gone", func() bool {
		all, err := w.ali.images(query{id: imageID, status: "ALL"})
		w.must(err)
		return len(all) == 0
	})
}

// reaches waits until an instance has the status.
func (w *workflow) reaches(c client, instanceID, status string) (i instance) {
	w.Helper()
	w.until(instanceID+" "+status, func() bool {
		all, err := c.instances(instanceID)
		if err != nil || len(all) != 1 {
			w.Fatalf("instances(%s) = %+v, %v", instanceID, all, err)
		}
		i = all[0]
		return i.status == status
	})
	return i
}

// boots starts an instance, sees which image it is made from, and deletes it.
func (w *workflow) boots(c client, n newInstances, imageID string) {
	w.Helper()
	ids, err := c.runInstances(n)
	w.must(err)
	if len(ids) != max(n.amount, 1) {
		w.Fatalf("%+v starts %q", n, ids)
	}
	for _, id := range ids {
		if i := w.reaches(c, id, "Running"); i.image != imageID {
			w.Errorf("%+v starts from %s, want %s", n, i.image, imageID)
		}
		w.must(c.deleteInstance(id))
	}
}

// ids of images, sorted.
func ids(images []image) (all []string) {
	for _, i := range images {
		all = append(all, i.id)
	}
	slices.SortFunc(all, cmp.Compare)
	return all
}
