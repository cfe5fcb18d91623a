package server

import (
	"crypto/tls"
	"io"
	"net"
	"testing"
	"time"
)

// The server may close a connection that is new, while its goroutine still finds out what
// it speaks.
func TestCloseWhileListening(t *testing.T) {
	for _, begun := range []string{"G", "\x16\x03\x01"} {
		client, server := net.Pipe()
		c := &bothConn{Conn: server, config: &tls.Config{}, slot: &slots{most: 1}}
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			_, _ = io.ReadAll(c) // it fails, one way or the other
		}()
		if _, err := io.WriteString(client, begun); err != nil {
			t.Fatal(err)
		}
		if err := c.Close(); err != nil {
			t.Error(err)
		}
		select {
		case <-ended:
		case <-time.After(10 * time.Second):
			t.Errorf("%q: reading goes on", begun)
		}
		_ = client.Close()
	}
}
