package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"time"

	"sesame/internal/api"
	"sesame/internal/cloud"
	"sesame/internal/explain"
	"sesame/internal/fixture"
	"sesame/internal/sandbox"
	"sesame/internal/server"
	"sesame/internal/store"
)

type serveCommand struct {
	Listen     string        `default:"127.0.0.1:7372" placeholder:"HOST:PORT" help:"Where to listen, for HTTP and HTTPS alike (${default}). Port 0 takes a free one."`
	Data       string        `default:"./sesame-data" placeholder:"WHERE" help:"Where to keep everything: a folder (${default}), :memory: for nothing that outlives the server, or postgres://user@host/database."`
	Accounts   string        `placeholder:"FILE" help:"Accounts and access keys that may call, a YAML file. Without it: the accounts ali (key ali, secret open-sesame) and cassim (cassim, open-barley)."`
	Fixture    string        `placeholder:"FILE" xor:"fill" help:"Fill an empty store with the images, snapshots and instances that this YAML file describes."`
	Demo       bool          `xor:"fill" help:"Fill an empty store with a family of images, an instance and a shared image to play with."`
	Pace       time.Duration `placeholder:"DURATION" help:"How long each step takes, of making an image or starting an instance, such as 30s (0: no time)."`
	ClockSkew  time.Duration `default:"15m" placeholder:"DURATION" help:"How far the clock of a caller may be off (${default}). 0 accepts any time and repeated requests."`
	AllowClear bool          `help:"Let an empty Description or ImageFamily clear the value, as Terraform expects, instead of keeping it."`
	Log        string        `enum:"text,json" default:"text" placeholder:"FORM" help:"How to write the log to stderr: text or json (${default})."`

	KeepRequests int `default:"10000" placeholder:"NUMBER" help:"How many of the last requests to keep in memory, at most 64 MiB, for sesame why (${default}; 0: none)."`

	exposureFlags
	backupFlags
	auditFlags
	limitFlags
	spanFlags

	Seed *uint64 `hidden:"" help:"Make the same identifiers in every run."`
}

// Run serves until it is interrupted. What can be wrong about files and addresses is found
// before anything is made on disk.
func (c *serveCommand) Run(a *app) error {
	if c.Pace < 0 || c.ClockSkew < 0 {
		return usageError{errors.New("--pace and --clock-skew cannot be negative")}
	}
	if c.KeepRequests < 0 {
		return usageError{errors.New("--keep-requests cannot be negative")}
	}
	if err := c.checkSchedules(); err != nil {
		return err
	}
	if err := c.checkProtection(); err != nil {
		return err
	}
	accounts, err := loadAccounts(c.Accounts, c.KeyFile)
	if err != nil {
		return err
	}
	f, err := c.loadFixture(accounts)
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // the second Ctrl-C ends it at once

	l, err := net.Listen("tcp", c.Listen)
	if err != nil {
		return fmt.Errorf("cannot listen on %s: %w", c.Listen, reason(err))
	}
	defer l.Close()
	exposure, err := c.exposure(l.Addr(), c.Data, accounts)
	if err != nil {
		return err
	}
	return c.serve(ctx, a, l, accounts, f, exposure)
}

