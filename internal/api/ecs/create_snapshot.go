package ecs

import (
	"context"
	"errors"

	"sesame/internal/apierr"
	"sesame/internal/cloud"
	"sesame/internal/rpc"
	"sesame/internal/store"
)

// CreateSnapshotRequest takes a snapshot of a disk.
type CreateSnapshotRequest struct {
	DiskId                     string `rpc:"required"`
	SnapshotName               string
	Description                string
	RetentionDays              int
	Category                   string
	ClientToken                string
	ResourceGroupId            string
	InstantAccess              bool
	InstantAccessRetentionDays int
	Tag                        []struct{ Key, Value string }
	StorageLocationArn         string
}

// CreateSnapshotResponse names the new snapshot, which may still be progressing.
type CreateSnapshotResponse struct{ SnapshotId string }

// CreateSnapshot begins a snapshot of a disk that is, or was, attached to an instance.
func (s *Service) CreateSnapshot(ctx context.Context, c *rpc.Call, req *CreateSnapshotRequest) (*CreateSnapshotResponse, error) {
	tags, err := req.check(c, s.quotas(c))
	if err != nil {
		return nil, err
	}
	resp := &CreateSnapshotResponse{}
	return resp, s.update(ctx, c, false, func(tx *store.Tx) error {
		d, err := ownDisk(tx, c, req.DiskId, apierr.SnapshotDiskNotFound)
		if err != nil {
			return err
		}
		err = once(tx, c, d.Region, req.ClientToken, &resp.SnapshotId, func() (string, error) {
			n, err := maySnapshot(tx, c, d)
			if err != nil {
				return "", err
			}
			if err := checkGroup(tx, c, req.ResourceGroupId); err != nil {
				return "", err
			}
			p := cloud.NewSnapshot(d, s.IDs.New(cloud.KindSnapshot, d.Region), systemOf(d, n), c.Now, c.Now.Add(s.Pace))
			p.Name, p.Description, p.RetentionDays = req.SnapshotName, req.Description, req.RetentionDays
			p.ResourceGroup, p.Tags = req.ResourceGroupId, tags
			if req.Category != "" {
				p.Category = req.Category
			}
			return p.ID, tx.CreateSnapshot(p)
		})
		if errors.Is(err, apierr.IdempotentParameterMismatch) {
			return deny(c, apierr.SnapshotTokenMismatch)
		}
		return err
	})
}

// systemOf is the image that a disk came from. A data disk has none of its own; its
// snapshots are told the system of its instance, as those of CreateImage are.
func systemOf(d *cloud.Disk, n *cloud.Instance) string {
	if d.Image == "" && n != nil {
		return n.Image
	}
	return d.Image
}

// check looks at the values alone, in the order of the contract's parameters.
func (req *CreateSnapshotRequest) check(c *rpc.Call, quotas cloud.Quotas) ([]cloud.Tag, error) {
	t := try(c)
	t.not(req.SnapshotName != "" && !cloud.ValidSnapshotName(req.SnapshotName), apierr.SnapshotNameMalformed, "SnapshotName")
	t.not(req.Description != "" && !cloud.ValidDescription(req.Description), apierr.DescriptionNotAllowed, "Description")
	t.not(sent(c, "RetentionDays") && !cloud.ValidRetention(req.RetentionDays), apierr.RetentionDaysMalformed, "RetentionDays")
	t.not(req.Category != "" && req.Category != cloud.SnapshotStandard && req.Category != cloud.SnapshotFlash, apierr.SnapshotCategoryMalformed, "Category")
	t.not(req.Category != "" && req.InstantAccess, apierr.SnapshotCategoryAndAccess, "Category", "InstantAccess")
	t.not(sent(c, "InstantAccessRetentionDays") && !cloud.ValidRetention(req.InstantAccessRetentionDays), apierr.InstantAccessDaysMalformed, "InstantAccessRetentionDays")
	t.bad(req.StorageLocationArn != "", "StorageLocationArn")
	if t.err != nil {
		return nil, t.err
	}
	return newTags(c, req.Tag, quotas.TagsPerResource)
}

// maySnapshot gives the disk's instance, if it has one.
func maySnapshot(tx *store.Tx, c *rpc.Call, d *cloud.Disk) (*cloud.Instance, error) {
	t := try(c)
	t.not(d.Busy(c.Now), apierr.IncorrectDiskStatus)
	t.not(d.Instance == "" && d.Attached.IsZero(), apierr.SnapshotOfUnused)
	if t.err != nil {
		return nil, t.err
	}
	n, err := steadyInstance(tx, c, d, apierr.SnapshotInstanceLocked, apierr.DiskInstanceStatus)
	if err != nil {
		return nil, err
	}
	if err := notSnapshotted(tx, c, d); err != nil {
		if errors.Is(err, apierr.DiskCreatingSnapshot) {
			err = deny(c, apierr.SnapshotUnderWay)
		}
		return nil, err
	}
	count, err := tx.CountSnapshots(d.Account, d.Region, d.ID, cloud.MaxSnapshotsPerDisk)
	if err == nil && count >= cloud.MaxSnapshotsPerDisk {
		err = deny(c, apierr.SnapshotQuota)
	}
	return n, err
}
