package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"sesame/internal/store"
)

type migrateCommand struct {
	Data       string `default:"./sesame-data" placeholder:"WHERE" help:"A folder (${default}), or postgres://user@host/database."`
	Distribute bool   `help:"Declare the tables on a Citus cluster: distributed by account. Repeat it after each upgrade."`
}

// Run brings the schema of a store up to date, as a server does when it starts.
func (c *migrateCommand) Run(ctx context.Context, a *app) error {
	if c.Distribute {
		return c.distribute(ctx, a)
	}
	db, err := store.Open(ctx, c.Data)
	if err != nil {
		return fmt.Errorf("cannot open %s: %w", shownData(c.Data), err)
	}
	_, err = fmt.Fprintf(a.stdout, "%s is up to date\n", shownData(c.Data))
	return errors.Join(err, db.Close())
}

func (c *migrateCommand) distribute(ctx context.Context, a *app) error {
	d, err := store.Distribute(ctx, c.Data)
	if err != nil {
		return fmt.Errorf("cannot distribute %s: %w", shownData(c.Data), err)
	}
	for _, table := range slices.Sorted(maps.Keys(d.Declared)) {
		how := "distributed by " + d.Declared[table]
		if d.Declared[table] == "" {
			how = "copied to every node"
		}
		if _, err := fmt.Fprintf(a.stdout, "%s: %s\n", table, how); err != nil {
			return err
		}
	}
	known := slices.Sorted(maps.Keys(d.Before))
	if len(known) > 0 {
		_, err = fmt.Fprintf(a.stdout, "declared before: %s\n", strings.Join(known, ", "))
	}
	return err
}
