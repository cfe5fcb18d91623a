package ecs

import (
	"context"
	"errors"
	"log/slog"
	"slices"

	"sesame/internal/apierr"
	"sesame/internal/cloud"
	"sesame/internal/rpc"
	"sesame/internal/store"
)

// CreateImageRequest makes a custom image from an instance, from snapshots with a mapping
// of disks, or from one system disk snapshot: in this order, the others are ignored.
type CreateImageRequest struct {
	RegionId          string `rpc:"required"`
	SnapshotId        string
	InstanceId        string
	ImageName         string
	ImageFamily       string
	ImageVersion      string
	Description       string
	Platform          string
	BootMode          string
	Architecture      string
	ClientToken       string
	ResourceGroupId   string
	DiskDeviceMapping []CreateImageDisk
	Tag               []requestTag
	DetectionStrategy string
	DryRun            bool
	Features          struct{ ImdsSupport string }
}

// CreateImageDisk is one disk of the image to make.
type CreateImageDisk struct {
	SnapshotId string
	Size       int
	Device     string
	DiskType   string
}

// CreateImageResponse names the new image, which may still be Creating.
type CreateImageResponse struct{ ImageId string }

// CreateImage makes a custom image. Images may be nameless; names are unique in a region.
func (s *Service) CreateImage(ctx context.Context, c *rpc.Call, req *CreateImageRequest) (*CreateImageResponse, error) {
	if err := checkRegion(c, req.RegionId); err != nil {
		return nil, err
	}
	if err := req.check(c, s.quotas(c)); err != nil {
		return nil, err
	}
	resp := &CreateImageResponse{}
	err := s.update(ctx, c, req.DryRun, func(tx *store.Tx) error {
		return once(tx, c, req.RegionId, req.ClientToken, &resp.ImageId, func() (string, error) {
			i, err := s.newImage(tx, c, req)
			if err != nil {
				return "", err
			}
			c.Trace.Check(nameFree, slog.String("ImageName", i.Name))
			return i.ID, createLimits.taken(tx.CreateImage(i))
		})
	})
	return resp, err
}

var createLimits = limits{apierr.CreateNameDuplicated, apierr.CreateFamilyFull, apierr.CreateFamiliesFull}

// newImage puts the image together; what it is made of is decided in image_source.go.
func (s *Service) newImage(tx *store.Tx, c *rpc.Call, req *CreateImageRequest) (*cloud.Image, error) {
	i := cloud.NewImage(c.AccountID, req.RegionId, s.IDs.New(cloud.KindImage, req.RegionId), cloud.WorkCreate, c.Now, s.Pace)
	i.Name, i.Family, i.Description, i.Version = req.ImageName, req.ImageFamily, req.Description, req.ImageVersion
	i.ResourceGroup = req.ResourceGroupId
	i.Tags = cloud.WithTags(nil, plainTags(req.Tag)...)
	if err := checkGroup(tx, c, req.ResourceGroupId); err != nil {
		return nil, err
	}
	if err := s.source(tx, c, req, i); err != nil {
		return nil, err
	}
	if err := req.override(c, i); err != nil {
		return nil, err
	}
	quotas := s.quotas(c)
	n, err := tx.CountImages(i.Account, i.Region, quotas.ImagesPerRegion)
	if err != nil {
		return nil, err
	}
	c.Trace.Check(imagesRoom, slog.String("RegionId", i.Region), slog.Int("used", n), slog.Int("limit", quotas.ImagesPerRegion))
	if n >= quotas.ImagesPerRegion {
		return nil, deny(c, apierr.QuotaImages)
	}
	return i, createLimits.check(tx, c, quotas, nil, i)
}

// override: what the caller says of the system goes before what the source says. Of an
// instance, platform and architecture are known.
func (req *CreateImageRequest) override(c *rpc.Call, i *cloud.Image) error {
	if req.InstanceId == "" && req.Platform != "" {
		i.SetPlatform(req.Platform)
	}
	if req.InstanceId == "" && req.Architecture != "" && req.Architecture != i.Architecture {
		i.Architecture, i.BootMode = req.Architecture, cloud.BootUEFIPreferred
	}
	if req.BootMode != "" {
		i.BootMode = req.BootMode
	}
	t := try(c)
	t.not(!cloud.BootsOn(i.BootMode, i.Architecture), apierr.BootModeForArchitecture, "BootMode", "Architecture")
	if req.Features.ImdsSupport != "" {
		i.ImdsSupport = req.Features.ImdsSupport
	}
	return t.err
}

// check looks at the values alone, in the order of the contract's error table.
func (req *CreateImageRequest) check(c *rpc.Call, quotas cloud.Quotas) error {
	name, family, description := given(req.ImageName), given(req.ImageFamily), given(req.Description)
	change := cloud.ImageChange{
		Name: name, Family: family, Description: description,
		BootMode: given(req.BootMode), ImdsSupport: given(req.Features.ImdsSupport),
	}
	err := change.Check()
	changedValues.told(c, nil, err)
	switch {
	case errors.Is(err, cloud.ErrImageFamily):
		return deny(c, apierr.CreateFamilyMalformed)
	case errors.Is(err, cloud.ErrBootMode):
		return deny(c, apierr.BootModeForArchitecture) // the one text of this action
	case err != nil:
		return refused(err)
	}
	t := try(c)
	t.not(!cloud.ValidImageVersion(req.ImageVersion), apierr.ImageVersionMalformed, "ImageVersion")
	t.not(req.Architecture != "" && !slices.Contains(cloud.Architectures, req.Architecture), apierr.ArchitectureMalformed, "Architecture")
	t.not(req.Platform != "" && !slices.Contains(cloud.Platforms, req.Platform), apierr.PlatformMalformed, "Platform")
	t.bad(req.DetectionStrategy != "" && req.DetectionStrategy != "Standard", "DetectionStrategy")
	t.not(req.InstanceId == "" && req.SnapshotId == "" && len(req.DiskDeviceMapping) == 0, apierr.CreateSourceMissing, "InstanceId", "SnapshotId")
	if t.err != nil {
		return t.err
	}
	_, err = newTags(c, req.Tag, quotas.TagsPerResource)
	return err
}
