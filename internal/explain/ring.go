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
	records []packed // a circle once it is full; before, it grows
	oldest  int      // index of the oldest, if there is any
	count   int
	held    int // bytes
	seq     uint64
	more    chan struct{} // closed with the next record; nil: nobody waits
	spare   []packed      // of those that left, for the next ones

	open sync.Pool // of *Record
}

// maxSpare is more than there are requests at work that end at once.
const maxSpare = 64

// NewRing makes a ring for so many requests, of at most so many bytes altogether.
func NewRing(requests, bytes int) *Ring { return &Ring{requests: requests, bytes: bytes} }

// Begin gives the record of a new request, nil of a nil ring.
func (g *Ring) Begin() *Record {
	if g == nil {
		return nil
	}
	if r, ok := g.open.Get().(*Record); ok {
		return r
	}
	return new(Record)
}

// End puts a request that was answered into the ring, and lets the oldest go. The record is
// nobody's any more.
func (g *Ring) End(r *Record) {
	if g == nil || g.requests < 1 {
		return
	}
	p := pack(r, g.takeSpare())
	t := r.Trace
	t.Cut(0)
	*r = Record{Trace: t}
	g.open.Put(r)

	g.mu.Lock()
	defer g.mu.Unlock()
	size := p.size()
	for g.count > 0 && (g.count == g.requests || g.held+size > g.bytes) {
		g.drop()
	}
	g.seq++
	p.Seq = g.seq
	g.put(p)
	g.held += size
	if g.more != nil {
		close(g.more)
		g.more = nil
	}
}

func (g *Ring) takeSpare() (p packed) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if n := len(g.spare); n > 0 {
		p, g.spare = g.spare[n-1], g.spare[:n-1]
	}
	return p
}

// put adds a record behind the youngest.
func (g *Ring) put(p packed) {
	if g.count == len(g.records) { // it is full, and begins at 0 after this
		grown := make([]packed, min(g.requests, max(64, 2*g.count)))
		for n := range g.count {
			grown[n] = *g.at(n)
		}
		g.records, g.oldest = grown, 0
	}
	g.records[(g.oldest+g.count)%len(g.records)] = p
	g.count++
}

// at is the nth record, from the oldest on.
func (g *Ring) at(n int) *packed { return &g.records[(g.oldest+n)%len(g.records)] }

// drop lets the oldest record go.
func (g *Ring) drop() {
	p := g.records[g.oldest]
	g.records[g.oldest] = packed{}
	g.oldest = (g.oldest + 1) % len(g.records)
	g.count--
	g.held -= p.size()
	if len(g.spare) < maxSpare {
		g.spare = append(g.spare, packed{bytes: p.bytes, checks: p.checks})
	}
}

// Find gives the request with an id, nil when it is not kept (any more).
func (g *Ring) Find(requestID string) *Record {
	found, _ := g.Latest(1, func(r *Record) bool { return r.RequestID == requestID })
	if len(found) == 0 {
		return nil
	}
	return found[0]
}

// Latest gives up to limit of the requests that match, the latest first, and the number of
// the last request, behind which After waits. A match sees what a Record has
// before its packed part.
func (g *Ring) Latest(limit int, match func(*Record) bool) (found []*Record, last uint64) {
	if g == nil {
		return nil, 0
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	for n := g.count - 1; n >= 0 && len(found) < limit; n-- {
		if p := g.at(n); match(&p.Record) {
			found = append(found, p.unpack())
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
