package server

import (
	"strconv"
	"testing"
	"time"
)

// TestBucketsAreBounded: however many there are, two generations are kept; and one that was
// touched within a minute is kept when there is room.
func TestBucketsAreBounded(t *testing.T) {
	var b buckets
	at := time.Unix(0, 0)
	for n := range 3 * maxBuckets {
		b.take(bucketKey{account: strconv.Itoa(n), perMinute: 1}, at)
	}
	if len(b.young) > maxBuckets || len(b.old) > maxBuckets {
		t.Errorf("%d and %d are kept", len(b.young), len(b.old))
	}
	b = buckets{}
	one := bucketKey{account: "1", perMinute: 1}
	for n, want := range []time.Duration{0, 30 * time.Second, 0, 29 * time.Second} {
		if wait := b.take(one, at.Add(time.Duration([]int{0, 30, 61, 92}[n])*time.Second)); wait.Round(time.Second) != want {
			t.Errorf("call %d waits for %v, not %v", n, wait, want)
		}
	}
}
