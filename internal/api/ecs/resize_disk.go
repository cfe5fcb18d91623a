package ecs

import (
	"context"

	"sesame/internal/apierr"
	"sesame/internal/cloud"
	"sesame/internal/rpc"
	"sesame/internal/store"
)

// ResizeDiskRequest makes a disk larger.
type ResizeDiskRequest struct {
	DiskId      string `rpc:"required"`
	Type        string
	NewSize     int `rpc:"required"`
	ClientToken string
}

// ResizeDiskResponse names no order: nothing is ordered.
type ResizeDiskResponse struct{ OrderId string }

// ResizeDisk makes a disk larger, at once. Online, its instance must be Running.
func (s *Service) ResizeDisk(ctx context.Context, c *rpc.Call, req *ResizeDiskRequest) (*ResizeDiskResponse, error) {
	switch req.Type {
	case "", "offline", "online":
	default:
		return nil, deny(c, apierr.ResizeType)
	}
	resp := &ResizeDiskResponse{}
	return resp, s.update(ctx, c, false, func(tx *store.Tx) error {
		was, err := ownDisk(tx, c, req.DiskId, apierr.DiskNotFound)
		if err != nil {
			return err
		}
		return once(tx, c, was.Region, req.ClientToken, &resp.OrderId, func() (string, error) {
			if err := req.mayResize(tx, c, was); err != nil {
				return "", err
			}
			is := was.Clone()
			is.SizeGiB = req.NewSize
			return "", tx.UpdateDisk(was, is)
		})
	})
}

func (req *ResizeDiskRequest) mayResize(tx *store.Tx, c *rpc.Call, d *cloud.Disk) error {
	t := try(c)
	t.not(req.NewSize < d.SizeGiB, apierr.ResizeTooSmall, "NewSize")
	t.not(req.NewSize == d.SizeGiB, apierr.ResizeSame, "NewSize")
	t.not(req.NewSize > d.MaxGiB(), apierr.ResizeTooLarge, "NewSize")
	t.not(req.Type == "online" && d.Category == cloud.CategoryBasic, apierr.ResizeCategoryOnline, "Type")
	t.not(d.Busy(c.Now), apierr.IncorrectDiskStatus)
	if t.err != nil {
		return t.err
	}
	n, err := steadyInstance(tx, c, d, apierr.DiskInstanceLocked, apierr.DiskInstanceStatus)
	if err != nil {
		return err
	}
	if req.Type == "online" && (n == nil || n.Status(c.Now) != cloud.InstanceRunning) {
		return deny(c, apierr.ResizeInstanceStopped, "Type")
	}
	return notSnapshotted(tx, c, d)
}
