package main

import (
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// told runs the program on what is listened to everywhere at the server's port.
func told(server *httptest.Server, host string, args ...string) (status int, stdout, stderr string) {
	_, port, _ := net.SplitHostPort(server.Listener.Addr().String())
	var out, errs strings.Builder
	a := &app{program: "sesame", stdout: &out, stderr: &errs, getenv: func(string) string { return "" }, now: time.Now}
	status = a.run(append([]string{"health", "--listen", net.JoinHostPort(host, port)}, args...))
	return status, out.String(), errs.String()
}

// TestHealth: a server that drains works, and is not ready.
func TestHealth(t *testing.T) {
	draining := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/_sesame/health" {
			http.Error(w, "draining", http.StatusServiceUnavailable)
		}
	}))
	defer draining.Close()
	for _, host := range []string{"", "0.0.0.0", "127.0.0.1"} {
		if status, out, err := told(draining, host); status != 0 || out != "ok\n" || err != "" {
			t.Errorf("%q: %d, %q, %q", host, status, out, err)
		}
	}
	status, out, err := told(draining, "0.0.0.0", "--ready", "--wait", "50ms")
	if status != exitFailure || out != "" || !strings.HasSuffix(err, ": 503 draining\n") {
		t.Errorf("%d, %q, %q", status, out, err)
	}
}

// TestHealthWaits: until the server works.
func TestHealthWaits(t *testing.T) {
	var asked atomic.Int32
	slow := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if asked.Add(1) < 3 {
			http.Error(w, "store: unavailable", http.StatusServiceUnavailable)
		}
	}))
	defer slow.Close()
	if status, _, err := told(slow, "127.0.0.1", "--wait", "30s"); status != 0 || asked.Load() != 3 {
		t.Errorf("%d, %q after %d times", status, err, asked.Load())
	}
}
