package ecs

import (
	"cmp"
	"context"
	"log/slog"
	"slices"
	"strconv"
	"strings"

	"sesame/internal/apierr"
	"sesame/internal/cloud"
	"sesame/internal/rpc"
	"sesame/internal/store"
)

// CopyImageRequest copies an image to another region, or encrypted in its own.
type CopyImageRequest struct {
	DestinationImageName   string
	DestinationDescription string
	ImageId                string `rpc:"required"`
	RegionId               string `rpc:"required"`
	DestinationRegionId    string
	Encrypted              bool
	KMSKeyId               string
	EncryptAlgorithm       string
	ResourceGroupId        string
	Tag                    []requestTag
	ClientToken            string
	DryRun                 bool
}

// CopyImageResponse names the new image, which may be Waiting or Creating.
type CopyImageResponse struct{ ImageId string }

// CopyImage begins a copy. Five run in a region at a time, others wait; when each
// starts and ends is known from the beginning.
func (s *Service) CopyImage(ctx context.Context, c *rpc.Call, req *CopyImageRequest) (*CopyImageResponse, error) {
	req.DestinationRegionId = cmp.Or(req.DestinationRegionId, req.RegionId)
	if checkRegion(c, req.RegionId) != nil {
		return nil, apierr.SourceRegionNotFound
	}
	if checkRegion(c, req.DestinationRegionId) != nil {
		return nil, apierr.DestinationRegionNotFound
	}
	if err := req.check(c, s.quotas(c)); err != nil {
		return nil, err
	}
	resp := &CopyImageResponse{}
	err := s.update(ctx, c, req.DryRun, func(tx *store.Tx) error {
		return once(tx, c, req.RegionId, req.ClientToken, &resp.ImageId, func() (string, error) {
			source, err := copySource(tx, c, req)
			if err != nil {
				return "", err
			}
			i, err := s.newCopy(tx, c, req, source)
			if err != nil {
				return "", err
			}
			c.Trace.Check(nameFree, slog.String("ImageName", i.Name))
			return i.ID, copyLimits.taken(tx.CreateCopy(i, source, c.Now))
		})
	})
	return resp, err
}

var copyLimits = limits{name: apierr.CopyNameDuplicated}

// copyRefusals gives the broken rules of copying the code they have in CopyImage.
var copyRefusals = map[error]*apierr.Error{
	cloud.ErrImageName:         apierr.CopyNameMalformed,
	cloud.ErrDescription:       apierr.CopyDescriptionMalformed,
	cloud.ErrImageCommunity:    apierr.CopyCommunity,
	cloud.ErrImageNotAvailable: apierr.CopyNotAvailable,
	cloud.ErrCopySharedAcross:  apierr.CopySharedAcross,
	cloud.ErrCopySameRegion:    apierr.CopySameRegion,
	cloud.ErrCopyEncrypted:     apierr.CopyToPlain,
	cloud.ErrCopyEncryptAcross: apierr.CopyEncryptAcross,
}

// copySource reads the image to copy: an own one, or one that is shared with the caller.
func copySource(tx *store.Tx, c *rpc.Call, req *CopyImageRequest) (*cloud.Image, error) {
	source, err := customImage(tx, c, req.RegionId, req.ImageId, apierr.ImageNotFound)
	if err != nil {
		return nil, err
	}
	err = source.MayCopy(c.AccountID, req.DestinationRegionId, req.Encrypted, c.Now)
	copyRules.told(c, source, err)
	if err != nil {
		return nil, refusedAs(copyRefusals, err)
	}
	return source, nil
}

// newCopy puts the copy together and gives it its place in the queue of its region. The
// same image is not copied to the same region twice at once.
func (s *Service) newCopy(tx *store.Tx, c *rpc.Call, req *CopyImageRequest, source *cloud.Image) (*cloud.Image, error) {
	region := req.DestinationRegionId
	if err := checkGroup(tx, c, req.ResourceGroupId); err != nil {
		return nil, err
	}
	underWay, err := tx.Copies(c.AccountID, region, c.Now)
	if err != nil {
		return nil, err
	}
	c.Trace.Check(notCopiedTwice, slog.String("ImageId", source.ID), slog.String("DestinationRegionId", region), slog.Int("copies under way", len(underWay)))
	if slices.ContainsFunc(underWay, func(o cloud.Copy) bool { return o.SourceRegion == source.Region && o.Source == source.ID }) {
		return nil, deny(c, apierr.CopyConflict, "SourceRegion", "Source")
	}
	quota := s.quotas(c).ImagesPerRegion
	n, err := tx.CountImages(c.AccountID, region, quota)
	if err != nil {
		return nil, err
	}
	c.Trace.Check(imagesRoom, slog.String("RegionId", region), slog.Int("used", n), slog.Int("limit", quota))
	if n >= quota {
		return nil, deny(c, apierr.CopyQuotaImages.With(strconv.Itoa(quota)))
	}
	i := cloud.NewImage(c.AccountID, region, s.IDs.New(cloud.KindImage, region), cloud.WorkCopy, c.Now, s.Pace)
	i.Starts = cloud.CopyStart(underWay, c.Now)
	i.Ready = i.Starts.Add(s.Pace)
	i.Name, i.Description, i.ResourceGroup = req.DestinationImageName, req.DestinationDescription, req.ResourceGroupId
	i.Tags = cloud.WithTags(nil, plainTags(req.Tag)...)
	i.CopyOf(source, req.Encrypted, func() string { return s.IDs.New(cloud.KindSnapshot, region) })
	return i, nil
}

// encryptAlgorithms are compared without regard to case.
var encryptAlgorithms = []string{"aes-256", "sm4-128"}

// check looks at the values alone.
func (req *CopyImageRequest) check(c *rpc.Call, quotas cloud.Quotas) error {
	change := cloud.ImageChange{Name: given(req.DestinationImageName), Description: given(req.DestinationDescription)}
	err := change.Check()
	copiedValues.told(c, nil, err)
	if err != nil {
		return refusedAs(copyRefusals, err)
	}
	t := try(c)
	t.bad(len(req.KMSKeyId) > 64, "KMSKeyId")
	t.not(req.KMSKeyId != "" && !req.Encrypted, apierr.CopyKeyNotEncrypted, "KMSKeyId", "Encrypted")
	t.not(req.EncryptAlgorithm != "" && !req.Encrypted, apierr.CopyAlgorithmNotEncrypted, "EncryptAlgorithm", "Encrypted")
	t.not(req.EncryptAlgorithm != "" && !slices.Contains(encryptAlgorithms, strings.ToLower(req.EncryptAlgorithm)),
		apierr.CopyAlgorithmInvalid, "EncryptAlgorithm")
	if t.err != nil {
		return t.err
	}
	_, err = newTags(c, req.Tag, quotas.TagsPerResource)
	return err
}
