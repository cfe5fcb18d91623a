package server

import (
	"strconv"
	"testing"
	"time"
)

// However many nonces come, the latest are known and no more than two generations are kept.
func TestReplaysAreBounded(t *testing.T) {
	r, at := newReplays(), time.Unix(0, 0)
	const n = 3 * maxReplays
	for i := range n {
		if r.seen("key", strconv.Itoa(i), at) {
			t.Fatalf("nonce %d was seen before", i)
		}
	}
	if len(r.young) > maxReplays || len(r.old) > maxReplays {
		t.Errorf("%d and %d are kept", len(r.young), len(r.old))
	}
	for i := n - maxReplays; i < n; i++ {
		if !r.seen("key", strconv.Itoa(i), at) {
			t.Fatalf("nonce %d is forgotten", i)
		}
	}
}
