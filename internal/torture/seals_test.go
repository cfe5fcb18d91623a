package torture_test

import (
	"time"

	"sesame/internal/store"
)

// How long a call may take: little, so that events are sealed soon, also while servers are killed;
// or longer than servers wait for a database (retryFor), and less than clients wait for servers.
const (
	shortCalls = 4 * time.Second
	longCalls  = 18 * time.Second
)

// sealing are the flags of servers that seal what is just old enough.
func (r *rack) sealing() []string {
	r.t.Helper()
	commit, err := store.LongestCommit(r.data)
	if err != nil {
		r.t.Fatal(err)
	}
	margin := r.callTimeout + commit + 100*time.Millisecond
	return []string{"--call-timeout", r.callTimeout.String(), "--audit-margin", margin.String(), "--audit-seal-every", "50ms"}
}

// verifyChain holds the trail against the seals that servers made, and what they are now against
// what the last look at them saw.
func (r *rack) verifyChain(db *store.DB) error {
	v, err := db.VerifySeals(r.t.Context(), store.Verification{Account: account, Now: time.Now(), Expect: r.heads})
	if err != nil {
		return err
	}
	for _, f := range v.Findings {
		r.t.Errorf("%s: %s", f.Kind, f.Text)
	}
	if v.Seals == 0 {
		r.t.Error("the servers seal nothing")
	}
	r.sealed, r.heads = v.Events, map[int]string{v.Head.N: v.Head.Hash}
	return nil
}

// verifySealed seals what is left, when all servers are gone, and verifies all of it.
func (r *rack) verifySealed(db *store.DB) error {
	for now := time.Now(); ; {
		s, err := db.Seal(r.t.Context(), account, now, now)
		if err != nil {
			return err
		}
		if s == nil {
			return r.verifyChain(db)
		}
	}
}
