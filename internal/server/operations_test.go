package server_test

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"sesame/internal/pgtest"
	"sesame/internal/server"
	"sesame/internal/store"
)

// page asks for an own page as a program of this machine does.
func (r *rig) page(path string) *answer {
	r.t.Helper()
	return r.raw(own("GET", path, "Host: localhost"))
}

// TestMetrics: each call is counted once, by what was asked and answered, and nothing is
// told of who asked.
func TestMetrics(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) { testMetrics(t, t.TempDir()) })
	t.Run("postgres", func(t *testing.T) { testMetrics(t, pgtest.DSN(t)) })
}

func testMetrics(t *testing.T, dsn string) {
	r := startOn(t, dsn, nil)
	for range 3 {
		r.raw(get(signed("DescribeRegions")))
	}
	r.raw(get(signed("DescribeZones")))
	r.raw(get("Action=Strange&Version=" + version))
	r.raw(get(signed("DeleteImage", "RegionId", "cn-hangzhou", "ImageId", "m-secret")))
	a := r.page("/_sesame/metrics")
	for _, want := range []string{
		`sesame_requests_total{action="DescribeRegions",code=""} 3`,
		`sesame_requests_total{action="DescribeZones",code="MissingParameter"} 1`,
		`sesame_requests_total{action="",code="InvalidAction.NotFound"} 1`,
		`sesame_request_seconds_count{action="DescribeRegions"} 3`,
		`sesame_request_seconds_bucket{action="DescribeRegions",le="+Inf"} 3`,
		`sesame_store_transactions_total{kind="write"} 1`,
		"sesame_calls_working 0", "sesame_calls_waiting 0", "sesame_store_queue 0", "sesame_store_retries_total 0",
		"sesame_connections ", "sesame_store_bytes ", "sesame_store_commit_updates_count ", "go_goroutines ", "process_open_fds ",
	} {
		if !strings.Contains("\n"+a.body, "\n"+want) {
			t.Errorf("%q is not among the metrics", want)
		}
	}
	for _, hidden := range []string{ali, "\"ali\"", "m-secret", "Strange", "cn-hangzhou"} {
		if strings.Contains(a.body, hidden) {
			t.Errorf("the metrics tell %q", hidden)
		}
	}
}

// TestMetricsOfAQueue: who waits for the store is counted while the store has no answer for anybody.
func TestMetricsOfAQueue(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) { testQueue(t, t.TempDir()) })
	t.Run("postgres", func(t *testing.T) { testQueue(t, pgtest.DSN(t)+"&pool_max_conns=1") })
}

func testQueue(t *testing.T, dsn string) {
	srv, db := newServer(t, dsn, nil)
	r := serve(t, srv, db)
	held, end := make(chan struct{}), make(chan struct{})
	var all sync.WaitGroup
	defer all.Wait()
	defer close(end)
	update := func(fn func(*store.Tx) error) {
		if err := db.Update(context.Background(), store.Origin{}, fn); err != nil {
			t.Error(err)
		}
	}
	all.Go(func() {
		update(func(*store.Tx) error {
			close(held)
			<-end
			return nil
		})
	})
	<-held
	for range 2 {
		all.Go(func() { update(func(*store.Tx) error { return nil }) })
	}
	const want = "\nsesame_store_queue 2\n"
	for deadline := time.Now().Add(20 * time.Second); !strings.Contains(r.page("/_sesame/metrics").body, want); {
		if time.Now().After(deadline) {
			t.Fatal("two wait, and are not counted")
		}
	}
}

