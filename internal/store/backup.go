package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strconv"

	"zombiezen.com/go/sqlite"

	"sesame/internal/durable"
)

// Copied is what a backup, or a store that was restored, holds.
type Copied struct {
	Bytes int64
	Rows  map[string]int // by table
}

// ErrNoFolder says that only a store in a folder is copied by us.
var ErrNoFolder = errors.New(`store: only the store of a folder is copied: save a PostgreSQL database with pg_dump --format=custom, and bring it back with pg_restore`)

// Backup copies the store of a folder to a new file: one consistent state of it, also while
// a server works on it. The file appears when it is whole, on disk and checked.
func Backup(ctx context.Context, folder, file string) (*Copied, error) {
	if !isFolder(folder) {
		return nil, ErrNoFolder
	}
	if _, err := os.Lstat(file); err == nil {
		return nil, fmt.Errorf("store: %s: %w", file, fs.ErrExist)
	}
	source := filepath.Join(folder, fileName)
	if _, err := os.Stat(source); err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	c, err := copyChecked(ctx, source, file+".partial")
	if err != nil {
		return nil, err
	}
	if err := os.Rename(file+".partial", file); err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	return c, durable.SyncFolder(filepath.Dir(file))
}

// Restore makes a backup the store of a folder, which no server may work on. What a store
// there holds is not overwritten unless that is asked for, and then kept beside it, with
// aside at the end of its names.
func Restore(ctx context.Context, file, folder string, force bool, aside string) (c *Copied, err error) {
	if !isFolder(folder) {
		return nil, ErrNoFolder
	}
	if _, err := os.Stat(file); err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	if err := makeFolder(folder); err != nil {
		return nil, err
	}
	lock, err := lockFolder(folder)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, lock.Close()) }()
	target := filepath.Join(folder, fileName)
	if !force && !isEmpty(target) {
		return nil, fmt.Errorf("store: %s: %w and is not empty: --force keeps it aside", target, fs.ErrExist)
	}
	if c, err = copyChecked(ctx, file, target+".partial"); err != nil {
		return nil, err
	}
	if err := setAside(target, target+aside); err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	if err := os.Rename(target+".partial", target); err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	return c, durable.SyncFolder(folder)
}

// isEmpty reports whether nothing was ever changed in a store. One that cannot be read may
// hold something.
func isEmpty(path string) bool {
	if _, err := os.Stat(path); err != nil {
		return errors.Is(err, fs.ErrNotExist)
	}
	c, err := openFile(path, sqlite.OpenReadWrite)
	if err != nil {
		return false
	}
	events := -1
	err = c.query(`SELECT COUNT(*) FROM (SELECT 1 FROM events UNION ALL SELECT 1 FROM meta WHERE name = 'fixture' LIMIT 1)`, nil, func(s scan) error { return s(&events) })
	return errors.Join(err, c.Close()) == nil && events == 0
}

// setAside gives what is at a path another name as well. Its log is moved into it before, if
// that can be done: a damaged file and its log are kept as they are, and so is a log whose file
// is gone, which SQLite would apply to the next one. The file stays where it is until another
// takes its place, so that no crash leaves a folder without a store.
func setAside(path, aside string) error {
	if c, err := openFile(path, sqlite.OpenReadWrite); err == nil {
		_ = errors.Join(c.query("PRAGMA wal_checkpoint(TRUNCATE)", nil, nil), c.Close())
	}
	for _, end := range []string{"", "-wal", "-journal"} {
		if err := os.Link(path+end, aside+end); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return removeAll(path, "-wal", "-journal", "-shm")
}

// removeAll removes files that begin with a path, where they are there.
func removeAll(path string, ends ...string) error {
	for _, end := range ends {
		if err := os.Remove(path + end); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// copyChecked copies a database into one file, and opens that to compare the two.
func copyChecked(ctx context.Context, from, to string) (c *Copied, err error) {
	remove := func() error { return removeAll(to, "", "-wal", "-journal", "-shm") }
	if err := remove(); err != nil { // of one that was interrupted
		return nil, fmt.Errorf("store: %w", err)
	}
	defer func() {
		if err != nil {
			_ = remove() // err is what counts
		}
	}()
	rows, err := copyDatabase(ctx, from, to)
	if err != nil {
		return nil, err
	}
	have, err := checkCopy(ctx, to)
	if err != nil {
		return nil, err
	}
	if !maps.Equal(rows, have) {
		return nil, fmt.Errorf("store: the copy of %s has other rows: %v instead of %v", from, have, rows)
	}
	size, err := syncFile(to)
	return &Copied{size, rows}, err
}

// pagesAtOnce is how many are copied between two looks at the context.
const pagesAtOnce = 4096

// copyDatabase copies the state that one transaction sees, and counts its rows.
func copyDatabase(ctx context.Context, from, to string) (rows map[string]int, err error) {
	source, err := openFile(from, sqlite.OpenReadWrite)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, source.Close()) }()
	if err := makeFile(to); err != nil {
		return nil, err
	}
	target, err := openFile(to, sqlite.OpenReadWrite)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, target.Close()) }()
	if err := source.query("BEGIN", nil, nil); err != nil {
		return nil, liteTrouble(from, err)
	}
	if rows, err = source.countRows(nil); err != nil {
		return nil, liteTrouble(from, err)
	}
	b, err := sqlite.NewBackup(target.Conn, "main", source.Conn, "main")
	for more := err == nil; more && err == nil; {
		if more, err = b.Step(pagesAtOnce); err == nil {
			err = ctx.Err()
		}
	}
	if b != nil {
		err = errors.Join(err, b.Close())
	}
	if err != nil {
		return nil, liteTrouble(to, err)
	}
	// One file, without a log beside it.
	return rows, target.query("PRAGMA journal_mode = DELETE", nil, func(scan) error { return nil })
}

// checkCopy reads a database from one end to the other, and counts its rows. A schema that
// this program does not know is refused, and so is what could not be written.
func checkCopy(ctx context.Context, path string) (rows map[string]int, err error) {
	c, err := openFile(path, sqlite.OpenReadWrite)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, c.Close()) }()
	if err := c.checkIntegrity(ctx, path, "integrity_check"); err != nil {
		return nil, err
	}
	var text string
	if err := c.query(`SELECT value FROM meta WHERE name = 'schema'`, nil, func(s scan) error { return s(&text) }); err != nil {
		return nil, fmt.Errorf("store: %s is no store of sesame: %w", path, err)
	}
	have, err := strconv.Atoi(text)
	if err != nil {
		return nil, fmt.Errorf("store: %s is no store of sesame: schema %q", path, text)
	}
	if err := checkKnown(have); err != nil {
		return nil, err
	}
	// A later version of SQLite may let this one read its files alone.
	if err := c.query(`UPDATE meta SET value = value WHERE name = 'schema'`, nil, nil); err != nil {
		return nil, liteTrouble(path, err)
	}
	return c.countRows(nil)
}

// openFile opens a database as it is.
func openFile(path string, flags sqlite.OpenFlags) (*liteConn, error) {
	conn, err := sqlite.OpenConn(path, flags)
	if err != nil {
		return nil, liteTrouble(path, err)
	}
	conn.SetBusyTimeout(lockPatience)
	return &liteConn{Conn: conn, prepared: map[string]*liteStmt{}}, nil
}

// syncFile has a file on disk, and gives its size.
func syncFile(path string) (size int64, err error) {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	return info.Size(), f.Sync()
}
