package ecs

import (
	"context"
	"errors"
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
	if err := checkRegion(req.RegionId); err != nil {
		return nil, err
	}
	if err := req.check(s.quotas(c)); err != nil {
		return nil, err
	}
	resp := &CreateImageResponse{}
	err := s.update(ctx, c, req.DryRun, func(tx *store.Tx) error {
		return once(tx, c, req.RegionId, req.ClientToken, &resp.ImageId, func() (string, error) {
			i, err := s.newImage(tx, c, req)
			if err != nil {
				return "", err
			}
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
	if err := req.override(i); err != nil {
		return nil, err
	}
	quotas := s.quotas(c)
	n, err := tx.CountImages(i.Account, i.Region, quotas.ImagesPerRegion)
	if err != nil {
		return nil, err
	}
	if n >= quotas.ImagesPerRegion {
		return nil, apierr.QuotaImages
	}
	return i, createLimits.check(tx, quotas, nil, i)
}

// override: what the caller says of the system goes before what the source says. Of an
// instance, platform and architecture are known.
func (req *CreateImageRequest) override(i *cloud.Image) error {
	if req.InstanceId == "" && req.Platform != "" {
		i.SetPlatform(req.Platform)
	}
	if req.InstanceId == "" && req.Architecture != "" && req.Architecture != i.Architecture {
		i.Architecture, i.BootMode = req.Architecture, cloud.BootUEFIPreferred
	}
	if req.BootMode != "" {
		i.BootMode = req.BootMode
	}
	if !cloud.BootsOn(i.BootMode, i.Architecture) {
		return apierr.BootModeForArchitecture
	}
	if req.Features.ImdsSupport != "" {
		i.ImdsSupport = req.Features.ImdsSupport
	}
	return nil
}

// check looks at the values alone, in the order of the contract's error table.
func (req *CreateImageRequest) check(quotas cloud.Quotas) error {
	name, family, description := given(req.ImageName), given(req.ImageFamily), given(req.Description)
	change := cloud.ImageChange{
		Name: name, Family: family, Description: description,
		BootMode: given(req.BootMode), ImdsSupport: given(req.Features.ImdsSupport),
	}
	switch err := change.Check(); {
	case errors.Is(err, cloud.ErrImageFamily):
		return apierr.CreateFamilyMalformed
	case errors.Is(err, cloud.ErrBootMode):
		return apierr.BootModeForArchitecture // the one text of this action
	case err != nil:
		return refused(err)
	case !cloud.ValidImageVersion(req.ImageVersion):
		return apierr.ImageVersionMalformed
	case req.Architecture != "" && !slices.Contains(cloud.Architectures, req.Architecture):
		return apierr.ArchitectureMalformed
	case req.Platform != "" && !slices.Contains(cloud.Platforms, req.Platform):
		return apierr.PlatformMalformed
	case req.DetectionStrategy != "" && req.DetectionStrategy != "Standard":
		return apierr.InvalidParameter.With("DetectionStrategy")
	case req.InstanceId == "" && req.SnapshotId == "" && len(req.DiskDeviceMapping) == 0:
		return apierr.CreateSourceMissing
	}
	_, err := newTags(req.Tag, quotas.TagsPerResource)
	return err
}
