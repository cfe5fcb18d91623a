package store

import (
	"context"
	"errors"
	"fmt"
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

// Unable reports that an error is of the store, which could not take or finish what it was asked
// for: nothing was done, and nothing is recorded.
func Unable(err error) bool {
	return errors.Is(err, ErrUnavailable) || errors.Is(err, ErrBusy) || errors.Is(err, ErrClosed) ||
		errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled)
}

// Origin is who asks for a change, and by which request. It goes into the events, and its
// nonce is remembered in the same transaction, also when the change itself is refused.
type Origin struct {
	Account, AccessKey string
	Action, RequestID  string
	At                 time.Time
	Source, Agent      string // the address of who asks, without the port, and its User-Agent
	// Request is what came. It leaves an event in any case, when nothing is changed, too, or all
	// is refused. Nil: nobody called, and only changes leave events.
	Request   Request
	Nonce     string // empty: do not remember
	NonceTime time.Time
	NonceLife time.Duration // how long a nonce must be remembered
	// Recorded is told of each event as it is written, with the documents of what is
	// different, "" for none. Nil: nobody wants to know. The transaction may still fail.
	Recorded func(resource, before, after string)

	behind int64 // the least instant, in milliseconds, for ids of events
}

// Request is what the events tell of a request beside its changes. It is asked while an event is
// written.
type Request interface {
	// Parameters gives what was sent as a JSON object of texts, without secrets.
	Parameters() string
	// Resource names what the request is about, as events do; "" for nothing that has a name.
	Resource() string
	// Refusal gives the code and the message with which the caller is told of an error.
	Refusal(err error) (code, message string)
}

// DB is an open store. It is safe for concurrent use.
type DB struct {
	engine engine
	sweep  sweeper
	sealed sealedUntil
	health health
}

// engine is the one seam between SQLite and PostgreSQL.
type engine interface {
	view(ctx context.Context, fn func(*Tx) error) error
	// update runs the parts of a change in one serializable transaction.
	update(ctx context.Context, c *change) error
	migrate(ctx context.Context) error
	close() error

	counts() *counters
	queued() int
	size(ctx context.Context) (bytes int64, err error)
}

// change is what an Update does. Each part may run again.
type change struct {
	before  func(*Tx) error        // what it did stays when fn fails
	fn      func(*Tx) error        // done as a whole, or not at all
	refused func(*Tx, error) error // runs when fn failed, with its error. What it did stays
}

// asOne is a change of nobody: it is made, or not.
func asOne(fn func(*Tx) error) *change {
	return &change{before: func(*Tx) error { return nil }, fn: fn, refused: func(*Tx, error) error { return nil }}
}

// protect turns a panic of fn into an error, and gives what it panicked with.
func protect(fn func(*Tx) error, tx *Tx) (panicked any, err error) {
	defer func() {
		switch p := recover(); {
		case isFault(p):
			panic(p) // not of the change: the file's
		case p != nil:
			panicked, err = p, fmt.Errorf("store: panic: %v", p)
		}
	}()
	return nil, fn(tx)
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
// Update or View. When fn fails, nothing of it is kept but the nonce of o and, when o has a
// Request, the event of the refusal. A nonce that was used before gives ErrReplayed, and fn does
// not run.
func (db *DB) Update(ctx context.Context, o Origin, fn func(*Tx) error) error {
	db.engine.counts().updates.Add(1)
	err := db.engine.update(ctx, &change{
		before: func(tx *Tx) error {
			if o.Nonce == "" {
				return nil
			}
			return tx.rememberNonce(&o, db.sweep.due())
		},
		fn: func(tx *Tx) error {
			tx.origin, o.behind = &o, db.sealed.until(o.Account, o.At)
			if err := fn(tx); err != nil {
				return err
			}
			return tx.recordUnchanged()
		},
		refused: func(tx *Tx, cause error) error {
			tx.origin, o.behind = &o, db.sealed.until(o.Account, o.At)
			return tx.recordRefused(cause)
		},
	})
	db.health.note(err)
	return err
}
