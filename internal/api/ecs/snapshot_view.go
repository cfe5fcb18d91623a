package ecs

import (
	"strconv"
	"time"

	"sesame/internal/cloud"
)

// Snapshot is a snapshot as answers show it. Every field is always there; the size
// of its disk is a string.
type Snapshot struct {
	Status                     string
	CreationTime               string
	Progress                   string
	InstantAccess              bool
	Available                  bool
	RemainTime                 int
	SourceDiskSize             string
	RetentionDays              int
	SourceDiskType             string
	SourceStorageType          string
	Usage                      string
	LastModifiedTime           string
	Encrypted                  bool
	SnapshotType               string
	SourceDiskId               string
	SnapshotName               string
	InstantAccessRetentionDays int
	Description                string
	SnapshotId                 string
	RegionId                   string
	ResourceGroupId            string
	Category                   string
	KMSKeyId                   string
	SnapshotSN                 string
	ProductCode                string
	SourceSnapshotId           string
	SourceRegionId             string
	SnapshotLinkId             string
	Tags                       struct{ Tag []ImageTag }
	FullSnapshotSizeInBytes    int64
}

const snapshotOfUser = "user"

func showSnapshot(p *cloud.Snapshot, now time.Time, ofImages, ofDisks bool) Snapshot {
	status := p.Status(now)
	w := Snapshot{
		Status: string(status), CreationTime: wireTime(p.Created), Progress: p.Progress(now),
		Available: status == cloud.SnapshotAccomplished, RemainTime: int(p.Remaining(now) / time.Second),
		SourceDiskSize: strconv.Itoa(p.SizeGiB), RetentionDays: p.RetentionDays, SourceDiskType: string(p.Kind),
		SourceStorageType: "disk", Usage: snapshotUsage(ofImages, ofDisks), LastModifiedTime: optionalTime(p.Modified),
		Encrypted: p.Encrypted, SnapshotType: snapshotOfUser, SourceDiskId: p.Disk, SnapshotName: p.Name,
		Description: p.Description, SnapshotId: p.ID, RegionId: p.Region, ResourceGroupId: p.ResourceGroup,
		Category: p.Category,
	}
	if p.Disk != "" {
		w.SnapshotLinkId = p.Link()
	}
	w.Tags.Tag = shownTags(p.Tags)
	return w
}

func snapshotUsage(ofImages, ofDisks bool) string {
	switch {
	case ofImages && ofDisks:
		return "image_disk"
	case ofImages:
		return "image"
	case ofDisks:
		return "disk"
	}
	return "none"
}
