package torture_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"net/url"
	"slices"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"

	"sesame/internal/cloud"
	"sesame/internal/pgtest"
	"sesame/internal/store"
)

// step is a call of a history.
type step struct {
	what, image, name string
}

// seen is what a call told. Of one that was not answered, nobody knows whether it was done,
// nor when.
type seen struct {
	code    string
	unknown bool
	is      attributes // to describe
}

// attributes is the state of an image: the zero value is none.
type attributes struct {
	name, description string
	shared            bool
}

const (
	notFound   = "InvalidImageId.NotFound"
	stillGiven = "ImageUseShared"
)

// after is what an image is after a step, and the code that it gives.
func after(s attributes, i step) (next attributes, code string) {
	none := s == attributes{}
	switch {
	case i.what == "create":
		return attributes{name: i.name, description: describing(i.name)}, ""
	case i.what == "describe" || i.what == "delete" && none:
		return s, ""
	case none:
		return s, notFound
	case i.what == "modify":
		s.name, s.description = i.name, describing(i.name)
	case i.what == "delete" && s.shared:
		return s, stillGiven
	case i.what == "delete":
		return attributes{}, ""
	default:
		s.shared = i.what == "share"
	}
	return s, ""
}

// images is the model: each image by itself, one call after the other.
var images = (&porcupine.NondeterministicModel{
	Partition: func(history []porcupine.Operation) (parts [][]porcupine.Operation) {
		by := map[string][]porcupine.Operation{}
		for _, op := range history {
			id := op.Input.(step).image
			by[id] = append(by[id], op)
		}
		for _, part := range by {
			parts = append(parts, part)
		}
		return parts
	},
	Init: func() []any { return []any{attributes{}} },
	Step: func(state, in, out any) []any {
		s, i, o := state.(attributes), in.(step), out.(seen)
		next, code := after(s, i)
		switch {
		case o.unknown:
			return []any{s, next}
		case o.code != code || i.what == "describe" && o.is != s:
			return nil
		}
		return []any{next}
	},
}).ToModel()

// chronicle records the calls of clients to several servers.
type chronicle struct {
	t       *testing.T
	begin   time.Time
	mu      sync.Mutex
	servers []*process
	live    []string // images
	history []porcupine.Operation
}

func (c *chronicle) server() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.servers[rand.IntN(len(c.servers))].url
}

// draw gives a call on one of a few images, which come and go.
func (c *chronicle) draw(name string) step {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.live) < 4 {
		return step{what: "create", name: name}
	}
	i := step{what: []string{"modify", "modify", "describe", "describe", "share", "unshare", "delete"}[rand.IntN(7)], name: name}
	at := rand.IntN(len(c.live))
	i.image = c.live[at]
	if i.what == "delete" {
		if rand.IntN(4) > 0 {
			i.what = "describe"
		} else if len(c.live) > 4 {
			c.live = slices.Delete(c.live, at, at+1)
		}
	}
	return i
}

