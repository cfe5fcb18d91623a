package ecs

import (
	"log/slog"

	"sesame/internal/apierr"
	"sesame/internal/cloud"
	"sesame/internal/rpc"
	"sesame/internal/store"
)

// keepFamily refuses a change that leaves a guarded family without an Available image.
// is is nil when the image is deleted.
func keepFamily(tx *store.Tx, c *rpc.Call, was, is *cloud.Image) error {
	if !cloud.LeavesFamily(was, is, c.Now) {
		return nil
	}
	guarded, err := tx.FamilyGuarded(was.Account, was.Region, was.Family)
	if err != nil || !guarded {
		return err
	}
	other, err := tx.HasOtherAvailable(was, c.Now)
	c.Trace.Check(familyKept, slog.String("ImageFamily", was.Family), slog.Bool("has another Available image", other))
	if err == nil && !other {
		err = deny(c, apierr.FamilyGuarded)
	}
	return err
}
