package store

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/jackc/pgx/v5/pgxpool"
)

// pgEngine is a PostgreSQL database, which any number of processes may share.
type pgEngine struct {
	counters
	pool     *pgxpool.Pool
	waiting  atomic.Int64  // transactions that have no connection yet
	patience time.Duration // how long a call waits for a database that is away
	closed   atomic.Bool
}

// maxAttempts bounds how often a transaction that lost a race runs again.
const maxAttempts = 50

// migrationLock is the advisory lock that migrating processes queue for.
const migrationLock = 0x5e5a3e

// How transactions begin.
const (
	pgRead  = "begin isolation level repeatable read read only"
	pgPlain = "begin isolation level read committed"
)

// pgWrite is how those begin that may change something. It is a variable for one reason: the linker
// can set it (-X), and TestTortureOfABrokenBuild builds a program that is not serializable.
var pgWrite = "begin isolation level serializable"

func openPostgres(ctx context.Context, dsn string) (*pgEngine, error) {
	config, patience, err := pgConfig(dsn)
	if err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	e := &pgEngine{pool: pool, patience: patience}
	if err := sortsByBytes(ctx, pool); err != nil {
		pool.Close()
		return nil, fmt.Errorf("store: %w", err)
	}
	return e, nil
}

// sortsByBytes refuses a database that compares text otherwise than SQLite does. With ICU it does whatever
// datcollate says.
func sortsByBytes(ctx context.Context, pool *pgxpool.Pool) error {
	var collation string
	var bytewise bool
	err := pool.QueryRow(ctx, `SELECT datcollate, 'B' < 'a' FROM pg_database WHERE datname = current_database()`).Scan(&collation, &bytewise)
	if err != nil {
		return err
	}
	if collation != "C" && collation != "POSIX" {
		return fmt.Errorf("the database sorts text by %q, not by bytes: create it with LC_COLLATE 'C' TEMPLATE template0", collation)
	}
	if !bytewise {
		return errors.New("the database sorts text by a locale of ICU, not by bytes: create it with LOCALE_PROVIDER libc LC_COLLATE 'C' TEMPLATE template0")
	}
	return nil
}

func (e *pgEngine) view(ctx context.Context, fn func(*Tx) error) error {
	return e.transact(ctx, pgRead, fn)
}

func (e *pgEngine) update(ctx context.Context, c *change) error {
	var refused error
	var panicked any
	err := e.transact(ctx, pgWrite, func(tx *Tx) error {
		refused, panicked = nil, nil
		if err := c.before(tx); err != nil {
			return err
		}
		if _, err := tx.exec("SAVEPOINT job"); err != nil {
			return err
		}
		panicked, refused = protect(c.fn, tx)
		// Of what the store could not take nothing stays, neither the nonce.
		if refused == nil || isRaceLost(refused) || tx.isAway(refused) || Unable(pgTrouble(refused)) {
			return refused
		}
		tx.recorded = eventKey{} // with the rest of the job
		if _, err := tx.exec("ROLLBACK TO job"); err != nil {
			return err
		}
		return c.refused(tx, refused)
	})
	switch {
	case panicked != nil:
		panic(panicked)
	case err != nil:
		return err
	}
	return refused
}

func (e *pgEngine) migrate(ctx context.Context) error {
	return e.transact(ctx, pgPlain, func(tx *Tx) error {
		if _, err := tx.exec("SET LOCAL lock_timeout = 0"); err != nil {
			return err
		}
		if err := tx.lockSchema(); err != nil {
			return err
		}
		return migrate(tx)
	})
}

// lockSchema waits until no other process changes the schema, which may take as long as it takes: tables
// may be large.
func (tx *Tx) lockSchema() error {
	_, err := tx.exec("SET LOCAL statement_timeout = 0")
	if err == nil {
		_, err = tx.exec(fmt.Sprintf("SELECT pg_advisory_xact_lock(%d)", migrationLock))
	}
	return err
}

// transact runs fn until it did not lose a race against another transaction, nor the
// database in the middle of it.
func (e *pgEngine) transact(ctx context.Context, begin string, fn func(*Tx) error) error {
	waiting, stop := context.WithTimeout(ctx, e.patience)
	defer stop()
	for attempt := 0; ; attempt++ {
		if e.closed.Load() {
			return ErrClosed
		}
		tx, outcome, err := e.once(ctx, begin, fn)
		if outcome == unknown {
			outcome, err = e.findOut(ctx, tx, err)
		}
		switch {
		case outcome == over || outcome == unknown:
			return err
		case outcome == raceLost && attempt >= maxAttempts:
			return errors.Join(ErrBusy, err)
		}
		e.retries.Add(1)
		pause := time.Millisecond << min(attempt, 6)
		if outcome == away {
			pause *= 4
		}
		select {
		case <-time.After(rand.N(pause) + pause/2):
		case <-ctx.Done():
			return ctx.Err()
		case <-waiting.Done():
			if outcome == away {
				return notAnswering(err)
			}
			return errors.Join(ErrBusy, err)
		}
	}
}

