package cloud

import "slices"

// The categories of disks that are spoken of by name.
const (
	CategoryBasic      = "cloud"
	CategoryEfficiency = "cloud_efficiency"
	CategoryESSD       = "cloud_essd"
	CategoryAuto       = "cloud_auto"
)

// MaxDiskGiB is the size of the largest disk of any category.
const MaxDiskGiB = 65536

// DiskCategory is a kind of storage and its limits.
type DiskCategory struct {
	Name           string
	MinGiB, MaxGiB int
	// IOPS and MiB/s begin at a base, grow with each GiB and end at a limit.
	BaseIOPS, IOPSPerGiB, MaxIOPS                int
	BaseThroughput, PerHundredGiB, MaxThroughput int
}

// diskCategories are those that Sesame's zones offer.
var diskCategories = []DiskCategory{
	{Name: CategoryBasic, MinGiB: 5, MaxGiB: 2000, BaseIOPS: 200, MaxIOPS: 200, BaseThroughput: 30, MaxThroughput: 30},
	{Name: CategoryEfficiency, MinGiB: 20, MaxGiB: 32768, BaseIOPS: 1800, IOPSPerGiB: 8, MaxIOPS: 5000, BaseThroughput: 100, PerHundredGiB: 15, MaxThroughput: 140},
	{Name: "cloud_ssd", MinGiB: 20, MaxGiB: 32768, BaseIOPS: 1800, IOPSPerGiB: 30, MaxIOPS: 25000, BaseThroughput: 120, PerHundredGiB: 50, MaxThroughput: 300},
	{Name: CategoryESSD, MinGiB: 1, MaxGiB: MaxDiskGiB},
	{Name: CategoryAuto, MinGiB: 1, MaxGiB: MaxDiskGiB, BaseIOPS: 1800, IOPSPerGiB: 50, MaxIOPS: 50000, BaseThroughput: 120, PerHundredGiB: 50, MaxThroughput: 350},
	{Name: "cloud_essd_entry", MinGiB: 10, MaxGiB: 32768, BaseIOPS: 1800, IOPSPerGiB: 8, MaxIOPS: 6000, BaseThroughput: 100, PerHundredGiB: 15, MaxThroughput: 150},
}

// performanceLevels are the levels of cloud_essd.
var performanceLevels = []DiskCategory{
	{Name: "PL0", MinGiB: 1, BaseIOPS: 1800, IOPSPerGiB: 12, MaxIOPS: 10000, BaseThroughput: 100, PerHundredGiB: 25, MaxThroughput: 180},
	{Name: "PL1", MinGiB: 20, BaseIOPS: 1800, IOPSPerGiB: 50, MaxIOPS: 50000, BaseThroughput: 120, PerHundredGiB: 50, MaxThroughput: 350},
	{Name: "PL2", MinGiB: 461, BaseIOPS: 1800, IOPSPerGiB: 50, MaxIOPS: 100000, BaseThroughput: 120, PerHundredGiB: 50, MaxThroughput: 750},
	{Name: "PL3", MinGiB: 1261, BaseIOPS: 1800, IOPSPerGiB: 50, MaxIOPS: 1000000, BaseThroughput: 120, PerHundredGiB: 50, MaxThroughput: 4000},
}

// DiskCategories returns the categories that can be had, shared: nobody changes them.
func DiskCategories() []DiskCategory { return diskCategories }

// FindDiskCategory finds a category that can be had.
func FindDiskCategory(name string) (DiskCategory, bool) { return named(diskCategories, name) }

// FindPerformanceLevel finds a level of cloud_essd; its MaxGiB is the category's.
func FindPerformanceLevel(name string) (DiskCategory, bool) { return named(performanceLevels, name) }

func named(all []DiskCategory, name string) (DiskCategory, bool) {
	n := slices.IndexFunc(all, func(c DiskCategory) bool { return c.Name == name })
	if n < 0 {
		return DiskCategory{}, false
	}
	return all[n], true
}

// Performance is what the disk's size and level make of it, in operations and MiB a second.
func (d *Disk) Performance() (iops, throughput int) {
	c, _ := FindDiskCategory(d.Category)
	if d.Category == CategoryESSD {
		c, _ = FindPerformanceLevel(d.Level())
	}
	iops = min(c.BaseIOPS+c.IOPSPerGiB*d.SizeGiB, c.MaxIOPS) + d.ProvisionedIOPS
	return iops, min(c.BaseThroughput+c.PerHundredGiB*d.SizeGiB/100, c.MaxThroughput)
}

// MaxProvisionedIOPS is how much the disk can be given beyond what its size makes of it.
func (d *Disk) MaxProvisionedIOPS() int {
	c, _ := FindDiskCategory(CategoryAuto)
	base := min(c.BaseIOPS+c.IOPSPerGiB*d.SizeGiB, c.MaxIOPS)
	return max(0, min(1000*d.SizeGiB-base, maxProvisionedIOPS))
}

const maxProvisionedIOPS = 50000

// CheckSize: ErrDiskSize is a size that the disk's category does not have,
// ErrPerformanceLevel one that is too small for its level.
func (d *Disk) CheckSize() error {
	c, ok := FindDiskCategory(d.Category)
	if !ok || d.SizeGiB < c.MinGiB || d.SizeGiB > c.MaxGiB {
		return ErrDiskSize
	}
	if l, ok := FindPerformanceLevel(d.Level()); ok && d.SizeGiB < l.MinGiB {
		return ErrPerformanceLevel
	}
	return nil
}

// MaxGiB is how large the disk can become.
func (d *Disk) MaxGiB() int {
	c, ok := FindDiskCategory(d.Category)
	switch {
	case !ok:
		return d.SizeGiB
	case d.Kind == SystemDisk:
		return min(c.MaxGiB, MaxSystemDiskGiB)
	}
	return c.MaxGiB
}

// The sizes of system disks.
const (
	MinSystemDiskGiB     = 20
	DefaultSystemDiskGiB = 40
	MaxSystemDiskGiB     = 2048
)
