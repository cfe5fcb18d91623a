package ecs

import (
	"context"
	"log/slog"
	"time"

	"sesame/internal/apierr"
	"sesame/internal/cloud"
	"sesame/internal/rpc"
	"sesame/internal/store"
)

// DescribeSnapshotsRequest selects snapshots of the caller.
type DescribeSnapshotsRequest struct {
	InstanceId      string
	DiskId          string
	SnapshotLinkId  string
	RegionId        string `rpc:"required"`
	SnapshotIds     string
	PageNumber      int
	PageSize        int
	NextToken       string
	MaxResults      int
	SnapshotName    string
	Status          string
	SnapshotType    string
	Usage           string
	SourceDiskType  string
	Encrypted       bool
	ResourceGroupId string
	DryRun          bool
	KMSKeyId        string
	Category        string
	Tag             []TagQuery
	Filter          []struct{ Key, Value string }
}

// DescribeSnapshotsResponse is one page of the snapshots.
type DescribeSnapshotsResponse struct {
	NextToken  string
	PageSize   int
	PageNumber int
	TotalCount int
	Snapshots  struct{ Snapshot []Snapshot }
}

// DescribeSnapshots lists the caller's snapshots, latest first. An id that nobody has gives
// an empty list, not an error.
func (s *Service) DescribeSnapshots(ctx context.Context, c *rpc.Call, req *DescribeSnapshotsRequest) (*DescribeSnapshotsResponse, error) {
	if err := checkRegion(c, req.RegionId); err != nil {
		return nil, err
	}
	l, err := readPaging(c, req.PageNumber, req.PageSize, req.NextToken, req.MaxResults, 100, byPosition)
	if err != nil {
		return nil, err
	}
	f, err := req.filter(c)
	if err != nil {
		return nil, err
	}
	c.Trace.Check(meant, slog.Bool("DryRun", req.DryRun))
	if req.DryRun {
		return nil, apierr.DryRunOperation
	}
	f.Behind = l.behind
	resp := &DescribeSnapshotsResponse{PageSize: l.size, PageNumber: l.number}
	return resp, s.view(ctx, c, func(tx *store.Tx) error {
		found, total, err := tx.FindSnapshots(c.AccountID, req.RegionId, f, c.Now, l.offset, l.wanted())
		if err != nil {
			return err
		}
		resp.TotalCount = total
		resp.NextToken = l.nextPosition(len(found), func(n int) (time.Time, string) { return found[n].Created, found[n].ID })
		resp.Snapshots.Snapshot = make([]Snapshot, 0, len(found))
		for _, p := range cut(found, 0, l.limit) {
			images, disks, err := tx.SnapshotUses(p.Account, p.Region, p.ID)
			if err != nil {
				return err
			}
			resp.Snapshots.Snapshot = append(resp.Snapshots.Snapshot, showSnapshot(p, c.Now, images, disks))
		}
		return nil
	})
}

// filter reads the request, in the order of the contract's parameters.
func (req *DescribeSnapshotsRequest) filter(c *rpc.Call) (*cloud.SnapshotFilter, error) {
	f := &cloud.SnapshotFilter{
		Name: req.SnapshotName, Instance: req.InstanceId, Disk: req.DiskId, ResourceGroup: req.ResourceGroupId,
		Encrypted: req.Encrypted, None: req.KMSKeyId != "", // no snapshot has a key
	}
	for _, read := range []func(*rpc.Call, *cloud.SnapshotFilter) error{req.readIDs, req.readState, req.readUsage, req.readRest} {
		if err := read(c, f); err != nil {
			return nil, err
		}
	}
	return f, nil
}

var snapshotIDsMalformed = apierr.InvalidParameter.With("SnapshotIds")

func (req *DescribeSnapshotsRequest) readIDs(c *rpc.Call, f *cloud.SnapshotFilter) (err error) {
	if req.SnapshotLinkId != "" {
		disk, ok := cloud.LinkedDisk(req.SnapshotLinkId)
		if !ok {
			return deny(c, apierr.SnapshotLinkNotFound, "SnapshotLinkId")
		}
		f.None = f.None || req.DiskId != "" && req.DiskId != disk
		f.Disk = disk
	}
	f.IDs, err = jsonIDs(c, req.SnapshotIds, "SnapshotIds", snapshotIDsMalformed, apierr.SnapshotIDsTooMany)
	return err
}

func (req *DescribeSnapshotsRequest) readState(c *rpc.Call, f *cloud.SnapshotFilter) error {
	switch status := cloud.SnapshotStatus(req.Status); status {
	case "", "all":
	case cloud.SnapshotProgressing, cloud.SnapshotAccomplished:
		f.Status = status
	case "failed": // none does
		f.None = true
	default:
		return deny(c, apierr.SnapshotStatusNotFound, "Status")
	}
	switch req.SnapshotType {
	case "", "all", snapshotOfUser:
	case "auto": // there are no policies
		f.None = true
	default:
		return deny(c, apierr.SnapshotTypeNotFound, "SnapshotType")
	}
	return nil
}

func (req *DescribeSnapshotsRequest) readUsage(c *rpc.Call, f *cloud.SnapshotFilter) error {
	yes, no := true, false
	switch req.Usage {
	case "":
	case "image":
		f.OfImages, f.OfDisks = &yes, &no
	case "disk":
		f.OfImages, f.OfDisks = &no, &yes
	case "image_disk":
		f.OfImages, f.OfDisks = &yes, &yes
	case "none":
		f.OfImages, f.OfDisks = &no, &no
	default:
		return deny(c, apierr.SnapshotUsageInvalid, "Usage")
	}
	switch kind := cloud.DiskKind(req.SourceDiskType); kind {
	case "", cloud.SystemDisk, cloud.DataDisk:
		f.Kind = kind
		return nil
	}
	return deny(c, apierr.SourceDiskTypeInvalid, "SourceDiskType")
}

func (req *DescribeSnapshotsRequest) readRest(c *rpc.Call, f *cloud.SnapshotFilter) (err error) {
	switch req.Category {
	case "", cloud.SnapshotStandard, cloud.SnapshotFlash:
		f.Category = req.Category
	case "archive": // nothing is archived
		f.None = true
	default:
		return deny(c, apierr.SnapshotCategoryMalformed, "Category")
	}
	if f.Tags, err = tagQueries(c, req.Tag); err != nil {
		return err
	}
	f.CreatedFrom, f.CreatedTo, err = timeFilters(c, req.Filter, apierr.SnapshotFilterKeyNotFound, apierr.SnapshotFilterValue)
	return err
}
