package store

import (
	"context"
	"fmt"
	"maps"
	"math"
	"slices"
	"time"
)

// Verification is what verifying the trail of an account is asked for, beside that it is whole.
type Verification struct {
	Account string
	Now     time.Time
	// Keep is what retention keeps. Zero: nobody knows, and what is gone from the beginning of
	// the trail may have been removed by it.
	Keep time.Duration
	// Expect are hashes of seals that were kept elsewhere, by their numbers.
	Expect map[int]string
}

// Verified is what was found of the trail of an account.
type Verified struct {
	Account string
	// Events that are sealed and there, and the instants of the first and the last.
	Events   int
	From, To time.Time
	// Seals there are, and the last of them.
	Seals int
	Head  Seal
	// Removed counts the seals whose events are gone from the beginning of the trail, up to
	// an instant, as retention removes them.
	Removed      int
	RemovedUntil time.Time
	// Unsealed counts the events that no seal covers yet.
	Unsealed int
	Findings []Finding
}

// Finding is something in a trail that is not as it was when it was sealed.
type Finding struct {
	Kind FindingKind
	Text string
}

// FindingKind says what is wrong.
type FindingKind string

// What can be wrong.
const (
	EventsChanged FindingKind = "events changed"
	EventsMissing FindingKind = "events missing"
	EventsAdded   FindingKind = "events added"
	SealMissing   FindingKind = "seal missing"
	SealChanged   FindingKind = "seal changed"
	NotSealed     FindingKind = "events not sealed"
)

const (
	maxFindings = 1000 // more say nothing more
	sealsAtOnce = 256
	// sealedWithin is how much later an event may be than one that is not sealed: by then it
	// is, however often a sealer runs. A store that is at rest has no later ones.
	sealedWithin = 24 * time.Hour
)

// VerifySeals reads the trail of an account from one end to the other, one consistent state
// of it, and says what is not as it was sealed.
func (db *DB) VerifySeals(ctx context.Context, v Verification) (*Verified, error) {
	var c *chain
	err := db.View(ctx, func(tx *Tx) error {
		c = &chain{tx: tx, Verification: v, Verified: Verified{Account: v.Account}, missed: maps.Clone(v.Expect)}
		return c.verify()
	})
	if err != nil {
		return nil, err
	}
	return &c.Verified, nil
}

// chain is a trail that is being verified.
type chain struct {
	tx *Tx
	Verification
	Verified
	before Seal           // the one that was looked at last
	missed map[int]string // what is expected and was not met yet
}

func (c *chain) verify() error {
	from := math.MinInt64
	for {
		seals, err := c.tx.sealsBehind(c.Verification.Account, from)
		if err != nil {
			return err
		}
		if len(seals) == 0 {
			break
		}
		for _, s := range seals {
			if err := c.link(s); err != nil {
				return err
			}
			from, c.before = s.N, s
			if len(c.Findings) >= maxFindings {
				c.found(SealChanged, "there are more than %d findings: the rest was not looked at", maxFindings)
				return nil
			}
		}
	}
	for _, n := range slices.Sorted(maps.Keys(c.missed)) {
		c.found(SealMissing, "seal %d, whose hash was kept as %s, is not there", n, c.missed[n])
	}
	c.Head = c.before
	return c.tail()
}

// sealsBehind are the next seals of an account, of which it may have many.
func (tx *Tx) sealsBehind(account string, n int) (all []Seal, err error) {
	err = tx.query(`SELECT `+sealColumns+` FROM seals WHERE account = $1 AND n > $2 ORDER BY n LIMIT $3`,
		[]any{account, n, sealsAtOnce}, func(read scan) error {
			s := Seal{Account: account}
			err := s.read(read)
			all = append(all, s)
			return err
		})
	return all, err
}

func (c *chain) found(kind FindingKind, format string, args ...any) {
	c.Findings = append(c.Findings, Finding{kind, fmt.Sprintf(format, args...)})
}

