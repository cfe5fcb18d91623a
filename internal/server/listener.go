package server

import (
	"crypto/tls"
	"net"
	"sync"
	"sync/atomic"
)

// bothListener accepts plain HTTP and TLS on one port: the first byte of a connection
// tells which. It is looked at by the connection's own goroutine, so that a client that
// sends nothing holds up nobody, and the server's time-outs apply to it.
//
// Beyond so many open connections, a few more are taken to be told so; others are closed.
type bothListener struct {
	net.Listener
	config      *tls.Config
	open, extra *slots
	headers     *slots // large ones
}

// extraConnections are taken beyond the limit, to be told that it was reached.
const extraConnections = 100

func newBothListener(l net.Listener, open *slots, config *tls.Config) bothListener {
	return bothListener{l, config, open, &slots{most: extraConnections}, &slots{most: largeHeaders}}
}

func (l bothListener) Accept() (net.Conn, error) {
	for {
		c, err := l.Listener.Accept()
		switch {
		case err != nil:
			return nil, err
		case l.open.take():
			return &bothConn{Conn: c, config: l.config, slot: l.open, header: header{large: l.headers}}, nil
		case l.extra.take():
			return &bothConn{Conn: c, config: l.config, slot: l.extra, extra: true, header: header{large: l.headers}}, nil
		}
		_ = c.Close() // nobody spoke yet
	}
}

// bothConn becomes a plain or a TLS connection with its first read. HTTP servers read
// before they write.
type bothConn struct {
	net.Conn // of the socket
	config   *tls.Config
	slot     *slots // which it takes until it is closed
	extra    bool   // one too many
	header   header

	once, closed sync.Once
	// nil: plain. Atomic, as the server may close a connection that has not said yet what
	// it is.
	tls atomic.Pointer[tls.Conn]
}

const tlsHandshake = 0x16

func (c *bothConn) Read(p []byte) (int, error) {
	n, err := c.read(p)
	if full := c.countHeader(p[:n]); full != nil {
		return 0, full
	}
	return n, err
}

func (c *bothConn) read(p []byte) (n int, err error) {
	first := false
	c.once.Do(func() {
		first = true
		if n, err = c.Conn.Read(p); n > 0 && p[0] == tlsHandshake {
			begun := append([]byte(nil), p[:n]...)
			c.tls.Store(tls.Server(&begunConn{Conn: c.Conn, begun: begun}, c.config))
		}
	})
	if t := c.tls.Load(); t != nil {
		return t.Read(p)
	}
	if first {
		return n, err
	}
	return c.Conn.Read(p)
}

func (c *bothConn) Write(p []byte) (int, error) {
	if t := c.tls.Load(); t != nil {
		return t.Write(p)
	}
	return c.Conn.Write(p)
}

func (c *bothConn) Close() error {
	c.closed.Do(c.slot.free)
	if t := c.tls.Load(); t != nil {
		return t.Close()
	}
	return c.Conn.Close()
}

// begunConn is a connection of which some bytes were read already.
type begunConn struct {
	net.Conn
	begun []byte
}

func (c *begunConn) Read(p []byte) (int, error) {
	if len(c.begun) == 0 {
		return c.Conn.Read(p)
	}
	n := copy(p, c.begun)
	c.begun = c.begun[n:]
	return n, nil
}
