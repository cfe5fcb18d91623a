package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"sesame/internal/store"
)

// auditFlags say when a server seals the audit trail, and how long it keeps it.
type auditFlags struct {
	AuditSealEvery time.Duration `default:"1m" placeholder:"DURATION" help:"Seal the audit trail so often, so that it shows when somebody changes it (${default}; 0: never)."`
	AuditMargin    time.Duration `default:"2m" placeholder:"DURATION" help:"Seal events when they are so old (${default}): longer than any call takes."`
	AuditKeep      time.Duration `placeholder:"DURATION" help:"Remove sealed events that are older, such as 2160h (0: keep all)."`
}

// check: an event that arrives when its time is sealed would look as if it had been slipped in.
func (f *auditFlags) check(longest time.Duration) (err error) {
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
	db   *store.DB
	now  func() time.Time
	log  *slog.Logger
	told map[string]string // the trouble that was told last, by what it stops
}

const (
	// betweenBatches lets calls through when there is much to seal or to remove.
	betweenBatches = 10 * time.Millisecond
	// batchTime is more than a batch takes: the connection to a database may be dead without a word.
	batchTime = time.Minute
)

// run works until ctx ends. What another process sealed meanwhile is no trouble. A clock that has only
// just been set may be wrong: nothing is old by it before it was right for a while.
func (s *auditSchedule) run(ctx context.Context) {
	for steady := false; ; {
		begin := s.now()
		s.pass(ctx, begin, steady)
		if !sleep(ctx, s.AuditSealEvery) {
			return
		}
		for steady = true; jumped(begin, s.now()); steady = false {
			begin = s.now()
			if !sleep(ctx, s.AuditMargin) {
				return
			}
		}
	}
}

// jumped reports whether the clock was set, or the machine was asleep: calls that are at work may then
// be older than they know.
func jumped(begin, now time.Time) bool {
	return (now.Round(0).Sub(begin.Round(0)) - now.Sub(begin)).Abs() > time.Second
}

// tell logs trouble once, and not again before it is another, or over.
func (s *auditSchedule) tell(what string, err error) {
	text := ""
	if err != nil {
		text = err.Error()
	}
	if text != "" && text != s.told[what] {
		s.log.Error(what, "error", err)
	}
	s.told[what] = text
}

// pass seals everything that is old enough, also of accounts that may not call any more.
func (s *auditSchedule) pass(ctx context.Context, now time.Time, steady bool) {
	accounts, sealing := s.db.TrailAccounts(ctx)
	var removing error
	for _, account := range accounts {
		sealing = errors.Join(sealing, s.seal(ctx, account, now))
		if steady {
			removing = errors.Join(removing, s.remove(ctx, account, now))
		}
	}
	if ctx.Err() != nil {
		return
	}
	if sealing == nil {
		s.db.NoteSealed(now.Add(-s.AuditMargin))
	}
	s.tell("the audit trail is not sealed", sealing)
	s.tell("old events of the audit trail are not removed", removing)
}

func (s *auditSchedule) seal(ctx context.Context, account string, now time.Time) error {
	for {
		batch, end := context.WithTimeout(ctx, batchTime)
		made, err := s.db.Seal(batch, account, now.Add(-s.AuditMargin), now)
		end()
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
		batch, end := context.WithTimeout(ctx, batchTime)
		removed, err := s.db.RemoveSealed(batch, account, now.Add(-s.AuditKeep))
		end()
		if err != nil || removed == nil {
			return err
		}
		s.log.Info("audit trail: old events removed", "seal", shownSeal(removed), "events", removed.Events, "last", removed.Last)
		sleep(ctx, betweenBatches)
	}
	return nil
}
