package store

import (
	"context"
	"errors"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"time"

	"zombiezen.com/go/sqlite"
)

func openSQLite(ctx context.Context, folder string) (*liteEngine, error) {
	e := &liteEngine{
		path:    folder,
		memory:  folder == ":memory:",
		jobs:    make(chan *liteJob, maxBatch),
		stopped: make(chan struct{}),
	}
	var err error
	if !e.memory {
		e.path = filepath.Join(folder, fileName)
		if err := makeFolder(folder); err != nil {
			return nil, err
		}
		if e.lock, err = lockFolder(folder); err != nil {
			return nil, err
		}
	}
	if err := e.openConns(ctx); err != nil {
		return nil, errors.Join(err, e.unlock())
	}
	go e.write()
	return e, nil
}

// fileName is the database in the folder of a store.
const fileName = "sesame.db"

// lockPatience is how long another program may keep the file locked, such as a backup that
// begins or a shell of SQLite.
const lockPatience = 5 * time.Second

// openConns opens the writer of a file that is found to be whole. Readers are opened when they
// are needed.
func (e *liteEngine) openConns(ctx context.Context) (err error) {
	if e.memory {
		e.readers = make(chan *liteConn, 1)
		if e.writer, err = openLiteConn(e.path); err == nil {
			e.readers <- e.writer
		}
		return err
	}
	most := 2 * runtime.GOMAXPROCS(0)
	e.readers, e.unopened = make(chan *liteConn, most), make(chan struct{}, most)
	for range most {
		e.unopened <- struct{}{}
	}
	if err := makeFile(e.path); err != nil {
		return err
	}
	if e.writer, err = openLiteConn(e.path); err != nil {
		return err
	}
	if err := e.writer.checkQuickly(ctx, e.path); err != nil {
		return errors.Join(err, e.writer.Close())
	}
	return nil
}

func (e *liteEngine) unlock() error {
	if e.lock == nil {
		return nil
	}
	return e.lock.Close()
}

func openLiteConn(path string) (*liteConn, error) {
	flags := sqlite.OpenReadWrite | sqlite.OpenWAL // of a file that is there
	if path == ":memory:" {
		flags = sqlite.OpenReadWrite | sqlite.OpenCreate
	}
	conn, err := sqlite.OpenConn(path, flags)
	if err != nil {
		return nil, liteTrouble(path, err)
	}
	conn.SetBusyTimeout(lockPatience)
	c := &liteConn{Conn: conn, prepared: map[string]*liteStmt{}}
	// FULL: a commit is on disk when it is acknowledged. A late checkpoint nearly doubles
	// what the writer gets done, at the price of a larger log (32,000 pages, 128 MiB).
	for _, pragma := range []string{
		"PRAGMA synchronous = FULL",
		"PRAGMA wal_autocheckpoint = 32000",
		"PRAGMA journal_size_limit = 134217728",
		"PRAGMA temp_store = MEMORY",
		// Pages that nobody changes are read from the file's memory mapping, not copied.
		"PRAGMA mmap_size = 4294967296",
		"PRAGMA cache_size = -16384",
	} {
		if err := c.query(pragma, nil, func(scan) error { return nil }); err != nil {
			return nil, errors.Join(liteTrouble(path, err), conn.Close())
		}
	}
	return c, nil
}

func (e *liteEngine) close() error {
	e.mu.Lock()
	if e.closed {
		e.mu.Unlock()
		return nil
	}
	e.closed = true
	close(e.jobs)
	e.mu.Unlock()
	<-e.stopped
	return errors.Join(e.closeConns(), e.unlock())
}

// closeConns closes the writer and the readers.
func (e *liteEngine) closeConns() error {
	var errs []error
	timeout := time.After(10 * time.Second) // a reader that never ends must not hang the exit
	for range cap(e.readers) {
		select {
		case <-e.unopened:
		case c := <-e.readers:
			if c != e.writer {
				errs = append(errs, e.closeConn(c))
			}
		case <-timeout:
			return errors.Join(append(errs, errors.New("store: a reader is still at work"))...)
		}
	}
	return errors.Join(append(errs, e.closeConn(e.writer))...)
}

// closeConn closes a connection, which may look at pages of the file once more.
func (e *liteEngine) closeConn(c *liteConn) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if p := recover(); p != nil {
			err = e.unreadable(p)
		}
	}()
	c.forgetStatements()
	return c.Close()
}
