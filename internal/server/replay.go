package server

import (
	"hash/maphash"
	"sync"
	"time"
)

// replays remembers the nonces that this process has seen, in bounded memory: two
// generations, of which the older one is dropped when the younger is full. Reads are
// remembered here alone, so that they never write; nonces of mutating calls are in the
// store, too.
type replays struct {
	seed maphash.Seed

	mu         sync.Mutex
	young, old map[uint64]struct{}
}

// maxReplays bounds a generation: at 20 bytes an entry, two of them stay below 16 MiB.
const maxReplays = 1 << 18

func newReplays() *replays {
	return &replays{seed: maphash.MakeSeed(), young: map[uint64]struct{}{}}
}

// seen reports whether the nonce was used before, and remembers it. Two different ones
// are taken for the same once in 10^13.
func (r *replays) seen(accessKeyID, nonce string, at time.Time) bool {
	var h maphash.Hash
	h.SetSeed(r.seed)
	h.WriteString(accessKeyID)
	h.WriteByte(0)
	h.WriteString(nonce)
	maphash.WriteComparable(&h, at.Unix())
	sum := h.Sum64()

	r.mu.Lock()
	defer r.mu.Unlock()
	if _, ok := r.young[sum]; ok {
		return true
	}
	if _, ok := r.old[sum]; ok {
		return true
	}
	if len(r.young) >= maxReplays {
		r.young, r.old = make(map[uint64]struct{}, maxReplays/8), r.young
	}
	r.young[sum] = struct{}{}
	return false
}
