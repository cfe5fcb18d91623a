package main

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"sesame/internal/store"
)

type auditCommand struct {
	Verify auditVerifyCommand `cmd:"" help:"Verify that no event of the audit trail was changed, added or removed since it was sealed."`
}

type auditVerifyCommand struct {
	Data      string        `default:"./sesame-data" placeholder:"WHERE" help:"A folder (${default}), also while a server works on it, the file of a backup, or postgres://user@host/database."`
	Account   string        `placeholder:"ID" help:"Only the trail of this account. Without it: of all."`
	Expect    []string      `placeholder:"SEAL" help:"A seal that was kept elsewhere, as the log and this command tell it: ACCOUNT/NUMBER/HASH. It must be in the trail. May be repeated."`
	AuditKeep time.Duration `placeholder:"DURATION" help:"What the server keeps: younger events that are gone are missing, and not removed by retention."`
}

// Run tells of each trail, and of what is wrong with it.
func (c *auditVerifyCommand) Run(ctx context.Context, a *app) error {
	expected, err := readSeals(c.Expect)
	if err != nil {
		return usageError{err}
	}
	if c.AuditKeep < 0 || c.Data == ":memory:" {
		return usageError{errors.New("--audit-keep cannot be negative, and --data is a folder, a file or a database")}
	}
	db, err := store.OpenReadOnly(ctx, c.Data)
	if err != nil {
		return fmt.Errorf("cannot open %s: %w", shownData(c.Data), err)
	}
	findings, err := c.verify(ctx, a, db, expected)
	if err := errors.Join(err, db.Close()); err != nil {
		return fmt.Errorf("cannot verify %s: %w", shownData(c.Data), err)
	}
	if findings > 0 {
		return fmt.Errorf("%s: %d findings: the audit trail is not what was sealed", shownData(c.Data), findings)
	}
	return nil
}

func (c *auditVerifyCommand) verify(ctx context.Context, a *app, db *store.DB, expected map[string]map[int]string) (findings int, err error) {
	accounts, err := c.accounts(ctx, db, expected)
	if err != nil {
		return 0, err
	}
	if len(accounts) == 0 {
		_, err := fmt.Fprintln(a.stdout, "no events")
		return 0, err
	}
	for _, account := range accounts {
		v, err := db.VerifySeals(ctx, store.Verification{Account: account, Now: a.now(), Keep: c.AuditKeep, Expect: expected[account]})
		if err != nil {
			return 0, err
		}
		findings += len(v.Findings)
		if _, err := fmt.Fprint(a.stdout, shownTrail(v)); err != nil {
			return 0, err
		}
	}
	return findings, nil
}

// accounts are those whose trails are verified: those of whom a seal was kept, too, though
// nothing else may be left of them.
func (c *auditVerifyCommand) accounts(ctx context.Context, db *store.DB, expected map[string]map[int]string) (ids []string, err error) {
	if ids = []string{c.Account}; c.Account == "" {
		if ids, err = db.TrailAccounts(ctx); err != nil {
			return nil, err
		}
	}
	for account := range expected {
		ids = append(ids, account)
	}
	slices.Sort(ids)
	return slices.Compact(ids), nil
}

// shownTrail says in a line what a trail consists of, then where it ends, and what is wrong with it.
func shownTrail(v *store.Verified) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %d events in %d seals", v.Account, v.Events, v.Seals-v.Removed)
	if v.Events > 0 {
		fmt.Fprintf(&b, ", %s to %s", shownTime(v.From), shownTime(v.To))
	}
	if v.Removed > 0 {
		fmt.Fprintf(&b, "; the events of %d older seals are removed, up to %s", v.Removed, shownTime(v.RemovedUntil))
	}
	fmt.Fprintf(&b, "; %d events not sealed yet\n", v.Unsealed)
	if v.Head.N > 0 {
		fmt.Fprintf(&b, "%s: the last seal is %s\n", v.Account, shownSeal(&v.Head))
	}
	for _, f := range v.Findings {
		fmt.Fprintf(&b, "%s: FOUND: %s: %s\n", v.Account, f.Kind, f.Text)
	}
	return b.String()
}

func shownTime(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// shownSeal is how a seal is told, to be kept elsewhere.
func shownSeal(s *store.Seal) string { return fmt.Sprintf("%s/%d/%s", s.Account, s.N, s.Hash) }

var sealForm = regexp.MustCompile(`^([1-9][0-9]{0,17})/([1-9][0-9]{0,17})/([0-9a-f]{64})$`)

// readSeals reads seals that were kept, by account and number.
func readSeals(texts []string) (map[string]map[int]string, error) {
	all := map[string]map[int]string{}
	for _, text := range texts {
		m := sealForm.FindStringSubmatch(text)
		if m == nil {
			return nil, fmt.Errorf("--expect %q is not ACCOUNT/NUMBER/HASH", text)
		}
		n, err := strconv.Atoi(m[2])
		if err != nil {
			return nil, err
		}
		if all[m[1]] == nil {
			all[m[1]] = map[int]string{}
		}
		all[m[1]][n] = m[3]
	}
	return all, nil
}
