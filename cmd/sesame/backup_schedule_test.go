package main

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"sesame/internal/store"
)

// newSchedule is of an empty store and a clock that stands still, with some names among the backups.
func newSchedule(t *testing.T, now time.Time, names ...string) *backupSchedule {
	t.Helper()
	data := t.TempDir()
	db, err := store.Open(t.Context(), data)
	if err == nil {
		err = db.Close()
	}
	s := &backupSchedule{
		backupFlags: backupFlags{BackupEvery: time.Hour, BackupKeep: 1, BackupDir: t.TempDir()},
		data:        data, now: func() time.Time { return now }, log: slog.New(slog.DiscardHandler),
	}
	for _, name := range names {
		if err == nil {
			err = os.WriteFile(filepath.Join(s.BackupDir, name), nil, 0o600)
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// next makes the backup that is due, and wants no other to be due before its time.
func (s *backupSchedule) next(t *testing.T) {
	t.Helper()
	if d := s.untilNext(); d > 0 {
		t.Errorf("the next backup is due in %v, want at once", d)
	}
	if err := s.backup(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.removeOld()
	if d := s.untilNext(); d != s.BackupEvery {
		t.Errorf("the one after that is due in %v, want %v", d, s.BackupEvery)
	}
}

func (s *backupSchedule) wantNames(t *testing.T, want ...string) {
	t.Helper()
	entries, err := os.ReadDir(s.BackupDir)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range entries {
		got = append(got, e.Name())
	}
	if slices.Sort(want); !slices.Equal(got, want) {
		t.Errorf("%q are there, want %q", got, want)
	}
}

// A backup of a clock that was ahead puts no other off, and has none removed in its place.
func TestBackupsAfterAClockWasAhead(t *testing.T) {
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	const ahead = "sesame-20990101T000000.000Z.db"
	s := newSchedule(t, now, "sesame-20260228T120000.000Z.db", ahead)
	s.next(t)
	s.wantNames(t, "sesame-20260301T120000.000Z.db", ahead)
	s.now = func() time.Time { return now.Add(time.Hour) }
	s.next(t)
	s.wantNames(t, "sesame-20260301T130000.000Z.db", ahead)
}

// What is left of a backup that was interrupted is removed, with SQLite's files beside it.
func TestInterruptedBackupsAreRemoved(t *testing.T) {
	const partial = "sesame-20260228T120000.000Z.db.partial"
	others := []string{"mine.db", "mine.db.partial", partial + ".mine"}
	s := newSchedule(t, time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC), append(others, partial, partial+"-journal", partial+"-wal", partial+"-shm")...)
	s.next(t)
	s.wantNames(t, append(others, "sesame-20260301T120000.000Z.db")...)
}

// What cannot be removed is told as what it is, beside a backup that was made.
func TestBackupThatCannotBeRemoved(t *testing.T) {
	const stuck = "sesame-20260228T120000.000Z.db"
	s := newSchedule(t, time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC))
	if err := os.MkdirAll(filepath.Join(s.BackupDir, stuck, "file"), 0o700); err != nil { // a folder with something in it
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	var told strings.Builder
	s.log = slog.New(&stopper{slog.NewTextHandler(&told, nil), func(r slog.Record) bool { return r.Level >= slog.LevelError }, stop})
	s.run(ctx)
	if !strings.Contains(told.String(), "msg=backup ") || !strings.Contains(told.String(), "an old backup was not removed") ||
		!strings.Contains(told.String(), stuck) || strings.Contains(told.String(), "no backup was made") {
		t.Error(told.String())
	}
	s.wantNames(t, stuck, "sesame-20260301T120000.000Z.db")
}

// stopper is a log that stops something with a record.
type stopper struct {
	slog.Handler
	with func(slog.Record) bool
	stop func()
}

func (h *stopper) Handle(ctx context.Context, r slog.Record) error {
	if h.with(r) {
		h.stop()
	}
	return h.Handler.Handle(ctx, r)
}
