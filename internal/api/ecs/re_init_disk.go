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

// ReInitDiskRequest sets a disk back to what it was made of.
type ReInitDiskRequest struct {
	DiskId                      string `rpc:"required"`
	Password                    string
	KeyPairName                 string
	AutoStartInstance           bool
	SecurityEnhancementStrategy string
}

// ReInitDiskResponse holds nothing but the RequestId of every answer.
type ReInitDiskResponse struct{}

// ReInitDisk sets a disk of a Stopped instance back: a system disk to its image, as long as
// the caller has that, a data disk to its snapshot, as long as that exists, or to being
// empty.
func (s *Service) ReInitDisk(ctx context.Context, c *rpc.Call, req *ReInitDiskRequest) (*ReInitDiskResponse, error) {
	if err := checkPassword(c, req.Password); err != nil {
		return nil, err
	}
	return &ReInitDiskResponse{}, s.update(ctx, c, false, func(tx *store.Tx) error {
		was, err := ownDisk(tx, c, req.DiskId, apierr.DiskNotFound)
		switch {
		case err != nil:
			return err
		case was.Instance == "":
			return deny(c, apierr.IncorrectDiskStatus)
		}
		n, err := tx.Instance(was.Account, was.Region, was.Instance)
		if err != nil {
			return err
		}
		if err := mayRewrite(tx, c, n, was); err != nil {
			return err
		}
		if err := hasSource(tx, c, n, was); err != nil {
			return err
		}
		is := was.Clone()
		is.Begin(cloud.DiskReIniting, c.Now, s.Pace)
		if err := tx.UpdateDisk(was, is); err != nil || was.Kind != cloud.SystemDisk {
			return err
		}
		started := n.Clone()
		if err := logIn(c, started, req.KeyPairName); err != nil {
			return err
		}
		if req.AutoStartInstance {
			started.Goes(c.Now, s.Pace, cloud.InstanceRunning, cloud.InstanceStarting)
		}
		return tx.UpdateInstance(n, started)
	})
}

// hasSource: what the disk was made of must still be there. Of an image that never was the
// caller's own, the owner took it back or deleted it.
func hasSource(tx *store.Tx, c *rpc.Call, n *cloud.Instance, d *cloud.Disk) error {
	if d.Kind == cloud.DataDisk {
		return hasSnapshot(tx, c, n, d)
	}
	image := systemOf(d, n)
	if _, ok := findPublicImage(image, true); ok {
		return nil
	}
	_, err := visibleImage(tx, c, d.Region, image)
	if !errors.Is(err, apierr.ImageNotFound) {
		return err
	}
	removed, err := tx.ImageWasRemoved(d.Account, d.Region, image)
	switch {
	case err != nil:
		return err
	case removed:
		return deny(c, apierr.ReInitImageGone)
	}
	return deny(c, apierr.SharedImageDeleted)
}

// hasSnapshot: the snapshot is the caller's, or one of the shared image that the instance
// came from.
func hasSnapshot(tx *store.Tx, c *rpc.Call, n *cloud.Instance, d *cloud.Disk) error {
	if d.Snapshot == "" {
		return nil
	}
	_, err := tx.Snapshot(d.Account, d.Region, d.Snapshot)
	if !errors.Is(err, store.ErrNotFound) {
		return err
	}
	i, err := visibleImage(tx, c, d.Region, n.Image)
	switch {
	case errors.Is(err, apierr.ImageNotFound):
		return deny(c, apierr.SourceSnapshotDeleted)
	case err != nil:
		return err
	case !slices.ContainsFunc(i.Disks, func(m cloud.DiskMapping) bool { return m.Snapshot == d.Snapshot }):
		return deny(c, apierr.SourceSnapshotDeleted)
	}
	return nil
}
