package sandbox

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"errors"
	"time"

	"sesame/internal/api"
	"sesame/internal/cloud"
	"sesame/internal/server"
	"sesame/internal/store"
	"sesame/internal/story"
)

// World is a server in memory, with a clock of its own, and who is calling it.
type World struct {
	Names *story.Names

	server  *server.Server
	db      *store.DB
	keys    map[string]server.Key
	now     time.Time
	passed  time.Duration // let pass since the last call
	caller  string        // the name of a key
	sending []string      // how the next request differs from a good one
}

// clockSkew is the usual one.
const clockSkew = 15 * time.Minute

// Open makes a world. Close it.
func Open(ctx context.Context, o Options) (w *World, err error) {
	db, err := store.Open(ctx, ":memory:")
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, db.Close())
		}
	}()
	if err := Fill(ctx, db, o.Crowd); err != nil {
		return nil, err
	}
	accounts := o.Accounts()
	w = &World{Names: story.NewNames(), db: db, keys: map[string]server.Key{}, now: Epoch, caller: accounts[0].Name}
	for _, a := range accounts {
		for _, k := range a.Keys {
			w.keys[k.ID] = k
		}
	}
	ids := cloud.NewIDs(rand.Reader)
	products := api.Products(api.Config{
		DB: db, IDs: ids, Pace: o.Pace, AllowClear: o.AllowClear, NonceLife: 2 * clockSkew,
		Quotas: func(account string) cloud.Quotas { return w.server.Quotas(account) },
	})
	w.server, err = server.New(server.Config{
		DB: db, Accounts: accounts, IDs: ids, ClockSkew: clockSkew, Clock: func() time.Time { return w.now },
		Products: products, Certificate: &tls.Certificate{}, Exposure: o.exposure(), Throttle: o.Throttle,
	})
	return w, err
}

// Close ends the world.
func (w *World) Close() error { return w.db.Close() }