// link looks at a seal and at how it follows from the one before.
func (c *chain) link(s Seal) error {
	follows := s.N == c.before.N+1
	switch {
	case !follows && c.before.N+1 < s.N-1:
		c.found(SealMissing, "seals %d to %d are not there", c.before.N+1, s.N-1)
	case !follows:
		c.found(SealMissing, "seal %d is not there", s.N-1)
	case s.Previous != c.before.Hash:
		c.found(SealChanged, "seal %d does not follow from seal %d: it was made behind %q, and that is %q", s.N, c.before.N, s.Previous, c.before.Hash)
	}
	if want, expected := c.Expect[s.N]; expected {
		delete(c.missed, s.N)
		if s.Hash != want {
			c.found(SealChanged, "seal %d is %s, and was kept as %s", s.N, s.Hash, want)
		}
	}
	c.Seals++
	return c.events(s, follows)
}

// events compares the events that a seal covers with it.
func (c *chain) events(s Seal, follows bool) error {
	h := newSealHash(s.Previous)
	behind, sql := c.before.Last, `SELECT `+eventColumns+` FROM events WHERE account = $1 AND id > $2 AND id <= $3 ORDER BY id`
	if !follows { // what the missing seal covered is not this one's
		behind, sql = s.First, `SELECT `+eventColumns+` FROM events WHERE account = $1 AND id >= $2 AND id <= $3 ORDER BY id`
	}
	if err := c.tx.hashEvents(h, sql, s.Account, behind, s.Last); err != nil {
		return err
	}
	if h.events == 0 && s.Events > 0 && c.Events == 0 {
		c.removed(s)
		return nil
	}
	covers := fmt.Sprintf("seal %d (%d events, %s to %s)", s.N, s.Events, s.First, s.Last)
	switch {
	case h.events < s.Events:
		c.found(EventsMissing, "%s: %d events are missing", covers, s.Events-h.events)
	case h.events > s.Events:
		c.found(EventsAdded, "%s: %d events were added", covers, h.events-s.Events)
	case h.sum(&s) != s.Hash:
		c.found(EventsChanged, "%s: an event, or the seal, was changed", covers)
	}
	if h.events == 0 {
		return nil
	}
	if c.Events == 0 {
		c.From = InstantOf(h.first)
	}
	c.Events, c.To = c.Events+h.events, InstantOf(h.last)
	return nil
}

// removed counts a seal whose events are gone, with all before them.
func (c *chain) removed(s Seal) {
	c.Removed, c.RemovedUntil = c.Removed+1, InstantOf(s.Last)
	if age := c.Now.Sub(c.RemovedUntil); c.Keep > 0 && age < c.Keep {
		c.found(EventsMissing, "seal %d (%d events, %s to %s): its events are gone, and should be kept for %s", s.N, s.Events, s.First, s.Last, c.Keep)
	}
}

// tail counts the events that no seal covers yet. Those of the future, which a clock left that was
// ahead, do not make the others old.
func (c *chain) tail() error {
	var first, last string
	err := c.tx.one(`SELECT COUNT(*), COALESCE(MIN(id), ''), COALESCE(MAX(CASE WHEN id < $3 THEN id END), '')
		FROM events WHERE account = $1 AND id > $2`,
		[]any{c.Verification.Account, c.Head.Last, EventsAt(c.Now.Add(time.Millisecond))}, &c.Unsealed, &first, &last)
	if err == nil && c.Unsealed > 0 && InstantOf(last).Sub(InstantOf(first)) > sealedWithin {
		c.found(NotSealed, "%d events from %s on are not sealed, and there are events that are a day later", c.Unsealed, first)
	}
	return err
}

// TrailAccounts lists the accounts that have events or seals, each found with one look. It is
// asked on behalf of nobody, by whoever looks after the store.
func (db *DB) TrailAccounts(ctx context.Context) (ids []string, err error) {
	err = db.View(ctx, func(tx *Tx) error {
		ids = nil
		for last := ""; ; {
			err := tx.one(`SELECT COALESCE(MIN(account), '') FROM (
				SELECT MIN(account) AS account FROM events WHERE account > $1
				UNION ALL SELECT MIN(account) FROM seals WHERE account > $1) AS trails`, []any{last}, &last)
			if err != nil || last == "" {
				return err
			}
			ids = append(ids, last)
		}
	})
	return ids, err
}
