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

// now is where new events come at least. It goes on, so that they are in their order, and at half the
// pace of time, so that a clock that was set back comes up with it.
func (e sealEnd) now() int64 { return e.instant + time.Since(e.noted).Milliseconds()/2 }

// until gives the least instant for new events of an account, 0 when it has no seals.
func (u *sealedUntil) until(account string) int64 {
	if ends := u.ends.Load(); ends != nil {
		if e, ok := (*ends)[account]; ok {
			return e.now()
		}
	}
	return 0
}

// note takes notice of where a seal ends.
func (u *sealedUntil) note(s *Seal) {
	if s == nil || s.Last == "" {
		return
	}
	u.changing.Lock()
	defer u.changing.Unlock()
	instant := millis(InstantOf(s.Last)) + 1
	if instant <= u.until(s.Account) {
		return
	}
	next := map[string]sealEnd{}
	if ends := u.ends.Load(); ends != nil {
		next = maps.Clone(*ends)
	}
	next[s.Account] = sealEnd{instant, time.Now()}
	u.ends.Store(&next)
}
