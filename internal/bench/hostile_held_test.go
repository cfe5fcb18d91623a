package main

import (
	"bytes"
	"errors"
	"io"
	"net"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"time"
)

// seen is the most that was seen of a server: what it held of its clients shows that they were there.
type seen struct{ connections, mebibytes int }

// Of calls as usual, on a machine that does much else: a server that makes them wait for hostile ones takes longer.
const (
	slowestCall = 10 * time.Second
	medianCall  = 3 * time.Second
)

// staysBelow looks for a second at what the server takes more than before, and makes calls.
func (h *hostiles) staysBelow(mebibytes int) (most seen) {
	h.t.Helper()
	for range 10 {
		h.callAsUsual()
		most.mebibytes = max(most.mebibytes, resident(h.server.Process.Pid)-h.before)
		most.connections = max(most.connections, h.connections())
		time.Sleep(100 * time.Millisecond)
	}
	slices.Sort(h.took)
	median, slowest := h.took[len(h.took)/2], h.took[len(h.took)-1]
	h.took = nil
	h.t.Logf("%d clients: %d connections, %d MiB more, of at most %d; a call as usual took %v, the slowest %v",
		len(h.conns), most.connections, most.mebibytes, mebibytes, median, slowest)
	if h.before == 0 {
		h.t.Log("this system does not tell how much memory a process has: NOT LOOKED AT")
	}
	if most.mebibytes > mebibytes {
		h.t.Errorf("%d clients take %d MiB, more than %d", len(h.conns), most.mebibytes, mebibytes)
	}
	if median > medianCall || slowest > slowestCall {
		h.t.Errorf("a call as usual took %v, the slowest %v", median, slowest)
	}
	return most
}

// holds fails unless the server had so much of its clients at once: otherwise nothing was tried.
func (h *hostiles) holds(most, least seen) {
	h.t.Helper()
	if most.connections < least.connections || h.before > 0 && most.mebibytes < least.mebibytes {
		h.t.Errorf("the server never had more than %d connections and %d MiB of its clients, less than %d and %d: they were not there",
			most.connections, most.mebibytes, least.connections, least.mebibytes)
	}
}

var openConnections = regexp.MustCompile(`(?m)^sesame_connections (\d+)$`)

// connections is how many clients the server has, beside who asks.
func (h *hostiles) connections() int {
	h.t.Helper()
	page, err := http.Get("http://" + h.server.address + "/_sesame/metrics")
	if err != nil {
		h.t.Fatal(err)
	}
	defer page.Body.Close()
	text, err := io.ReadAll(page.Body)
	m := openConnections.FindSubmatch(text)
	if err != nil || m == nil {
		h.t.Fatalf("no number of connections: %v: %.300s", err, text)
	}
	n, err := strconv.Atoi(string(m[1]))
	if err != nil {
		h.t.Fatal(err)
	}
	return n - 1
}

// largeAnswer is how a large one begins: 100,000 bytes or more.
var largeAnswer = regexp.MustCompile(`^HTTP/1\.1 200 OK\r\n(?s:.*?)Content-Length: \d{6,}\r\n`)

// answered counts the clients who have the beginning of a large answer, and those who were refused or cut off.
func (h *hostiles) answered() (large, refused int) {
	h.t.Helper()
	begin := make([]byte, 1024)
	for _, c := range h.conns {
		_ = c.SetReadDeadline(time.Now().Add(100 * time.Millisecond))
		n, err := c.Read(begin)
		switch timeout := net.Error(nil); {
		case errors.As(err, &timeout) && timeout.Timeout(): // nothing was said
		case err != nil, bytes.HasPrefix(begin[:n], []byte("HTTP/1.1 503 ")):
			refused++
		case largeAnswer.Match(begin[:n]):
			large++
		}
	}
	h.t.Logf("of %d clients %d have the beginning of a large answer, %d were refused or cut off", len(h.conns), large, refused)
	return large, refused
}
