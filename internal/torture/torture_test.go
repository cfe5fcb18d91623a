// Package torture_test kills servers under load and looks for what should not be lost, or
// there twice. It starts the real program; what it knows of the store is how to open it.
package torture_test

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"net/http"
	"os"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"sesame/internal/cloud"
	"sesame/internal/pgtest"
	"sesame/internal/store"
)

const (
	writers  = 6
	leastRun = 100 * time.Millisecond // of load, before the kill
	mostRun  = 300 * time.Millisecond
)

// cycles is how often the server is killed.
func cycles(t *testing.T) int {
	switch text := os.Getenv("TORTURE_CYCLES"); {
	case text != "":
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 {
			t.Fatalf("TORTURE_CYCLES=%s is not a number of cycles", text)
		}
		return n
	case testing.Short():
		return 3
	case os.Getenv("CI") == "true":
		return 100
	}
	return 10
}

// TestTorture kills the one server of an embedded store.
func TestTorture(t *testing.T) {
	r := newRack(t, t.TempDir(), 1, cycles(t), shortCalls)
	r.run()
}

// TestTorturePostgres kills one of two servers in front of PostgreSQL; the other goes on.
func TestTorturePostgres(t *testing.T) {
	r := newRack(t, pgtest.DSN(t)+"&retry_for=3s", 2, cycles(t), shortCalls)
	r.settle = r.settlePostgres
	r.run()
}

// rack is a store, the servers on it, and all that was ever written.
type rack struct {
	t           *testing.T
	data        string
	servers     []*process
	cycles      int
	callTimeout time.Duration
	harm        func(cycle int) (victim int) // under load; none of the servers is -1
	settle      func()                       // waits until what the killed server began is done or undone
	client      *http.Client

	last    map[string]string // what each image was last known to be, by id
	begun   time.Time         // when the cycle did
	heads   map[int]string    // the last seal that was seen
	sealed  int               // events
	acked   int
	unsure  int
	refused int
}

func newRack(t *testing.T, data string, servers, cycles int, callTimeout time.Duration) *rack {
	r := &rack{t: t, data: data, cycles: cycles, callTimeout: callTimeout, settle: func() {}, client: newClient(), last: map[string]string{}}
	r.harm = r.killOne
	r.withStore(func(db *store.DB) error {
		o := store.Origin{Account: account, RequestID: "setup", At: time.Now().Add(-time.Hour)} // to be sealed at once
		return db.Update(t.Context(), o, func(tx *store.Tx) error {
			for c := range cycles {
				for w := range writers + 1 {
					if err := tx.CreateImage(cloud.NewImage(account, region, imageID(c, w), cloud.WorkCreate, o.At, 0)); err != nil {
						return err
					}
				}
			}
			return nil
		})
	})
	for range servers {
		r.servers = append(r.servers, start(t, data, r.sealing()...))
	}
	t.Cleanup(func() {
		t.Logf("%d cycles, %d writes acknowledged, %d unsure, %d of them refused; %d events sealed before the end", cycles, r.acked, r.unsure, r.refused, r.sealed)
	})
	return r
}

// imageID is the image of a writer in a cycle; that of the writer after the last is hot.
func imageID(cycle, writer int) string { return fmt.Sprintf("m-%05d-%d", cycle, writer) }

func (r *rack) withStore(fn func(*store.DB) error) {
	r.t.Helper()
	db, err := store.Open(r.t.Context(), r.data)
	if err != nil {
		r.t.Fatal(err)
	}
	if err := fn(db); err != nil {
		r.t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		r.t.Fatal(err)
	}
}

