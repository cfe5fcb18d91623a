package console

import (
	"sesame/internal/cloud"
	"sesame/internal/store"
)

// guardFamily switches the guard of a family. The API of the real service has no call for it.
func (c *Console) guardFamily(v *visit) error {
	family, on := v.PathValue("family"), v.PostForm.Get("guarded") == "yes"
	if err := v.mayList(); err != nil {
		return err
	}
	origin := store.Origin{
		Account: v.key.Account.ID, AccessKey: v.key.ID, Action: "GuardImageFamily", RequestID: c.RequestID(), At: v.now,
	}
	err := c.DB.Update(v.Context(), origin, func(tx *store.Tx) error {
		images, _, err := tx.FindImages(v.key.Account.ID, v.region, &cloud.ImageFilter{Family: family}, v.now, 0, 1)
		if err != nil {
			return err
		}
		if len(images) == 0 {
			return errMissing
		}
		return tx.GuardFamily(v.key.Account.ID, v.region, family, on)
	})
	if err != nil {
		return err
	}
	notice := "The family is not guarded any more."
	if on {
		notice = "The family is guarded."
	}
	return v.redirect(v.familyPath(), notice)
}
