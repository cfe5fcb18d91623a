package torture_test

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"sesame/internal/pgtest"
)

// balancer sends calls to servers that say they are ready, as a load balancer does.
type balancer struct {
	mu      sync.Mutex
	servers []*process
	ready   []bool
}

// probe asks each server, again and again, until stop is closed.
func (b *balancer) probe(stop <-chan struct{}) {
	c := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}, Timeout: 5 * time.Second}
	for {
		for n := range b.servers {
			b.mu.Lock()
			server := b.servers[n]
			b.mu.Unlock()
			r, err := c.Get(server.url + "/_sesame/ready")
			ready := err == nil && r.StatusCode == http.StatusOK
			if err == nil {
				_ = r.Body.Close()
			}
			b.mu.Lock()
			b.ready[n] = ready && server == b.servers[n]
			b.mu.Unlock()
		}
		select {
		case <-stop:
			return
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// pick gives the address of a server that is ready.
func (b *balancer) pick() (string, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	at := rand.IntN(len(b.servers))
	for n := range b.servers {
		if k := (at + n) % len(b.servers); b.ready[k] {
			return b.servers[k].url, nil
		}
	}
	return "", fmt.Errorf("no server is ready: %v", b.ready)
}

// replace ends a server as an upgrade does, and puts a new one in its place.
func (b *balancer) replace(t *testing.T, n int, data string) {
	old := b.servers[n]
	if err := old.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	select {
	case <-old.gone:
	case <-time.After(patience):
		t.Fatal("the server did not end")
	}
	fresh := start(t, data, drain...)
	b.mu.Lock()
	b.servers[n] = fresh
	b.mu.Unlock()
	for ready := false; !ready; time.Sleep(5 * time.Millisecond) { // else the next one may be the last
		b.mu.Lock()
		ready = b.ready[n]
		b.mu.Unlock()
	}
}

// drain is how long a server goes on after it was told to end, here longer than the balancer
// needs to notice on a busy machine.
var drain = []string{"--drain", "2s"}

// TestTortureOfARollingRestart replaces two servers on one PostgreSQL, one after the other,
// while clients that keep their connections write and read: not one call fails.
func TestTortureOfARollingRestart(t *testing.T) {
	r := newRack(t, pgtest.DSN(t), 0, 1, shortCalls)
	b := &balancer{ready: make([]bool, 2)}
	for range b.ready {
		b.servers = append(b.servers, start(t, r.data, drain...))
	}
	stopProbe, stop := make(chan struct{}), make(chan struct{})
	var probe, clients sync.WaitGroup
	probe.Go(func() { b.probe(stopProbe) })
	for _, err := b.pick(); err != nil; _, err = b.pick() {
		time.Sleep(5 * time.Millisecond)
	}
	calls := make([]atomic.Int64, writers)
	last := make([]string, writers)
	for n := range writers {
		clients.Go(func() { last[n] = b.call(t, n, &calls[n], stop) })
	}
	for n := range 2 * max(1, cycles(t)/10) {
		before := counts(calls)
		b.replace(t, n%2, r.data)
		for client, after := range counts(calls) {
			if after == before[client] {
				t.Errorf("client %d got no answer while server %d was replaced", client, n%2)
			}
		}
	}
	close(stop)
	clients.Wait()
	close(stopProbe)
	probe.Wait()
	total := int64(0)
	for n, k := range counts(calls) {
		total += k
		if name, _ := read(t, r.client, b.servers[0].url, imageID(0, n)); name != last[n] {
			t.Errorf("image %d is %q, acknowledged was %q", n, name, last[n])
		}
	}
	t.Logf("%d calls while both servers were replaced", total)
}

// counts are how many calls each client made so far.
func counts(calls []atomic.Int64) (all []int64) {
	for n := range calls {
		all = append(all, calls[n].Load())
	}
	return all
}

// call writes and reads an image of its own until stop is closed, counts its calls, and gives the last
// name that was acknowledged.
func (b *balancer) call(t *testing.T, client int, calls *atomic.Int64, stop <-chan struct{}) (last string) {
	c := newClient()
	defer c.CloseIdleConnections()
	for n := 0; ; n++ {
		select {
		case <-stop:
			return last
		default:
		}
		form, name := signed("DescribeImages", url.Values{"ImageId": {imageID(0, client)}}), last
		if n%2 == 0 {
			name = fmt.Sprintf("own-%d-%06d", client, n)
			form = signed("ModifyImageAttribute", url.Values{"ImageId": {imageID(0, client)}, "ImageName": {name}})
		}
		server, err := b.pick()
		if err != nil {
			t.Error(err)
			return last
		}
		a, err := send(c, server, form)
		if err != nil || a.Code != "" {
			t.Errorf("call %d of client %d: %v %s", n, client, err, a.Code)
			return last
		}
		calls.Add(1)
		last = name
	}
}
