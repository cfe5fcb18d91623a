package server

import (
	"io"
	"net"
	"net/http"
	"sync/atomic"
)

const (
	// Queries are part of headers; those of clients are rarely this large.
	largeHeader  = 64 << 10
	largeHeaders = 64
)

// header is what a connection holds of a request's header, before anybody is known: at most
// largeHeader, and of largeHeaders connections at once what the HTTP library takes.
type header struct {
	large *slots       // shared by all connections
	read  atomic.Int64 // bytes since the header began; negative: it is over
	taken atomic.Bool  // a slot
}

const headerOver = -1 << 62

// add counts what was read. It reports whether there is room for it.
func (h *header) add(n int) bool {
	if h.large == nil || h.read.Add(int64(n)) <= largeHeader || h.taken.Load() {
		return true
	}
	taken := h.large.take()
	h.taken.Store(taken)
	return taken
}

// over says that the header was read: a body has its own limit. What the header takes stays.
func (h *header) over() { h.read.Store(headerOver) }

// next says that the request is done, and another header may come.
func (h *header) next() {
	h.read.Store(0)
	if h.taken.CompareAndSwap(true, false) {
		h.large.free()
	}
}

// tooManyHeaders is all that can be said to a request that was not read.
const tooManyHeaders = "HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"

// countHeader ends a connection whose header is one large one too many.
func (c *bothConn) countHeader(n int) error {
	if c.header.add(n) {
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
