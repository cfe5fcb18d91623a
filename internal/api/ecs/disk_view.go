package ecs

import (
	"slices"
	"strings"
	"time"

	"sesame/internal/cloud"
)

// Disk is a disk as answers show it. Every field is always there.
type Disk struct {
	SerialNumber                  string
	CreationTime                  string
	Status                        string
	Type                          string
	PerformanceLevel              string
	BdfId                         string
	EnableAutoSnapshot            bool
	StorageSetId                  string
	StorageSetPartitionNumber     int
	DiskId                        string
	DeleteAutoSnapshot            bool
	StorageClusterId              string
	Encrypted                     bool
	IOPSRead                      int
	MountInstanceNum              int
	Description                   string
	Device                        string
	DiskName                      string
	Portable                      bool
	ImageId                       string
	KMSKeyId                      string
	DeleteWithInstance            bool
	DetachedTime                  string
	SourceSnapshotId              string
	AutoSnapshotPolicyId          string
	EnableAutomatedSnapshotPolicy bool
	IOPSWrite                     int
	InstanceId                    string
	IOPS                          int
	RegionId                      string
	ExpiredTime                   string
	Size                          int
	ResourceGroupId               string
	DiskChargeType                string
	ZoneId                        string
	AttachedTime                  string
	Category                      string
	ProductCode                   string
	MultiAttach                   string
	OperationLocks                struct {
		OperationLock []struct{ LockReason string }
	}
	MountInstances struct {
		MountInstance []struct{ AttachedTime, InstanceId, Device string }
	}
	Tags            struct{ Tag []ImageTag }
	Attachments     struct{ Attachment []DiskAttachment }
	ProvisionedIops int64
	BurstingEnabled bool
	Throughput      int
	ThroughputRead  int
	ThroughputWrite int
	Placement       struct{ ZoneIds string }
	DataSource      struct{ Id, Type string }
	SourceDiskId    string
}

// DiskAttachment is the instance that a disk is attached to.
type DiskAttachment struct{ InstanceId, Device, AttachedTime string }

const (
	chargePostPaid = "PostPaid"
	// neverExpires is what the service answers for what is paid by use.
	neverExpires = "2999-09-08T16:00Z"
)

// showDisk shows a disk. Performance and placement are told when they are asked for.
func showDisk(d *cloud.Disk, now time.Time, more []string) Disk {
	w := Disk{
		SerialNumber: strings.TrimPrefix(d.ID, cloud.KindDisk+"-"), CreationTime: wireTime(d.Created),
		Status: string(d.Status(now)), Type: string(d.Kind), PerformanceLevel: d.Level(),
		EnableAutoSnapshot: d.EnableAutoSnapshot, DiskId: d.ID, DeleteAutoSnapshot: d.DeleteAutoSnapshot,
		Encrypted: d.Encrypted, Description: d.Description, Device: d.Device, DiskName: d.Name,
		Portable: d.Kind == cloud.DataDisk, ImageId: d.Image, DeleteWithInstance: d.DeleteWithInstance,
		DetachedTime: optionalTime(d.Detached), SourceSnapshotId: d.Snapshot, InstanceId: d.Instance, RegionId: d.Region,
		ExpiredTime: neverExpires, Size: d.SizeGiB, ResourceGroupId: d.ResourceGroup, DiskChargeType: chargePostPaid,
		ZoneId: d.Zone, AttachedTime: optionalTime(d.Attached), Category: d.Category, MultiAttach: "Disabled",
		ProvisionedIops: int64(d.ProvisionedIOPS), BurstingEnabled: d.Bursting,
	}
	w.Tags.Tag = shownTags(d.Tags)
	if d.Instance != "" {
		w.MountInstanceNum = 1
		w.Attachments.Attachment = []DiskAttachment{{d.Instance, d.Device, optionalTime(d.Attached)}}
	}
	if slices.Contains(more, "IOPS") {
		w.IOPS, w.Throughput = d.Performance()
		w.IOPSRead, w.IOPSWrite, w.ThroughputRead, w.ThroughputWrite = w.IOPS, w.IOPS, w.Throughput, w.Throughput
	}
	if slices.Contains(more, "Placement") {
		w.Placement.ZoneIds = d.Zone
	}
	return w
}
