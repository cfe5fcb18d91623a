package cloud

import (
	"strconv"
	"time"
)

// Status is the state of an image as clients see it.
type Status string

// The six states of an image. UnAvailable is spelled so on the wire.
const (
	Waiting      Status = "Waiting"      // queued behind other work
	Creating     Status = "Creating"     // data is being made
	Available    Status = "Available"    // usable
	UnAvailable  Status = "UnAvailable"  // exists, cannot be used
	CreateFailed Status = "CreateFailed" // stays until it is deleted
	Deprecated   Status = "Deprecated"   // withdrawn by its owner, still starts by id
)

// Work is what an image is being made by.
type Work string

// The kinds of work that make an image.
const (
	WorkCreate Work = "create"
	WorkCopy   Work = "copy"
	WorkImport Work = "import"
)

// Image is a custom image of one account in one region.
type Image struct {
	Account, Region, ID string

	Name, Family, Description, Version string

	// Outcome is the state once all work is done: Available, Deprecated, UnAvailable or
	// CreateFailed. What clients see is Status.
	Outcome Status
	Work    Work
	Created time.Time // never changes: families order by it
	Starts  time.Time // work leaves the queue
	Ready   time.Time // work is done

	Platform, OSType, OSName, OSNameEN string
	Architecture, BootMode             string
	LicenseType                        string
	NvmeSupport, ImdsSupport           string
	ResourceGroup                      string

	SizeGiB int // of the system disk

	Copied, Public                        bool
	Cloudinit, IoOptimized, NonRootLogins bool

	Disks  []DiskMapping
	Tags   []Tag // ordered by key
	Shares int   // accounts it is shared with

	InUse    bool   // instances made from it exist; read with the image, never stored
	Revision string // the change that made it what it is; the store's business
}

// DiskMapping is one disk that an image makes.
type DiskMapping struct {
	Device   string
	Kind     DiskKind
	Snapshot string
	SizeGiB  int
	Format   string
	// Bucket and Object name the OSS source of an imported image.
	Bucket, Object string
	Encrypted      bool
}

// Status is the state at an instant.
func (i *Image) Status(now time.Time) Status {
	switch {
	case now.Before(i.Starts):
		return Waiting
	case now.Before(i.Ready):
		return Creating
	default:
		return i.Outcome
	}
}

// UnderWay reports whether the image is still waiting or being made.
func (i *Image) UnderWay(now time.Time) bool { return now.Before(i.Ready) }

// Fail ends the work at an instant, without an image that could be used.
func (i *Image) Fail(now time.Time) {
	i.Outcome, i.Starts, i.Ready = CreateFailed, now, now
}

// Progress is the share of the work that is done, as the wire has it: "37%".
func (i *Image) Progress(now time.Time) string {
	return progress(i.Starts, i.Ready, now)
}

// Usable reports whether instances can start from the image (A-004: true for
// Available and Deprecated; clients wait for it, never for the status).
func (i *Image) Usable(now time.Time) bool {
	s := i.Status(now)
	return s == Available || s == Deprecated
}

// Clone is a deep copy, for changing while the old one is kept.
func (i *Image) Clone() *Image {
	c := *i
	c.Disks = append([]DiskMapping(nil), i.Disks...)
	c.Tags = append([]Tag(nil), i.Tags...)
	return &c
}

// progress is the share of work that is done at an instant, as the wire has it: "37%".
func progress(from, to, now time.Time) string {
	switch {
	case !now.Before(to):
		return "100%"
	case !now.After(from):
		return "0%"
	}
	return strconv.Itoa(int(now.Sub(from)*100/to.Sub(from))) + "%"
}