// TestOperationsNeedToken: figures and profiles are not for everybody.
func TestOperationsNeedToken(t *testing.T) {
	r := start(t, func(c *server.Config) { exposed(c); c.Profile = true })
	for _, page := range []string{"/_sesame/metrics", "/_sesame/debug/pprof/", "/_sesame/debug/pprof/heap"} {
		if a := r.overTLS(own("GET", page, "Host: sesame.example")); a.status != 401 {
			t.Errorf("%s without the token: %d", page, a.status)
		}
		if a := r.overTLS(own("GET", page, "Host: sesame.example", "Authorization: Bearer "+token)); a.status != 200 {
			t.Errorf("%s with the token: %d %s", page, a.status, a.body)
		}
	}
	if a := start(t, nil).page("/_sesame/debug/pprof/"); a.status != 404 {
		t.Errorf("profiles that nobody asked for: %d", a.status)
	}
}

// TestDrainAnnounced: a server that is to stop says so first, and loses no call while it does.
func TestDrainAnnounced(t *testing.T) {
	r := start(t, func(c *server.Config) { c.Drain = 2 * time.Second })
	if a := r.page("/_sesame/ready"); a.status != 200 {
		t.Fatalf("not ready: %d %s", a.status, a.body)
	}
	kept := r.dial()
	r.exchange(kept, get(signed("DescribeRegions"))).want(t, "before", 200, "")
	ended := make(chan error, 1)
	go func() { ended <- r.stop() }()
	for deadline := time.Now().Add(10 * time.Second); r.page("/_sesame/ready").status != 503; time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("a server that is to stop is ready")
		}
	}
	if a := r.page("/_sesame/health"); a.status != 200 {
		t.Errorf("it does not work any more: %d %s", a.status, a.body)
	}
	// A connection that was kept is served once more, and then ends by announcement.
	for _, c := range []net.Conn{kept, r.dial()} {
		if _, err := io.WriteString(c, get(signed("DescribeRegions"))); err != nil {
			t.Fatal(err)
		}
		resp, err := http.ReadResponse(bufio.NewReader(c), nil)
		if err != nil {
			t.Fatal(err)
		}
		r.read(resp).want(t, "while it drains", 200, "")
		if !resp.Close {
			t.Error("the end of the connection is not announced")
		}
	}
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

// TestStopWaitsForCalls: a server that stops lets calls end. What hangs longer than a call can take is cut off.
func TestStopWaitsForCalls(t *testing.T) {
	r, g := startGate(t, server.Limits{Time: 2 * time.Second})
	c := r.calls()
	c.send("ali", "open-sesame")
	<-g.in
	half := r.dial()
	if _, err := io.WriteString(half, "POST / HTTP/1.1\r\nHost: ecs\r\nContent-Length: 10\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	r.exchange(r.dial(), get(signed("Nothing"))) // the half request has arrived by now
	ended := make(chan error, 1)
	go func() { ended <- r.stop() }()
	time.Sleep(100 * time.Millisecond)
	g.out <- ""
	c.wait.Wait()
	if c.got[""] != 1 {
		t.Errorf("%v", c.got)
	}
	select {
	case err := <-ended:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(9 * time.Second):
		t.Error("it waits for half a request for longer than a call can take")
	}
}

// TestHealthIsCheap: however many ask, the store is asked a few times a second.
func TestHealthIsCheap(t *testing.T) {
	srv, db := newServer(t, ":memory:", nil)
	r := serve(t, srv, db)
	before, err := db.Stats(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	begin := time.Now()
	for range 300 {
		r.page("/_sesame/health")
	}
	after, err := db.Stats(t.Context())
	if asked, most := after.Views-before.Views, 2+uint64(time.Since(begin)/(100*time.Millisecond)); err != nil || asked > most {
		t.Errorf("asked %d times, at most %d: %v", asked, most, err)
	}
}

// TestNotReadyWithoutStore: nobody is sent to a server whose store is gone.
func TestNotReadyWithoutStore(t *testing.T) {
	srv, db := newServer(t, ":memory:", nil)
	r := serve(t, srv, db)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	for _, page := range []string{"health", "ready"} {
		if a := r.page("/_sesame/" + page); a.status != 503 {
			t.Errorf("%s: %d %s", page, a.status, a.body)
		}
	}
}
