package store

import (
	"context"
	"errors"
)

// Seed runs fn once in the life of the store: on a later call, or when the store already
// holds something, it does nothing and reports false.
func (db *DB) Seed(ctx context.Context, o Origin, name string, fn func(*Tx) error) (seeded bool, err error) {
	err = db.Update(ctx, o, func(tx *Tx) error {
		seeded = false
		empty, err := tx.isEmpty()
		if err != nil || !empty {
			return err
		}
		if err := tx.setMeta("fixture", name); err != nil {
			return err
		}
		seeded = true
		return fn(tx)
	})
	return seeded && err == nil, err
}

// isEmpty: nothing was ever made. Calls that were refused may have come.
func (tx *Tx) isEmpty() (bool, error) {
	if _, err := tx.meta("fixture"); !errors.Is(err, ErrNotFound) {
		return false, err
	}
	n, err := tx.count(`SELECT COUNT(*) FROM (SELECT 1 FROM events WHERE after <> '' LIMIT 1) AS limited`)
	return n == 0, err
}
