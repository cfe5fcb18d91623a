package cloud

import (
	"slices"
	"strings"
	"time"
)

// Platforms are the systems that an image can be said to hold.
var Platforms = []string{
	"Aliyun", "Anolis", "CentOS", "Ubuntu", "CoreOS", "SUSE", "Debian", "OpenSUSE", "FreeBSD", "RedHat",
	"Kylin", "UOS", "Fedora", "Fedora CoreOS", "CentOS Stream", "AlmaLinux", "Rocky Linux", "Gentoo",
	"Customized Linux", "Others Linux", "Windows Server 2022", "Windows Server 2019", "Windows Server 2016",
	"Windows Server 2012", "Windows Server 2008", "Windows Server 2003",
}

// DefaultPlatform is what an image holds of which nothing is known.
const DefaultPlatform = "Others Linux"

// Architectures are those an image can be for.
var Architectures = []string{"i386", "x86_64", "arm64"}

// NewImage begins an image whose making takes so long, with the defaults of one of which
// nothing is known.
func NewImage(account, region, id string, work Work, now time.Time, pace time.Duration) *Image {
	return &Image{
		Account: account, Region: region, ID: id, Outcome: Available, Work: work,
		Created: now, Starts: now, Ready: now.Add(pace),
		Architecture: "x86_64", BootMode: BootUEFIPreferred, ImdsSupport: "v1", NvmeSupport: "unsupported",
		Cloudinit: true, IoOptimized: true,
	}
}

// Inherit takes over what is known of the system from the image that a disk came from.
// CreateImage keeps boot mode and features of its source.
func (i *Image) Inherit(from *Image) {
	i.Platform, i.OSType, i.OSName, i.OSNameEN = from.Platform, from.OSType, from.OSName, from.OSNameEN
	i.Architecture, i.BootMode = from.Architecture, from.BootMode
	i.NvmeSupport, i.ImdsSupport = from.NvmeSupport, from.ImdsSupport
	i.LicenseType, i.NonRootLogins, i.Cloudinit = from.LicenseType, from.NonRootLogins, from.Cloudinit
}

// SetPlatform says which system the image holds.
func (i *Image) SetPlatform(platform string) {
	i.Platform, i.OSName, i.OSNameEN, i.OSType = platform, platform, platform, "linux"
	if strings.Contains(platform, "Windows") {
		i.OSType = "windows"
	}
}

// SetDisks gives the image its disks; the system disk's size is the image's.
func (i *Image) SetDisks(disks []DiskMapping) {
	i.Disks = disks
	if n := slices.IndexFunc(disks, func(d DiskMapping) bool { return d.Kind == SystemDisk }); n >= 0 {
		i.SizeGiB = disks[n].SizeGiB
	}
}

// ValidImageVersion reports whether s may be an image's version: at most 40 printable
// ASCII characters.
func ValidImageVersion(s string) bool {
	return len(s) <= 40 && !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r > '~' })
}
