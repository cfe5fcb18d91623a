package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime/debug"
	"sync"
	"sync/atomic"
)

// liteEngine is the embedded store: one writer, which commits what waits together, and a
// few readers. In memory there is one connection for both.
type liteEngine struct {
	path     string
	lock     *os.File // held while the file is open; nil in memory
	writer   *liteConn
	readers  chan *liteConn // that nobody reads with
	unopened chan struct{}  // one for each further reader that there may be
	memory   bool
	damaged  atomic.Pointer[error] // why nothing is written any more

	counters

	jobs    chan *liteJob
	stopped chan struct{} // closed when the writer has ended
	mu      sync.RWMutex  // guards closing against sends to jobs
	closed  bool
}

// liteJob is one Update that waits for the writer.
type liteJob struct {
	*change
	ctx      context.Context
	err      error
	panicked any
	done     chan struct{}
}

// maxBatch bounds what one commit holds, so that the first of a batch need not wait long.
const maxBatch = 256

func (e *liteEngine) view(ctx context.Context, fn func(*Tx) error) (err error) {
	c, err := e.reader(ctx)
	if err != nil {
		return err
	}
	defer func() { e.readers <- c }()
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if p := recover(); p != nil {
			err = e.unreadable(p)
			c = e.replace(c)
		}
	}()
	if err := c.query("BEGIN", nil, nil); err != nil {
		return e.trouble(err)
	}
	defer func() { _ = c.query("ROLLBACK", nil, nil) }() // nothing was written
	return e.trouble(fn(&Tx{ctx: ctx, lite: c}))
}

// reader waits for one. Each costs a millisecond to open, and most servers never need all.
func (e *liteEngine) reader(ctx context.Context) (*liteConn, error) {
	select {
	case c := <-e.readers:
		return c, nil
	default:
	}
	select {
	case c := <-e.readers:
		return c, nil
	case <-e.unopened:
		c, err := openLiteConn(e.path)
		if err != nil {
			e.unopened <- struct{}{}
			return nil, e.trouble(err)
		}
		return c, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-e.stopped:
		return nil, ErrClosed
	}
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

// unreadable gives the error for a panic that met a page which cannot be read. Others go on.
func (e *liteEngine) unreadable(p any) error {
	if !isFault(p) {
		panic(p)
	}
	return e.damage(faultError(e.path))
}

// damage ends all writing: what is there may still be saved, and must not become worse.
func (e *liteEngine) damage(err error) error {
	e.damaged.CompareAndSwap(nil, &err)
	return err
}

func (e *liteEngine) update(ctx context.Context, c *change) error {
	if why := e.damaged.Load(); why != nil {
		return *why
	}
	j := &liteJob{change: c, ctx: ctx, done: make(chan struct{})}
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
		if p := recover(); p != nil {
			err = e.unreadable(p) // the writer is not used again
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
		if err := e.refuse(j, tx); err != nil {
			return err
		}
	}
	return e.writer.query("RELEASE job", nil, nil)
}

// refuse leaves what is to stay of a job that failed. When that cannot be written, it is what is told.
func (e *liteEngine) refuse(j *liteJob, tx *Tx) error {
	cause := j.err
	err := j.protect(func(tx *Tx) error { return j.refused(tx, cause) }, tx)
	if err == nil {
		return nil
	}
	j.err = err
	return e.lost(err)
}

func (e *liteEngine) migrate(ctx context.Context) error {
	return e.update(ctx, asOne(migrate))
}

// lost tells a failed statement from a transaction that is at its end: SQLite rolled it back as a
// whole, or the file is at fault, to which nothing more is written then.
func (e *liteEngine) lost(cause error) error {
	if e.writer.AutocommitEnabled() || errors.Is(e.trouble(cause), ErrUnavailable) {
		return cause
	}
	return nil
}

// protect keeps a panic of one job from the others; it goes on in the caller of Update.
func (j *liteJob) protect(fn func(*Tx) error, tx *Tx) error {
	panicked, err := protect(fn, tx)
	if panicked != nil {
		j.panicked = panicked
	}
	return err
}
