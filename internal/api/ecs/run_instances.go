package ecs

import (
	"cmp"
	"context"
	"strconv"
	"strings"
	"time"

	"sesame/internal/apierr"
	"sesame/internal/cloud"
	"sesame/internal/rpc"
	"sesame/internal/store"
)

// RunInstancesRequest makes instances and starts them.
type RunInstancesRequest struct {
	launch
	InstanceType       string
	UniqueSuffix       bool
	SystemDisk         RunSystemDisk
	Amount             *int
	MinAmount          *int
	AutoReleaseTime    string
	LaunchTemplateId   string
	LaunchTemplateName string
	SecurityGroupIds   []string
	HostNames          []string
	DataDisk           []RunDataDisk
	NetworkInterface   []RunNetworkInterface
	ImageOptions       struct{ LoginAsNonRoot bool }
}

// RunSystemDisk is the system disk of each instance. Its size is a string on the wire.
type RunSystemDisk struct {
	Size             string
	Category         string
	DiskName         string
	Description      string
	PerformanceLevel string
	ProvisionedIops  int64
	BurstingEnabled  bool
	Encrypted        string
}

// RunDataDisk is a data disk of each instance.
type RunDataDisk struct {
	PerformanceLevel   string
	Encrypted          string
	Description        string
	SnapshotId         string
	Device             string
	Size               int
	DiskName           string
	Category           string
	DeleteWithInstance *bool
	ProvisionedIops    int64
	BurstingEnabled    bool
}

// RunInstancesResponse names the instances. There are no bills: the price is 0.
type RunInstancesResponse struct {
	OrderId        string
	TradePrice     float64
	InstanceIdSets struct{ InstanceIdSet []string }
}

// RunInstances makes up to 100 instances of an image; they are Pending, Starting, Running.
func (s *Service) RunInstances(ctx context.Context, c *rpc.Call, req *RunInstancesRequest) (*RunInstancesResponse, error) {
	o, err := req.order(c, s.quotas(c))
	if err != nil {
		return nil, err
	}
	resp := &RunInstancesResponse{}
	var ids string
	err = s.update(ctx, c, req.DryRun, func(tx *store.Tx) error {
		return once(tx, c, req.RegionId, req.ClientToken, &ids, func() (string, error) {
			all, err := s.launch(tx, c, o, cloud.InstanceRunning, cloud.InstancePending, cloud.InstanceStarting)
			return strings.Join(all, ","), err
		})
	})
	resp.InstanceIdSets.InstanceIdSet = strings.Split(ids, ",")
	return resp, err
}

var runErrors = launchErrors{
	instanceType: apierr.RunInstanceType, architecture: apierr.RunArchitecture, group: apierr.RunGroupNotFound,
	addressMalformed: apierr.RunAddressMalformed, addressTaken: apierr.RunAddressTaken,
	bandwidthIn: apierr.RunBandwidthIn, bandwidthOut: apierr.RunBandwidthOut,
	systemCategory: apierr.RunSystemCategory, systemTooLarge: apierr.RunSystemDiskTooLarge,
	diskName: apierr.RunDiskName, diskDescription: apierr.RunDiskDescription, userData: apierr.RunUserData,
}

// order reads the request, and checks it. There are no launch templates.
func (req *RunInstancesRequest) order(c *rpc.Call, quotas cloud.Quotas) (*order, error) {
	o := &order{launch: &req.launch, instanceType: req.InstanceType, nonRoot: req.ImageOptions.LoginAsNonRoot, groups: req.SecurityGroupIds, refuse: &runErrors, maxTags: quotas.TagsPerResource}
	if checkRegion(c, req.RegionId) != nil {
		return nil, apierr.RegionNotInRecords
	}
	if req.SecurityGroupId != "" {
		if len(o.groups) > 0 {
			return nil, deny(c, apierr.GroupAndGroups.With(groupAndGroups))
		}
		o.groups = []string{req.SecurityGroupId}
	}
	if req.LaunchTemplateId != "" || req.LaunchTemplateName != "" {
		return nil, deny(c, apierr.LaunchTemplateNotFound.With("The specified launch template does not exist."), "LaunchTemplateId", "LaunchTemplateName")
	}
	n, err := req.amount(c)
	if err != nil {
		return nil, err
	}
	if err := req.readNames(c, o, n); err != nil {
		return nil, err
	}
	if err := req.readInterfaces(c, o); err != nil {
		return nil, err
	}
	if o.autoRelease, err = autoRelease(c, req.AutoReleaseTime); err != nil {
		return nil, err
	}
	if o.disks, err = req.disks(c); err != nil {
		return nil, err
	}
	return o, o.check(c)
}

