// Package pgtest gives each test an empty PostgreSQL database of its own.
//
// It never looks for a cluster by itself: scripts/with-postgres starts a private one, names it in
// SESAME_TEST_POSTGRES and removes it afterwards. It knows nothing of Sesame's schema.
package pgtest

import (
	"context"
	"crypto/rand"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

const (
	variable = "SESAME_TEST_POSTGRES"
	missing  = "PostgreSQL is not tested here: run the tests under scripts/with-postgres, or set " + variable +
		" to the postgres:// URL of a maintenance database in which databases may be created"
)

// DSN creates a database and returns its postgres:// URL. The database is dropped, together with
// the connections still open to it, when the test ends. Text is ordered bytewise, as in SQLite.
//
// Without a cluster the test is skipped; where CI=true that is fatal.
func DSN(tb testing.TB) string {
	tb.Helper()
	cluster := os.Getenv(variable)
	if cluster == "" {
		if os.Getenv("CI") == "true" {
			tb.Fatal(missing)
		}
		tb.Skip(missing)
	}
	u, err := url.Parse(cluster)
	if err != nil || (u.Scheme != "postgres" && u.Scheme != "postgresql") {
		tb.Fatalf("%s is not a postgres:// URL", variable)
	}
	name := "sesame_" + strings.ToLower(rand.Text())
	maintain(tb, cluster, "CREATE DATABASE "+name+" ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0")
	tb.Cleanup(func() { maintain(tb, cluster, "DROP DATABASE IF EXISTS "+name+" WITH (FORCE)") })
	u.Path = "/" + name
	return u.String()
}

// maintain runs one statement on a connection of its own: a pool would outlive the test.
func maintain(tb testing.TB, cluster, statement string) {
	tb.Helper()
	// Not tb.Context: it is already cancelled when the cleanup runs.
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	conn, err := pgx.Connect(ctx, cluster)
	if err != nil {
		tb.Fatalf("connect to the cluster of %s: %v", variable, err)
	}
	defer conn.Close(ctx)
	if _, err := conn.Exec(ctx, statement); err != nil {
		tb.Fatalf("%s: %v", statement, err)
	}
}
