package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"time"

	"zombiezen.com/go/sqlite"
)

// liteEngine is the embedded store: one writer, which commits what waits together, and a
// few readers. In memory there is one connection for both.
type liteEngine struct {
	writer  *liteConn
	readers chan *liteConn
	memory  bool

	jobs    chan *liteJob
	stopped chan struct{} // closed when the writer has ended
	mu      sync.RWMutex  // guards closing against sends to jobs
	closed  bool
}

// liteJob is one Update that waits for the writer.
type liteJob struct {
	ctx        context.Context
	before, fn func(*Tx) error
	err        error
	panicked   any
	done       chan struct{}
}

// maxBatch bounds what one commit holds, so that the first of a batch need not wait long.
const maxBatch = 256

func openSQLite(folder string) (*liteEngine, error) {
	e := &liteEngine{
		memory:  folder == ":memory:",
		jobs:    make(chan *liteJob, maxBatch),
		stopped: make(chan struct{}),
	}
	path, readers := ":memory:", 1
	if !e.memory {
		if err := os.MkdirAll(folder, 0o700); err != nil {
			return nil, fmt.Errorf("store: %w", err)
		}
		path, readers = filepath.Join(folder, "sesame.db"), 2*runtime.GOMAXPROCS(0)
	}
	e.readers = make(chan *liteConn, readers)
	var err error
	if e.writer, err = openLiteConn(path); err != nil {
		return nil, err
	}
	if e.memory {
		e.readers <- e.writer
	}
	for !e.memory && len(e.readers) < cap(e.readers) {
		c, err := openLiteConn(path)
		if err != nil {
			return nil, errors.Join(err, e.closeConns(len(e.readers)))
		}
		e.readers <- c
	}
	go e.write()
	return e, nil
}

func openLiteConn(path string) (*liteConn, error) {
	flags := sqlite.OpenReadWrite | sqlite.OpenCreate
	if path != ":memory:" {
		flags |= sqlite.OpenWAL
	}
	conn, err := sqlite.OpenConn(path, flags)
	if err != nil {
		return nil, fmt.Errorf("store: open %s: %w", path, err)
	}
	conn.SetBlockOnBusy() // another process may hold the lock for a moment
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
			return nil, errors.Join(fmt.Errorf("store: open %s: %w", path, err), conn.Close())
		}
	}
	return c, nil
}

func (e *liteEngine) view(ctx context.Context, fn func(*Tx) error) error {
	var c *liteConn
	select {
	case c = <-e.readers:
	case <-ctx.Done():
		return ctx.Err()
	case <-e.stopped:
		return ErrClosed
	}
	defer func() { e.readers <- c }()
	if err := c.query("BEGIN", nil, nil); err != nil {
		return err
	}
	defer func() { _ = c.query("ROLLBACK", nil, nil) }() // nothing was written
	return fn(&Tx{ctx: ctx, lite: c})
}

func (e *liteEngine) update(ctx context.Context, before, fn func(*Tx) error) error {
	j := &liteJob{ctx: ctx, before: before, fn: fn, done: make(chan struct{})}
	if err := e.queue(ctx, j); err != nil {
		return err
	}
	<-j.done // once queued, the outcome is always told: it may have been committed
	if j.panicked != nil {
		panic(j.panicked)
	}
	return j.err
}

func (e *liteEngine) queue(ctx context.Context, j *liteJob) error {
	e.mu.RLock()
	defer e.mu.RUnlock()
	if e.closed {
		return ErrClosed
	}
	select {
	case e.jobs <- j:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// write is the one writer: it takes what waits, runs each job in its own savepoint and
// commits all of them with one sync. While it syncs, the next batch gathers.
func (e *liteEngine) write() {
	defer close(e.stopped)
	batch := make([]*liteJob, 0, maxBatch)
	for j := range e.jobs {
		batch = append(batch[:0], j)
	gather:
		for len(batch) < maxBatch {
			select {
			case j, open := <-e.jobs:
				if !open {
					break gather
				}
				batch = append(batch, j)
			default:
				break gather
			}
		}
		e.commit(batch)
		for _, j := range batch {
			close(j.done)
		}
	}
}

// commit runs a batch. When the transaction as a whole is lost, every job of it is told so.
func (e *liteEngine) commit(batch []*liteJob) {
	if e.memory { // readers and writer share the one connection
		c := <-e.readers
		defer func() { e.readers <- c }()
	}
	err := e.writer.query("BEGIN IMMEDIATE", nil, nil)
	for _, j := range batch {
		if err != nil {
			break
		}
		err = e.run(j)
	}
	if err == nil {
		err = e.writer.query("COMMIT", nil, nil)
	}
	if err == nil {
		return
	}
	if !e.writer.AutocommitEnabled() {
		_ = e.writer.query("ROLLBACK", nil, nil) // best effort: err is what counts
	}
	for _, j := range batch {
		j.err = fmt.Errorf("store: commit: %w", err)
	}
}

// run runs one job. Its own failure is kept in the job; an error that is returned means
// that the transaction is gone for all.
func (e *liteEngine) run(j *liteJob) error {
	if j.err = j.ctx.Err(); j.err != nil {
		return nil
	}
	tx := &Tx{ctx: j.ctx, lite: e.writer}
	if j.err = j.protect(j.before, tx); j.err != nil {
		return e.lost(j.err)
	}
	if err := e.writer.query("SAVEPOINT job", nil, nil); err != nil {
		return err
	}
	if j.err = j.protect(j.fn, tx); j.err != nil {
		if err := e.lost(j.err); err != nil {
			return err
		}
		if err := e.writer.query("ROLLBACK TO job", nil, nil); err != nil {
			return err
		}
	}
	return e.writer.query("RELEASE job", nil, nil)
}

func (e *liteEngine) migrate(ctx context.Context) error {
	return e.update(ctx, func(*Tx) error { return nil }, migrate)
}

// lost tells a failed statement from a transaction that SQLite rolled back as a whole
// (disk full, I/O error).
func (e *liteEngine) lost(cause error) error {
	if e.writer.AutocommitEnabled() {
		return cause
	}
	return nil
}

// protect keeps a panic of one job from the others; it goes on in the caller of Update.
func (j *liteJob) protect(fn func(*Tx) error, tx *Tx) (err error) {
	defer func() {
		if p := recover(); p != nil {
			j.panicked = p
			err = fmt.Errorf("store: panic: %v", p)
		}
	}()
	return fn(tx)
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
	return e.closeConns(cap(e.readers))
}

// closeConns closes the writer and so many readers.
func (e *liteEngine) closeConns(readers int) error {
	var errs []error
	timeout := time.After(10 * time.Second) // a reader that never ends must not hang the exit
	for range readers {
		select {
		case c := <-e.readers:
			if c != e.writer {
				c.forgetStatements()
				errs = append(errs, c.Close())
			}
		case <-timeout:
			return errors.Join(append(errs, errors.New("store: a reader is still at work"))...)
		}
	}
	e.writer.forgetStatements()
	return errors.Join(append(errs, e.writer.Close())...)
}