// perform makes a call and writes down when it began and ended, and what was told.
func (c *chronicle) perform(client int, i step) {
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
	caller := newClient()
	defer caller.CloseIdleConnections()
	op := porcupine.Operation{ClientId: client, Call: time.Since(c.begin).Nanoseconds()}
	a, err := send(caller, c.server(), signed(action, params))
	op.Return = time.Since(c.begin).Nanoseconds()
	out := seen{code: a.Code}
	if err != nil || a.Code == "ServiceUnavailable" {
		if i.what == "describe" || i.what == "create" {
			return // it told nothing, or of an image that nobody knows
		}
		out, op.Return = seen{unknown: true}, math.MaxInt64
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
	c.history = append(c.history, op)
	if i.what == "create" {
		c.live = append(c.live, i.image)
	}
}

// run lets clients call while something is done to the servers and their connections.
func (c *chronicle) run(disturb func(n int), disturbances int) {
	stop := make(chan struct{})
	var wg sync.WaitGroup
	for client := range 6 {
		wg.Go(func() {
			for n := 0; ; n++ {
				select {
				case <-stop:
					return
				default:
					c.perform(client, c.draw(fmt.Sprintf("name-%d-%d", client, n)))
				}
			}
		})
	}
	for n := range disturbances {
		time.Sleep(rand.N(mostRun))
		disturb(n)
	}
	close(stop)
	wg.Wait()
}

func (c *chronicle) check() {
	c.t.Helper()
	unknown := 0
	for _, op := range c.history {
		if op.Output.(seen).unknown {
			unknown++
		}
	}
	c.t.Logf("%d calls, %d of them without an answer", len(c.history), unknown)
	result, _ := porcupine.CheckOperationsVerbose(images, c.history, 2*time.Minute)
	if result != porcupine.Ok {
		for _, op := range c.history {
			c.t.Logf("client %d [%d, %d] %+v -> %+v", op.ClientId, op.Call, op.Return, op.Input, op.Output)
		}
		c.t.Fatalf("the history: %s, want a linearizable one", result)
	}
}

// TestTortureOfHistories records what clients of three servers on one PostgreSQL see while
// servers are killed, are stopped for a while, and lose their connections to the database,
// also in the middle of commits: each image has one history.
func TestTortureOfHistories(t *testing.T) {
	for range max(1, cycles(t)/25) { // long histories take long to check
		tortureHistory(t, min(30, 3*cycles(t)))
	}
}

func tortureHistory(t *testing.T, disturbances int) {
	dsn := pgtest.DSN(t)
	c := &chronicle{t: t, begin: time.Now()}
	var proxies []*pgtest.Proxy
	var addresses []string
	for range 3 {
		p, through := pgtest.NewProxy(t, dsn, nil)
		p.SetJudge(func(query string) pgtest.Verdict {
			if query != "commit" || rand.IntN(20) > 0 {
				return pgtest.Pass
			}
			return []pgtest.Verdict{pgtest.Lose, pgtest.Deliver}[rand.IntN(2)]
		})
		proxies, addresses = append(proxies, p), append(addresses, through+"&idle_in_transaction_session_timeout=300"+retryFor)
	}
	addSnapshot(t, dsn)
	for _, address := range addresses {
		c.servers = append(c.servers, start(t, address))
	}
	c.run(func(n int) {
		at := rand.IntN(3)
		switch n % 3 {
		case 0:
			proxies[at].CutAll(false)
		case 1:
			pause(c.servers[at], 100*time.Millisecond+rand.N(500*time.Millisecond))
		case 2:
			c.servers[at].kill()
			fresh := start(t, addresses[at])
			c.mu.Lock()
			c.servers[at] = fresh
			c.mu.Unlock()
		}
	}, disturbances)
	c.check()
	for _, p := range c.servers {
		p.kill()
	}
}

// pause stops a process and lets it go on.
func pause(p *process, d time.Duration) {
	_ = p.cmd.Process.Signal(syscall.SIGSTOP)
	time.Sleep(d)
	_ = p.cmd.Process.Signal(syscall.SIGCONT)
}

// addSnapshot gives the account something to make images of.
func addSnapshot(t *testing.T, dsn string) {
	t.Helper()
	db, err := store.Open(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	err = db.Update(t.Context(), store.Origin{Account: account, RequestID: "setup", At: now}, func(tx *store.Tx) error {
		return tx.CreateSnapshot(&cloud.Snapshot{Account: account, Region: region, ID: "s-1", Kind: cloud.SystemDisk, SizeGiB: 40, Created: now, Ready: now})
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

// The checker is worth something only if it can fail.
func TestCheckerOfHistories(t *testing.T) {
	op := func(call, ret int64, i step, o seen) porcupine.Operation {
		i.image = "m-1"
		return porcupine.Operation{Call: call, Return: ret, Input: i, Output: o}
	}
	is := func(name string, shared bool) seen {
		return seen{is: attributes{name, describing(name), shared}}
	}
	create, a, b := step{what: "create", name: "new"}, step{what: "modify", name: "a"}, step{what: "modify", name: "b"}
	describe, remove, share := step{what: "describe"}, step{what: "delete"}, step{what: "share"}
	for name, c := range map[string]struct {
		history []porcupine.Operation
		want    bool
	}{
		"one after the other": {[]porcupine.Operation{op(0, 1, create, seen{}), op(2, 3, a, seen{}), op(4, 5, describe, is("a", false))}, true},
		"a lost change":       {[]porcupine.Operation{op(0, 1, create, seen{}), op(2, 3, a, seen{}), op(4, 5, describe, is("new", false))}, false},
		"unknown, done late": {[]porcupine.Operation{
			op(0, 1, create, seen{}), op(2, math.MaxInt64, a, seen{unknown: true}),
			op(4, 5, describe, is("new", false)), op(6, 7, describe, is("a", false)),
		}, true},
		"unknown, done twice": {[]porcupine.Operation{
			op(0, 1, create, seen{}), op(2, math.MaxInt64, a, seen{unknown: true}),
			op(4, 5, describe, is("a", false)), op(6, 7, b, seen{}), op(8, 9, describe, is("b", false)), op(10, 11, describe, is("a", false)),
		}, false},
		"seen and gone": {[]porcupine.Operation{
			op(0, 1, create, seen{}), op(2, math.MaxInt64, a, seen{unknown: true}),
			op(4, 5, describe, is("a", false)), op(6, 7, describe, is("new", false)),
		}, false},
		"back from the dead": {[]porcupine.Operation{
			op(0, 1, create, seen{}), op(2, 3, remove, seen{}), op(4, 5, describe, is("new", false)),
		}, false},
		"a shared one removed": {[]porcupine.Operation{
			op(0, 1, create, seen{}), op(2, 3, share, seen{}), op(4, 5, remove, seen{}),
		}, false},
		"changed after its end": {[]porcupine.Operation{
			op(0, 1, create, seen{}), op(2, 3, remove, seen{}), op(4, 5, a, seen{code: notFound}),
		}, true},
	} {
		if got := porcupine.CheckOperations(images, c.history); got != c.want {
			t.Errorf("%s: linearizable %v, want %v", name, got, c.want)
		}
	}
}
