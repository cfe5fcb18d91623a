package torture_test

import (
	"testing"

	"sesame/internal/pgtest"
)

// retryFor is how long servers wait for a database here, where much else may run.
const retryFor = "&retry_for=15s"

// TestTortureOfTheDatabase ends PostgreSQL under load, in each of the ways it can end, and
// starts it again: two servers wait for it.
func TestTortureOfTheDatabase(t *testing.T) {
	c := pgtest.NewCluster(t)
	r := newRack(t, c.DSN("postgres")+retryFor, 2, max(3, cycles(t)/10), longCalls)
	r.harm = func(cycle int) int {
		[]func(){func() { c.Stop("fast") }, func() { c.Stop("immediate") }, c.Kill}[cycle%3]()
		c.Start()
		return -1
	}
	r.run()
}

// TestTortureOfThePrimary kills PostgreSQL under load and promotes the replica that it
// waited for: what was acknowledged is there.
func TestTortureOfThePrimary(t *testing.T) {
	for range max(1, cycles(t)/50) {
		primary := pgtest.NewCluster(t)
		replica := primary.Replica()
		primary.Run("postgres", "ALTER SYSTEM SET synchronous_standby_names = '*'")
		primary.Run("postgres", "SELECT pg_reload_conf()")
		const either = "?sslmode=disable&user=postgres&target_session_attrs=read-write" + retryFor
		r := newRack(t, "postgres://"+primary.Host()+","+replica.Host()+"/postgres"+either, 2, 1, longCalls)
		r.harm = func(int) int {
			primary.Kill()
			replica.Promote()
			return -1
		}
		r.run()
	}
}
