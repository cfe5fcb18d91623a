package main

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"time"

	"sesame/internal/store"
)

// backupFlags say when a server copies its store.
type backupFlags struct {
	BackupEvery time.Duration `placeholder:"DURATION" help:"Back the store up so often, such as 6h (0: never)."`
	BackupKeep  int           `default:"7" placeholder:"NUMBER" help:"How many of those backups to keep (${default})."`
	BackupDir   string        `placeholder:"FOLDER" help:"Where to put them (backups, in the folder of the data). Another disk survives more."`
}

func (f *backupFlags) check(data string) error {
	switch {
	case f.BackupEvery < 0 || f.BackupKeep < 1:
		return usageError{errors.New("--backup-every cannot be negative, and --backup-keep is at least 1")}
	case f.BackupEvery > 0 && !isFolder(data):
		return usageError{errors.New("--backup-every is for a store in a folder: back PostgreSQL up with pg_dump")}
	}
	return nil
}

// backupSchedule makes backups and removes those that are too many.
type backupSchedule struct {
	backupFlags
	data string
	now  func() time.Time
	log  *slog.Logger
}

// backupTime is the time in the name of a file, which so sorts by age.
const backupTime = "20060102T150405.000Z"

// Names of the files that the schedule made, and of what is left of one that was interrupted. Others are
// not its own to remove.
var (
	scheduled   = regexp.MustCompile(`^sesame-(\d{8}T\d{6}\.\d{3}Z)\.db$`)
	interrupted = regexp.MustCompile(`^sesame-\d{8}T\d{6}\.\d{3}Z\.db\.partial(-journal|-wal|-shm)?$`)
)

// run makes backups until ctx ends. The time since the latest one counts from before the
// start, so that restarts put nothing off.
func (s *backupSchedule) run(ctx context.Context) {
	for sleep(ctx, s.untilNext()) {
		if err := s.backup(ctx); err == nil {
			s.removeOld()
		} else if ctx.Err() == nil {
			s.log.Error("no backup was made", "error", err)
			sleep(ctx, min(s.BackupEvery, time.Minute)) // not again at once
		}
	}
}

// sleep reports whether the time passed before ctx ended.
func sleep(ctx context.Context, d time.Duration) bool {
	select {
	case <-ctx.Done():
		return false
	case <-time.After(d):
		return true
	}
}

func (s *backupSchedule) untilNext() time.Duration {
	made := s.made()
	if len(made) == 0 {
		return 0
	}
	last, err := time.Parse(backupTime, scheduled.FindStringSubmatch(made[len(made)-1])[1])
	if err != nil {
		return 0
	}
	return last.Add(s.BackupEvery).Sub(s.now())
}

// made are the names of the backups, the oldest first. Those of the future do not count: the clock
// was ahead when they were made.
func (s *backupSchedule) made() []string {
	now := s.name()
	return slices.DeleteFunc(s.files(scheduled), func(name string) bool { return name > now })
}

// name is what a backup is called that is made now.
func (s *backupSchedule) name() string { return "sesame-" + s.now().UTC().Format(backupTime) + ".db" }

// files are those in the folder of the backups whose names match, sorted.
func (s *backupSchedule) files(match *regexp.Regexp) (names []string) {
	entries, err := os.ReadDir(s.BackupDir)
	if err != nil {
		return nil // not made yet; else the backup will say so
	}
	for _, e := range entries { // by name
		if match.MatchString(e.Name()) {
			names = append(names, e.Name())
		}
	}
	return names
}

func (s *backupSchedule) backup(ctx context.Context) error {
	if err := os.MkdirAll(s.BackupDir, 0o700); err != nil {
		return err
	}
	file := filepath.Join(s.BackupDir, s.name())
	made, err := store.Backup(ctx, s.data, file)
	if err != nil {
		return err
	}
	s.log.Info("backup", "file", file, "holds", shownCopy(made))
	return nil
}

// removeOld removes backups that are too many, and what is left of one that was interrupted.
func (s *backupSchedule) removeOld() {
	made := s.made()
	old := made[:max(0, len(made)-s.BackupKeep)]
	for _, name := range append(s.files(interrupted), old...) {
		if err := os.Remove(filepath.Join(s.BackupDir, name)); err != nil {
			s.log.Error("an old backup was not removed", "error", err)
		}
	}
}
