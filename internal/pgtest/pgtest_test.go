package pgtest

import (
	"os"
	"testing"

	"github.com/jackc/pgx/v5"
)

func connect(t *testing.T, dsn string) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	return conn
}

func TestDatabasesAreEmptyAndApart(t *testing.T) {
	first, second := connect(t, DSN(t)), connect(t, DSN(t))
	for _, conn := range []*pgx.Conn{first, second} {
		if _, err := conn.Exec(t.Context(), "CREATE TABLE image (id TEXT PRIMARY KEY)"); err != nil {
			t.Fatal(err)
		}
	}
}

func TestTextIsOrderedBytewise(t *testing.T) {
	var got string
	row := connect(t, DSN(t)).QueryRow(t.Context(),
		"SELECT string_agg(x, ' ' ORDER BY x) FROM (VALUES ('ä'), ('a'), ('B'), ('_'), ('b')) AS v (x)")
	if err := row.Scan(&got); err != nil {
		t.Fatal(err)
	}
	if want := "B _ a b ä"; got != want {
		t.Errorf("order %q, want %q", got, want)
	}
}

// The connections of the inner test are left open on purpose: they must not keep the database.
func TestDatabaseIsDroppedAtCleanup(t *testing.T) {
	var name string
	t.Run("inner", func(t *testing.T) {
		row := connect(t, DSN(t)).QueryRow(t.Context(), "SELECT current_database()")
		if err := row.Scan(&name); err != nil {
			t.Fatal(err)
		}
	})
	if name == "" {
		t.Skip("the inner test did not run")
	}
	var left int
	row := connect(t, os.Getenv(variable)).QueryRow(t.Context(), "SELECT count(*) FROM pg_database WHERE datname = $1", name)
	if err := row.Scan(&left); err != nil {
		t.Fatal(err)
	}
	if left != 0 {
		t.Errorf("database %s is still there", name)
	}
}
