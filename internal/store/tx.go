package store

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
)

// Tx is a running transaction. Its methods, one file a subject, are all the SQL there is;
// each goes through exec or query, so that a driver can be exchanged here.
type Tx struct {
	ctx    context.Context
	lite   *liteConn
	pg     *pgx.Conn
	origin *Origin
	events int // recorded so far

	// By what it is found out whether the transaction was committed.
	recorded eventKey
	nonce    *Origin
}

// scan reads the columns of a row into *string, *int, *int64, *bool or *time.Time.
type scan func(dest ...any) error

// observe is told of every statement. Tests ask how the engines go about them.
var observe func(tx *Tx, sql string, args []any)

// exec runs a statement and gives the number of rows it changed.
func (tx *Tx) exec(sql string, args ...any) (int, error) {
	if observe != nil {
		observe(tx, sql, args)
	}
	if tx.lite != nil {
		return tx.lite.exec(sql, args)
	}
	return pgExec(tx.ctx, tx.pg, sql, args)
}

// query runs a statement and calls each for its rows.
func (tx *Tx) query(sql string, args []any, each func(scan) error) error {
	if observe != nil {
		observe(tx, sql, args)
	}
	if tx.lite != nil {
		return tx.lite.query(sql, args, each)
	}
	return pgQuery(tx.ctx, tx.pg, sql, args, each)
}

// one reads a single row; none is ErrNotFound.
func (tx *Tx) one(sql string, args []any, dest ...any) error {
	found := false
	err := tx.query(sql, args, func(s scan) error {
		found = true
		return s(dest...)
	})
	if err == nil && !found {
		err = ErrNotFound
	}
	return err
}

// millis is how instants are kept: milliseconds since 1970, 0 for none.
func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

func fromMillis(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}
