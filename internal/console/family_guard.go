package console

import (
	"encoding/json"
	"net"
	"strconv"

	"sesame/internal/cloud"
	"sesame/internal/store"
)

// guardFamily switches the guard of a family. The API of the real service has no call for it.
func (c *Console) guardFamily(v *visit) error {
	family, on := v.PathValue("family"), v.PostForm.Get("guarded") == "yes"
	if err := v.mayList(); err != nil {
		return err
	}
	source, _, _ := net.SplitHostPort(v.RemoteAddr)
	origin := store.Origin{
		Account: v.key.Account.ID, AccessKey: v.key.ID, Action: "GuardImageFamily", RequestID: c.RequestID(), At: v.now,
		Source: source, Agent: userAgent, Request: guarding{v.region, family, on},
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

// guarding is what the trail tells of such a change.
type guarding struct {
	region, family string
	on             bool
}

// Parameters are those that a call would have.
func (g guarding) Parameters() string {
	document, _ := json.Marshal(map[string]string{"RegionId": g.region, "ImageFamily": g.family, "Guarded": strconv.FormatBool(g.on)})
	return string(document) // of text alone
}

// Resource is the family, if it could be one.
func (g guarding) Resource() string {
	if (&cloud.ImageChange{Family: &g.family}).Check() != nil {
		return ""
	}
	return g.region + "/family/" + g.family
}

// Refusal is a page of the console's: there is no code for it.
func (guarding) Refusal(err error) (code, message string) { return "Refused", err.Error() }
