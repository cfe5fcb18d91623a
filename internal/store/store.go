package store

import (
	"context"
	"errors"
	"strings"
	"time"
)

// What an operation has to tell apart. Everything else is a driver's error.
var (
	ErrNotFound = errors.New("store: no such row")
	ErrExists   = errors.New("store: row exists already")
	ErrReplayed = errors.New("store: nonce was used before")
	ErrClosed   = errors.New("store: closed")
	ErrBusy     = errors.New("store: lost too many races")
)

// Origin is who asks for a change, and by which request. It goes into the events, and its
// nonce is remembered in the same transaction, also when the change itself is refused.
type Origin struct {
	Account, AccessKey string
	Action, RequestID  string
	At                 time.Time
	Nonce              string // empty: do not remember
	NonceTime          time.Time
	NonceLife          time.Duration // how long a nonce must be remembered
	// Recorded is told of each event as it is written, with the documents of what is
	// different, "" for none. Nil: nobody wants to know. The transaction may still fail.
	Recorded func(resource, before, after string)
}

// DB is an open store. It is safe for concurrent use.
type DB struct {
	engine engine
	sweep  sweeper
	health health
}

// engine is the one seam between SQLite and PostgreSQL.
type engine interface {
	view(ctx context.Context, fn func(*Tx) error) error
	// update runs before and fn in one serializable transaction. What before did stays
	// when fn fails; both may run again.
	update(ctx context.Context, before, fn func(*Tx) error) error
	migrate(ctx context.Context) error
	close() error

	counts() *counters
	queued() int
	size(ctx context.Context) (bytes int64, err error)
}

// Open opens a store and brings its schema up to date. dsn is a folder for an embedded
// SQLite database, ":memory:" for one that is gone at Close, or a postgres:// URL.
func Open(ctx context.Context, dsn string) (*DB, error) {
	e, err := openEngine(ctx, dsn)
	if err != nil {
		return nil, err
	}
	if err := e.migrate(ctx); err != nil {
		return nil, errors.Join(err, e.close())
	}
	return &DB{engine: e}, nil
}

func openEngine(ctx context.Context, dsn string) (engine, error) {
	if isPostgres(dsn) {
		return openPostgres(ctx, dsn)
	}
	return openSQLite(ctx, dsn)
}

func isPostgres(dsn string) bool {
	return strings.HasPrefix(dsn, "postgres://") || strings.HasPrefix(dsn, "postgresql://")
}

func isFolder(dsn string) bool { return dsn != ":memory:" && !isPostgres(dsn) }

// Close waits for running transactions and closes the store.
func (db *DB) Close() error { return db.engine.close() }

// View runs fn on one consistent state of the store. fn must not write, and may run again.
func (db *DB) View(ctx context.Context, fn func(*Tx) error) error {
	db.engine.counts().views.Add(1)
	err := db.engine.view(ctx, fn)
	if err != nil { // that something can be read does not mean that it can be written
		db.health.note(err)
	}
	return err
}

// Update runs fn in a serializable transaction that is on disk when Update returns nil.
// fn may run more than once and must have no effect but through its Tx; it must not call
// Update or View. When fn fails, nothing of it is kept but the nonce of o. A nonce that
// was used before gives ErrReplayed, and fn does not run.
func (db *DB) Update(ctx context.Context, o Origin, fn func(*Tx) error) error {
	db.engine.counts().updates.Add(1)
	err := db.engine.update(ctx,
		func(tx *Tx) error {
			if o.Nonce == "" {
				return nil
			}
			return tx.rememberNonce(&o, db.sweep.due())
		},
		func(tx *Tx) error {
			tx.origin = &o
			return fn(tx)
		})
	db.health.note(err)
	return err
}
