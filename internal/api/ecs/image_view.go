package ecs

import (
	"strconv"
	"strings"
	"sync"
	"time"

	"sesame/internal/catalog"
	"sesame/internal/cloud"
)

// Image is an image as answers show it. Every field is always there.
type Image struct {
	CreationTime            string
	Status                  string
	ImageFamily             string
	Progress                string
	IsCopied                bool
	IsSupportIoOptimized    bool
	ImageOwnerAlias         string
	IsSupportCloudinit      bool
	ImageVersion            string
	Usage                   string
	IsSelfShared            string
	Description             string
	Size                    int
	ResourceGroupId         string
	Platform                string
	OSNameEn                string
	ImageName               string
	OSName                  string
	ImageId                 string
	OSType                  string
	IsSubscribed            bool
	ProductCode             string
	Architecture            string
	BootMode                string
	DiskDeviceMappings      struct{ DiskDeviceMapping []DiskDeviceMapping }
	Tags                    struct{ Tag []ImageTag }
	IsPublic                bool
	ImageOwnerId            int64
	LoginAsNonRootSupported bool
	SupplierName            string
	DetectionOptions        DetectionOptions
	Features                ImageFeatures
	LicenseType             string
	Usable                  bool
}

// DiskDeviceMapping is one disk of an image. Size is a string on the wire.
type DiskDeviceMapping struct {
	Type            string
	ImportOSSBucket string
	Progress        string
	SnapshotId      string
	ImportOSSObject string
	Device          string
	Size            string
	RemainTime      int
	Format          string
	Encrypted       bool
}

// ImageTag is a tag as image answers spell it.
type ImageTag struct{ TagValue, TagKey string }

// DetectionOptions is the report of a check that Sesame does not run: always empty.
type DetectionOptions struct {
	Status string
	Items  struct {
		Item []struct{ Name, Value, RiskLevel, RiskCode string }
	}
}

// ImageFeatures are what the image supports.
type ImageFeatures struct {
	NvmeSupport           string
	CpuOnlineDowngrade    string
	CpuOnlineUpgrade      string
	ImdsSupport           string
	MemoryOnlineDowngrade string
	MemoryOnlineUpgrade   string
}

const unsupported = "unsupported"

// viewer is who looks, and when. What is shown of an image depends on both.
type viewer struct {
	account string
	now     time.Time
}

// image shows an image. Public ones have no owner.
func (v viewer) image(i *cloud.Image) Image {
	w := Image{
		CreationTime: wireTime(i.Created), Status: string(i.Status(v.now)), ImageFamily: i.Family,
		Progress: i.Progress(v.now), IsCopied: i.Copied, IsSupportIoOptimized: i.IoOptimized,
		ImageOwnerAlias: v.alias(i), IsSupportCloudinit: i.Cloudinit, ImageVersion: i.Version,
		Usage: usage(i.InUse), IsSelfShared: v.selfShared(i), Description: i.Description, Size: i.SizeGiB,
		ResourceGroupId: i.ResourceGroup, Platform: i.Platform, OSNameEn: i.OSNameEN, ImageName: i.Name,
		OSName: i.OSName, ImageId: i.ID, OSType: i.OSType, Architecture: i.Architecture, BootMode: i.BootMode,
		IsPublic: i.Public, LoginAsNonRootSupported: i.NonRootLogins, LicenseType: i.LicenseType,
		Usable: i.Usable(v.now),
		Features: ImageFeatures{
			NvmeSupport: i.NvmeSupport, ImdsSupport: i.ImdsSupport,
			CpuOnlineDowngrade: unsupported, CpuOnlineUpgrade: unsupported,
			MemoryOnlineDowngrade: unsupported, MemoryOnlineUpgrade: unsupported,
		},
	}
	w.ImageOwnerId, _ = strconv.ParseInt(i.Account, 10, 64) // the public ones' owner is 0
	if len(i.Disks) > 0 {
		w.DiskDeviceMappings.DiskDeviceMapping = v.mappings(i)
	}
	for _, t := range i.Tags {
		w.Tags.Tag = append(w.Tags.Tag, ImageTag{TagValue: t.Value, TagKey: t.Key})
	}
	return w
}

