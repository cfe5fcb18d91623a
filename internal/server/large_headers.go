package server

import (
	"bytes"
	"io"
	"net"
	"net/http"
	"sync/atomic"
)

const (
	// Queries are part of headers; those of clients are rarely this large.
	largeHeader  = 64 << 10
	largeHeaders = 64
	// A line takes more memory than it has bytes: the library keeps each in a map.
	lineCost   = 256
	mostHeader = 2 * maxHeader
)

// header is what a connection holds of a request's header, before anybody is known: at most
// largeHeader, and of largeHeaders connections at once mostHeader.
type header struct {
	large *slots       // shared by all connections
	held  atomic.Int64 // since the header began, with lineCost for each line; negative: it is over
	taken atomic.Bool  // a slot
}

const headerOver = -1

// add counts what was read. It reports whether there is room for it.
func (h *header) add(p []byte) bool {
	if h.large == nil || h.held.Load() < 0 {
		return true
	}
	held := h.held.Add(int64(len(p) + lineCost*bytes.Count(p, []byte("\n"))))
	if held <= largeHeader || h.taken.Load() {
		return held <= mostHeader
	}
	taken := h.large.take()
	h.taken.Store(taken)
	return taken
}

// over says that the header was read: a body has its own limit. What the header takes stays.
func (h *header) over() { h.held.Store(headerOver) }

// next says that the request is done, and another header may come.
func (h *header) next() {
	h.held.Store(0)
	if h.taken.CompareAndSwap(true, false) {
		h.large.free()
	}
}

// tooManyHeaders is all that can be said to a request that was not read.
const tooManyHeaders = "HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"

// countHeader ends a connection whose header is one large one too many.
func (c *bothConn) countHeader(p []byte) error {
	if c.header.add(p) {
		return nil
	}
	_, _ = io.WriteString(c, tooManyHeaders) // the caller is gone: nobody is left to tell
	return io.EOF
}

// connectionState tells a connection when its request is done.
func connectionState(c net.Conn, state http.ConnState) {
	if b, ok := c.(*bothConn); ok && (state == http.StateIdle || state == http.StateClosed) {
		b.header.next()
	}
}
