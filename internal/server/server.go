// Package server joins everything: listen, identify the request, authenticate, dispatch,
// answer, log. What is asked for, and what it does, it does not know.
package server

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"sesame/internal/cloud"
	"sesame/internal/rpc"
	"sesame/internal/store"
)

// Config is what a server needs. DB, Products and IDs must be set.
type Config struct {
	DB       *store.DB
	Accounts []Account
	Products []*rpc.Product
	IDs      *cloud.IDs
	// ClockSkew is how far a request's timestamp may be off, and how long its nonce stays
	// used. Zero switches both checks off.
	ClockSkew   time.Duration
	Log         *slog.Logger     // nil: no log
	Certificate *tls.Certificate // nil: one is made for this run
	Clock       func() time.Time // nil: time.Now
}

// Server answers requests.
type Server struct {
	Config
	products  map[string]*rpc.Product // by version
	published map[publishedAction]bool
	directory directory
	replays   *replays
	own       http.Handler

	headerTimeout time.Duration
}

// New checks the configuration: accounts and access keys must be different from each other.
func New(c Config) (*Server, error) {
	s := &Server{Config: c, products: map[string]*rpc.Product{}, published: readPublished(publishedActions), replays: newReplays(), headerTimeout: headerTimeout}
	for _, p := range c.Products {
		if s.products[p.Version] != nil {
			return nil, fmt.Errorf("two products have version %s", p.Version)
		}
		s.products[p.Version] = p
	}
	var err error
	if s.directory, err = newDirectory(c.Accounts); err != nil {
		return nil, err
	}
	if s.Log == nil {
		s.Log = slog.New(slog.DiscardHandler)
	}
	if s.Clock == nil {
		s.Clock = time.Now
	}
	if s.Certificate == nil {
		if s.Certificate, err = newCertificate(); err != nil {
			return nil, err
		}
	}
	s.own = s.ownPages()
	return s, nil
}

// What a slow or greedy client may take.
const (
	headerTimeout = 10 * time.Second
	readTimeout   = 30 * time.Second
	writeTimeout  = time.Minute
	idleTimeout   = 2 * time.Minute
	drainTimeout  = 10 * time.Second
	maxHeader     = 2 << 20 // bytes; queries of up to 1 MiB are read, and refused with a proper error beyond
)

// Serve answers plain HTTP and TLS on l until ctx ends. Then it takes no more requests,
// lets running ones end for ten seconds, and returns nil.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	h := &http.Server{
		Handler: s, ReadHeaderTimeout: s.headerTimeout, ReadTimeout: readTimeout,
		WriteTimeout: writeTimeout, IdleTimeout: idleTimeout, MaxHeaderBytes: maxHeader,
		ErrorLog: slog.NewLogLogger(s.Log.Handler(), slog.LevelDebug),
	}
	failed := make(chan error, 1)
	go func() {
		failed <- h.Serve(bothListener{l, &tls.Config{
			Certificates: []tls.Certificate{*s.Certificate}, MinVersion: tls.VersionTLS12,
		}})
	}()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	drain, cancel := context.WithTimeout(context.WithoutCancel(ctx), drainTimeout)
	defer cancel()
	if err := h.Shutdown(drain); err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return nil
}
