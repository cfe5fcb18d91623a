package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"zombiezen.com/go/sqlite"
)

// CountRows counts the rows of a table: what is bounded is not always shown.
func (db *DB) CountRows(ctx context.Context, table string) (n int, err error) {
	err = db.View(ctx, func(tx *Tx) error {
		n, err = tx.count("SELECT COUNT(*) AS counted FROM " + table)
		return err
	})
	return n, err
}

// SetSchema pretends that the schema has another version.
func (db *DB) SetSchema(ctx context.Context, version string) error {
	return db.Update(ctx, Origin{}, func(tx *Tx) error { return tx.setMeta("schema", version) })
}

// CheckAddress reads the address of a database, and does not go there.
func CheckAddress(dsn string) error {
	_, _, err := pgConfig(dsn)
	return err
}

// SweepEvery is how many calls pass between two removals of expired nonces.
const SweepEvery = sweepEvery

// Pragma reads a setting of SQLite's writing connection.
func (db *DB) Pragma(ctx context.Context, name string) (value string, err error) {
	err = db.Update(ctx, Origin{}, func(tx *Tx) error { return tx.one("PRAGMA "+name, nil, &value) })
	return value, err
}

// SetSynchronous changes when SQLite's writing connection syncs: FULL, NORMAL, OFF. Nobody may write.
func SetSynchronous(db *DB, mode string) error {
	return db.engine.(*liteEngine).writer.query("PRAGMA synchronous = "+mode, nil, nil)
}

// MostConnections is how many connections a store opens to PostgreSQL.
func MostConnections(db *DB) int32 { return db.engine.(*pgEngine).pool.Stat().MaxConns() }

// Statement is a text and its arguments.
type Statement struct {
	SQL  string
	Args []any
}

// Observe tells fn of every statement of every store, and whether that is PostgreSQL. It is
// called once, before any store is open.
func Observe(fn func(s Statement, postgres bool)) {
	observe = func(tx *Tx, sql string, args []any) {
		if all, ok := heard.Load(tx); ok {
			all := all.(*[]Statement)
			*all = append(*all, Statement{sql, slices.Clone(args)})
		}
		fn(Statement{sql, slices.Clone(args)}, tx.pg != nil)
	}
}

// errRolledBack ends a transaction whose rows were only to be looked at.
var errRolledBack = errors.New("rolled back")

// Plans tells how the store's engine goes about statements, a line a step. SQLite decides by
// the schema alone, PostgreSQL by what is there: so it is given rows of a hundred accounts.
func (db *DB) Plans(ctx context.Context, statements []Statement) (plans [][]string, err error) {
	err = db.Update(ctx, Origin{}, func(tx *Tx) error {
		if tx.pg != nil {
			if err := tx.crowd(); err != nil {
				return err
			}
		}
		plans = make([][]string, len(statements))
		for n, s := range statements {
			if plans[n], err = tx.plan(s); err != nil {
				return fmt.Errorf("plan of %s: %w", s.SQL, err)
			}
		}
		return errRolledBack
	})
	if errors.Is(err, errRolledBack) {
		err = nil
	}
	return plans, err
}

func (tx *Tx) plan(s Statement) (steps []string, err error) {
	if tx.pg != nil {
		return steps, tx.query("EXPLAIN "+s.SQL, s.Args, func(s scan) error {
			var step string
			err := s(&step)
			steps = append(steps, strings.TrimSpace(step))
			return err
		})
	}
	return steps, tx.lite.query("EXPLAIN QUERY PLAN "+s.SQL, s.Args, func(s scan) error {
		var id, parent, unused int
		var step string
		err := s(&id, &parent, &unused, &step)
		steps = append(steps, step)
		return err
	})
}

