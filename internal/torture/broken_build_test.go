package torture_test

import (
	"fmt"
	"path/filepath"
	"testing"

	"github.com/anishathalye/porcupine"

	"sesame/internal/pgtest"
)

// TestTortureOfABrokenBuild: the checker of histories can fail. It finds a program whose transactions
// are not serializable, and nothing wrong, in the same calls, with the one that is.
func TestTortureOfABrokenBuild(t *testing.T) {
	broken := filepath.Join(t.TempDir(), "sesame")
	if err := goBuild(broken, "-ldflags", "-X 'sesame/internal/store.pgWrite=begin isolation level read committed'"); err != nil {
		t.Fatal(err)
	}
	if c := contend(t, build(t), 3); c != nil {
		c.show()
		t.Error("a history of serializable transactions is not linearizable")
	}
	if c := contend(t, broken, 30); c == nil {
		t.Error("the histories of transactions that are not serializable are linearizable")
	}
}

// contend has many clients change two images, through three servers, in so many rounds at most, and gives
// the first that is not linearizable, or nil.
func contend(t *testing.T, program string, rounds int) *chronicle {
	t.Helper()
	dsn := pgtest.DSN(t)
	addSnapshot(t, dsn)
	var servers []*process
	for range 3 {
		servers = append(servers, startProgram(t, program, dsn+retryFor))
	}
	calls := 0
	for round := range rounds {
		c := newChronicle(t, fmt.Sprintf("round-%d", round), 12, 2, servers)
		c.run(func(int) {}, 1)
		calls += len(c.history)
		switch v := c.verdict(); v {
		case porcupine.Illegal:
			t.Logf("found in round %d, among %d calls", round+1, calls)
			return c
		case porcupine.Unknown:
			t.Fatalf("the checker does not end with %d calls", len(c.history))
		}
	}
	t.Logf("%d calls in %d rounds", calls, rounds)
	return nil
}
