package torture_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"net/url"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"
)

// chronicle records the calls of clients to several servers.
type chronicle struct {
	t       *testing.T
	name    string // what names begin with, which an account has once
	clients int
	images  int // that there are at once, more or less
	begin   time.Time

	mu       sync.Mutex
	servers  []*process
	live     []string // images
	coming   int      // images that are being made
	gone     string   // the image that was deleted last
	history  []porcupine.Operation
	answered map[string]int // calls, by what they do
	refused  int            // calls, with 503
	happened map[string]int // to servers and their connections
}

func newChronicle(t *testing.T, name string, clients, images int, servers []*process) *chronicle {
	return &chronicle{
		t: t, name: name, clients: clients, images: images, begin: time.Now(), servers: servers,
		answered: map[string]int{}, happened: map[string]int{},
	}
}

func (c *chronicle) server() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.servers[rand.IntN(len(c.servers))].url
}

// replace puts a server in the place of one that was killed.
func (c *chronicle) replace(at int, fresh *process) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.servers[at] = fresh
}

// note counts what is done to servers and their connections.
func (c *chronicle) note(what string, times int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.happened[what] += times
}

// kinds are what is done to images, as often as they stand here.
var kinds = []string{
	"modify", "modify", "modify", "modify", "describe", "describe", "describe", "describe",
	"share", "share", "unshare", "unshare", "delete",
}

// draw gives a call on one of a few images, which come and go.
func (c *chronicle) draw(name string) step {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.live) == 0 || len(c.live)+c.coming < c.images {
		c.coming++
		return step{what: "create", name: name}
	}
	i := step{what: kinds[rand.IntN(len(kinds))], image: c.live[rand.IntN(len(c.live))], name: name}
	if c.gone != "" && rand.IntN(20) == 0 {
		i.image = c.gone
	}
	return i
}

// request is the call of a step.
func request(i step) url.Values {
	action, params := "ModifyImageAttribute", url.Values{"ImageId": {i.image}}
	switch i.what {
	case "create":
		action, params = "CreateImage", url.Values{"SnapshotId": {"s-1"}, "ImageName": {i.name}, "Description": {describing(i.name)}}
	case "modify":
		params["ImageName"], params["Description"] = []string{i.name}, []string{describing(i.name)}
	case "share":
		action, params["AddAccount.1"] = "ModifyImageSharePermission", []string{"77"}
	case "unshare":
		action, params["RemoveAccount.1"] = "ModifyImageSharePermission", []string{"77"}
	case "delete":
		action = "DeleteImage"
	case "describe":
		action, params["Status"], params["ImageOwnerAlias"] = "DescribeImages", []string{"ALL"}, []string{"self"}
	}
	return signed(action, params)
}

// perform makes a call and writes down when it began and ended, and what was told.
func (c *chronicle) perform(client int, i step) {
	caller := newClient()
	defer caller.CloseIdleConnections()
	form := request(i)
	op := porcupine.Operation{ClientId: client, Call: time.Since(c.begin).Nanoseconds()}
	a, err := send(caller, c.server(), form)
	op.Return = time.Since(c.begin).Nanoseconds()
	out := seen{code: a.Code, unknown: err != nil || a.Code == unavailable}
	if out.unknown {
		op.Return = math.MaxInt64
	}
	if len(a.Images.Image) == 1 {
		image := a.Images.Image[0]
		out.is = attributes{image.ImageName, image.Description, image.IsSelfShared == "True"}
	}
	if i.what == "create" {
		i.image = a.ImageID
	}
	op.Input, op.Output = i, out
	c.mu.Lock()
	defer c.mu.Unlock()
	if a.Code == unavailable {
		c.refused++
	}
	c.keep(op, i, out)
}

// keep writes a call down, and which images there are since. Without an answer, reading told nothing,
// and an image was made that nobody knows.
func (c *chronicle) keep(op porcupine.Operation, i step, out seen) {
	if i.what == "create" {
		c.coming--
	}
	if out.unknown && (i.what == "create" || i.what == "describe") {
		return
	}
	c.history = append(c.history, op)
	if !out.unknown {
		c.answered[i.what]++
	}
	switch {
	case i.what == "create" && out.code == "":
		c.live = append(c.live, i.image)
	case i.what == "delete" && out.code != stillGiven:
		c.live = slices.DeleteFunc(c.live, func(id string) bool { return id == i.image })
		c.gone = i.image
	}
}

// run lets clients call while something is done, so many times, to the servers and their connections.
// Before and after each time each client has had about two answers.
func (c *chronicle) run(disturb func(n int), disturbances int) {
	c.t.Helper()
	for n := range c.images {
		c.perform(0, c.draw(fmt.Sprintf("%s-first-%d", c.name, n)))
	}
	stop := make(chan struct{})
	var wg sync.WaitGroup
	defer wg.Wait()
	defer close(stop)
	for client := range c.clients {
		wg.Go(func() {
			for n := 0; ; n++ {
				select {
				case <-stop:
					return
				default:
					c.perform(client, c.draw(fmt.Sprintf("%s-%d-%d", c.name, client, n)))
				}
			}
		})
	}
	for n := range disturbances {
		time.Sleep(rand.N(mostRun))
		c.awaitAnswers(2 * c.clients)
		disturb(n)
	}
	c.awaitAnswers(2 * c.clients)
}

// awaitAnswers waits until so many more calls were answered.
func (c *chronicle) awaitAnswers(more int) {
	c.t.Helper()
	answers := func() (n int) {
		c.mu.Lock()
		defer c.mu.Unlock()
		for _, k := range c.answered {
			n += k
		}
		return n
	}
	deadline := time.Now().Add(patience)
	for want := answers() + more; answers() < want; time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			c.t.Fatalf("%d of %d calls were answered in %v", more-want+answers(), more, patience)
		}
	}
}

// verdict is what the checker says of the history.
func (c *chronicle) verdict() porcupine.CheckResult {
	return porcupine.CheckOperationsTimeout(images, c.history, 2*time.Minute)
}

func (c *chronicle) show() {
	for _, op := range c.history {
		c.t.Logf("client %d [%d, %d] %+v -> %+v", op.ClientId, op.Call, op.Return, op.Input, op.Output)
	}
}
