package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"sync"
	"syscall"
	"time"
)

// The question of this table: does anything grow, the longer the server works? So it works
// for an hour at half of what it can, with all kinds of calls, in such a way that what it
// keeps stays as much, but for the record of what was done.
const soakClients = 32

// soak is how long, in which parts.
type soak struct {
	time   time.Duration // from when the pace is kept
	rate   float64       // calls a second; 0: half of what it can
	warmUp time.Duration // of time: what comes before is not judged
	peak   time.Duration // for which it does what it can
	window time.Duration // between two samples
	skew   time.Duration // --clock-skew; nonces are kept for twice that
}

func newSoak(d time.Duration, rate float64) soak {
	return soak{
		time: d, rate: rate, warmUp: d / 3, peak: min(max(d/60, time.Second), 10*time.Second),
		window: min(d/120, 10*time.Second), skew: min(max(d/12, 2*time.Second), 15*time.Minute),
	}
}

// errGrows says that a verdict is bad.
var errGrows = errors.New("something grows, or nothing could be judged")

// runSoak prints the table of what grows, and writes the samples to a file if there is to be one.
func runSoak(d time.Duration, rate float64, file string) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	folder, binary, err := workshop()
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(folder) }()
	s := newSoak(d, rate)
	samples, err := s.run(ctx, binary, folder)
	if file != "" && len(samples) > 0 {
		err = errors.Join(err, writeSamples(file, samples))
	}
	if err != nil {
		return err
	}
	grows, err := printVerdicts(os.Stdout, judge(samples, s.warmUp))
	if err == nil && grows {
		err = errGrows
	}
	return err
}

// run serves and calls for the time of the soak. When something goes wrong, it gives the
// samples until then as well.
func (s soak) run(ctx context.Context, binary, folder string) ([]sample, error) {
	data, keys, fixture := filepath.Join(folder, "soak"), filepath.Join(folder, "soak.yaml"), filepath.Join(folder, "soak-world.yaml")
	accounts, world := soakWorld()
	if err := errors.Join(os.WriteFile(keys, []byte(accounts), 0o600), os.WriteFile(fixture, []byte(world), 0o600)); err != nil {
		return nil, err
	}
	server, err := startSesame(binary, data, "--accounts", keys, "--fixture", fixture, "--clock-skew", s.skew.String())
	if err != nil {
		return nil, err
	}
	defer server.stop()
	p, w := &pace{}, &window{}
	ctx, cancel := context.WithCancelCause(ctx)
	var clients sync.WaitGroup
	defer clients.Wait()
	defer cancel(nil)
	for n := range soakClients {
		clients.Go(func() {
			if err := newSoakClient(n, server.address, p, w).run(ctx); err != nil {
				cancel(err)
			}
		})
	}
	if err := s.findPace(ctx, p, w); err != nil {
		return nil, err
	}
	return s.watch(ctx, &sampler{server: server, folder: data, took: w})
}

// findPace lets the clients do what they can, and then half of it.
func (s soak) findPace(ctx context.Context, p *pace, w *window) error {
	begin := time.Now()
	if err := sleep(ctx, s.peak); err != nil {
		return err
	}
	peak := float64(len(w.take())) / time.Since(begin).Seconds()
	rate := s.rate
	if rate == 0 {
		rate = peak / 2
	}
	p.each(rate, soakClients)
	fmt.Printf("%d clients of %d accounts: %.0f calls a second at most; now %.0f for %v, of which the first %v are not judged (nonces are kept for %v)\n",
		soakClients, soakAccounts, peak, rate, s.time, s.warmUp, 2*s.skew)
	return nil
}

// watch takes a sample at the end of each window.
func (s soak) watch(ctx context.Context, from *sampler) (samples []sample, err error) {
	begin := time.Now()
	from.at, from.cpu = begin, from.server.cpu()
	for time.Since(begin) < s.time {
		if err := sleep(ctx, s.window-time.Since(from.at)); err != nil {
			return samples, err
		}
		at := time.Since(begin)
		values, err := from.look(ctx)
		if err != nil {
			return samples, err
		}
		samples = append(samples, sample{at, values})
	}
	return samples, nil
}

// sleep gives the reason when ctx ends before.
func sleep(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-time.After(d):
		return nil
	}
}
