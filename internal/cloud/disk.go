package cloud

import "time"

// DiskKind says what a disk or a snapshot of it is for.
type DiskKind string

// The kinds of disk.
const (
	SystemDisk DiskKind = "system"
	DataDisk   DiskKind = "data"
)

// Disk belongs to an instance, or to none.
type Disk struct {
	Account, Region, ID string
	Instance, Device    string
	Kind                DiskKind
	Category            string
	SizeGiB             int
	Encrypted           bool
	ResourceGroup       string
	Created             time.Time
	Tags                []Tag // ordered by key

	Revision string // the change that made it what it is; the store's business
}
