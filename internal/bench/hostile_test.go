package main

import (
	"bufio"
	"bytes"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
)

// hostiles are connections to a server that serves others meanwhile.
type hostiles struct {
	t      *testing.T
	server *process
	before int // MiB
	conns  []net.Conn
	took   []time.Duration // that calls as usual took since somebody looked
}

// built is the real program, once for all tests, in a folder of its own.
var (
	builtIn string
	built   = sync.OnceValues(func() (binary string, err error) {
		builtIn, binary, err = workshop()
		return binary, err
	})
)

func TestMain(m *testing.M) {
	code := m.Run()
	_ = os.RemoveAll(builtIn)
	os.Exit(code)
}

func twoAccounts(t *testing.T) (file string) {
	t.Helper()
	file = filepath.Join(t.TempDir(), "accounts.yaml")
	if err := writeTwoAccounts(file); err != nil {
		t.Fatal(err)
	}
	return file
}

// startServer starts the program on an empty folder.
func startServer(t *testing.T, flags ...string) *hostiles {
	t.Helper()
	binary, err := built()
	if err != nil {
		t.Fatal(err)
	}
	server, err := startSesame(binary, t.TempDir(), append(flags, "--accounts", twoAccounts(t))...)
	if err != nil {
		t.Fatal(err)
	}
	h := &hostiles{t: t, server: server}
	t.Cleanup(func() {
		h.hangUp()
		server.stop()
	})
	for range 20 {
		h.callAsUsual()
	}
	h.before = resident(server.Process.Pid)
	if h.before == 0 && runtime.GOOS == "linux" && os.Getenv("CI") == "true" {
		t.Fatal("the system does not tell how much memory a process has, and CI=true")
	}
	h.took = nil
	return h
}

// dial opens so many connections at once and sends on each what it is given.
func (h *hostiles) dial(n int, first func(n int) string) {
	h.t.Helper()
	h.conns = make([]net.Conn, n)
	errs := make([]error, n)
	var wg sync.WaitGroup
	turns := make(chan bool, 64)
	for i := range h.conns {
		turns <- true
		wg.Go(func() {
			defer func() { <-turns }()
			c, err := net.Dial("tcp", h.server.address)
			if err != nil {
				errs[i] = err
				return
			}
			h.conns[i] = c
			_ = c.SetDeadline(time.Now().Add(3 * time.Minute))
			_, errs[i] = io.WriteString(c, first(i))
		})
	}
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			h.t.Fatal(err)
		}
	}
}

func (h *hostiles) hangUp() {
	for _, c := range h.conns {
		if c != nil {
			_ = c.Close()
		}
	}
	h.conns = nil
}

// call makes a call as clients do.
func (h *hostiles) call() error {
	call := prepareAs(quietKey, v1, h.server.address, "DescribeRegions", 1, func(int) url.Values { return url.Values{} })
	_, err := fire(plain(h.server.address), 1, call)
	return err
}

// callAsUsual makes a call of another account, which must succeed, soon.
func (h *hostiles) callAsUsual() {
	h.t.Helper()
	begin := time.Now()
	if err := h.call(); err != nil {
		h.t.Fatalf("a call as usual: %v", err)
	}
	h.took = append(h.took, time.Since(begin))
}

// Connections that were answered and say no more: they are held, served again, and take at
// most 32 KiB each.
func TestIdleConnections(t *testing.T) {
	h := startServer(t, "--max-connections", "11000")
	n := 10_000
	if testing.Short() {
		n = 1000
	}
	const ask = "GET /_sesame/health HTTP/1.1\r\nHost: localhost\r\n\r\n"
	h.dial(n, func(int) string { return ask })
	h.readAll()
	h.holds(h.staysBelow(16+n*32/1024), seen{connections: n})
	for _, c := range h.conns {
		if _, err := io.WriteString(c, ask); err != nil {
			t.Fatal(err)
		}
	}
	h.readAll()
}

