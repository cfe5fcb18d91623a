package ecs

import (
	"context"
	"errors"
	"log/slog"

	"sesame/internal/apierr"
	"sesame/internal/cloud"
	"sesame/internal/rpc"
	"sesame/internal/store"
)

// ModifyImageAttributeRequest changes a custom image of the caller.
type ModifyImageAttributeRequest struct {
	RegionId    string `rpc:"required"`
	ImageId     string `rpc:"required"`
	ImageName   string
	Status      string
	ImageFamily string
	BootMode    string
	LicenseType string
	Features    struct{ NvmeSupport, ImdsSupport string }
	Description string
	DryRun      bool
}

// ModifyImageAttributeResponse holds nothing but the RequestId of every answer.
type ModifyImageAttributeResponse struct{}

// ModifyImageAttribute changes all that is asked, or nothing. Absent and empty parameters
// keep the value. The order of checks is.
func (s *Service) ModifyImageAttribute(ctx context.Context, c *rpc.Call, req *ModifyImageAttributeRequest) (*ModifyImageAttributeResponse, error) {
	if err := checkRegion(c, req.RegionId); err != nil {
		return nil, err
	}
	change := s.imageChange(c, req)
	err := change.Check()
	changedValues.told(c, nil, err)
	if err != nil {
		return nil, refused(err)
	}
	return &ModifyImageAttributeResponse{}, s.update(ctx, c, req.DryRun, func(tx *store.Tx) error {
		was, err := ownImage(tx, c, req.RegionId, req.ImageId, apierr.ImageNotFound)
		if err != nil {
			return err
		}
		is, err := was.Apply(change, c.Now)
		changeRules.told(c, was, err)
		if err != nil {
			return refused(err)
		}
		if err := keepFamily(tx, c, was, is); err != nil {
			return err
		}
		if err := modifyLimits.check(tx, c, s.quotas(c), was, is); err != nil {
			return err
		}
		if is.Name != was.Name {
			c.Trace.Check(nameFree, slog.String("ImageName", is.Name))
		}
		return modifyLimits.taken(tx.UpdateImage(was, is))
	})
}

func (s *Service) imageChange(c *rpc.Call, req *ModifyImageAttributeRequest) *cloud.ImageChange {
	change := &cloud.ImageChange{
		Name: given(req.ImageName), Status: given(req.Status), Family: given(req.ImageFamily),
		Description: given(req.Description), BootMode: given(req.BootMode), LicenseType: given(req.LicenseType),
		NvmeSupport: given(req.Features.NvmeSupport), ImdsSupport: given(req.Features.ImdsSupport),
	}
	if s.AllowClear && c.Present("Description") {
		change.Description = &req.Description
	}
	if s.AllowClear && c.Present("ImageFamily") {
		change.Family = &req.ImageFamily
	}
	return change
}

// given is nil for an empty value: empty means keep.
func given(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// limits are the codes with which an action refuses a name that is taken and a family or
// region that is full: the same rule has other codes in other actions.
type limits struct{ name, family, families *apierr.Error }

var modifyLimits = limits{apierr.ImageNameDuplicated, apierr.FamilyFull, apierr.FamiliesFull}

// check holds what an image must not share with the others of its region. was is
// nil for a new image. Keeping a name or a family never trips over it. A name that is
// taken is told by the store when the image is saved; here it is asked for only because
// it goes before a family that is full.
func (l *limits) check(tx *store.Tx, c *rpc.Call, q cloud.Quotas, was, is *cloud.Image) error {
	if is.Family == "" || (was != nil && is.Family == was.Family) {
		return nil
	}
	if is.Name != "" && (was == nil || is.Name != was.Name) {
		c.Trace.Check(nameFree, slog.String("ImageName", is.Name))
		taken, err := tx.NameTaken(is.Account, is.Region, is.Name, is.ID)
		if err != nil {
			return err
		}
		if taken {
			return l.name
		}
	}
	members, err := tx.CountFamily(is.Account, is.Region, is.Family, q.ImagesPerFamily)
	c.Trace.Check(familyRoom, slog.String("ImageFamily", is.Family), slog.Int("used", members), slog.Int("limit", q.ImagesPerFamily))
	switch {
	case err != nil:
		return err
	case members >= q.ImagesPerFamily:
		return l.family
	case members > 0:
		return nil
	}
	return l.checkNewFamily(tx, c, q, was, is)
}

// checkNewFamily: a family that does not exist yet must have room beside the others. The
// one that the image leaves empty makes room.
func (l *limits) checkNewFamily(tx *store.Tx, c *rpc.Call, q cloud.Quotas, was, is *cloud.Image) error {
	families, err := tx.CountFamilies(is.Account, is.Region)
	c.Trace.Check(familiesRoom, slog.Int("used", families), slog.Int("limit", q.FamiliesPerRegion))
	if err != nil || families < q.FamiliesPerRegion {
		return err
	}
	if was != nil && was.Family != "" {
		left, err := tx.CountFamily(was.Account, was.Region, was.Family, 2)
		if err != nil || left == 1 {
			return err
		}
	}
	return l.families
}

// taken: two that ask for one name at once are told apart by the store.
func (l *limits) taken(err error) error {
	if errors.Is(err, store.ErrExists) {
		return l.name
	}
	return err
}
