package ecs

import (
	"context"
	"errors"
	"slices"
	"strings"

	"sesame/internal/apierr"
	"sesame/internal/catalog"
	"sesame/internal/cloud"
	"sesame/internal/rpc"
	"sesame/internal/store"
)

// CreateDiskRequest makes a data disk, empty or with the content of a snapshot.
type CreateDiskRequest struct {
	RegionId                  string `rpc:"required"`
	ZoneId                    string
	SnapshotId                string
	DiskName                  string
	Size                      int
	DiskCategory              string
	Description               string
	Encrypted                 *bool
	ClientToken               string
	InstanceId                string
	ResourceGroupId           string
	KMSKeyId                  string
	PerformanceLevel          string
	AdvancedFeatures          string
	StorageSetId              string
	EncryptAlgorithm          string
	StorageSetPartitionNumber int
	StorageClusterId          string
	MultiAttach               string
	Tag                       []struct{ Key, Value string }
	Arn                       []struct {
		RoleType, Rolearn string
		AssumeRoleFor     int64
	}
	ProvisionedIops int64
	BurstingEnabled bool
}

// CreateDiskResponse names the new disk, which may still be Creating. Nothing is ordered.
type CreateDiskResponse struct{ DiskId, OrderId string }

// CreateDisk makes a pay-as-you-go data disk in a zone. One of a subscription would belong
// to an instance of a subscription, which there is none of.
func (s *Service) CreateDisk(ctx context.Context, c *rpc.Call, req *CreateDiskRequest) (*CreateDiskResponse, error) {
	if err := checkRegion(c, req.RegionId); err != nil {
		return nil, err
	}
	tags, err := req.check(c, s.quotas(c))
	if err != nil {
		return nil, err
	}
	resp := &CreateDiskResponse{}
	return resp, s.update(ctx, c, false, func(tx *store.Tx) error {
		return once(tx, c, req.RegionId, req.ClientToken, &resp.DiskId, func() (string, error) {
			if err := req.checkPlace(tx, c); err != nil {
				return "", err
			}
			if err := checkGroup(tx, c, req.ResourceGroupId); err != nil {
				return "", err
			}
			d, err := s.newDisk(tx, c, req)
			if err != nil {
				return "", err
			}
			d.Tags = tags
			return d.ID, tx.CreateDisk(d)
		})
	})
}

// check looks at the values alone, in the order of the contract's parameters.
func (req *CreateDiskRequest) check(c *rpc.Call, quotas cloud.Quotas) ([]cloud.Tag, error) {
	t := try(c)
	t.not(req.DiskName != "" && !cloud.ValidDiskName(req.DiskName), apierr.DiskNameMalformed, "DiskName")
	t.not(req.SnapshotId == "" && !sent(c, "Size"), apierr.DiskSourceMissing, "SnapshotId", "Size")
	t.not(sent(c, "Size") && (req.Size < 1 || req.Size > cloud.MaxDiskGiB), apierr.DiskSizeNotValid, "Size")
	t.not(req.Description != "" && !cloud.ValidDescription(req.Description), apierr.DescriptionMalformed, "Description")
	if t.err != nil {
		return nil, t.err
	}
	for _, check := range []func(*rpc.Call) error{req.checkCategory, req.checkEncryption, req.checkExtras} {
		if err := check(c); err != nil {
			return nil, err
		}
	}
	return newTags(c, req.Tag, quotas.TagsPerResource)
}

// notOffered are the categories that are published and that no zone here has.
var notOffered = []string{"cloud_regional_disk_auto", "elastic_ephemeral_disk_standard", "elastic_ephemeral_disk_premium"}

func (req *CreateDiskRequest) category() string {
	if req.DiskCategory == "" {
		return cloud.CategoryBasic
	}
	return req.DiskCategory
}

func (req *CreateDiskRequest) checkCategory(c *rpc.Call) error {
	if _, ok := cloud.FindDiskCategory(req.category()); !ok {
		if slices.Contains(notOffered, req.DiskCategory) {
			return deny(c, apierr.DiskCategoryNotOffered, "DiskCategory")
		}
		return deny(c, apierr.DiskCategoryUnknown, "DiskCategory")
	}
	d := req.disk()
	return d.checkLevel(c, &createDiskErrors)
}