func (r *rack) run() {
	for c := range r.cycles {
		all, victim := r.load(c)
		r.settle()
		// What the kill left is recovered by whoever opens it first: now we, now a server
		// that does nothing else.
		if c%2 == 1 {
			start(r.t, r.data, r.sealing()...).kill()
		}
		r.verifyStore(c, all)
		r.withStore(r.verifyChain)
		if victim >= 0 {
			r.servers[victim] = start(r.t, r.data, r.sealing()...)
		}
		r.verifyServer(all, victim)
		if r.t.Failed() {
			r.t.Fatalf("in cycle %d", c)
		}
	}
	r.verifyAll()
}

// killOne kills one of the servers.
func (r *rack) killOne(int) (victim int) {
	victim = rand.IntN(len(r.servers))
	r.servers[victim].kill()
	return victim
}

// load lets writers write while harm is done, and gives them back.
func (r *rack) load(cycle int) (all []*writer, victim int) {
	r.begun = time.Now()
	stop, begin := make(chan struct{}), time.Now()
	var wg sync.WaitGroup
	for n := range writers {
		w := &writer{id: fmt.Sprintf("%d-%d", cycle, n), own: imageID(cycle, n), hot: imageID(cycle, writers), begin: begin}
		all = append(all, w)
		wg.Go(func() { w.work(r.servers[n%len(r.servers)].url, stop) })
	}
	time.Sleep(leastRun + rand.N(mostRun-leastRun))
	r.awaitWrites(all, -1)
	harmed := time.Now()
	victim = r.harm(cycle)
	took := time.Since(harmed)
	r.awaitWrites(all, victim)
	close(stop)
	wg.Wait()
	r.verifyAnswers(all, victim, took)
	return all, victim
}

// awaitWrites waits until each server that lives has acknowledged more writes than its writers may be
// at, so at least one that began after now.
func (r *rack) awaitWrites(all []*writer, victim int) {
	r.t.Helper()
	deadline := time.Now().Add(patience)
	for server := range r.servers {
		acked := func() (n int64) {
			for k := server; k < len(all); k += len(r.servers) {
				n += all[k].done.Load()
			}
			return n
		}
		want := acked() + int64(len(all)/len(r.servers)) + 1
		for server != victim && acked() < want {
			if time.Now().After(deadline) {
				r.t.Errorf("server %d lives, and acknowledges nothing", server)
				break
			}
			time.Sleep(time.Millisecond)
		}
	}
}

// longHarm is what a server need not wait for, which waits for retryFor.
const longHarm = 10 * time.Second

// verifyAnswers: a server that lives answers each call, and with 503 only when the harm took long.
func (r *rack) verifyAnswers(all []*writer, victim int, took time.Duration) {
	r.t.Helper()
	for n, w := range all {
		if w.otherwise != nil {
			r.t.Errorf("writer %d: %v", n, w.otherwise)
		}
		if w.refused {
			r.refused++
			if took < longHarm {
				r.t.Errorf("writer %d: answered with 503, when the harm took %v", n, took)
			}
		}
		if w.lost && n%len(r.servers) != victim {
			r.t.Errorf("writer %d: its server was not killed", n)
		}
		for _, x := range w.writes {
			if x.acked {
				r.acked++
			} else {
				r.unsure++
			}
		}
	}
}

// verifyStore holds what is stored against what was acknowledged.
func (r *rack) verifyStore(cycle int, all []*writer) {
	r.t.Helper()
	writes := map[string][]*write{} // by image
	for _, w := range all {
		for _, x := range w.writes {
			writes[x.image] = append(writes[x.image], x)
		}
	}
	r.withStore(func(db *store.DB) error {
		return db.View(r.t.Context(), func(tx *store.Tx) error {
			for n := range writers + 1 {
				id := imageID(cycle, n)
				i, err := tx.Image(account, region, id)
				if err != nil {
					return err
				}
				events, err := tx.ImageEvents(account, region, id)
				if err != nil {
					return err
				}
				r.verifyImage(i, events, writes[id])
				r.last[id] = i.Name
			}
			events, err := tx.EventsBetween(account, &store.EventRange{
				Behind: store.EventsAt(r.begun), Limit: math.MaxInt32, Documents: func(*store.Event) bool { return true },
			})
			if err == nil {
				err = checkTrail(events, all)
			}
			if err != nil {
				r.t.Error(err)
			}
			return nil
		})
	})
}

