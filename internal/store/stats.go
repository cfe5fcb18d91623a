package store

import (
	"context"
	"math/bits"
	"os"
	"sync/atomic"
	"time"
)

// Stats are figures of what a store did since it was opened, and of what it holds.
type Stats struct {
	Views, Updates uint64 // that were asked for
	Retries        uint64 // attempts that lost a race, or the database
	// Batches counts the commits of SQLite's writer by how many Updates they held: the nth
	// those of up to 2 to the power of n. Batched is how many Updates there were in all.
	Batches [batchSizes]uint64
	Batched uint64
	Queue   int   // Updates that wait for SQLite's writer, or transactions for a connection to PostgreSQL
	Bytes   int64 // on disk; of SQLite with its log

	Seals       uint64    // made by this process
	SealedUntil time.Time // by which all events were sealed; zero: not yet
}

// batchSizes: up to 1, 2, 4, ... 256, which is maxBatch.
const batchSizes = 9

// counters are what a store counts while it works.
type counters struct {
	views, updates, retries, batched atomic.Uint64
	seals                            atomic.Uint64
	sealedUntil                      atomic.Int64 // ms
	batches                          [batchSizes]atomic.Uint64
}

func (c *counters) batch(size int) {
	c.batched.Add(uint64(size))
	c.batches[bits.Len(uint(size-1))].Add(1)
}

// Stats gives the figures as they are now. Counters are right even when there is an error.
func (db *DB) Stats(ctx context.Context) (Stats, error) {
	c := db.engine.counts()
	s := Stats{
		Views: c.views.Load(), Updates: c.updates.Load(),
		Retries: c.retries.Load(), Batched: c.batched.Load(), Queue: db.engine.queued(), Seals: c.seals.Load(),
	}
	for n := range c.batches {
		s.Batches[n] = c.batches[n].Load()
	}
	var err error
	s.SealedUntil = fromMillis(c.sealedUntil.Load())
	s.Bytes, err = db.engine.size(ctx)
	return s, err
}

func (e *liteEngine) counts() *counters { return &e.counters }

func (e *liteEngine) queued() int { return len(e.jobs) }

// size: in memory there is no file.
func (e *liteEngine) size(context.Context) (bytes int64, err error) {
	if e.memory {
		return 0, nil
	}
	file, err := os.Stat(e.path)
	if err != nil {
		return 0, err
	}
	bytes = file.Size()
	if log, err := os.Stat(e.path + "-wal"); err == nil { // it comes with the first change
		bytes += log.Size()
	}
	return bytes, nil
}

func (e *pgEngine) counts() *counters { return &e.counters }

// queued: the pool itself does not tell how many wait for its connections.
func (e *pgEngine) queued() int { return int(e.waiting.Load()) }

func (e *pgEngine) size(ctx context.Context) (bytes int64, err error) {
	err = e.pool.QueryRow(ctx, "SELECT pg_database_size(current_database())").Scan(&bytes)
	return bytes, err
}
