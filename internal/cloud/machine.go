package cloud

import "time"

// DiskKind says what a disk or a snapshot of it is for.
type DiskKind string

// The kinds of disk.
const (
	SystemDisk DiskKind = "system"
	DataDisk   DiskKind = "data"
)

// Instance states that matter to images.
const (
	InstanceRunning = "Running"
	InstanceStopped = "Stopped"
)

// Instance is a virtual machine as far as images are concerned.
type Instance struct {
	Account, Region, ID string
	Name, Zone, Type    string
	Image               string // the image it was made from
	Status              string
	Locked              bool // for security reasons
	ResourceGroup       string
	Created             time.Time
}

// Disk belongs to an instance, or to none.
type Disk struct {
	Account, Region, ID string
	Instance, Device    string
	Kind                DiskKind
	Category            string
	SizeGiB             int
	Encrypted           bool
	Created             time.Time
}

// Snapshot is the content of a disk at an instant.
type Snapshot struct {
	Account, Region, ID string
	Name, Disk          string
	Kind                DiskKind
	SizeGiB             int
	Encrypted           bool
	Image               string // the image its disk came from: what the system on it is
	Created, Ready      time.Time
}

// Progress is the share of the snapshot that is done: "100%".
func (s *Snapshot) Progress(now time.Time) string {
	return (&Image{Starts: s.Created, Ready: s.Ready}).Progress(now)
}
