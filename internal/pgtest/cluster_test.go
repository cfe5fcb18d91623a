package pgtest

import (
	"testing"
)

func TestClusterSurvivesWhatEndsIt(t *testing.T) {
	c := NewCluster(t)
	c.Run("postgres", "CREATE TABLE image (id TEXT PRIMARY KEY)")
	for _, end := range []func(){func() { c.Stop("fast") }, func() { c.Stop("immediate") }, c.Kill} {
		c.Run("postgres", "CHECKPOINT")
		c.Run("postgres", "INSERT INTO image (id) VALUES (gen_random_uuid()::text)")
		end()
		if c.answers() {
			t.Fatal("it answers")
		}
		c.Start()
	}
	r := c.Replica()
	c.Kill()
	r.Promote()
	r.Run("postgres", "INSERT INTO image (id) VALUES ('after')")
	var n int
	if err := connect(t, r.DSN("postgres")).QueryRow(t.Context(), "SELECT count(*) FROM image").Scan(&n); err != nil || n != 4 {
		t.Errorf("%d rows (%v), want 4", n, err)
	}
}
