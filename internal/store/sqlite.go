package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"zombiezen.com/go/sqlite"
)

// liteEngine is the embedded store: one writer, which commits what waits together, and a
// few readers. In memory there is one connection for both.
type liteEngine struct {
	path    string
	lock    *os.File // held while the file is open; nil in memory
	writer  *liteConn
	readers chan *liteConn
	memory  bool
	damaged atomic.Pointer[error] // why nothing is written any more

	counters

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

// lockPatience is how long another program may keep the file locked, such as a backup that
// begins or a shell of SQLite.
const lockPatience = 5 * time.Second

// maxBatch bounds what one commit holds, so that the first of a batch need not wait long.
const maxBatch = 256

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

// openConns opens the writer and the readers, of a file that is found to be whole.
func (e *liteEngine) openConns(ctx context.Context) (err error) {
	readers := 1
	if !e.memory {
		readers = 2 * runtime.GOMAXPROCS(0)
	}
	e.readers = make(chan *liteConn, readers)
	if e.writer, err = openLiteConn(e.path); err != nil {
		return err
	}
	if e.memory {
		e.readers <- e.writer
		return nil
	}
	if err := e.writer.checkQuickly(ctx, e.path); err != nil {
		return errors.Join(err, e.writer.Close())
	}
	for len(e.readers) < cap(e.readers) {
		c, err := openLiteConn(e.path)
		if err != nil {
			return errors.Join(err, e.closeConns(len(e.readers)))
		}
		e.readers <- c
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
	flags := sqlite.OpenReadWrite | sqlite.OpenCreate
	if path != ":memory:" {
		flags |= sqlite.OpenWAL
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

func (e *liteEngine) view(ctx context.Context, fn func(*Tx) error) (err error) {
	var c *liteConn
	select {
	case c = <-e.readers:
	case <-ctx.Done():
		return ctx.Err()
	case <-e.stopped:
		return ErrClosed
	}
	defer func() { e.readers <- c }()
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		switch p := recover(); {
		case isFault(p):
			c, err = e.replace(c), e.damage(faultError(e.path))
		case p != nil:
			panic(p)
		}
	}()
	if err := c.query("BEGIN", nil, nil); err != nil {
		return e.trouble(err)
	}
	defer func() { _ = c.query("ROLLBACK", nil, nil) }() // nothing was written
	return e.trouble(fn(&Tx{ctx: ctx, lite: c}))
}

// replace gives a reader for one that met a page which cannot be read: nobody knows in what
// state that is, so it is left as it stands.
func (e *liteEngine) replace(broken *liteConn) *liteConn {
	if c, err := openLiteConn(e.path); err == nil {
		return c
	}
	return broken
}

// trouble says what an error means for the store.
func (e *liteEngine) trouble(err error) error {
	if err == nil {
		return nil
	}
	if err = liteTrouble(e.path, err); errors.Is(err, errDamaged) {
		return e.damage(err)
	}
	return err
}

// damage ends all writing: what is there may still be saved, and must not become worse.
func (e *liteEngine) damage(err error) error {
	e.damaged.CompareAndSwap(nil, &err)
	return err
}

func (e *liteEngine) update(ctx context.Context, before, fn func(*Tx) error) error {
	if why := e.damaged.Load(); why != nil {
		return *why
	}
	j := &liteJob{ctx: ctx, before: before, fn: fn, done: make(chan struct{})}
	if err := e.queue(ctx, j); err != nil {
		return err
	}
	<-j.done // once queued, the outcome is always told: it may have been committed
	if j.panicked != nil {
		panic(j.panicked)
	}
	return e.trouble(j.err)
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
	debug.SetPanicOnFault(true)
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
		e.batch(len(batch))
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
	err := e.transact(batch)
	if err == nil {
		return
	}
	if err = e.trouble(err); !errors.Is(err, ErrUnavailable) {
		err = fmt.Errorf("store: commit: %w", err)
	}
	for _, j := range batch {
		j.err = err
	}
}

// transact runs a batch in one transaction, which is on disk when there is no error.
func (e *liteEngine) transact(batch []*liteJob) (err error) {
	if why := e.damaged.Load(); why != nil {
		return *why
	}
	defer func() {
		switch p := recover(); {
		case isFault(p): // the writer is not used again
			err = e.damage(faultError(e.path))
		case p != nil:
			panic(p)
		}
	}()
	err = e.writer.query("BEGIN IMMEDIATE", nil, nil)
	for _, j := range batch {
		if err != nil {
			break
		}
		err = e.run(j)
	}
	if err == nil {
		err = e.writer.query("COMMIT", nil, nil)
	}
	if err != nil && !e.writer.AutocommitEnabled() {
		_ = e.writer.query("ROLLBACK", nil, nil) // best effort: err is what counts
	}
	return err
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
		switch p := recover(); {
		case isFault(p):
			panic(p) // not of the job: the file's
		case p != nil:
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
	return errors.Join(e.closeConns(cap(e.readers)), e.unlock())
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
