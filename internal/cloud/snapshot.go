package cloud

import (
	"strings"
	"time"
)

// SnapshotStatus is the state of a snapshot as clients see it.
type SnapshotStatus string

// The states of a snapshot. None of Sesame's fails.
const (
	SnapshotProgressing  SnapshotStatus = "progressing"
	SnapshotAccomplished SnapshotStatus = "accomplished"
)

// The categories of snapshots.
const (
	SnapshotStandard = "Standard"
	SnapshotFlash    = "Flash"
)

// Snapshot is the content of a disk at an instant.
type Snapshot struct {
	Account, Region, ID string
	Name, Description   string
	Disk                string
	Kind                DiskKind
	Category            string // SnapshotStandard or SnapshotFlash
	SizeGiB             int
	Encrypted           bool
	RetentionDays       int    // 0: for good
	Image               string // the image its disk came from: what the system on it is
	ResourceGroup       string
	Created, Ready      time.Time
	Starts              time.Time // work begins, unless it does when the snapshot is made
	Modified            time.Time
	Tags                []Tag // ordered by key

	Revision string // the change that made it what it is; the store's business
}

// NewSnapshot begins a snapshot of a disk whose system came from image.
func NewSnapshot(d *Disk, id, image string, now, ready time.Time) *Snapshot {
	return &Snapshot{
		Account: d.Account, Region: d.Region, ID: id, Disk: d.ID, Kind: d.Kind, Category: SnapshotStandard,
		SizeGiB: d.SizeGiB, Encrypted: d.Encrypted, Image: image, Created: now, Ready: ready, Modified: now,
	}
}

// Status is the state at an instant.
func (s *Snapshot) Status(now time.Time) SnapshotStatus {
	if now.Before(s.Ready) {
		return SnapshotProgressing
	}
	return SnapshotAccomplished
}

// Progress is the share of the snapshot that is done: "100%".
func (s *Snapshot) Progress(now time.Time) string {
	from := s.Created
	if !s.Starts.IsZero() {
		from = s.Starts
	}
	return progress(from, s.Ready, now)
}

// Remaining is how long it takes to finish.
func (s *Snapshot) Remaining(now time.Time) time.Duration {
	return max(0, s.Ready.Sub(now))
}

// Link is the chain of the snapshots of one disk.
func (s *Snapshot) Link() string {
	return snapshotLinkPrefix + strings.TrimPrefix(s.Disk, KindDisk+"-")
}

// LinkedDisk is the disk whose snapshots a chain holds, false for what is no chain's id.
func LinkedDisk(link string) (disk string, ok bool) {
	rest, ok := strings.CutPrefix(link, snapshotLinkPrefix)
	return KindDisk + "-" + rest, ok && rest != ""
}

const snapshotLinkPrefix = "sl-"

// Clone is a deep copy, for changing while the old one is kept.
func (s *Snapshot) Clone() *Snapshot {
	c := *s
	c.Tags = append([]Tag(nil), s.Tags...)
	return &c
}

// The limits of snapshots.
const (
	MaxSnapshotsPerDisk = 256
	maxRetentionDays    = 65536
)

// ValidRetention reports whether a snapshot may be kept for so many days.
func ValidRetention(days int) bool { return days >= 1 && days <= maxRetentionDays }
