package store

import (
	"context"
	"errors"
	"time"
)

// unnoted is in front of statements that no operation would run, and whose plans are nobody's concern.
const unnoted = "/* of a test */ "

// Tamper runs statements behind the back of the store.
func (db *DB) Tamper(ctx context.Context, statements ...string) error {
	return db.Update(ctx, Origin{}, func(tx *Tx) error {
		for _, sql := range statements {
			if _, err := tx.exec(unnoted + sql); err != nil {
				return err
			}
		}
		return nil
	})
}

// Tampered verifies the trail of an account in a transaction that changes it behind the back of
// the store, and is taken back.
func (db *DB) Tampered(ctx context.Context, v Verification, text func(string) string, statements []string) (*Verified, error) {
	var c *chain
	err := db.Update(ctx, Origin{}, func(tx *Tx) error {
		for _, sql := range statements {
			if _, err := tx.exec(unnoted + text(sql)); err != nil {
				return err
			}
		}
		c = &chain{tx: tx, Verification: v, Verified: Verified{Account: v.Account}}
		return errors.Join(c.verify(), errRolledBack)
	})
	if !errors.Is(err, errRolledBack) {
		return nil, err
	}
	return &c.Verified, nil
}

// Copies adds so many events that are like the first.
func (db *DB) Copies(ctx context.Context, events int) error {
	return db.Update(ctx, Origin{}, func(tx *Tx) error {
		_, err := tx.exec(unnoted+`WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $1)
			INSERT INTO events (account, id, previous, resource, at, request, access_key, action, before, after)
			SELECT account, id || '.' || (100000 + i), previous, resource, at, request, access_key, action, before, after FROM events, n`, events)
		return err
	})
}

// SealSlowly seals, and lets something happen while it does.
func (db *DB) SealSlowly(ctx context.Context, account string, until time.Time, meanwhile func()) error {
	var s *Seal
	err := db.View(ctx, func(tx *Tx) (err error) {
		s, err = tx.nextSeal(account, until, until)
		return err
	})
	if err != nil {
		return err
	}
	meanwhile()
	return db.Update(ctx, Origin{Account: account}, func(tx *Tx) error { return tx.addSeal(s) })
}
