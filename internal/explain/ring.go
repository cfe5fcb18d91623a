package explain

import (
	"sync"
)

// The usual bounds of a ring.
const (
	DefaultRequests = 10_000
	MaxBytes        = 64 << 20
)

// Ring holds the last requests. A nil Ring holds none. It is safe for concurrent use.
type Ring struct {
	requests, bytes int

	mu      sync.Mutex
	records []*Record // a circle once it is full; before, it grows
	oldest  int       // index of the oldest, if there is any
	count   int
	held    int // bytes
	seq     uint64
	more    chan struct{} // closed with the next record; nil: nobody waits

	spare sync.Pool
}

// NewRing makes a ring for so many requests, of at most so many bytes altogether.
func NewRing(requests, bytes int) *Ring { return &Ring{requests: requests, bytes: bytes} }

// Begin gives the record of a new request, nil of a nil ring.
func (g *Ring) Begin() *Record {
	if g == nil {
		return nil
	}
	if r, ok := g.spare.Get().(*Record); ok {
		return r
	}
	return new(Record)
}

// End puts a request that was answered into the ring, and lets the oldest go.
func (g *Ring) End(r *Record) {
	if g == nil || g.requests < 1 {
		return
	}
	size := r.size()
	r.bytes = size
	g.mu.Lock()
	defer g.mu.Unlock()
	for g.count > 0 && (g.count == g.requests || g.held+size > g.bytes) {
		g.drop()
	}
	g.seq++
	r.Seq = g.seq
	g.put(r)
	g.held += size
	if g.more != nil {
		close(g.more)
		g.more = nil
	}
}

// put adds a record behind the youngest.
func (g *Ring) put(r *Record) {
	if g.count == len(g.records) { // it is full, and begins at 0 after this
		grown := make([]*Record, min(g.requests, max(64, 2*g.count)))
		for n := range g.count {
			grown[n] = g.at(n)
		}
		g.records, g.oldest = grown, 0
	}
	g.records[(g.oldest+g.count)%len(g.records)] = r
	g.count++
}

// at is the nth record, from the oldest on.
func (g *Ring) at(n int) *Record { return g.records[(g.oldest+n)%len(g.records)] }

// drop lets the oldest record go. Unless somebody has it, its memory is used again.
func (g *Ring) drop() {
	r := g.records[g.oldest]
	g.records[g.oldest] = nil
	g.oldest = (g.oldest + 1) % len(g.records)
	g.count--
	g.held -= r.bytes
	if !r.held {
		r.reset()
		g.spare.Put(r)
	}
}

// Find gives the request with an id, nil when it is not kept (any more).
func (g *Ring) Find(requestID string) *Record {
	if g == nil {
		return nil
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	for n := g.count - 1; n >= 0; n-- {
		if r := g.at(n); r.RequestID == requestID {
			r.held = true
			return r
		}
	}
	return nil
}

// Latest gives up to limit of the requests that match, the latest first, and the number of
// the last request, to Wait for the next one behind it.
func (g *Ring) Latest(limit int, match func(*Record) bool) (found []*Record, last uint64) {
	if g == nil {
		return nil, 0
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	for n := g.count - 1; n >= 0 && len(found) < limit; n-- {
		if r := g.at(n); match(r) {
			r.held = true
			found = append(found, r)
		}
	}
	return found, g.seq
}

// After gives a channel that is closed as soon as there is a request behind the given one.
func (g *Ring) After(last uint64) <-chan struct{} {
	if g == nil {
		return nil
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.seq > last {
		ready := make(chan struct{})
		close(ready)
		return ready
	}
	if g.more == nil {
		g.more = make(chan struct{})
	}
	return g.more
}

// Kept is how many requests are kept and how many bytes they hold.
func (g *Ring) Kept() (requests, bytes int) {
	if g == nil {
		return 0, 0
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.count, g.held
}
