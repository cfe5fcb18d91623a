package server_test

import (
	"bufio"
	"context"
	"crypto/rand"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"sesame/internal/rpc"
	"sesame/internal/server"
	"sesame/internal/sign"
)

// gate is a product whose calls come in and wait to be let out.
type gate struct{ in, out chan string }

type (
	gateRequest  struct{}
	gateResponse struct{}
)

// Wait is over when the test says so, or the server.
func (g gate) Wait(ctx context.Context, c *rpc.Call, _ *gateRequest) (*gateResponse, error) {
	g.in <- c.AccountID
	select {
	case <-g.out:
		return &gateResponse{}, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// startGate serves calls that wait, within limits.
func startGate(t *testing.T, l server.Limits) (*rig, gate) {
	g := gate{make(chan string, 100), make(chan string)}
	return start(t, func(c *server.Config) {
		c.Limits = l
		c.Products = []*rpc.Product{rpc.Bind("Ecs", version, g, []rpc.Action[gate]{rpc.Define("Wait", gate.Wait, rpc.ReadOnly)})}
	}), g
}

// calls are requests that are on their way.
type calls struct {
	r    *rig
	wait sync.WaitGroup
	mu   sync.Mutex
	got  map[string]int
}

func (r *rig) calls() *calls { return &calls{r: r, got: map[string]int{}} }

func (c *calls) send(key, secret string) {
	conn, request := c.r.dial(), get(sign.V1(http.MethodGet, parameters("Wait"), key, secret, rand.Text(), now).Encode())
	c.wait.Go(func() {
		code := c.r.exchange(conn, request).Code
		c.mu.Lock()
		defer c.mu.Unlock()
		c.got[code]++
	})
}

// A noisy account cannot have everything: another one gets to work at once, and what goes
// beyond the noisy one's line is refused at once. Nothing that was taken is lost.
func TestFairShare(t *testing.T) {
	r, g := startGate(t, server.Limits{Calls: 4, Waiting: 2})
	c := r.calls()
	begun := func(n int) (who string) {
		t.Helper()
		for range n {
			select {
			case who = <-g.in:
			case <-time.After(10 * time.Second):
				t.Fatal("a call that can work does not")
			}
		}
		return who
	}
	for range 3 { // its share
		c.send("ali", "open-sesame")
	}
	begun(3)
	for range 4 { // two wait, two are too many
		c.send("ali", "open-sesame")
	}
	deadline := time.Now().Add(10 * time.Second)
	for refused := 0; refused < 2; time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("nobody is refused")
		}
		c.mu.Lock()
		refused = c.got["ServiceUnavailable"]
		c.mu.Unlock()
	}
	c.send("cassim", "open-barley")
	if who := begun(1); who != cassim {
		t.Errorf("%s works beyond its share", who)
	}
	// All places are taken now. Another one of the quiet account waits, but not behind all of the noisy.
	c.send("cassim", "open-barley")
	for range 7 {
		select {
		case g.out <- "":
		case <-time.After(10 * time.Second):
			t.Fatal("a call that waited is lost")
		}
	}
	begun(3)
	c.wait.Wait()
	if c.got[""] != 7 || c.got["ServiceUnavailable"] != 2 {
		t.Errorf("%v", c.got)
	}
}

// Who waits is not kept longer than a call may take, and neither is who works.
func TestTimeLimit(t *testing.T) {
	r, g := startGate(t, server.Limits{Calls: 2, Waiting: 1, Time: 200 * time.Millisecond})
	c := r.calls()
	c.send("ali", "open-sesame")
	<-g.in
	c.send("ali", "open-sesame")
	c.wait.Wait()
	if c.got["ServiceUnavailable"] != 2 {
		t.Errorf("%v", c.got)
	}
}

