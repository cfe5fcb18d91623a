package main

import (
	"context"
	"fmt"
	"os"

	"sesame/internal/fixture"
	"sesame/internal/server"
	"sesame/internal/store"
)

// loadFixture reads what an empty store is filled with: nil for nothing.
func (c *serveCommand) loadFixture(accounts []server.Account) (*fixture.Fixture, error) {
	find := finder(accounts)
	switch {
	case c.Demo:
		for _, id := range []string{fixture.DemoOwner, fixture.DemoReceiver} {
			if _, ok := find(id); !ok {
				return nil, usageError{fmt.Errorf("--demo is about account %s, which %s does not have: leave --accounts out, or use --fixture", id, c.Accounts)}
			}
		}
		return fixture.Demo(), nil
	case c.Fixture == "":
		return nil, nil
	}
	text, err := os.ReadFile(c.Fixture)
	if err != nil {
		return nil, err
	}
	f, err := fixture.Load(c.Fixture, text, find)
	if err != nil {
		return nil, usageError{err}
	}
	return f, nil
}

// finder finds accounts by name or id. An id goes before a name that looks like one.
func finder(accounts []server.Account) fixture.Accounts {
	ids := map[string]string{}
	for _, a := range accounts {
		ids[a.Name] = a.ID
	}
	for _, a := range accounts {
		ids[a.ID] = a.ID
	}
	return func(nameOrID string) (string, bool) {
		id, ok := ids[nameOrID]
		return id, ok
	}
}

// fill puts f into the store if nothing ever was in it.
func fill(ctx context.Context, a *app, db *store.DB, f *fixture.Fixture) (filled bool, err error) {
	if f == nil {
		return false, nil
	}
	now := a.now()
	origin := store.Origin{Account: f.Owner(), Action: "Fixture", RequestID: "fixture", At: now}
	return db.Seed(ctx, origin, "fixture", func(tx *store.Tx) error { return f.Apply(tx, now) })
}
