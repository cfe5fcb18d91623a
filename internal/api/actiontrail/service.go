// Package actiontrail is the product Actiontrail, version 2020-07-06: the trail of an account's
// own calls, read from the store's events. It has no trails that deliver anywhere.
package actiontrail

import (
	"sesame/internal/apierr"
	"sesame/internal/rpc"
	"sesame/internal/store"
)

// Config is what the product needs. DB must be set.
type Config struct{ DB *store.DB }

// Service serves the product's operations.
type Service struct{ Config }

// New returns the product as the server mounts it.
func New(c Config) *rpc.Product {
	return rpc.Bind("Actiontrail", "2020-07-06", &Service{c}, Actions())
}

// Actions is the table of what is served.
func Actions() []rpc.Action[*Service] {
	return []rpc.Action[*Service]{
		rpc.Define("LookupEvents", (*Service).LookupEvents, rpc.ReadOnly, apierr.InvalidParameter),
	}
}
