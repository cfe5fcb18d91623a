package torture_test

import (
	"errors"
	"math/rand/v2"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"

	"sesame/internal/cloud"
	"sesame/internal/pgtest"
	"sesame/internal/store"
)

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
	addSnapshot(t, dsn)
	c := newChronicle(t, "name", 6, 4, nil)
	proxies, addresses := c.newProxies(dsn)
	for _, address := range addresses {
		c.servers = append(c.servers, start(t, address))
	}
	c.run(func(n int) {
		at := rand.IntN(len(addresses))
		switch n % 3 {
		case 0:
			c.note("connections cut", proxies[at].CutAll(false))
		case 1:
			pause(t, c.servers[at], 100*time.Millisecond+rand.N(500*time.Millisecond))
			c.note("servers paused", 1)
		case 2:
			c.servers[at].kill()
			c.replace(at, start(t, addresses[at]))
			c.note("servers killed", 1)
		}
	}, disturbances)
	c.verify("connections cut", "servers paused", "servers killed", "commits lost", "commits delivered")
	for _, p := range c.servers {
		p.kill()
	}
}

// newProxies gives three ways to a database, on which every twentieth commit loses its connection: in turns
// before it arrives, and before it is answered.
func (c *chronicle) newProxies(dsn string) (proxies []*pgtest.Proxy, addresses []string) {
	var commits atomic.Int64
	for range 3 {
		p, through := pgtest.NewProxy(c.t, dsn, nil)
		p.SetJudge(func(query string) pgtest.Verdict {
			if query != "commit" {
				return pgtest.Pass
			}
			switch commits.Add(1) % 40 {
			case 0:
				c.note("commits lost", 1)
				return pgtest.Lose
			case 20:
				c.note("commits delivered", 1)
				return pgtest.Deliver
			}
			return pgtest.Pass
		})
		proxies, addresses = append(proxies, p), append(addresses, through+"&idle_in_transaction_session_timeout=300"+retryFor)
	}
	return proxies, addresses
}

// verify holds the history against the model, and what was done against what should have been: what
// nothing happened to shows nothing.
func (c *chronicle) verify(disturbances ...string) {
	c.t.Helper()
	unknown := 0
	for _, op := range c.history {
		if op.Output.(seen).unknown {
			unknown++
		}
	}
	c.t.Logf("%d calls, %d of them without an answer; answered: %v; done: %v", len(c.history), unknown, c.answered, c.happened)
	for _, what := range disturbances {
		if c.happened[what] == 0 {
			c.t.Errorf("no %s", what)
		}
	}
	for _, what := range append(kinds, "create") {
		if c.answered[what] == 0 {
			c.t.Errorf("no call to %s was answered", what)
		}
	}
	if c.refused > 0 {
		c.t.Errorf("%d calls were answered with 503: the database was never away for long", c.refused)
	}
	if v := c.verdict(); v != porcupine.Ok {
		c.show()
		c.t.Fatalf("the history: %s, want a linearizable one", v)
	}
}

// pause stops a process and lets it go on.
func pause(t *testing.T, p *process, d time.Duration) {
	t.Helper()
	err := p.cmd.Process.Signal(syscall.SIGSTOP)
	time.Sleep(d)
	if err := errors.Join(err, p.cmd.Process.Signal(syscall.SIGCONT)); err != nil {
		t.Fatal(err)
	}
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