func (req *CreateDiskRequest) checkEncryption(c *rpc.Call) error {
	encrypted := req.Encrypted != nil && *req.Encrypted
	t := try(c)
	t.not(req.KMSKeyId != "" && !encrypted, apierr.NotMatchKmsKeyID, "KMSKeyId")
	t.not(req.EncryptAlgorithm != "" && !encrypted, apierr.NotMatchAlgorithm, "EncryptAlgorithm")
	t.not(req.EncryptAlgorithm != "" && !slices.Contains(encryptAlgorithms, strings.ToLower(req.EncryptAlgorithm)), apierr.EncryptAlgorithmInvalid, "EncryptAlgorithm")
	t.not(req.KMSKeyId != "", apierr.KMSKeyNotFound, "KMSKeyId")
	return t.err
}

func (req *CreateDiskRequest) checkExtras(c *rpc.Call) error {
	t := try(c)
	t.not(req.StorageSetId != "", apierr.StorageSetNotFound, "StorageSetId")
	t.not(req.StorageClusterId != "", apierr.StorageClusterNotFound, "StorageClusterId")
	t.not(req.MultiAttach == "Enabled", apierr.MultiAttachNotSupported, "MultiAttach")
	t.not(req.MultiAttach != "" && req.MultiAttach != "Disabled", apierr.MultiAttachMalformed, "MultiAttach")
	if t.err != nil {
		return t.err
	}
	d := req.disk()
	return d.checkBursting(c)
}

// checkPlace: a disk is made in a zone, or for an instance of a subscription.
func (req *CreateDiskRequest) checkPlace(tx *store.Tx, c *rpc.Call) error {
	switch {
	case req.ZoneId != "" && req.InstanceId != "":
		return deny(c, apierr.ZoneAndInstance, "ZoneId", "InstanceId")
	case req.ZoneId == "" && req.InstanceId == "":
		return deny(c, apierr.MissingParameter.With("ZoneId"), "ZoneId", "InstanceId")
	case req.ZoneId != "":
		if !hasZone(req.RegionId, req.ZoneId) {
			return deny(c, apierr.DiskZoneNotFound, "RegionId", "ZoneId")
		}
		return nil
	}
	_, err := tx.Instance(c.AccountID, req.RegionId, req.InstanceId)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return deny(c, apierr.DiskInstanceUnknown)
	case err != nil:
		return err
	}
	return deny(c, apierr.InstanceChargeTypeForDisk)
}

func hasZone(region, zone string) bool {
	return slices.ContainsFunc(catalog.Zones(region), func(z catalog.Zone) bool { return z.ID == zone })
}

var createDiskErrors = newDiskErrors{
	level: apierr.PerformanceLevelMalformed, snapshotMissing: apierr.SnapshotNotFound, snapshotNotReady: apierr.DiskSnapshotNotReady,
	size: apierr.DiskSizeForCategory, levelSize: apierr.PerformanceLevelSize,
}

// disk is what the request says of the disk.
func (req *CreateDiskRequest) disk() newDisk {
	return newDisk{encrypt: req.Encrypted, Disk: cloud.Disk{
		Region: req.RegionId, Zone: req.ZoneId, Name: req.DiskName, Description: req.Description, Kind: cloud.DataDisk,
		Category: req.category(), PerformanceLevel: req.PerformanceLevel, SizeGiB: req.Size, ResourceGroup: req.ResourceGroupId,
		Snapshot: req.SnapshotId, Bursting: req.BurstingEnabled, ProvisionedIOPS: provisioned(req.ProvisionedIops),
	}}
}

// newDisk puts the disk together.
func (s *Service) newDisk(tx *store.Tx, c *rpc.Call, req *CreateDiskRequest) (*cloud.Disk, error) {
	d := req.disk()
	d.Account, d.ID, d.Created = c.AccountID, s.IDs.New(cloud.KindDisk, req.RegionId), c.Now
	d.Begin(cloud.DiskCreating, c.Now, s.Pace)
	return &d.Disk, d.fill(tx, c, &createDiskErrors)
}
