package store

import "sync/atomic"

// sweeper says when a writer also removes expired nonces: every so often, and then twice
// as many as came since, so that what must be kept bounds what is kept.
type sweeper struct{ calls atomic.Uint64 }

const (
	sweepEvery = 61 // a prime: it comes round to each of several accounts that take turns
	sweepRows  = 2 * sweepEvery
)

func (s *sweeper) due() bool { return s.calls.Add(1)%sweepEvery == 0 }

// rememberNonce keeps the nonce of a call, or gives ErrReplayed.
func (tx *Tx) rememberNonce(o *Origin, sweep bool) error {
	if sweep {
		if err := tx.sweepNonces(o); err != nil {
			return err
		}
	}
	n, err := tx.exec(`INSERT INTO nonces (account, at, access_key, nonce) VALUES ($1, $2, $3, $4)
		ON CONFLICT (account, at, access_key, nonce) DO NOTHING`, o.Account, o.NonceTime, o.AccessKey, o.Nonce)
	if err == nil && n == 0 {
		err = ErrReplayed
	}
	tx.nonce = o
	return err
}

// sweepNonces removes the account's oldest nonces that no timestamp check lets in any more.
func (tx *Tx) sweepNonces(o *Origin) error {
	_, err := tx.exec(`DELETE FROM nonces WHERE account = $1 AND (at, access_key, nonce) IN (
		SELECT at, access_key, nonce FROM nonces WHERE account = $1 AND at < $2 ORDER BY at, access_key, nonce LIMIT $3)`,
		o.Account, o.At.Add(-o.NonceLife), sweepRows)
	return err
}