func (r *rack) verifyImage(i *cloud.Image, events []store.Event, writes []*write) {
	r.t.Helper()
	if i.Name != "" && i.Description != describing(i.Name) {
		r.t.Errorf("%s is half changed: name %q, description %q", i.ID, i.Name, i.Description)
	}
	if err := notOvertaken(i.Name, writes); err != nil {
		r.t.Errorf("%s: %v", i.ID, err)
	}
	if err := checkEvents(i.Name, events, writes); err != nil {
		r.t.Errorf("%s: %v", i.ID, err)
	}
}

// verifyServer asks the server that was started again: it shows what is stored, and does
// not take a call twice, whether or not its answer arrived.
func (r *rack) verifyServer(all []*writer, victim int) {
	r.t.Helper()
	for n, w := range all {
		server := r.servers[n%len(r.servers)].url
		name, description := read(r.t, r.client, server, w.own)
		if name != r.last[w.own] || name != "" && description != describing(name) {
			r.t.Errorf("%s: the server shows %q, %q; stored is %q", w.own, name, description, r.last[w.own])
		}
		var acked *write
		for _, x := range w.writes {
			if x.acked {
				acked = x
			} else if x.image == w.own { // the last: nobody knew whether it was done
				done := r.last[w.own] == x.name
				known := done || w.refused && n%len(r.servers) != victim // a server that lives has seen it
				refused := replay(r.t, r.client, server, x)
				if refused != known {
					r.t.Errorf("%s: done before: %v, answered with 503: %v, but sent again it is refused: %v", x.name, done, w.refused, refused)
				}
				if !refused {
					r.last[w.own] = x.name
				}
			}
		}
		if acked != nil && !replay(r.t, r.client, server, acked) {
			r.t.Errorf("%s: an acknowledged call was taken again", acked.name)
		}
		if n := len(w.denied); n > 0 && w.denied[0].acked && !replay(r.t, r.client, server, w.denied[0]) {
			r.t.Errorf("%s: a refused call was taken again", w.id)
		}
	}
}

// verifyAll: what later kills did to what was written before: nothing.
func (r *rack) verifyAll() {
	r.t.Helper()
	for _, p := range r.servers {
		p.kill()
	}
	r.withStore(func(db *store.DB) error {
		return db.View(r.t.Context(), func(tx *store.Tx) error {
			for id, want := range r.last {
				i, err := tx.Image(account, region, id)
				if err != nil {
					return err
				}
				if i.Name != want {
					r.t.Errorf("%s is %q at the end, was %q", id, i.Name, want)
				}
			}
			return nil
		})
	})
	sealed := r.sealed // by servers
	r.withStore(r.verifySealed)
	r.sealed = sealed
}

// settlePostgres waits until the database has noticed that its client is dead: until then
// it may still commit what the client asked for with its last breath.
func (r *rack) settlePostgres() {
	r.t.Helper()
	ctx, cancel := context.WithTimeout(r.t.Context(), 30*time.Second)
	defer cancel()
	config, err := pgx.ParseConfig(r.data)
	if err != nil {
		r.t.Fatal(err)
	}
	delete(config.RuntimeParams, "retry_for") // for sesame alone
	conn, err := pgx.ConnectConfig(ctx, config)
	if err != nil {
		r.t.Fatal(err)
	}
	defer conn.Close(ctx)
	for busy := 1; busy > 0; time.Sleep(5 * time.Millisecond) {
		err := conn.QueryRow(ctx, `SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
			AND pid <> pg_backend_pid() AND backend_type = 'client backend' AND state <> 'idle'`).Scan(&busy)
		if err != nil {
			r.t.Fatal(err)
		}
	}
}
