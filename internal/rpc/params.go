package rpc

import (
	"iter"
	"maps"
	"slices"
	"strings"
)

// pair is one parameter, decoded.
type pair struct{ key, value string }

// Params holds decoded parameters sorted by key in byte order; of duplicate keys the
// first sent wins. The zero value is empty. It is not changed once made, so copies and
// concurrent readers are fine.
type Params struct{ pairs []pair }

// NewParams returns the parameters of a map, for callers that have no HTTP request.
func NewParams(m map[string]string) *Params {
	pairs := make([]pair, 0, len(m))
	for k, v := range maps.All(m) {
		pairs = append(pairs, pair{k, v})
	}
	return &Params{ordered(pairs)}
}

// Get returns the value of key and whether the caller sent it, be it empty.
func (p *Params) Get(key string) (value string, present bool) {
	if p == nil {
		return "", false
	}
	return scope{pairs: p.pairs}.value(key)
}

// All yields every parameter in byte order of the keys.
func (p *Params) All() iter.Seq2[string, string] {
	return func(yield func(string, string) bool) {
		if p == nil {
			return
		}
		for _, e := range p.pairs {
			if !yield(e.key, e.value) {
				return
			}
		}
	}
}

// Len returns how many different keys there are.
func (p *Params) Len() int {
	if p == nil {
		return 0
	}
	return len(p.pairs)
}

// ordered sorts pairs in place and drops all but the first of equal keys. The usual
// request is short, and sorted already: insertion then costs one comparison a pair.
func ordered(pairs []pair) []pair {
	if len(pairs) > 32 {
		slices.SortStableFunc(pairs, func(a, b pair) int { return strings.Compare(a.key, b.key) })
	} else {
		for i := 1; i < len(pairs); i++ {
			for j := i; j > 0 && pairs[j].key < pairs[j-1].key; j-- {
				pairs[j], pairs[j-1] = pairs[j-1], pairs[j]
			}
		}
	}
	return slices.CompactFunc(pairs, func(a, b pair) bool { return a.key == b.key })
}

// merged joins two ordered lists; first wins on the same key.
func merged(first, second []pair) []pair {
	switch {
	case len(second) == 0:
		return first
	case len(first) == 0:
		return second
	}
	return ordered(slices.Concat(first, second))
}

// scope is a run of ordered pairs whose keys share their first cut bytes. Because they
// share them, what follows is ordered too: a path like Tag.1.Key is walked down by
// narrowing the run, without building any key.
type scope struct {
	pairs []pair
	cut   int
}

// from returns the index of the first pair whose key is not before name.
func (s scope) from(name string) int {
	lo, hi := 0, len(s.pairs)
	for lo < hi {
		mid := int(uint(lo+hi) / 2)
		if s.pairs[mid].key[s.cut:] < name {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}

func (s scope) get(name string) (pair, bool) {
	if i := s.from(name); i < len(s.pairs) && s.pairs[i].key[s.cut:] == name {
		return s.pairs[i], true
	}
	return pair{}, false
}

func (s scope) value(name string) (string, bool) {
	p, ok := s.get(name)
	return p.value, ok
}

// under narrows to the keys that go on with prefix, which is then cut off too.
func (s scope) under(prefix string) scope {
	lo := s.from(prefix)
	hi := lo
	for hi < len(s.pairs) && strings.HasPrefix(s.pairs[hi].key[s.cut:], prefix) {
		hi++
	}
	return scope{s.pairs[lo:hi], s.cut + len(prefix)}
}