// readAll reads an answer from each connection.
func (h *hostiles) readAll() {
	h.t.Helper()
	for n, c := range h.conns {
		r, err := http.ReadResponse(bufio.NewReaderSize(c, 512), nil)
		if err != nil {
			h.t.Fatalf("connection %d: %v", n, err)
		}
		_, _ = io.Copy(io.Discard, r.Body)
		_ = r.Body.Close()
	}
}

// Clients that ask for much and never read: however many there are, together they take at
// most 768 MiB. What is kept of the last requests is part of it, and what Go has yet to
// collect.
func TestSlowReaders(t *testing.T) {
	h := startServer(t)
	n, requests := 1500, 4
	if testing.Short() {
		n = 300
	}
	h.dial(n, func(i int) string { return "" })
	var wg sync.WaitGroup
	for _, c := range h.conns {
		all := prepare(v1, h.server.address, "DescribeInstanceTypes", requests, func(int) url.Values { return url.Values{} })
		_ = c.(*net.TCPConn).SetReadBuffer(4096)
		wg.Go(func() { _, _ = c.Write(bytes.Join(all, nil)) }) // until the server takes no more
	}
	h.holds(h.staysBelow(768), seen{connections: n, mebibytes: 32})
	if large, _ := h.answered(); large < 100 {
		t.Errorf("large answers were begun on %d connections only", large)
	}
	h.hangUp()
	wg.Wait()
}

// Clients that send a byte a second, of a header or a body, take at most 64 KiB each.
func TestSlowWriters(t *testing.T) {
	h := startServer(t)
	const n = 1000
	h.dial(n, func(i int) string {
		if i%2 == 0 {
			return "GET /?Action=DescribeRegions HTTP/1.1\r\nHost: ecs\r\nX-Slow: "
		}
		return "POST / HTTP/1.1\r\nHost: ecs\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 60000\r\n\r\nAction="
	})
	for second := range 3 {
		for _, c := range h.conns {
			_, _ = io.WriteString(c, "x") // it may be cut off
		}
		if most := h.staysBelow(16 + n*64/1024); second == 0 {
			h.holds(most, seen{connections: n})
		}
	}
}

// Clients that send large headers and do not end them: however many there are, together they
// take at most 512 MiB, and the others are cut off.
func TestHeldHeaders(t *testing.T) {
	for name, of := range map[string]struct {
		line  string
		least seen
	}{
		"one line": {"x", seen{connections: 32, mebibytes: 64}}, "short lines": {"a:\r\n", seen{mebibytes: 8}},
	} {
		t.Run(name, func(t *testing.T) {
			h := startServer(t)
			h.dial(1000, func(int) string { return "GET / HTTP/1.1\r\nHost: ecs\r\nX-Large: " })
			header := []byte(strings.Repeat(of.line, 2_000_000/len(of.line)))
			var wg sync.WaitGroup
			for _, c := range h.conns {
				wg.Go(func() { _, _ = c.Write(header) }) // it may be cut off
			}
			h.holds(h.staysBelow(512), of.least)
			if _, cut := h.answered(); cut < 800 {
				t.Errorf("of 1000 connections only %d were cut off", cut)
			}
			h.hangUp()
			wg.Wait()
		})
	}
}

// Of fewer files than connections, the server keeps some for itself: it goes on working and
// tells who is one too many.
func TestFewFiles(t *testing.T) {
	binary, err := built()
	if err != nil {
		t.Fatal(err)
	}
	server, err := start(exec.Command("sh", "-c", `ulimit -n 300 && exec "$0" "$@"`, binary, "serve", "--listen", "127.0.0.1:0", "--data", t.TempDir(), "--accounts", twoAccounts(t)))
	if err != nil {
		t.Fatal(err)
	}
	h := &hostiles{t: t, server: server}
	defer server.stop()
	defer h.hangUp()
	h.dial(400, func(int) string { return "" })
	if h.call() == nil {
		t.Error("one more is served")
	}
	h.hangUp()
	for deadline := time.Now().Add(10 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		if err := h.call(); err == nil {
			break
		} else if time.Now().After(deadline) {
			t.Fatal(err)
		}
	}
}
