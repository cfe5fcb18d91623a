// Package ecs is the product Ecs, version 2014-05-26: one file per operation, each a
// request, a response and a method that loads, asks the domain, saves and answers.
// Rules live in cloud, SQL in store, codes in apierr. actions.go is the table of what is
// served.
package ecs

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"sesame/internal/apierr"
	"sesame/internal/catalog"
	"sesame/internal/cloud"
	"sesame/internal/rpc"
	"sesame/internal/store"
)

// Config is what the product needs. DB and IDs must be set.
type Config struct {
	DB  *store.DB
	IDs *cloud.IDs
	// Pace is how long each step takes, of making an image or starting an instance, say. Zero:
	// no time.
	Pace time.Duration
	// AllowClear lets a present, empty Description or ImageFamily clear the value
	//
	AllowClear bool
	// Quotas gives the limits of an account. Nil: all have the usual ones.
	Quotas func(account string) cloud.Quotas
	// NonceLife is how long the nonces of mutating calls are kept.
	NonceLife time.Duration
}

// Service serves the product's operations.
type Service struct{ Config }

// New returns the product as the server mounts it.
func New(c Config) *rpc.Product {
	p := rpc.Bind("Ecs", "2014-05-26", &Service{c}, Actions())
	p.NotProduced = NotProduced
	return p
}

// quotas are the limits of the caller.
func (s *Service) quotas(c *rpc.Call) cloud.Quotas {
	if s.Quotas == nil {
		return cloud.DefaultQuotas()
	}
	return s.Quotas(c.AccountID)
}

// update runs fn for a call that changes something. A dry run passes every check of fn
// and keeps nothing.
func (s *Service) update(ctx context.Context, c *rpc.Call, dryRun bool, fn func(*store.Tx) error) error {
	c.Recorded = true
	if dryRun {
		return s.rehearse(ctx, c, fn)
	}
	before := c.Trace.Len()
	return s.DB.Update(ctx, s.origin(c), func(tx *store.Tx) error {
		c.Trace.Cut(before) // it may run again
		return fn(tx)
	})
}

// view reads for a call.
func (s *Service) view(ctx context.Context, c *rpc.Call, fn func(*store.Tx) error) error {
	before := c.Trace.Len()
	return s.DB.View(ctx, func(tx *store.Tx) error {
		c.Trace.Cut(before) // it may run again
		return fn(tx)
	})
}

func checkRegion(c *rpc.Call, id string) error {
	c.Trace.Check(regionExists, slog.String("region", id))
	if _, ok := catalog.FindRegion(id); !ok {
		return apierr.RegionNotFound
	}
	return nil
}

// ownImage reads an image of the caller: to all others, and in other regions, it does not exist.
func ownImage(tx *store.Tx, c *rpc.Call, region, id string, missing *apierr.Error) (*cloud.Image, error) {
	c.Trace.Check(imageIsOwn, slog.String("ImageId", id), slog.String("RegionId", region), slog.String("account", c.AccountID))
	i, err := tx.Image(c.AccountID, region, id)
	if errors.Is(err, store.ErrNotFound) {
		return nil, deny(c, missing)
	}
	return i, err
}

// page reads the two paging parameters: 1 and 10 when absent, sizes up to 100.
func page(c *rpc.Call, number, size int) (offset, limit, pageNumber int, err error) {
	return pageOf(c, number, size, 10)
}

// pageOf is page with another size when it is absent.
func pageOf(c *rpc.Call, number, size, usual int) (offset, limit, pageNumber int, err error) {
	if !sent(c, "PageNumber") {
		number = 1
	}
	if !sent(c, "PageSize") {
		size = usual
	}
	if sent(c, "PageNumber") || sent(c, "PageSize") {
		c.Trace.Check(pageSane, slog.Int("PageNumber", number), slog.Int("PageSize", size))
	}
	switch {
	case number < 1 || number > 1<<30:
		err = deny(c, apierr.InvalidParameter.With("PageNumber"))
	case size < 1 || size > 100:
		err = deny(c, apierr.InvalidParameter.With("PageSize"))
	}
	return (number - 1) * size, size, number, err
}

// sent reports whether a parameter has a value: an empty one is as good as none.
func sent(c *rpc.Call, name string) bool {
	v, _ := c.Params.Get(name)
	return v != ""
}

// wireTime is how instants are written: seconds, UTC.
func wireTime(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05Z") }
