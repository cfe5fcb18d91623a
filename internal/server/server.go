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
	"sync"
	"sync/atomic"
	"time"

	"sesame/internal/cloud"
	"sesame/internal/console"
	"sesame/internal/errorcentre"
	"sesame/internal/explain"
	"sesame/internal/otlp"
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
	ClockSkew time.Duration
	// AllowClear tells the console that an empty value clears what it can.
	AllowClear bool
	Log        *slog.Logger     // nil: no log
	Clock      func() time.Time // nil: time.Now

	// AccountsFiles are where Accounts came from. None: they stay.
	AccountsFiles AccountsFiles
	// Throttle is how many calls of one action an account may make in a minute in each
	// region, where the account says nothing else. 0: any number.
	Throttle int
	Limits   Limits
	// Drain is how long a server that is to stop goes on answering, while it says that it is
	// not ready.
	Drain time.Duration
	// Spans are told of each request. Nil: nobody is.
	Spans   *otlp.Exporter
	Profile bool // tell below /_sesame/debug/pprof/ what the process does

	// Requests keeps the last requests, to explain them. Nil: none are kept.
	Requests *explain.Ring
	// PlayExample tries the examples of the error centre. Nil: they are shown only.
	PlayExample errorcentre.Player

	Exposure Exposure
	// Certificate is what the server shows. Nil: what is in CertificateFiles, or one that
	// is made for this run.
	Certificate *tls.Certificate
	// CertificateFiles hold a certificate and its key, and are read again when they change.
	CertificateFiles CertificateFiles
	Reload           <-chan struct{} // read all files again; nil: only those that change
}

// Server answers requests.
type Server struct {
	Config
	products  map[string]*rpc.Product // by version
	published map[publishedAction]bool
	directory atomic.Pointer[directory]
	access    atomic.Pointer[console.Access]
	replays   *replays
	buckets   buckets
	errors    *errorcentre.Centre
	admission *admission
	metrics   *metrics
	draining  atomic.Bool
	bodies    slots // for large bodies
	answers   slots // bytes of large answers

	connections slots // open ones within the limit
	own         http.Handler

	certificate atomic.Pointer[tls.Certificate]
	watched     []*watched
	probe       probe

	timeouts timeouts
}

// New checks the configuration: accounts and access keys must be different from each other.
func New(c Config) (*Server, error) {
	s := &Server{Config: c, products: map[string]*rpc.Product{}, published: readPublished(publishedActions), replays: newReplays(), timeouts: usualTimeouts}
	s.errors = errorcentre.New(c.Products)
	for _, p := range c.Products {
		if s.products[p.Version] != nil {
			return nil, fmt.Errorf("two products have version %s", p.Version)
		}
		s.products[p.Version] = p
	}
	if err := s.useAccounts(c.Accounts); err != nil {
		return nil, err
	}
	if len(c.AccountsFiles.Files) > 0 {
		w := newWatched("accounts", s.loadAccounts, c.AccountsFiles.Files...)
		if s.loadAccounts() != nil { // they changed while the store was opened
			w.fault = "not read yet"
		}
		s.watched = append(s.watched, w)
	}
	s.Limits = c.Limits.withDefaults()
	s.timeouts.write = max(s.timeouts.write, s.Limits.LongestCall()+s.timeouts.write/2)
	s.admission, s.bodies.most, s.answers.most = newAdmission(s.Limits), largeBodies, largeAnswers
	s.connections.most = min(int64(s.Limits.Connections), max(1, handles()-otherHandles))
	if s.Log == nil {
		s.Log = slog.New(slog.DiscardHandler)
	}
	if s.Clock == nil {
		s.Clock = time.Now
	}
	if err := s.findCertificate(); err != nil {
		return nil, err
	}
	s.metrics = newMetrics(s.products)
	s.own = s.ownPages()
	return s, nil
}

// maxHeader is in bytes: queries of up to 1 MiB are read, and refused with a proper error beyond.
const maxHeader = 2 << 20

// timeouts are how long a connection may take: to send the header of a request, to send all of it,
// to read the answer, and to do nothing.
type timeouts struct{ header, read, write, idle time.Duration }

var usualTimeouts = timeouts{10 * time.Second, 30 * time.Second, time.Minute, 2 * time.Minute}

// Serve answers plain HTTP and TLS on l until ctx ends. Then it drains, takes no more
// requests, lets running ones end for as long as a call can take, and returns nil.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	h := &http.Server{
		Handler: s, ReadHeaderTimeout: s.timeouts.header, ReadTimeout: s.timeouts.read,
		WriteTimeout: s.timeouts.write, IdleTimeout: s.timeouts.idle, MaxHeaderBytes: maxHeader,
		ConnContext: withConnection, ConnState: connectionState, ErrorLog: slog.NewLogLogger(s.Log.Handler(), slog.LevelDebug),
	}
	if most := s.connections.most; most < int64(s.Limits.Connections) {
		s.Log.LogAttrs(ctx, slog.LevelWarn, "fewer connections than the limit: the system allows no more open files",
			slog.Int64("connections", most), slog.Int("limit", s.Limits.Connections))
	}
	var watching sync.WaitGroup
	defer watching.Wait()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	watching.Go(func() { s.watch(ctx) })
	stopSpans := s.sendSpans(ctx)
	defer stopSpans()
	failed := make(chan error, 1)
	go func() {
		failed <- h.Serve(newBothListener(l, &s.connections, &tls.Config{
			GetCertificate: func(*tls.ClientHelloInfo) (*tls.Certificate, error) { return s.certificate.Load(), nil },
			MinVersion:     tls.VersionTLS12,
		}))
	}()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	if err := s.drain(failed); err != nil {
		return err
	}
	ending, end := context.WithTimeout(context.WithoutCancel(ctx), s.Limits.LongestCall())
	defer end()
	err := h.Shutdown(ending)
	if errors.Is(err, context.DeadlineExceeded) { // slow clients: no call takes so long
		s.Log.Warn("connections are closed in the middle of a request or an answer")
		err = h.Close()
	}
	return err
}
