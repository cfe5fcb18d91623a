package ecs

import (
	"context"
	"log/slog"
	"slices"
	"time"

	"sesame/internal/apierr"
	"sesame/internal/cloud"
	"sesame/internal/rpc"
	"sesame/internal/store"
)

// DescribeDisksRequest selects disks of the caller.
type DescribeDisksRequest struct {
	RegionId                      string `rpc:"required"`
	ZoneId                        string
	DiskIds                       string
	InstanceId                    string
	DiskType                      string
	Category                      string
	Status                        string
	SnapshotId                    string
	Portable                      *bool
	DeleteWithInstance            *bool
	DeleteAutoSnapshot            *bool
	PageNumber                    int
	PageSize                      int
	NextToken                     string
	MaxResults                    int
	DiskName                      string
	AutoSnapshotPolicyId          string
	EnableAutoSnapshot            *bool
	EnableAutomatedSnapshotPolicy bool
	DiskChargeType                string
	LockReason                    string
	ResourceGroupId               string
	EnableShared                  bool
	Encrypted                     bool
	DryRun                        bool
	KMSKeyId                      string
	MultiAttach                   string
	Tag                           []TagQuery
	AdditionalAttributes          []string
	Filter                        []struct{ Key, Value string }
}

// DescribeDisksResponse is one page of the disks.
type DescribeDisksResponse struct {
	NextToken  string
	PageSize   int
	PageNumber int
	TotalCount int
	Disks      struct{ Disk []Disk }
}

// DescribeDisks lists the caller's disks, latest first. An id that nobody has gives an
// empty list, not an error.
func (s *Service) DescribeDisks(ctx context.Context, c *rpc.Call, req *DescribeDisksRequest) (*DescribeDisksResponse, error) {
	if err := checkRegion(c, req.RegionId); err != nil {
		return nil, err
	}
	l, err := readPaging(c, req.PageNumber, req.PageSize, req.NextToken, req.MaxResults, 500, byPosition)
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
	resp := &DescribeDisksResponse{PageSize: l.size, PageNumber: l.number}
	return resp, s.view(ctx, c, func(tx *store.Tx) error {
		found, total, err := tx.FindDisks(c.AccountID, req.RegionId, f, c.Now, l.offset, l.wanted())
		if err != nil {
			return err
		}
		resp.TotalCount = total
		resp.NextToken = l.nextPosition(len(found), func(n int) (time.Time, string) { return found[n].Created, found[n].ID })
		resp.Disks.Disk = make([]Disk, 0, len(found))
		for _, d := range cut(found, 0, l.limit) {
			resp.Disks.Disk = append(resp.Disks.Disk, showDisk(d, c.Now, req.AdditionalAttributes))
		}
		return nil
	})
}

// filter reads the request, in the order of the contract's parameters.
func (req *DescribeDisksRequest) filter(c *rpc.Call) (*cloud.DiskFilter, error) {
	f := &cloud.DiskFilter{
		Zone: req.ZoneId, Instance: req.InstanceId, Name: req.DiskName, Snapshot: req.SnapshotId,
		ResourceGroup: req.ResourceGroupId, Encrypted: req.Encrypted, DeleteWithInstance: req.DeleteWithInstance,
		DeleteAutoSnapshot: req.DeleteAutoSnapshot, EnableAutoSnapshot: req.EnableAutoSnapshot,
		// None of these is to be had here, so that nothing has it.
		None: req.AutoSnapshotPolicyId != "" || req.EnableAutomatedSnapshotPolicy || req.EnableShared || req.KMSKeyId != "",
	}
	for _, read := range []func(*rpc.Call, *cloud.DiskFilter) error{req.readPlace, req.readKind, req.readStatus, req.readBusiness, req.readRest} {
		if err := read(c, f); err != nil {
			return nil, err
		}
	}
	return f, nil
}

func (req *DescribeDisksRequest) readPlace(c *rpc.Call, f *cloud.DiskFilter) (err error) {
	if req.ZoneId != "" && !hasZone(req.RegionId, req.ZoneId) {
		return deny(c, apierr.ZoneUnknown, "ZoneId", "RegionId")
	}
	f.IDs, err = jsonIDs(c, req.DiskIds, "DiskIds", apierr.DiskIDsInvalid, apierr.DiskIDsTooMany)
	return err
}

// foreignCategories are published and belong to no disk here.
var foreignCategories = slices.Concat(notOffered, []string{"local_ssd_pro", "local_hdd_pro", "ephemeral", "ephemeral_ssd"})

func (req *DescribeDisksRequest) readKind(c *rpc.Call, f *cloud.DiskFilter) error {
	if req.DiskType != "all" {
		f.Kind = cloud.DiskKind(req.DiskType)
	}
	if req.Category != "all" {
		f.Category = req.Category
	}
	_, offered := cloud.FindDiskCategory(f.Category)
	t := try(c)
	t.not(f.Kind != "" && f.Kind != cloud.SystemDisk && f.Kind != cloud.DataDisk, apierr.DiskTypeNotSupported, "DiskType")
	t.not(f.Category != "" && !offered && !slices.Contains(foreignCategories, f.Category), apierr.DiskCategoryInvalid, "Category")
	if t.err != nil {
		return t.err
	}
	if req.Portable != nil { // data disks are, system disks are not
		kind := cloud.SystemDisk
		if *req.Portable {
			kind = cloud.DataDisk
		}
		f.None = f.None || f.Kind != "" && f.Kind != kind
		f.Kind = kind
	}
	return nil
}

func (req *DescribeDisksRequest) readStatus(c *rpc.Call, f *cloud.DiskFilter) error {
	switch status := cloud.DiskStatus(req.Status); status {
	case "", "All":
	case cloud.DiskInUse, cloud.DiskAvailable, cloud.DiskCreating, cloud.DiskReIniting:
		f.Status = status
	case "Attaching", "Detaching": // take no time
		f.None = true
	default:
		return deny(c, apierr.DiskStatusInvalid, "Status")
	}
	return nil
}

func (req *DescribeDisksRequest) readBusiness(c *rpc.Call, f *cloud.DiskFilter) error {
	t := try(c)
	t.not(!slices.Contains([]string{"", chargePostPaid, "PrePaid"}, req.DiskChargeType), apierr.DiskChargeTypeUnknown, "DiskChargeType")
	t.not(!slices.Contains([]string{"", "financial", "security"}, req.LockReason), apierr.LockReasonUnknown, "LockReason")
	t.not(req.MultiAttach == "Disabled" && req.EnableShared, apierr.MultiAttachAndShared, "MultiAttach", "EnableShared")
	t.not(!slices.Contains([]string{"", "Disabled", "Enabled", "LegacyShared"}, req.MultiAttach), apierr.MultiAttachMalformed, "MultiAttach")
	// None is paid in advance, locked or of many instances.
	f.None = f.None || req.DiskChargeType == "PrePaid" || req.LockReason != "" || req.MultiAttach == "Enabled" || req.MultiAttach == "LegacyShared"
	return t.err
}

func (req *DescribeDisksRequest) readRest(c *rpc.Call, f *cloud.DiskFilter) (err error) {
	if f.Tags, err = tagQueries(c, req.Tag); err != nil {
		return err
	}
	f.CreatedFrom, f.CreatedTo, err = timeFilters(c, req.Filter, apierr.DiskFilterKeyNotFound, apierr.DiskFilterValue)
	return err
}
