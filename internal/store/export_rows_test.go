package store

import (
	"context"
	"fmt"
	"strconv"
	"sync"
)

// heard are the statements of transactions that are listened to.
var heard sync.Map // of *Tx to *[]Statement

// Listen gives the statements that fn runs.
func (db *DB) Listen(ctx context.Context, fn func(*Tx) error) (all []Statement, err error) {
	err = db.View(ctx, func(tx *Tx) error {
		all = nil
		heard.Store(tx, &all)
		defer heard.Delete(tx)
		return fn(tx)
	})
	return all, err
}

// LoseRows takes rows of a table away from SQLite behind the back of its indexes, all but
// some: from then on who looks for one of them finds a malformed database.
func (db *DB) LoseRows(ctx context.Context, table string, but []string) error {
	keep := "''"
	for _, id := range but {
		keep += ", '" + id + "'"
	}
	return db.Update(ctx, Origin{}, func(tx *Tx) error {
		for _, sql := range []string{
			`CREATE TEMP TABLE was AS SELECT * FROM sqlite_schema WHERE tbl_name = '` + table + `'`,
			`PRAGMA writable_schema = ON`,
			`DELETE FROM sqlite_schema WHERE tbl_name = '` + table + `' AND type = 'index'`,
			`UPDATE sqlite_schema SET sql = replace(sql, 'PRIMARY KEY (account, region, id)', 'CHECK (1)') WHERE name = '` + table + `'`,
			`PRAGMA writable_schema = RESET`,
			`DELETE FROM ` + table + ` WHERE id NOT IN (` + keep + `)`,
			`PRAGMA writable_schema = ON`,
			`DELETE FROM sqlite_schema WHERE tbl_name = '` + table + `'`,
			`INSERT INTO sqlite_schema SELECT * FROM was ORDER BY type DESC`,
			`PRAGMA writable_schema = RESET`,
			`DROP TABLE was`,
		} {
			if _, err := tx.lite.exec(sql, nil); err != nil { // not for those who look at plans
				return fmt.Errorf("%s: %w", sql, err)
			}
		}
		return nil
	})
}

// Analyzed tells how PostgreSQL went about a statement, as the JSON of EXPLAIN.
func (db *DB) Analyzed(ctx context.Context, s Statement) (plan string, err error) {
	err = db.View(ctx, func(tx *Tx) error {
		plan = ""
		return tx.query("EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) "+s.SQL, s.Args, func(s scan) error { return s(&plan) })
	})
	return plan, err
}

// Crowd gives PostgreSQL so many other accounts that have what one has, and lets it count
// them and note what its indexes can answer alone.
func (db *DB) Crowd(ctx context.Context, accounts int, like string) error {
	for _, table := range []string{"images", "image_snapshots", "tags", "instances", "disks", "snapshots", "tasks", "community", "received"} {
		for _, sql := range []string{
			`CREATE TABLE one AS SELECT * FROM ` + table + ` WHERE account = '` + like + `'`,
			`DO $$ BEGIN FOR n IN 1..` + strconv.Itoa(accounts) + ` LOOP
				UPDATE one SET account = 'crowd' || n;
				INSERT INTO ` + table + ` SELECT * FROM one;
			END LOOP; END $$`,
			`DROP TABLE one`,
			`VACUUM (ANALYZE) ` + table,
		} {
			if _, err := db.engine.(*pgEngine).pool.Exec(ctx, sql); err != nil {
				return fmt.Errorf("%s: %w", sql, err)
			}
		}
	}
	return nil
}
