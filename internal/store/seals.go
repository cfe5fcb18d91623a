package store

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"hash"
	"strconv"
	"time"
)

// Seal covers the events of an account behind those of the seal before, so that it shows when
// one of them is changed, added or taken away.
type Seal struct {
	Account        string
	N              int    // 1, 2, 3, ...
	First, Last    string // ids of events
	Events         int
	Previous, Hash string // of the seal before, "" for the first; of this one
	At             time.Time

	behind string // the last event of the seal before
}

// sealedAtOnce is how many events a seal covers at most: what is read to make one, or lost
// from sight when one does not verify, stays small.
const sealedAtOnce = 4096

// Seal seals the account's oldest events that no seal covers, of those before until: an instant
// so long ago that no call of before it is still at work. It gives nil when there are none,
// or when another process was faster.
func (db *DB) Seal(ctx context.Context, account string, until, now time.Time) (s *Seal, err error) {
	err = db.View(ctx, func(tx *Tx) error { // the writer is not kept waiting for all that is read
		s, err = tx.nextSeal(account, until, now)
		return err
	})
	if err != nil || s.Events == 0 {
		db.sealed.note(s)
		return nil, err
	}
	err = db.Update(ctx, Origin{Account: account}, func(tx *Tx) error { return tx.addSeal(s) })
	if errors.Is(err, errOvertaken) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	db.sealed.note(s)
	db.engine.counts().seals.Add(1)
	return s, nil
}

// NoteSealed keeps for Stats that the trails of all accounts are sealed up to an instant.
func (db *DB) NoteSealed(until time.Time) { db.engine.counts().sealedUntil.Store(until.UnixMilli()) }

// errOvertaken says that what was to be sealed is not what it was: there is a next time.
var errOvertaken = errors.New("store: overtaken")

// nextSeal is what is to be sealed, without events when there are none: then it ends where the
// last one does.
func (tx *Tx) nextSeal(account string, until, now time.Time) (*Seal, error) {
	last, err := tx.lastSeal(account)
	if err != nil {
		return nil, err
	}
	s := &Seal{Account: account, N: last.N + 1, Previous: last.Hash, At: now, Last: last.Last, behind: last.Last}
	h := newSealHash(s.Previous)
	if err := tx.sealable(h, account, last.Last, EventsAt(until), sealedAtOnce); err != nil || h.events == 0 {
		return s, err
	}
	s.First, s.Last, s.Events = h.first, h.last, h.events
	s.Hash = h.sum(s)
	return s, nil
}

// addSeal adds a seal, unless somebody else did, or an event that it should cover arrived
// after all.
func (tx *Tx) addSeal(s *Seal) error {
	covered := 0
	err := tx.one(`SELECT COUNT(*) FROM events WHERE account = $1 AND id > $2 AND id <= $3`, []any{s.Account, s.behind, s.Last}, &covered)
	if err != nil {
		return err
	}
	if covered != s.Events {
		return errOvertaken
	}
	n, err := tx.exec(`INSERT INTO seals (account, n, first_id, last_id, events, previous, hash, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (account, n) DO NOTHING`,
		s.Account, s.N, s.First, s.Last, s.Events, s.Previous, s.Hash, s.At)
	if err != nil || n > 0 {
		return err
	}
	if is, err := tx.seal(s.Account, s.N); err != nil || is.Hash != s.Hash { // else it is ours: its commit was not answered
		return errors.Join(err, errOvertaken)
	}
	return nil
}

const sealColumns = `n, first_id, last_id, events, previous, hash, at`

func (s *Seal) read(read scan) error {
	return read(&s.N, &s.First, &s.Last, &s.Events, &s.Previous, &s.Hash, &s.At)
}

// lastSeal is the latest one of an account, the zero value when there is none.
func (tx *Tx) lastSeal(account string) (s Seal, err error) {
	s.Account = account
	return s, tx.query(`SELECT `+sealColumns+` FROM seals WHERE account = $1 ORDER BY n DESC LIMIT 1`, []any{account}, s.read)
}

func (tx *Tx) seal(account string, n int) (s Seal, err error) {
	s.Account = account
	found := false
	err = tx.query(`SELECT `+sealColumns+` FROM seals WHERE account = $1 AND n = $2`, []any{account, n}, func(read scan) error {
		found = true
		return s.read(read)
	})
	if err == nil && !found {
		err = ErrNotFound
	}
	return s, err
}

// sealable adds the events of an account behind one, up to another, to a hash: at most limit.
func (tx *Tx) sealable(h *sealHash, account, behind, to string, limit int) error {
	return tx.hashEvents(h, `SELECT `+eventColumns+` FROM events
		WHERE account = $1 AND id > $2 AND id <= $3 ORDER BY id LIMIT $4`, account, behind, to, limit)
}

func (tx *Tx) hashEvents(h *sealHash, sql, account string, args ...any) error {
	var c [13]string
	var at int64
	return tx.query(sql, append([]any{account}, args...), func(read scan) error {
		err := read(&c[0], &c[1], &c[2], &at, &c[3], &c[4], &c[5], &c[6], &c[7], &c[8], &c[9], &c[10], &c[11], &c[12])
		if err != nil {
			return err
		}
		h.add(account, strconv.FormatInt(at, 10))
		h.add(c[:]...)
		if h.events++; h.first == "" {
			h.first = c[0]
		}
		h.last = c[0]
		return nil
	})
}

// sealHash is the hash of a seal while it is computed: of the hash of the seal before, of each
// event and of the seal's own columns, each with its length in front.
type sealHash struct {
	hash.Hash
	events      int
	first, last string // ids, of those that were added
	buffer      []byte
}

func newSealHash(previous string) *sealHash {
	h := &sealHash{Hash: sha256.New()}
	h.add("sesame seal 1", previous)
	return h
}

func (h *sealHash) add(texts ...string) {
	for _, text := range texts {
		h.buffer = binary.BigEndian.AppendUint64(h.buffer[:0], uint64(len(text)))
		_, _ = h.Write(append(h.buffer, text...)) // a hash never fails
	}
}

// sum ends the hash with what the seal says of itself.
func (h *sealHash) sum(s *Seal) string {
	h.add(s.Account, strconv.Itoa(s.N), s.First, s.Last, strconv.Itoa(s.Events), strconv.FormatInt(millis(s.At), 10))
	return hex.EncodeToString(h.Sum(nil))
}

// InstantOf is the instant that an event's id, or what EventsAt gives, begins with; the zero time for
// any other text.
func InstantOf(id string) time.Time {
	if len(id) < 13 {
		return time.Time{}
	}
	ms, err := strconv.ParseInt(id[:13], 10, 64)
	if err != nil {
		return time.Time{}
	}
	return fromMillis(ms)
}
