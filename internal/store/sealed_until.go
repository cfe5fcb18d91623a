package store

import (
	"maps"
	"sync"
	"sync/atomic"
)

// sealedUntil knows up to where the trails of accounts are sealed, as far as this process saw. New
// events come behind that, also when the clock was set back.
type sealedUntil struct {
	changing sync.Mutex
	instants atomic.Pointer[map[string]int64] // milliseconds, by account
}

// until gives the first instant behind the seals of an account, 0 when there is none.
func (u *sealedUntil) until(account string) int64 {
	if instants := u.instants.Load(); instants != nil {
		return (*instants)[account]
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
	next := map[string]int64{}
	if instants := u.instants.Load(); instants != nil {
		next = maps.Clone(*instants)
	}
	next[s.Account] = max(next[s.Account], millis(InstantOf(s.Last))+1)
	u.instants.Store(&next)
}
