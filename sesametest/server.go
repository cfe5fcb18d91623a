// Package sesametest runs Sesame inside a Go test: a server of its own on a free port of
// this machine, up in milliseconds and gone when the test ends.
//
//	srv := sesametest.New(t, nil)
//	client, err := ecs.NewClient(config(srv.Address)) // any SDK for this API
//
// Each server has a store of its own, so tests may run in parallel. It knows what Options
// tell it and nothing of the environment.
package sesametest

import (
	"context"
	"crypto/rand"
	"crypto/x509"
	"net"
	"testing"
	"time"

	"sesame/internal/api"
	"sesame/internal/cloud"
	"sesame/internal/explain"
	"sesame/internal/fixture"
	"sesame/internal/sandbox"
	"sesame/internal/server"
	"sesame/internal/store"
)

// Account is somebody who owns things, with the access keys that sign for it.
type Account = server.Account

// Quotas are the limits of an account, in its Quotas; DefaultQuotas gives the usual ones.
type Quotas = cloud.Quotas

// DefaultQuotas are the limits of an account that has no Quotas.
func DefaultQuotas() Quotas { return cloud.DefaultQuotas() }

// Key is an access key.
type Key = server.Key

// Options say how a server differs from the usual one. The zero value, and nil, are a
// server with the accounts ali (key "ali", secret "open-sesame") and cassim ("cassim",
// "open-barley"), whose images are ready at once and which keeps everything in memory.
type Options struct {
	// DSN is where the server keeps everything: ":memory:" (the default), a folder, or a
	// postgres:// URL.
	DSN      string
	Accounts []Account
	// Pace is how long it takes to make an image.
	Pace time.Duration
	// AllowClear lets an empty Description or ImageFamily clear the value.
	AllowClear bool
	// ClockSkew is how far the time of a request may be off, and for how long it cannot be
	// sent again. Zero checks neither, as clients know nothing of the Clock below.
	ClockSkew time.Duration
	// Fixture describes what is there from the beginning, in the YAML of sesame serve
	// --fixture. A store that holds something already stays as it is.
	Fixture []byte
	// Clock is the time as the server knows it: time.Now, or the Now of a Clock.
	Clock func() time.Time
}

// Server is a running server.
type Server struct {
	*Caller // ali, or the first account of Options

	Address      string // host and port; plain HTTP and TLS alike
	URL          string // http://host:port
	HTTPSURL     string // https://host:port
	Certificates *x509.CertPool
}

// New starts a server. Whatever goes wrong ends the test.
func New(tb testing.TB, o *Options) *Server {
	tb.Helper()
	if o == nil {
		o = &Options{}
	}
	s, stop, err := start(tb.Context(), o)
	if err != nil {
		tb.Fatalf("sesametest: %v", err)
	}
	s.tb = tb
	tb.Cleanup(func() {
		if err := stop(); err != nil {
			tb.Errorf("sesametest: %v", err)
		}
	})
	return s
}

func start(ctx context.Context, given *Options) (*Server, func() error, error) {
	o := given.withDefaults()
	db, err := store.Open(ctx, o.DSN)
	if err != nil {
		return nil, nil, err
	}
	if err := o.fill(ctx, db); err != nil {
		return nil, nil, closing(db, err)
	}
	srv, err := o.server(db)
	if err != nil {
		return nil, nil, closing(db, err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, nil, closing(db, err)
	}
	s := &Server{Address: l.Addr().String(), Certificates: x509.NewCertPool()}
	s.URL, s.HTTPSURL = "http://"+s.Address, "https://"+s.Address
	leaf, err := x509.ParseCertificate(srv.Certificate.Certificate[0])
	if err != nil {
		return nil, nil, closing(db, err)
	}
	s.Certificates.AddCert(leaf)
	s.Caller = newCaller(o, s.URL)

	// The test's own context ends before its cleanups do.
	serving, cancel := context.WithCancel(context.WithoutCancel(ctx))
	served := make(chan error, 1)
	go func() { served <- srv.Serve(serving, l) }()
	return s, func() error {
		s.http.CloseIdleConnections()
		cancel()
		return closing(db, <-served)
	}, nil
}

func closing(db *store.DB, err error) error {
	if closed := db.Close(); err == nil {
		return closed
	}
	return err
}

func (o Options) withDefaults() *Options {
	if o.DSN == "" {
		o.DSN = ":memory:"
	}
	if o.Accounts == nil {
		o.Accounts = server.DefaultAccounts()
	}
	if o.Clock == nil {
		o.Clock = time.Now
	}
	return &o
}

func (o *Options) fill(ctx context.Context, db *store.DB) error {
	if o.Fixture == nil {
		return nil
	}
	f, err := fixture.Load("fixture", o.Fixture, o.accountID)
	if err != nil {
		return err
	}
	now := o.Clock()
	origin := store.Origin{Account: f.Owner(), Action: "Fixture", RequestID: "fixture", At: now}
	_, err = db.Seed(ctx, origin, "fixture", func(tx *store.Tx) error { return f.Apply(tx, now) })
	return err
}

func (o *Options) accountID(nameOrID string) (string, bool) {
	for _, a := range o.Accounts {
		if a.Name == nameOrID || a.ID == nameOrID {
			return a.ID, true
		}
	}
	return "", false
}

func (o *Options) server(db *store.DB) (srv *server.Server, err error) {
	c := server.Config{
		DB: db, Accounts: o.Accounts, IDs: cloud.NewIDs(rand.Reader), ClockSkew: o.ClockSkew, Clock: o.Clock, AllowClear: o.AllowClear,
		Requests: explain.NewRing(explain.DefaultRequests, explain.MaxBytes), PlayExample: sandbox.Play,
	}
	c.Products = api.Products(api.Config{
		DB: db, IDs: c.IDs, Pace: o.Pace, AllowClear: o.AllowClear, NonceLife: 2 * o.ClockSkew,
		Quotas: func(account string) cloud.Quotas { return srv.Quotas(account) },
	})
	return server.New(c)
}
