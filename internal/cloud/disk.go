package cloud

import (
	"strings"
	"time"
)

// DiskKind says what a disk or a snapshot of it is for.
type DiskKind string

// The kinds of disk.
const (
	SystemDisk DiskKind = "system"
	DataDisk   DiskKind = "data"
)

// DiskStatus is the state of a disk as clients see it.
type DiskStatus string

// The states of a disk. Attaching and detaching take no time.
const (
	DiskCreating  DiskStatus = "Creating"
	DiskReIniting DiskStatus = "ReIniting"
	DiskInUse     DiskStatus = "In_use"
	DiskAvailable DiskStatus = "Available"
)

// Disk belongs to an instance, or to none.
type Disk struct {
	Account, Region, ID string

	Zone, Name, Description    string
	Instance, Device           string // of what it is attached to
	Kind                       DiskKind
	Category, PerformanceLevel string
	SizeGiB                    int
	Encrypted                  bool
	Image                      string // what a system disk was made of
	Snapshot                   string // what a data disk was made of
	ResourceGroup              string

	DeleteWithInstance, DeleteAutoSnapshot, EnableAutoSnapshot bool
	Bursting                                                   bool
	ProvisionedIOPS                                            int

	// Work is what the disk is busy with until Ready: Creating or ReIniting.
	Work               DiskStatus
	Created, Ready     time.Time
	Attached, Detached time.Time // the last time of each
	Tags               []Tag     // ordered by key

	Revision string // the change that made it what it is; the store's business
}

// Status is the state at an instant.
func (d *Disk) Status(now time.Time) DiskStatus {
	switch {
	case now.Before(d.Ready):
		return d.Work
	case d.Instance != "":
		return DiskInUse
	default:
		return DiskAvailable
	}
}

// Level is the performance level, which only one category has: PL1 unless it is said.
func (d *Disk) Level() string {
	if d.Category == CategoryESSD && d.PerformanceLevel == "" {
		return "PL1"
	}
	return d.PerformanceLevel
}

// Busy reports whether the disk is being made or set back.
func (d *Disk) Busy(now time.Time) bool { return now.Before(d.Ready) }

// Begin keeps the disk busy with some work for so long.
func (d *Disk) Begin(work DiskStatus, now time.Time, pace time.Duration) {
	d.Work, d.Ready = work, now.Add(pace)
}

// AttachTo gives the disk to an instance.
func (d *Disk) AttachTo(instance, device string, now time.Time) {
	d.Instance, d.Device, d.Attached = instance, device, now
}

// Detach takes the disk from its instance.
func (d *Disk) Detach(now time.Time) {
	d.Instance, d.Device, d.Detached = "", "", now
}

// Clone is a deep copy, for changing while the old one is kept.
func (d *Disk) Clone() *Disk {
	c := *d
	c.Tags = append([]Tag(nil), d.Tags...)
	return &c
}

const devicePrefix = "/dev/xvd"

// ValidDataDevice reports whether s is one of /dev/xvdb to /dev/xvdz.
func ValidDataDevice(s string) bool {
	letter, ok := strings.CutPrefix(s, devicePrefix)
	return ok && len(letter) == 1 && letter > "a" && letter <= "z"
}

// FreeDataDevice is the first data device that is not used: there are more of them than an
// instance has disks.
func FreeDataDevice(used map[string]bool) string {
	letter := 'b'
	for used[devicePrefix+string(letter)] {
		letter++
	}
	return devicePrefix + string(letter)
}