// crowd fills every table, whatever it is about, and lets PostgreSQL count.
func (tx *Tx) crowd() error {
	columns := map[string][]string{}
	values := map[string][]string{}
	err := tx.query(`SELECT table_name, column_name, data_type FROM information_schema.columns
		WHERE table_schema = 'public' AND table_name <> 'meta' ORDER BY table_name, ordinal_position`, nil, func(s scan) error {
		var table, column, kind, value string
		err := s(&table, &column, &kind)
		switch {
		case column == "account" || column == "owner" || column == "grantee":
			value = "'a' || n % 100"
		case column == "region":
			value = "'r' || n / 100 % 3"
		case kind == "text":
			value = "'v' || n"
		case kind == "boolean":
			value = "false"
		default:
			value = "n"
		}
		columns[table], values[table] = append(columns[table], column), append(values[table], value)
		return err
	})
	for table := range columns {
		if err == nil {
			_, err = tx.exec(`INSERT INTO ` + table + ` (` + strings.Join(columns[table], ", ") + `) SELECT ` +
				strings.Join(values[table], ", ") + ` FROM generate_series(1, 5000) AS n ON CONFLICT DO NOTHING`)
		}
	}
	if err == nil {
		_, err = tx.exec("ANALYZE")
	}
	return err
}

// Exec runs a statement that no operation would.
func (db *DB) Exec(ctx context.Context, sql string) error {
	return db.Update(ctx, Origin{}, func(tx *Tx) error {
		_, err := tx.exec(sql)
		return err
	})
}

// LockFile locks the file of a store as another program would, until unlock is called.
func LockFile(db *DB) (unlock func() error, err error) {
	c, err := openLiteConn(db.engine.(*liteEngine).path)
	if err != nil {
		return nil, err
	}
	return c.Close, c.query("BEGIN IMMEDIATE", nil, nil)
}

// Checkpoint moves what is in the log of SQLite to the file.
func Checkpoint(db *DB) error {
	c, err := openLiteConn(db.engine.(*liteEngine).path)
	if err != nil {
		return err
	}
	return errors.Join(c.query("PRAGMA wal_checkpoint(RESTART)", nil, nil), c.Close())
}

// OpenAt opens an empty store whose schema has an earlier version; 0 is none at all.
func OpenAt(ctx context.Context, dsn string, version int) (*DB, error) {
	e, err := openEngine(ctx, dsn)
	if err != nil {
		return nil, err
	}
	err = e.update(ctx, asOne(func(tx *Tx) error {
		if version == 0 {
			return nil
		}
		if _, err := tx.exec(metaTable); err != nil {
			return err
		}
		files, err := migrationFiles()
		for n := 0; n < version && err == nil; n++ {
			err = tx.runScript(files[n])
		}
		if err == nil {
			err = tx.setMeta("schema", strconv.Itoa(version))
		}
		return err
	}))
	if err != nil {
		return nil, errors.Join(err, e.close())
	}
	return &DB{engine: e}, nil
}

// SchemaVersion is that of a new store.
func SchemaVersion() int {
	files, err := migrationFiles()
	if err != nil {
		panic(err)
	}
	return len(files)
}

// Rows gives what an SQLite store's statement selects, as literals of SQL.
func (db *DB) Rows(ctx context.Context, sql string) (rows [][]string, err error) {
	err = db.Update(ctx, Origin{}, func(tx *Tx) error {
		s, err := tx.lite.prepare(sql)
		if err != nil {
			return err
		}
		defer func() { _ = s.Reset() }() // it repeats the error of the last step
		for {
			more, err := s.Step()
			if err != nil || !more {
				return err
			}
			row := make([]string, s.ColumnCount())
			for i := range row {
				if row[i] = s.ColumnText(i); s.ColumnType(i) == sqlite.TypeText {
					row[i] = "'" + strings.ReplaceAll(row[i], "'", "''") + "'"
				}
			}
			rows = append(rows, row)
		}
	})
	return rows, err
}

// Setting gives what a statement of PostgreSQL's tells in one column.
func (db *DB) Setting(ctx context.Context, sql string) (value string, err error) {
	err = db.View(ctx, func(tx *Tx) error { return tx.one(sql, nil, &value) })
	return value, err
}

// IsReference reports whether every node has a copy of a table.
func IsReference(table string) bool { return referenceTables[table] }

// Distributable names the tables that Distribute declares.
func Distributable() []string { return distributable() }

// Strings gives the one column that a statement of PostgreSQL's selects.
func (db *DB) Strings(ctx context.Context, sql string) (all []string, err error) {
	err = db.View(ctx, func(tx *Tx) error {
		all = nil
		return tx.query(sql, nil, func(s scan) error {
			var text string
			err := s(&text)
			all = append(all, text)
			return err
		})
	})
	return all, err
}
