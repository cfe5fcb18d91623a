package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
)

// What is set where the address of a database sets nothing else.
var pgDefaults = map[string]string{
	"application_name": "sesame",
	// A statement reads some rows by a key, and a transaction waits for nobody but the
	// database: what takes longer holds up others.
	"statement_timeout":                   "10s",
	"lock_timeout":                        "5s",
	"idle_in_transaction_session_timeout": "10s",
}

const (
	defaultPatience = 10 * time.Second
	connectTimeout  = 5 * time.Second
)

// pgConfig reads an address. Beside the settings of PostgreSQL's own clients, of pools
// (pool_max_conns, ...) and of the server (statement_timeout, ...) it takes retry_for.
func pgConfig(dsn string) (config *pgxpool.Config, patience time.Duration, err error) {
	if config, err = pgxpool.ParseConfig(dsn); err != nil {
		return nil, 0, err
	}
	patience = defaultPatience
	settings := config.ConnConfig.RuntimeParams
	if text, ok := settings["retry_for"]; ok {
		if patience, err = time.ParseDuration(text); err != nil || patience <= 0 {
			return nil, 0, fmt.Errorf("retry_for=%s is no duration such as 10s", text)
		}
		delete(settings, "retry_for")
	}
	for name, value := range pgDefaults {
		if _, set := settings[name]; !set {
			settings[name] = value
		}
	}
	if config.ConnConfig.ConnectTimeout == 0 {
		config.ConnConfig.ConnectTimeout = connectTimeout
	}
	return config, patience, nil
}

// LongestCommit is how long it may take, beyond the time of a call, until no event comes of it any
// more: a commit, and what finds out about one. That has a commit of its own, for which the answer may
// wait once more as long; but it adds nothing, so a seal need not wait for it.
func LongestCommit(dsn string) (time.Duration, error) {
	if !isPostgres(dsn) {
		return 0, nil
	}
	_, patience, err := pgConfig(dsn)
	return 2 * patience, err
}

// hasCode reports whether PostgreSQL gave one of some errors.
func hasCode(err error, codes ...string) bool {
	var pe *pgconn.PgError
	return errors.As(err, &pe) && slices.Contains(codes, pe.Code)
}

// isAway reports that the database, and not the statement, is at fault, and that it may be
// otherwise in a moment: the connection is gone, the server became a replica, a lock was
// waited for in vain.
func (tx *Tx) isAway(err error) bool {
	return err != nil && (tx.pg.IsClosed() || hasCode(err, "25006", "55P03"))
}

// pgTrouble says what an error means for the store.
func pgTrouble(err error) error {
	switch {
	case hasCode(err, "53100"):
		return fmt.Errorf("%w: the disk of the database is full; changes are taken again when there is room", ErrUnavailable)
	case hasCode(err, "57014"):
		return fmt.Errorf("%w: a statement took longer than statement_timeout", ErrUnavailable)
	}
	return err
}

func notAnswering(err error) error {
	return fmt.Errorf("%w: the database does not answer; %w", ErrUnavailable, err)
}

// eventKey finds an event.
type eventKey struct{ account, id string }

// findOut learns whether a transaction whose commit was not answered was carried out
// . The caller waits for it, and nobody is told anything before.
func (e *pgEngine) findOut(ctx context.Context, tx *Tx, cause error) (outcome, error) {
	waiting, stop := context.WithTimeout(context.WithoutCancel(ctx), e.patience)
	defer stop()
	for pause := time.Millisecond; ; pause = min(2*pause, 200*time.Millisecond) {
		done := false
		_, o, err := e.once(waiting, pgPlain, func(probe *Tx) (err error) {
			if done, err = probe.wasCommitted(tx); err == nil && !done {
				err = errNotDone
			}
			return err
		})
		switch {
		case errors.Is(err, errNotDone):
			return away, cause
		case o == over && err == nil && done:
			return over, nil
		}
		select {
		case <-time.After(pause):
		case <-waiting.Done():
			return unknown, fmt.Errorf("%w; it is not known whether the change was made", notAnswering(cause))
		}
	}
}

// errNotDone takes back what a probe wrote.
var errNotDone = errors.New("store: not committed")

// wasCommitted tries to add what the other transaction added first: the database lets that
// wait until the other has ended, however long its connection is gone, and then knows. What
// it writes in any case has its own commit wait for the replicas that the other's may have
// been cut from.
func (tx *Tx) wasCommitted(other *Tx) (bool, error) {
	n := 0
	var err error
	if k := other.recorded; k.id != "" {
		n, err = tx.exec(`INSERT INTO events (account, id, previous, resource, at, request, access_key, action, before, after)
			VALUES ($1, $2, '', '', 0, '', '', '', '', '') ON CONFLICT (account, id) DO NOTHING`, k.account, k.id)
	} else {
		o := other.nonce // there is nothing else to lose
		_, err = tx.exec(`INSERT INTO nonces (account, at, access_key, nonce) VALUES ($1, $2, $3, $4)
			ON CONFLICT (account, at, access_key, nonce) DO NOTHING`, o.Account, o.NonceTime, o.AccessKey, o.Nonce)
	}
	if err == nil && n == 0 {
		_, err = tx.exec(`SELECT pg_logical_emit_message(true, 'sesame', 'found out')`)
	}
	return n == 0, err
}
