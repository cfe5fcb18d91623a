package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"zombiezen.com/go/sqlite"
)

// OpenReadOnly opens a store to be looked at, also beside a server that works on it. dsn is what
// Open takes, or the file of a backup. The schema must be the one that this program knows.
func OpenReadOnly(ctx context.Context, dsn string) (*DB, error) {
	e, err := openToRead(ctx, dsn)
	if err != nil {
		return nil, err
	}
	db := &DB{engine: e}
	if err := db.View(ctx, (*Tx).checkCurrent); err != nil {
		return nil, errors.Join(err, e.close())
	}
	return db, nil
}

func openToRead(ctx context.Context, dsn string) (engine, error) {
	if isPostgres(dsn) {
		return openPostgres(ctx, dsn) // where views are read only
	}
	info, err := os.Stat(dsn)
	if err == nil && info.IsDir() {
		dsn = filepath.Join(dsn, fileName)
		_, err = os.Stat(dsn)
	}
	if err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	c, err := openFile(dsn, sqlite.OpenReadWrite) // the log's index must be written even to read
	if err != nil {
		return nil, err
	}
	if err := c.query("PRAGMA query_only = ON", nil, nil); err != nil {
		return nil, errors.Join(liteTrouble(dsn, err), c.Close())
	}
	// One connection, as in memory.
	e := &liteEngine{path: dsn, memory: true, writer: c, readers: make(chan *liteConn, 1), jobs: make(chan *liteJob), stopped: make(chan struct{})}
	e.readers <- c
	go e.write()
	return e, nil
}

// checkCurrent refuses a schema that another version made.
func (tx *Tx) checkCurrent() error {
	have, err := tx.schemaVersion()
	if err != nil {
		return fmt.Errorf("store: this is no store of sesame: %w", err)
	}
	if err := checkKnown(have); err != nil {
		return err
	}
	files, err := migrationFiles()
	if err == nil && have < len(files) {
		err = fmt.Errorf(`store: the schema has version %d, this program knows %d: bring it up to date with "sesame migrate"`, have, len(files))
	}
	return err
}