// amount: all of them can be had, so that MinAmount asks for nothing.
func (req *RunInstancesRequest) amount(c *rpc.Call) (int, error) {
	n := 1
	if req.Amount != nil {
		n = *req.Amount
	}
	t := try(c)
	t.not(n < 1 || n > 100, apierr.AmountInvalid, "Amount")
	t.not(req.MinAmount != nil && (*req.MinAmount < 1 || *req.MinAmount > n), apierr.MinAmountInvalid, "MinAmount")
	t.bad(n > 1 && req.PrivateIpAddress != "", "PrivateIpAddress")
	return n, t.err
}

func (req *RunInstancesRequest) readNames(c *rpc.Call, o *order, n int) (err error) {
	if o.names, err = cloud.InstanceNames(req.InstanceName, n, req.UniqueSuffix); err != nil {
		return deny(c, apierr.NumberedNameMalformed, "InstanceName", "UniqueSuffix")
	}
	switch {
	case len(req.HostNames) == 0:
		if o.hosts, err = cloud.InstanceNames(req.HostName, n, req.UniqueSuffix); err != nil {
			return deny(c, apierr.NumberedNameMalformed, "HostName", "UniqueSuffix")
		}
	case req.HostName != "":
		return deny(c, apierr.HostNameAndNames.With("HostName and HostNames cannot be specified at the same time."), "HostName")
	case len(req.HostNames) != n:
		return deny(c, apierr.HostNamesCount.With("The number of HostNames must be equal to Amount."), "HostNames")
	default:
		o.hosts = req.HostNames
	}
	return nil
}

// autoRelease reads when the instances are to go. Nothing lets them.
func autoRelease(c *rpc.Call, value string) (time.Time, error) {
	if value == "" {
		return time.Time{}, nil
	}
	at, err := time.Parse(time.RFC3339, value)
	if err != nil || at.Before(c.Now.Add(30*time.Minute)) || at.After(c.Now.AddDate(3, 0, 0)) {
		return at, deny(c, apierr.AutoReleaseMalformed)
	}
	return at.Truncate(time.Minute), nil
}

func (req *RunInstancesRequest) disks(c *rpc.Call) (l launchDisks, err error) {
	s := &req.SystemDisk
	l.system = newDisk{encrypt: said(s.Encrypted), Disk: cloud.Disk{
		Category: cmp.Or(s.Category, cloud.CategoryESSD), PerformanceLevel: s.PerformanceLevel, Name: s.DiskName,
		Description: s.Description, Bursting: s.BurstingEnabled, ProvisionedIOPS: provisioned(s.ProvisionedIops),
	}}
	if s.Size != "" {
		if l.system.SizeGiB, err = strconv.Atoi(s.Size); err != nil {
			return l, deny(c, apierr.InvalidParameter.With("SystemDisk.Size"))
		}
	}
	for _, d := range req.DataDisk {
		l.data = append(l.data, newDisk{encrypt: said(d.Encrypted), Disk: cloud.Disk{
			Category: cmp.Or(d.Category, cloud.CategoryEfficiency), PerformanceLevel: d.PerformanceLevel, Name: d.DiskName,
			Description: d.Description, Snapshot: d.SnapshotId, Device: d.Device, SizeGiB: d.Size,
			DeleteWithInstance: d.DeleteWithInstance == nil || *d.DeleteWithInstance,
			Bursting:           d.BurstingEnabled, ProvisionedIOPS: provisioned(d.ProvisionedIops),
		}})
	}
	return l, nil
}

// said reads a truth value that is a string on the wire.
func said(value string) *bool {
	yes := value == "true"
	if !yes && value != "false" {
		return nil
	}
	return &yes
}
