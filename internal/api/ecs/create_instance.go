package ecs

import (
	"cmp"
	"context"

	"sesame/internal/apierr"
	"sesame/internal/cloud"
	"sesame/internal/rpc"
	"sesame/internal/store"
)

// CreateInstanceRequest makes one instance, which is not started.
type CreateInstanceRequest struct {
	launch
	InstanceType string `rpc:"required"`
	SystemDisk   CreateSystemDisk
	DataDisk     []CreateDataDisk
}

// CreateSystemDisk is the system disk of the instance.
type CreateSystemDisk struct {
	Size             int
	Category         string
	DiskName         string
	Description      string
	PerformanceLevel string
}

// CreateDataDisk is a data disk of the instance.
type CreateDataDisk struct {
	PerformanceLevel   string
	Description        string
	SnapshotId         string
	Size               int
	Device             string
	DiskName           string
	Category           string
	DeleteWithInstance *bool
	Encrypted          *bool
}

// CreateInstanceResponse names the instance. There are no bills: the price is 0.
type CreateInstanceResponse struct {
	InstanceId string
	OrderId    string
	TradePrice float64
}

// CreateInstance makes an instance of an image; it is Pending, then Stopped.
func (s *Service) CreateInstance(ctx context.Context, c *rpc.Call, req *CreateInstanceRequest) (*CreateInstanceResponse, error) {
	o := req.order(s.quotas(c))
	if err := o.check(c); err != nil {
		return nil, err
	}
	resp := &CreateInstanceResponse{}
	return resp, s.update(ctx, c, req.DryRun, func(tx *store.Tx) error {
		return once(tx, c, req.RegionId, req.ClientToken, &resp.InstanceId, func() (string, error) {
			ids, err := s.launch(tx, c, o, cloud.InstanceStopped, cloud.InstancePending)
			if err != nil {
				return "", err
			}
			return ids[0], nil
		})
	})
}

var createErrors = launchErrors{
	instanceType: apierr.CreateInstanceType, architecture: apierr.CreateArchitecture, group: apierr.GroupNotFound,
	addressMalformed: apierr.CreateAddressMalformed, addressTaken: apierr.CreateAddressTaken,
	bandwidthIn: apierr.CreateBandwidthIn, bandwidthOut: apierr.CreateBandwidthOut,
	systemCategory: apierr.CreateSystemCategory, systemTooLarge: apierr.CreateSystemDiskTooLarge,
	diskName: apierr.CreateDiskName, diskDescription: apierr.CreateDiskDescription, userData: apierr.UserDataMalformed,
}

func (req *CreateInstanceRequest) order(quotas cloud.Quotas) *order {
	o := &order{
		launch: &req.launch, instanceType: req.InstanceType, refuse: &createErrors, maxTags: quotas.TagsPerResource,
		names: []string{req.InstanceName}, hosts: []string{req.HostName},
	}
	if req.SecurityGroupId != "" {
		o.groups = []string{req.SecurityGroupId}
	}
	s := &req.SystemDisk
	o.disks.system.Disk = cloud.Disk{
		SizeGiB: s.Size, Category: cmp.Or(s.Category, cloud.CategoryESSD), PerformanceLevel: s.PerformanceLevel,
		Name: s.DiskName, Description: s.Description,
	}
	for _, d := range req.DataDisk {
		o.disks.data = append(o.disks.data, newDisk{encrypt: d.Encrypted, Disk: cloud.Disk{
			Category: cmp.Or(d.Category, cloud.CategoryEfficiency), PerformanceLevel: d.PerformanceLevel, Name: d.DiskName,
			Description: d.Description, Snapshot: d.SnapshotId, Device: d.Device, SizeGiB: d.Size,
			DeleteWithInstance: d.DeleteWithInstance == nil || *d.DeleteWithInstance,
		}})
	}
	return o
}