func (v viewer) mappings(i *cloud.Image) []DiskDeviceMapping {
	progress, remain := "", 0
	if i.Work == cloud.WorkCopy && i.UnderWay(v.now) { // copies alone tell it by disk
		progress, remain = i.Progress(v.now), int(i.Ready.Sub(v.now)/time.Second)
	}
	all := make([]DiskDeviceMapping, len(i.Disks))
	for n, d := range i.Disks {
		all[n] = DiskDeviceMapping{
			Type: string(d.Kind), ImportOSSBucket: d.Bucket, Progress: progress, SnapshotId: d.Snapshot,
			ImportOSSObject: d.Object, Device: d.Device, Size: strconv.Itoa(d.SizeGiB), RemainTime: remain,
			Format: d.Format, Encrypted: d.Encrypted,
		}
	}
	return all
}

// Owner aliases.
const (
	aliasSystem      = "system"
	aliasSelf        = "self"
	aliasOthers      = "others"
	aliasMarketplace = "marketplace"
)

func (v viewer) alias(i *cloud.Image) string {
	switch i.Account {
	case "":
		return aliasSystem
	case v.account:
		return aliasSelf
	}
	return aliasOthers
}

// selfShared is a word for the owner and nothing for others.
func (v viewer) selfShared(i *cloud.Image) string {
	switch {
	case i.Account != v.account:
		return ""
	case i.Shares > 0:
		return "True"
	}
	return "False"
}

// received is a shared image as the receiver sees it: the family carries the owner, and
// tags and resource group stay the owner's business.
func received(i *cloud.Image) *cloud.Image {
	r := *i
	r.Tags, r.ResourceGroup, r.InUse = nil, "", false
	if r.Family != "" {
		r.Family = "acs:" + r.Account + ":" + r.Family
	}
	return &r
}

// receivedFamily takes "acs:<owner>:<family>" apart.
func receivedFamily(name string) (owner, family string, ok bool) {
	rest, ok := strings.CutPrefix(name, "acs:")
	if !ok {
		return "", "", false
	}
	return strings.Cut(rest, ":")
}

func usage(inUse bool) string {
	if inUse {
		return "instance"
	}
	return "none"
}

// currentPublicImages are the catalogue's images in the domain's form, without those
// that were withdrawn. The slice and its images are shared: nobody changes them.
var currentPublicImages = sync.OnceValue(func() (all []*cloud.Image) {
	for _, p := range catalog.PublicImages() {
		if !p.Retired {
			all = append(all, publicImage(&p))
		}
	}
	return all
})

// findPublicImage finds one by its id. A withdrawn one is there only for those who ask
// for it by id and with ShowExpired.
func findPublicImage(id string, retired bool) (*cloud.Image, bool) {
	p, ok := catalog.FindPublicImage(id)
	if !ok || p.Retired && !retired {
		return nil, false
	}
	return publicImage(&p), true
}

func publicImage(p *catalog.PublicImage) *cloud.Image {
	return &cloud.Image{
		ID: p.ID, Name: p.Name, Family: p.Family, Description: p.Description, Version: p.Version,
		Outcome: cloud.Available, Created: p.Created, Platform: p.Platform, OSType: p.OSType,
		OSName: p.OSName, OSNameEN: p.OSNameEN, Architecture: p.Architecture, BootMode: p.BootMode,
		NvmeSupport: p.NvmeSupport, ImdsSupport: p.ImdsSupport, SizeGiB: p.SizeGiB, Public: true,
		Cloudinit: p.Cloudinit, IoOptimized: p.IoOptimized, NonRootLogins: p.LoginAsNonRoot, InUse: true,
	}
}