// The connections beyond the limit are told so and closed; those within go on, and when one
// ends there is room again.
func TestConnectionLimit(t *testing.T) {
	r := start(t, func(c *server.Config) { c.Limits.Connections = 2 })
	first, second := r.dial(), r.dial()
	for range 2 {
		r.exchange(first, get(signed("DescribeRegions"))).want(t, "within", 200, "")
		r.exchange(second, get(signed("DescribeRegions"))).want(t, "within", 200, "")
	}
	third := r.dial()
	r.exchange(third, get(signed("DescribeRegions"))).want(t, "one too many", 503, "ServiceUnavailable")
	if rest, err := io.ReadAll(third); err != nil || len(rest) > 0 {
		t.Errorf("it is not closed: %q, %v", rest, err)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	for deadline := time.Now().Add(10 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		a := r.raw(get(signed("DescribeRegions")))
		if a.status == 200 {
			break
		}
		if time.Now().After(deadline) {
			t.Fatalf("no room after one has gone: %s", a.body)
		}
	}
}

// Large bodies are read from so many callers at once, whoever they are; small ones go on.
func TestLargeBodies(t *testing.T) {
	r := start(t, nil)
	large := "POST /?Format=JSON HTTP/1.1\r\nHost: ecs\r\n" + formType + "\r\nContent-Length: 70000\r\n\r\n"
	// None of them ends by itself: whichever comes last is one too many.
	answered := make(chan string)
	for range 65 {
		c := r.dial()
		if _, err := io.WriteString(c, large+"half"); err != nil {
			t.Fatal(err)
		}
		go func() {
			resp, err := http.ReadResponse(bufio.NewReader(c), nil)
			if err != nil {
				return // the test is over
			}
			defer resp.Body.Close()
			body, _ := io.ReadAll(resp.Body)
			select {
			case answered <- string(body):
			case <-t.Context().Done():
			}
		}()
	}
	select {
	case body := <-answered:
		if !strings.Contains(body, `"ServiceUnavailable"`) {
			t.Errorf("one too many was answered with %s", body)
		}
	case <-time.After(10 * time.Second):
		t.Fatal("one too many waits")
	}
	r.raw(get(signed("DescribeRegions"))).want(t, "a small one", 200, "")
}

// Large headers are read from so many callers at once, before anybody knows whose they are;
// small ones go on.
func TestLargeHeaders(t *testing.T) {
	r := start(t, nil)
	// Of many bytes, or of many lines.
	half := []string{"GET /?Format=JSON&X=" + strings.Repeat("x", 100_000), "GET /?Format=JSON HTTP/1.1\r\n" + strings.Repeat("X: x\r\n", 300)}
	rest := []string{" HTTP/1.1\r\nHost: ecs\r\n\r\n", "Host: ecs\r\n\r\n"}
	type end struct {
		n      int
		status int // 0: the connection was reset, with what was not read of it
	}
	ended := make(chan end, 65)
	var conns []net.Conn
	for n := range cap(ended) {
		c := r.dial()
		conns = append(conns, c)
		if _, err := io.WriteString(c, half[n%2]); err != nil && n < 64 {
			t.Fatal(err)
		}
		go func() {
			resp, err := http.ReadResponse(bufio.NewReader(c), nil)
			if err != nil {
				ended <- end{n, 0}
				return
			}
			_ = resp.Body.Close()
			ended <- end{n, resp.StatusCode}
		}()
	}
	// None of them ends by itself: whichever is read last is one too many.
	first := <-ended
	if first.status != 503 && first.status != 0 {
		t.Fatalf("one too many: %d", first.status)
	}
	r.raw(get(signed("DescribeRegions"))).want(t, "a small one", 200, "")
	for n, c := range conns {
		if n == first.n {
			continue
		}
		if _, err := io.WriteString(c, rest[n%2]); err != nil {
			t.Fatal(err)
		}
		if e := <-ended; e.status != 404 {
			t.Errorf("the rest of a large one: %d", e.status)
		}
	}
	again := r.dial()
	for n := range 2 * 64 { // each gives back what it took
		r.exchange(again, half[n%2]+rest[n%2]).want(t, "one after the other", 404, "InvalidAction.NotFound")
	}
}
