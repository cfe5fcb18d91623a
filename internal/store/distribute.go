package store

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
)

// Tables whose rows every shard needs: a few, changed seldom. All others are distributed by
// account, the mirror of shares by the account that received.
var referenceTables = map[string]bool{"meta": true, "community": true}

// ErrNoCitus says that a database cannot be distributed.
var ErrNoCitus = errors.New(`store: the database has no Citus: install it on every node, then run "CREATE EXTENSION citus" in this database and add the nodes with citus_add_node`)

// Distribution is what was declared: each table, with "account" or, for those that every
// node has a copy of, "".
type Distribution struct {
	Declared, Before map[string]string // now, and before
}

// Distribute declares the tables of a store on a Citus cluster. What was declared before is
// left as it is, so that it can be repeated after each upgrade.
func Distribute(ctx context.Context, dsn string) (*Distribution, error) {
	if !isPostgres(dsn) {
		return nil, errors.New("store: only a PostgreSQL database with Citus can be distributed")
	}
	db, err := Open(ctx, dsn)
	if err != nil {
		return nil, err
	}
	d := &Distribution{}
	err = db.engine.(*pgEngine).transact(ctx, pgPlain, func(tx *Tx) error {
		d.Declared, d.Before = map[string]string{}, map[string]string{}
		return tx.distribute(d)
	})
	return d, errors.Join(err, db.Close())
}

func (tx *Tx) distribute(d *Distribution) error {
	var there bool
	if err := tx.one(`SELECT to_regproc('create_distributed_table') IS NOT NULL`, nil, &there); err != nil {
		return err
	}
	if !there {
		return ErrNoCitus
	}
	if err := tx.lockSchema(); err != nil {
		return err
	}
	// Each declaration changes what later ones see; the first of the distributed decides
	// where the rows of an account are, and the others follow it.
	for _, table := range distributable() {
		known := 0
		err := tx.query(`SELECT COUNT(*) FROM pg_dist_partition WHERE logicalrel = CAST(CAST($1 AS TEXT) AS regclass)`, []any{table}, func(s scan) error { return s(&known) })
		if err != nil {
			return err
		}
		by := "account"
		if referenceTables[table] {
			by = ""
		}
		if known > 0 {
			d.Before[table] = by
			continue
		}
		if _, err := tx.exec(declaration(table)); err != nil {
			return fmt.Errorf("store: %s: %w", table, err)
		}
		d.Declared[table] = by
	}
	return nil
}

// declaration is what makes a table one of many nodes.
func declaration(table string) string {
	switch {
	case referenceTables[table]:
		return fmt.Sprintf("SELECT create_reference_table('%s')", table)
	case table == firstDistributed:
		return fmt.Sprintf("SELECT create_distributed_table('%s', 'account', colocate_with => 'none')", table)
	}
	return fmt.Sprintf("SELECT create_distributed_table('%s', 'account', colocate_with => '%s')", table, firstDistributed)
}

// firstDistributed is the table that the others are colocated with.
const firstDistributed = "images"

// distributable names the tables in the order of their migrations, the first of the
// distributed before the others.
func distributable() (tables []string) {
	files, err := migrationFiles()
	if err != nil {
		panic(err) // they are part of the program
	}
	tables = append(tables, "meta")
	for _, file := range files {
		text, err := migrations.ReadFile(file)
		if err != nil {
			panic(err)
		}
		for _, m := range createsTable.FindAllStringSubmatch(withoutComments(string(text)), -1) {
			tables = append(tables, strings.ToLower(m[1]))
		}
	}
	return tables
}

var createsTable = regexp.MustCompile(`CREATE TABLE (\w+)`)
