package store

import (
	"maps"
	"sync"
	"sync/atomic"
	"time"
)

// sealedUntil knows up to where the trails of accounts are sealed, as far as this process saw. New
// events come behind that, also when the clock was set back.
type sealedUntil struct {
	changing sync.Mutex
	ends     atomic.Pointer[map[string]sealEnd] // by account
}

// sealEnd is the first instant behind a seal, in milliseconds, and when this process noted it.
type sealEnd struct {
	instant int64
	noted   time.Time
}

// until gives the least instant for events of an account that happen now, 0 when it has no seals. It goes
// on, so that they are in their order, and at half the pace of time, so that a clock that was set back
// comes up with it. The time that passed does not depend on how the clock was set: now and what
// was noted are readings of a process that has a monotonic clock beside.
func (u *sealedUntil) until(account string, now time.Time) int64 {
	ends := u.ends.Load()
	if ends == nil {
		return 0
	}
	e, ok := (*ends)[account]
	if !ok {
		return 0
	}
	return e.instant + max(0, now.Sub(e.noted).Milliseconds()/2)
}

// note takes notice of where a seal ends.
func (u *sealedUntil) note(s *Seal) {
	if s == nil || s.Last == "" {
		return
	}
	u.changing.Lock()
	defer u.changing.Unlock()
	instant := millis(InstantOf(s.Last)) + 1
	if instant <= u.until(s.Account, s.At) {
		return
	}
	next := map[string]sealEnd{}
	if ends := u.ends.Load(); ends != nil {
		next = maps.Clone(*ends)
	}
	next[s.Account] = sealEnd{instant, s.At}
	u.ends.Store(&next)
}
