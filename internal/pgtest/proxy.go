package pgtest

import (
	"bytes"
	"crypto/tls"
	"encoding/binary"
	"io"
	"net"
	"net/url"
	"sync"
	"testing"
)

// Verdict is what a proxy does with a message of a client.
type Verdict int

const (
	Pass    Verdict = iota // it goes on
	Lose                   // the connection ends before the message arrives
	Deliver                // the connection ends as soon as the message has arrived
)

// Proxy stands between a client and PostgreSQL, and cuts connections.
type Proxy struct {
	listener net.Listener
	target   string
	tls      *tls.Config // nil: plain

	mu    sync.Mutex
	judge func(message []byte) Verdict
	open  map[net.Conn]bool
	away  bool
	wg    sync.WaitGroup
}

// NewProxy gives a proxy, and the address of a database through it. With a TLS configuration
// it speaks for a server that takes TLS alone.
func NewProxy(tb testing.TB, dsn string, config *tls.Config) (p *Proxy, through string) {
	tb.Helper()
	u, err := url.Parse(dsn)
	if err != nil {
		tb.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		tb.Fatal(err)
	}
	p = &Proxy{listener: l, target: u.Host, tls: config, open: map[net.Conn]bool{}}
	p.SetJudge(nil)
	p.wg.Go(p.accept)
	tb.Cleanup(func() {
		_ = l.Close()
		p.CutAll(true)
		p.wg.Wait()
	})
	u.Host = l.Addr().String()
	return p, u.String()
}

// SetJudge decides about simple queries, such as commits. Nil lets all of them pass.
func (p *Proxy) SetJudge(judge func(query string) Verdict) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.judge = func(message []byte) Verdict {
		if judge == nil || message[0] != 'Q' {
			return Pass
		}
		return judge(string(bytes.TrimRight(message[5:], "\x00")))
	}
}

// CutAll ends all connections, on both sides, and takes no more while it is away. It tells how many.
func (p *Proxy) CutAll(away bool) (cut int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.away = away
	for c := range p.open {
		_ = c.Close()
	}
	return len(p.open)
}

func (p *Proxy) accept() {
	for {
		c, err := p.listener.Accept()
		if err != nil {
			return
		}
		p.wg.Go(func() { p.serve(c) })
	}
}

// hold registers a connection, or closes it when there are to be none.
func (p *Proxy) hold(c net.Conn) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.open[c] = true
	if p.away {
		_ = c.Close()
	}
	return !p.away
}

func (p *Proxy) drop(c net.Conn) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.open, c)
	_ = c.Close()
}

func (p *Proxy) serve(client net.Conn) {
	defer p.drop(client)
	if !p.hold(client) {
		return
	}
	server, err := net.Dial("tcp", p.target)
	if err != nil {
		return
	}
	defer p.drop(server)
	if !p.hold(server) {
		return
	}
	plain := client
	if p.tls != nil {
		request := make([]byte, 8) // SSLRequest
		if _, err := io.ReadFull(client, request); err != nil {
			return
		}
		if _, err := client.Write([]byte{'S'}); err != nil {
			return
		}
		plain = tls.Server(client, p.tls)
	}
	p.wg.Go(func() {
		_, _ = io.Copy(plain, server) // until one of them is closed
		_ = client.Close()
	})
	p.forward(plain, server)
}

// forward passes the client's messages on, one by one. The first has no letter.
func (p *Proxy) forward(client io.Reader, server io.Writer) {
	for letters := 0; ; letters = 1 {
		head := make([]byte, letters+4)
		if _, err := io.ReadFull(client, head); err != nil {
			return
		}
		message := append(head, make([]byte, binary.BigEndian.Uint32(head[letters:])-4)...)
		if _, err := io.ReadFull(client, message[len(head):]); err != nil {
			return
		}
		v := Pass
		if letters > 0 {
			p.mu.Lock()
			judge := p.judge
			p.mu.Unlock()
			v = judge(message)
		}
		if v == Lose {
			return
		}
		if _, err := server.Write(message); err != nil || v == Deliver {
			return
		}
	}
}
