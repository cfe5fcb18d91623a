package main

import (
	"context"
	"sync"
	"sync/atomic"
	"time"
)

// pace is how often each client calls. Nothing is set: as often as it can.
type pace struct{ interval atomic.Int64 }

// each spreads so many calls a second over clients.
func (p *pace) each(second float64, clients int) {
	p.interval.Store(int64(float64(time.Second) * float64(clients) / second))
}

// maxLate is how much a client that was held up makes good.
const maxLate = time.Second

// wait until the next call is due.
func (p *pace) wait(ctx context.Context, next *time.Time) error {
	interval := time.Duration(p.interval.Load())
	if interval == 0 {
		return ctx.Err()
	}
	now := time.Now()
	if next.IsZero() || now.Sub(*next) > maxLate {
		*next = now
	}
	*next = next.Add(interval)
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(next.Sub(now)):
		return nil
	}
}

// window is what the calls took since it was looked at.
type window struct {
	mu   sync.Mutex
	took []time.Duration
}

func (w *window) add(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.took = append(w.took, d)
}

func (w *window) take() []time.Duration {
	w.mu.Lock()
	defer w.mu.Unlock()
	took := w.took
	w.took = make([]time.Duration, 0, len(took))
	return took
}