// serve opens the store, fills it, says so and answers until ctx ends.
func (c *serveCommand) serve(ctx context.Context, a *app, l net.Listener, accounts []server.Account, f *fixture.Fixture, exposure server.Exposure) (err error) {
	db, err := store.Open(ctx, c.Data)
	if err != nil {
		return fmt.Errorf("cannot open %s: %w", shownData(c.Data), err)
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	db.OnTrouble(c.logTrouble(a))
	srv, err := c.newServer(ctx, a, db, accounts, exposure)
	if err != nil {
		return err
	}
	filled, err := fill(ctx, a, db, f)
	if err != nil {
		return fmt.Errorf("cannot fill %s: %w", shownData(c.Data), err)
	}
	b := banner{
		program: a.program, address: l.Addr().String(), data: shownData(c.Data),
		accounts: accounts, ownAccounts: c.Accounts != "", exposure: exposure, tokenFile: c.tokenFile(c.Data), ownCertificate: c.TLSCert != "",
	}
	if err := b.look(ctx, db, f, filled); err != nil {
		return err
	}
	if err := b.print(a.stdout); err != nil {
		return err
	}
	working, end := context.WithCancel(ctx)
	wait := c.startSchedules(working, a, db)
	defer wait()
	defer end() // also when the server fails
	return srv.Serve(ctx, l)
}

func (c *serveCommand) checkSchedules() error {
	if err := c.backupFlags.check(c.Data); err != nil {
		return err
	}
	limits, err := c.limits(c.Data)
	if err != nil {
		return err
	}
	return c.auditFlags.check(limits.LongestCall())
}

// startSchedules makes backups and seals the audit trail in the background until ctx ends, and
// gives what waits for what is under way.
func (c *serveCommand) startSchedules(ctx context.Context, a *app, db *store.DB) (wait func()) {
	var running sync.WaitGroup
	if c.AuditSealEvery > 0 {
		s := auditSchedule{auditFlags: c.auditFlags, db: db, now: a.now, log: c.logger(a), told: map[string]string{}}
		running.Go(func() { s.run(ctx) })
	}
	if c.BackupEvery > 0 {
		s := backupSchedule{backupFlags: c.backupFlags, data: c.Data, now: a.now, log: c.logger(a)}
		if s.BackupDir == "" {
			s.BackupDir = filepath.Join(c.Data, "backups")
		}
		running.Go(func() { s.run(ctx) })
	}
	return running.Wait
}

func (c *serveCommand) newServer(ctx context.Context, a *app, db *store.DB, accounts []server.Account, exposure server.Exposure) (srv *server.Server, err error) {
	config := server.Config{
		DB: db, Accounts: accounts, IDs: newIDs(c.Seed), ClockSkew: c.ClockSkew, Log: c.logger(a), Clock: a.now, AllowClear: c.AllowClear,
		Exposure: exposure, Reload: onHangup(ctx),
	}
	if err := c.protect(&config); err != nil {
		return nil, err
	}
	config.PlayExample = sandbox.Play
	if c.KeepRequests > 0 {
		config.Requests = explain.NewRing(c.KeepRequests, explain.MaxBytes)
	}
	config.Products = api.Products(api.Config{
		DB: db, IDs: config.IDs, Pace: c.Pace, AllowClear: c.AllowClear, NonceLife: 2 * c.ClockSkew,
		Quotas: func(account string) cloud.Quotas { return srv.Quotas(account) },
	})
	if c.TLSCert == "" && isFolder(c.Data) {
		if config.Certificate, err = server.StoredCertificate(c.Data); err != nil {
			return nil, err
		}
	}
	return server.New(config)
}

// onHangup tells of each SIGHUP. It stays caught afterwards: a reload must not end a server that drains.
func onHangup(ctx context.Context) <-chan struct{} {
	signals, told := make(chan os.Signal, 1), make(chan struct{})
	signal.Notify(signals, syscall.SIGHUP)
	go func() {
		for {
			select {
			case <-signals:
			case <-ctx.Done():
				return
			}
			select {
			case told <- struct{}{}:
			case <-ctx.Done():
				return
			}
		}
	}()
	return told
}

func (c *serveCommand) logger(a *app) *slog.Logger {
	if c.Log == "json" {
		return slog.New(slog.NewJSONHandler(a.stderr, nil))
	}
	return slog.New(slog.NewTextHandler(a.stderr, nil))
}

// logTrouble gives what tells the operator that changes cannot be made, and when they can.
func (c *serveCommand) logTrouble(a *app) func(error) {
	log := c.logger(a)
	return func(err error) {
		if err == nil {
			log.Info("the store takes changes again")
			return
		}
		log.Error("changes are refused", "error", err)
	}
}

// isFolder reports whether data is kept in a folder of this machine.
func isFolder(data string) bool {
	return data != ":memory:" && !strings.Contains(data, "://")
}
