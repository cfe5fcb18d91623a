package store

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/jackc/pgx/v5/pgxpool"
)

// pgEngine is a PostgreSQL database, which any number of processes may share.
type pgEngine struct {
	pool   *pgxpool.Pool
	closed atomic.Bool
}

// maxAttempts bounds how often a transaction that lost a race runs again.
const maxAttempts = 50

// migrationLock is the advisory lock that migrating processes queue for.
const migrationLock = 0x5e5a3e

func openPostgres(ctx context.Context, dsn string) (*pgEngine, error) {
	pool, err := pgxpool.New(ctx, dsn)
	if err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	e := &pgEngine{pool: pool}
	var collation string
	err = pool.QueryRow(ctx, `SELECT datcollate FROM pg_database WHERE datname = current_database()`).Scan(&collation)
	if err == nil && collation != "C" && collation != "POSIX" {
		err = fmt.Errorf("the database sorts text by %q, not by bytes: create it with LC_COLLATE 'C' TEMPLATE template0", collation)
	}
	if err != nil {
		pool.Close()
		return nil, fmt.Errorf("store: %w", err)
	}
	return e, nil
}

func (e *pgEngine) view(ctx context.Context, fn func(*Tx) error) error {
	return e.transact(ctx, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}, fn)
}

func (e *pgEngine) update(ctx context.Context, before, fn func(*Tx) error) error {
	var refused error
	err := e.transact(ctx, pgx.TxOptions{IsoLevel: pgx.Serializable}, func(tx *Tx) error {
		refused = nil
		if err := before(tx); err != nil {
			return err
		}
		if _, err := tx.exec("SAVEPOINT job"); err != nil {
			return err
		}
		refused = fn(tx)
		if refused == nil || isRaceLost(refused) {
			return refused
		}
		_, err := tx.exec("ROLLBACK TO job")
		return err
	})
	if err != nil {
		return err
	}
	return refused
}

func (e *pgEngine) migrate(ctx context.Context) error {
	return e.transact(ctx, pgx.TxOptions{}, func(tx *Tx) error {
		if _, err := tx.exec(`SELECT pg_advisory_xact_lock($1)`, migrationLock); err != nil {
			return err
		}
		return migrate(tx)
	})
}

// transact runs fn until it did not lose a race against another transaction.
func (e *pgEngine) transact(ctx context.Context, o pgx.TxOptions, fn func(*Tx) error) error {
	for attempt := 0; ; attempt++ {
		if e.closed.Load() {
			return ErrClosed
		}
		err := pgx.BeginTxFunc(ctx, e.pool, o, func(pg pgx.Tx) error {
			return fn(&Tx{ctx: ctx, pg: pg})
		})
		switch {
		case err == nil || !isRaceLost(err):
			return err
		case attempt == maxAttempts:
			return errors.Join(ErrBusy, err)
		}
		pause := time.Millisecond << min(attempt, 6)
		select {
		case <-time.After(rand.N(pause) + pause/2):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func (e *pgEngine) close() error {
	e.closed.Store(true)
	e.pool.Close()
	return nil
}

// isRaceLost reports a serialization failure or a deadlock: nothing happened, run again.
func isRaceLost(err error) bool {
	var pe *pgconn.PgError
	return errors.As(err, &pe) && (pe.Code == "40001" || pe.Code == "40P01")
}

// pgError turns the violation of a unique key into ErrExists, by code.
func pgError(err error) error {
	var pe *pgconn.PgError
	if errors.As(err, &pe) && pe.Code == "23505" {
		return ErrExists
	}
	return err
}

func pgExec(ctx context.Context, tx pgx.Tx, sql string, args []any) (int, error) {
	tag, err := tx.Exec(ctx, sql, pgArgs(args)...)
	return int(tag.RowsAffected()), pgError(err)
}

func pgQuery(ctx context.Context, tx pgx.Tx, sql string, args []any, each func(scan) error) error {
	rows, err := tx.Query(ctx, sql, pgArgs(args)...)
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