// outcome is how an attempt at a transaction ended.
type outcome int

const (
	over     outcome = iota // committed, or failed for a reason of its own
	raceLost                // nothing was done: run it again
	away                    // nothing was done: the database is not there
	unknown                 // the commit was sent, and not answered
)

// once runs fn in one transaction.
func (e *pgEngine) once(ctx context.Context, begin string, fn func(*Tx) error) (*Tx, outcome, error) {
	e.waiting.Add(1)
	conn, err := e.pool.Acquire(ctx)
	e.waiting.Add(-1)
	switch {
	case err != nil && e.closed.Load():
		return nil, over, ErrClosed
	case err != nil && ctx.Err() != nil:
		return nil, over, ctx.Err()
	case err != nil:
		return nil, away, err
	}
	defer conn.Release() // which closes one that is still in a transaction
	tx := &Tx{ctx: ctx, pg: conn.Conn()}
	if _, err = tx.pg.Exec(ctx, begin); err == nil {
		err = fn(tx)
	}
	switch {
	case err == nil:
		o, err := e.commit(ctx, tx, begin)
		return tx, o, err
	case isRaceLost(err):
		_, _ = tx.pg.Exec(ctx, "rollback") // else the connection is closed
		return tx, raceLost, err
	case ctx.Err() != nil:
		return tx, over, ctx.Err()
	case tx.isAway(err):
		_ = tx.pg.Close(ctx) // one that became a replica's is of no use
		return tx, away, err
	}
	_, _ = tx.pg.Exec(ctx, "rollback") // else the connection is closed
	return tx, over, pgTrouble(err)
}

// commit ends a transaction. Once it has been asked for, the caller's own hurry does not
// count: to give up would be to cancel the wait for a replica.
func (e *pgEngine) commit(ctx context.Context, tx *Tx, begin string) (outcome, error) {
	sure, stop := context.WithTimeout(context.WithoutCancel(ctx), e.patience)
	defer stop()
	tag, err := tx.pg.Exec(sure, "commit")
	switch {
	case err == nil && tag.String() == "ROLLBACK":
		return over, pgx.ErrTxCommitRollback
	case err == nil || begin == pgRead: // what was read is no less true
		return over, nil
	case isRaceLost(err):
		return raceLost, err
	case tx.pg.IsClosed() && tx.recorded == eventKey{} && tx.nonce == nil:
		return away, err // a migration, or what changes nothing: it may run again
	case tx.pg.IsClosed():
		return unknown, err
	}
	return over, pgTrouble(err)
}

func (e *pgEngine) close() error {
	e.closed.Store(true)
	e.pool.Close()
	return nil
}

// isRaceLost reports a serialization failure or a deadlock: nothing happened, run again.
func isRaceLost(err error) bool { return hasCode(err, "40001", "40P01") }

// pgError turns the violation of a unique key into ErrExists, by code.
func pgError(err error) error {
	if hasCode(err, "23505") {
		return ErrExists
	}
	return err
}

func pgExec(ctx context.Context, conn *pgx.Conn, sql string, args []any) (int, error) {
	tag, err := conn.Exec(ctx, sql, pgArgs(args)...)
	return int(tag.RowsAffected()), pgError(err)
}

func pgQuery(ctx context.Context, conn *pgx.Conn, sql string, args []any, each func(scan) error) error {
	rows, err := conn.Query(ctx, sql, pgArgs(args)...)
	if err != nil {
		return pgError(err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := each(func(dest ...any) error { return rows.Scan(pgDest(dest)...) }); err != nil {
			return err
		}
	}
	return pgError(rows.Err())
}

func pgArgs(args []any) []any {
	out := make([]any, len(args))
	for i, a := range args {
		if t, ok := a.(time.Time); ok {
			a = millis(t)
		}
		out[i] = a
	}
	return out
}

func pgDest(dest []any) []any {
	out := make([]any, len(dest))
	for i, d := range dest {
		if t, ok := d.(*time.Time); ok {
			d = pgMillis{t}
		}
		out[i] = d
	}
	return out
}

// pgMillis reads a column of milliseconds as an instant.
type pgMillis struct{ t *time.Time }

func (m pgMillis) ScanInt64(v pgtype.Int8) error {
	*m.t = fromMillis(v.Int64)
	return nil
}
