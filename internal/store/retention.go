package store

import (
	"context"
	"errors"
	"fmt"
	"sort"
	"time"
)

// ErrTampered says that events are not what was sealed: they are kept as they are, to be
// looked at.
var ErrTampered = errors.New(`store: the trail is not what was sealed: see "sesame audit verify"`)

// RemoveSealed removes the oldest events of an account: all that one seal covers, when the last
// of them is of before an instant. The seal stays, so that the chain can still be verified
// . It gives the seal, or nil when there is nothing to remove.
func (db *DB) RemoveSealed(ctx context.Context, account string, before time.Time) (s *Seal, err error) {
	var behind string
	err = db.View(ctx, func(tx *Tx) error {
		s, behind, err = tx.removable(account, before)
		return err
	})
	if err != nil || s == nil {
		return nil, err
	}
	err = db.Update(ctx, Origin{Account: account}, func(tx *Tx) error {
		// A store without events is not one in which nothing ever happened.
		_, err := tx.exec(`INSERT INTO meta (name, value) VALUES ('fixture', 'none') ON CONFLICT (name) DO NOTHING`)
		if err == nil {
			_, err = tx.exec(`DELETE FROM events WHERE account = $1 AND id > $2 AND id <= $3`, account, behind, s.Last)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return s, nil
}

// removable is the seal of the account's oldest events, if all that it covers are of before
// an instant and as they were sealed. They begin behind an id.
func (tx *Tx) removable(account string, before time.Time) (s *Seal, behind string, err error) {
	var oldest string
	err = tx.one(`SELECT COALESCE(MIN(id), '') FROM events WHERE account = $1`, []any{account}, &oldest)
	if err != nil || oldest == "" || oldest >= EventsAt(before) {
		return nil, "", err
	}
	last, err := tx.lastSeal(account)
	if err != nil || oldest > last.Last {
		return nil, "", err
	}
	covers, err := tx.sealOf(account, oldest, last.N)
	if err != nil || covers.Last >= EventsAt(before) {
		return nil, "", err
	}
	if covers.N > 1 {
		previous, err := tx.seal(account, covers.N-1)
		if err != nil {
			return nil, "", gapError(account, err)
		}
		behind = previous.Last
	}
	h := newSealHash(covers.Previous)
	if err := tx.sealable(h, account, behind, covers.Last, sealedAtOnce+1); err != nil {
		return nil, "", err
	}
	if h.sum(&covers) != covers.Hash {
		return nil, "", fmt.Errorf("%w: seal %d of account %s", ErrTampered, covers.N, account)
	}
	return &covers, behind, nil
}

// sealOf finds the first of so many seals that ends with an event or behind it. Seals are in
// the order of their events, so few are looked at.
func (tx *Tx) sealOf(account, event string, seals int) (Seal, error) {
	var failed error
	n := sort.Search(seals, func(i int) bool {
		s, err := tx.seal(account, i+1)
		failed = errors.Join(failed, err)
		return s.Last >= event
	})
	if failed != nil {
		return Seal{}, gapError(account, failed)
	}
	return tx.seal(account, n+1)
}

// gapError: a chain without one of its seals is not what it was.
func gapError(account string, err error) error {
	if errors.Is(err, ErrNotFound) {
		return fmt.Errorf("%w: a seal of account %s is missing", ErrTampered, account)
	}
	return err
}
