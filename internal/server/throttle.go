package server

import (
	"errors"
	"log/slog"
	"net/http"
	"strconv"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"sesame/internal/apierr"
	"sesame/internal/catalog"
	"sesame/internal/rpc"
)

// tooOften is a call that comes before its time.
type tooOften struct{ wait time.Duration }

func (e *tooOften) Error() string { return apierr.ThrottledUser.Error() }
func (e *tooOften) Unwrap() error { return apierr.ThrottledUser }

// announceRetry tells callers that came too early when to come again, in milliseconds.
func announceRetry(h http.Header, err error) {
	if early := (*tooOften)(nil); errors.As(err, &early) {
		h["X-Acs-Retry-After"] = []string{strconv.FormatInt(early.wait.Milliseconds()+1, 10)}
	}
}

// throttle refuses calls of an action in a region beyond what the account may make in a
// minute.
func (s *Server) throttle(c *rpc.Call, a *Account) error {
	perMinute := s.Throttle
	if a.Throttle != nil {
		perMinute = *a.Throttle
	}
	if perMinute == 0 {
		return nil
	}
	// Regions that do not exist share one: else each would bring a new bucket.
	id, _ := c.Params.Get("RegionId")
	region, _ := catalog.FindRegion(id)
	wait := s.buckets.take(bucketKey{a.ID, c.Action, region.ID, perMinute}, c.Now)
	c.Trace.Check(rateKept, slog.String("RegionId", region.ID), slog.Int("calls a minute", perMinute), slog.Duration("wait", wait))
	if wait > 0 {
		return &tooOften{wait}
	}
	return nil
}

// buckets hold what each account may still call, in bounded memory: two generations. What
// was not touched for a minute is full again, and as good as new. The zero value is ready.
type buckets struct {
	mu         sync.Mutex
	young, old map[bucketKey]*rate.Limiter
	since      time.Time // when the young ones began
}

type bucketKey struct {
	account, action, region string
	perMinute               int
}

// maxBuckets bounds a generation: at some 250 bytes a bucket, two of them stay below 16 MiB.
const maxBuckets = 1 << 15

// take counts a call. It answers how long to wait before it can be made, which is zero when
// it was counted.
func (b *buckets) take(k bucketKey, now time.Time) (wait time.Duration) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.young == nil || len(b.young) >= maxBuckets || now.Sub(b.since) > time.Minute {
		b.old, b.young, b.since = b.young, map[bucketKey]*rate.Limiter{}, now
	}
	l := b.young[k]
	if l == nil {
		if l = b.old[k]; l == nil {
			l = rate.NewLimiter(rate.Limit(float64(k.perMinute)/60), k.perMinute)
		}
		b.young[k] = l
	}
	r := l.ReserveN(now, 1)
	if wait = r.DelayFrom(now); wait > 0 {
		r.CancelAt(now)
	}
	return wait
}
