package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"sesame/internal/server"
	"sesame/internal/store"
)

// auditFlags say when a server seals the audit trail, and how long it keeps it.
type auditFlags struct {
	AuditSealEvery time.Duration `default:"1m" placeholder:"DURATION" help:"Seal the audit trail so often, so that it shows when somebody changes it (${default}; 0: never)."`
	AuditMargin    time.Duration `default:"2m" placeholder:"DURATION" help:"Seal events when they are so old (${default}): longer than any call takes."`
	AuditKeep      time.Duration `placeholder:"DURATION" help:"Remove sealed events that are older, such as 2160h (0: keep all)."`
}

// check: an event that arrives when its time is sealed would look as if it had been slipped in.
func (f *auditFlags) check(data string, limits server.Limits) error {
	commit, err := store.LongestCommit(data)
	if err != nil {
		return fmt.Errorf("cannot open %s: %w", shownData(data), err)
	}
	longest := limits.LongestCall() + commit
	switch {
	case f.AuditSealEvery < 0 || f.AuditKeep < 0:
		err = errors.New("--audit-seal-every and --audit-keep cannot be negative")
	case f.AuditSealEvery > 0 && f.AuditMargin <= longest:
		err = fmt.Errorf("--audit-margin must be longer than a call can take: --call-timeout and twice the retry_for of a database, %s", longest)
	case f.AuditKeep > 0 && f.AuditSealEvery == 0:
		err = errors.New("--audit-keep removes what is sealed: it needs --audit-seal-every")
	case f.AuditKeep > 0 && f.AuditKeep <= f.AuditMargin:
		err = errors.New("--audit-keep must be longer than --audit-margin")
	default:
		return nil
	}
	return usageError{err}
}

// auditSchedule seals the trails of all accounts, and removes what is too old.
type auditSchedule struct {
	auditFlags
	db       *store.DB
	accounts func() []string // as they are now
	now      func() time.Time
	log      *slog.Logger
	told     string // the trouble that was told last
}

// betweenBatches lets calls through when there is much to seal or to remove.
const betweenBatches = 10 * time.Millisecond

// run works until ctx ends. What another process sealed meanwhile is no trouble.
func (s *auditSchedule) run(ctx context.Context) {
	for {
		begin := s.now()
		err := s.pass(ctx, begin)
		if ctx.Err() != nil {
			return
		}
		s.tell(err)
		if !sleep(ctx, s.AuditSealEvery) || jumped(begin, s.now()) && !sleep(ctx, s.AuditMargin) {
			return
		}
	}
}

// jumped reports whether the clock was set forward, or the machine was asleep: calls that are at
// work are then older than they know.
func jumped(begin, now time.Time) bool {
	return now.Round(0).Sub(begin.Round(0))-now.Sub(begin) > time.Second
}

// tell logs trouble once, and not again before it is another, or over.
func (s *auditSchedule) tell(err error) {
	text := ""
	if err != nil {
		text = err.Error()
	}
	if text != "" && text != s.told {
		s.log.Error("the audit trail is not sealed", "error", err)
	}
	s.told = text
}

// pass seals everything that is old enough.
func (s *auditSchedule) pass(ctx context.Context, now time.Time) error {
	var failed error
	for _, account := range s.accounts() {
		failed = errors.Join(failed, s.seal(ctx, account, now), s.remove(ctx, account, now))
	}
	if failed == nil {
		s.db.NoteSealed(now.Add(-s.AuditMargin))
	}
	return failed
}

func (s *auditSchedule) seal(ctx context.Context, account string, now time.Time) error {
	for {
		made, err := s.db.Seal(ctx, account, now.Add(-s.AuditMargin), now)
		if err != nil || made == nil {
			return err
		}
		// Who keeps the log can hold the trail against it.
		s.log.Info("audit trail sealed", "seal", shownSeal(made), "events", made.Events, "last", made.Last)
		sleep(ctx, betweenBatches)
	}
}

func (s *auditSchedule) remove(ctx context.Context, account string, now time.Time) error {
	for s.AuditKeep > 0 {
		removed, err := s.db.RemoveSealed(ctx, account, now.Add(-s.AuditKeep))
		if err != nil || removed == nil {
			return err
		}
		s.log.Info("audit trail: old events removed", "seal", shownSeal(removed), "events", removed.Events, "last", removed.Last)
		sleep(ctx, betweenBatches)
	}
	return nil
}
