package ecs

import (
	"errors"
	"log/slog"

	"sesame/internal/apierr"
	"sesame/internal/cloud"
	"sesame/internal/rpc"
	"sesame/internal/store"
)

// customImage reads a custom image that the caller sees: an own one, one that is shared
// with it, or a community image.
func customImage(tx *store.Tx, c *rpc.Call, region, id string, missing *apierr.Error) (*cloud.Image, error) {
	c.Trace.Check(imageSeen, slog.String("ImageId", id), slog.String("RegionId", region), slog.String("account", c.AccountID))
	i, err := tx.Image(c.AccountID, region, id)
	if errors.Is(err, store.ErrNotFound) {
		i, err = tx.ReceivedImage(c.AccountID, region, id)
	}
	if errors.Is(err, store.ErrNotFound) {
		i, err = tx.CommunityImage(region, id)
	}
	if errors.Is(err, store.ErrNotFound) {
		return nil, deny(c, missing)
	}
	return i, err
}
