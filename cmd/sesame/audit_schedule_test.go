package main

import (
	"context"
	"log/slog"
	"strings"
	"testing"
	"time"

	"sesame/internal/cloud"
	"sesame/internal/store"
)

// A server that has only just started may have a wrong clock: what looks old by it stays in the first
// pass, and goes in one after that.
func TestFirstPassRemovesNothing(t *testing.T) {
	db, err := store.Open(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	old := store.Origin{Account: "1000000000000001", RequestID: "one", At: time.Now().Add(-time.Hour)}
	err = db.Update(t.Context(), old, func(tx *store.Tx) error {
		return tx.CreateImage(cloud.NewImage(old.Account, "cn-hangzhou", "m-1", cloud.WorkCreate, old.At, 0))
	})
	if err != nil {
		t.Fatal(err)
	}
	const sealed, removed = "audit trail sealed", "old events removed"
	ctx, stop := context.WithTimeout(t.Context(), time.Minute)
	var told strings.Builder
	var asked int
	var first string
	now := func() time.Time {
		if asked++; asked == 2 { // the first pass is over
			first = told.String()
		}
		return time.Now()
	}
	s := auditSchedule{
		auditFlags: auditFlags{AuditSealEvery: time.Millisecond, AuditMargin: time.Minute, AuditKeep: 10 * time.Minute},
		db:         db, now: now, told: map[string]string{},
		log: slog.New(&stopper{slog.NewTextHandler(&told, nil), func(r slog.Record) bool { return strings.Contains(r.Message, removed) }, stop}),
	}
	s.run(ctx)
	if !strings.Contains(first, sealed) || strings.Contains(first, removed) || !strings.Contains(told.String(), removed) {
		t.Errorf("the first pass told %q, all of them %q", first, told.String())
	}
}
