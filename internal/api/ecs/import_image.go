package ecs

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"slices"
	"strconv"
	"strings"

	"sesame/internal/apierr"
	"sesame/internal/cloud"
	"sesame/internal/rpc"
	"sesame/internal/store"
)

// ImportImageRequest makes a custom image of files in a bucket: the first is the system
// disk's. Nobody reads them, and no role is needed for it.
type ImportImageRequest struct {
	RegionId           string `rpc:"required"`
	ImageName          string
	Description        string
	Architecture       string
	OSType             string
	Platform           string
	BootMode           string
	RoleName           string
	LicenseType        string
	ResourceGroupId    string
	DiskDeviceMapping  []ImportImageDisk
	Tag                []requestTag
	DetectionStrategy  string
	StorageLocationArn string
	ClientToken        string
	DryRun             bool
	Features           struct{ ImdsSupport, NvmeSupport string }
}

// ImportImageDisk is one disk of the image, and the file that its content is in.
type ImportImageDisk struct {
	DiskImSize    *int // an older name of DiskImageSize
	Device        string
	OSSBucket     string
	Format        string
	OSSObject     string
	DiskImageSize *int
}

// ImportImageResponse names the new image, and the task that says how far it is.
type ImportImageResponse struct{ ImageId, TaskId, RegionId string }

// ImportImage begins an import. Until it is done the image can be given features,
// be tagged and be shared; CancelTask ends it.
func (s *Service) ImportImage(ctx context.Context, c *rpc.Call, req *ImportImageRequest) (*ImportImageResponse, error) {
	if checkRegion(c, req.RegionId) != nil {
		return nil, apierr.RegionNotFoundHere
	}
	if n := 1 + cloud.MaxDataDisks; len(req.DiskDeviceMapping) > n {
		req.DiskDeviceMapping = req.DiskDeviceMapping[:n] // more are ignored
	}
	if err := req.check(c, s.quotas(c)); err != nil {
		return nil, err
	}
	resp := &ImportImageResponse{RegionId: req.RegionId}
	return resp, s.update(ctx, c, req.DryRun, func(tx *store.Tx) error {
		err := once(tx, c, req.RegionId, req.ClientToken, &resp.TaskId, func() (string, error) {
			return s.beginImport(tx, c, req)
		})
		if err != nil {
			return err
		}
		task, err := tx.Task(c.AccountID, req.RegionId, resp.TaskId)
		if err == nil {
			resp.ImageId = task.Resource
		}
		return err
	})
}

var importLimits = limits{name: apierr.ImportNameDuplicated}

// beginImport adds the image and its task, and gives the task's id.
func (s *Service) beginImport(tx *store.Tx, c *rpc.Call, req *ImportImageRequest) (string, error) {
	if err := checkGroup(tx, c, req.ResourceGroupId); err != nil {
		return "", err
	}
	if err := notImporting(tx, c, req.RegionId, req.ImageName); err != nil {
		return "", err
	}
	quota := s.quotas(c).ImagesPerRegion
	n, err := tx.CountImages(c.AccountID, req.RegionId, quota)
	if err != nil {
		return "", err
	}
	if n >= quota {
		return "", deny(c, apierr.QuotaImages)
	}
	i, err := s.importedImage(c, req)
	if err != nil {
		return "", err
	}
	t := cloud.TaskOf(i, s.IDs.New(cloud.KindTask, i.Region), c.Action)
	c.Trace.Check(nameFree, slog.String("ImageName", i.Name))
	return t.ID, importLimits.taken(tx.CreateImport(i, t))
}

// notImporting: a client that asks again while the import is under way is told so, and not
// that the name is taken.
func notImporting(tx *store.Tx, c *rpc.Call, region, name string) error {
	if name == "" {
		return nil
	}
	f := cloud.ImageFilter{Name: name, Statuses: []cloud.Status{cloud.Waiting, cloud.Creating}}
	all, _, err := tx.FindImages(c.AccountID, region, &f, c.Now, 0, 1)
	if err == nil && len(all) > 0 && all[0].Work == cloud.WorkImport {
		err = deny(c, apierr.ImageIsImporting)
	}
	return err
}

// importedImage puts the image together.
func (s *Service) importedImage(c *rpc.Call, req *ImportImageRequest) (*cloud.Image, error) {
	i := cloud.NewImage(c.AccountID, req.RegionId, s.IDs.New(cloud.KindImage, req.RegionId), cloud.WorkImport, c.Now, s.Pace)
	i.Name, i.Description, i.ResourceGroup = req.ImageName, req.Description, req.ResourceGroupId
	i.Tags = cloud.WithTags(nil, plainTags(req.Tag)...)
	i.ImportSystem(req.Platform, req.OSType, req.Architecture, req.BootMode)
	i.LicenseType = cmp.Or(req.LicenseType, importLicenses[0])
	i.ImdsSupport = cmp.Or(req.Features.ImdsSupport, i.ImdsSupport)
	i.NvmeSupport = cmp.Or(req.Features.NvmeSupport, i.NvmeSupport)
	disks, err := req.disks(c)
	if err != nil {
		return nil, err
	}
	i.ImportDisks(disks, func() string { return s.IDs.New(cloud.KindSnapshot, i.Region) })
	return i, nil
}

// importLicenses are the licenses of an imported system; the first is the usual one.
var importLicenses = []string{"Aliyun", "BYOL", "Auto"}

// check looks at the values alone: what is missing first, then in the order of the
// contract's error table.
func (req *ImportImageRequest) check(c *rpc.Call, quotas cloud.Quotas) error {
	if err := req.checkMissing(c); err != nil {
		return err
	}
	change := cloud.ImageChange{
		Name: given(req.ImageName), Description: given(req.Description),
		NvmeSupport: given(req.Features.NvmeSupport), ImdsSupport: given(req.Features.ImdsSupport),
	}
	err := change.Check()
	changedValues.told(c, nil, err)
	switch {
	case errors.Is(err, cloud.ErrDescription):
		return deny(c, apierr.ImportDescription)
	case err != nil:
		return refused(err)
	case !validClientToken(req.ClientToken):
		return deny(c, apierr.ImportTokenMalformed, "ClientToken")
	}
	if err := req.checkSystem(c); err != nil {
		return err
	}
	if _, err := req.disks(c); err != nil {
		return err
	}
	if req.StorageLocationArn != "" { // there are no CloudBoxes
		return deny(c, apierr.ImportStorageNotFound.With(req.StorageLocationArn), "StorageLocationArn")
	}
	return req.checkTags(c, quotas.TagsPerResource)
}

func (req *ImportImageRequest) checkMissing(c *rpc.Call) error {
	if len(req.DiskDeviceMapping) == 0 {
		return deny(c, apierr.ImportDisksMissing, "DiskDeviceMapping")
	}
	for n, d := range req.DiskDeviceMapping {
		prefix := "DiskDeviceMapping." + strconv.Itoa(n+1)
		switch {
		case d.OSSBucket == "":
			return deny(c, apierr.MissingParameter.With(prefix+".OSSBucket"))
		case d.OSSObject == "":
			return deny(c, apierr.MissingParameter.With(prefix+".OSSObject"))
		}
	}
	return nil
}

// checkSystem looks at what is said of the system on the image.
func (req *ImportImageRequest) checkSystem(c *rpc.Call) error {
	i := cloud.Image{Architecture: "x86_64"}
	i.ImportSystem(req.Platform, req.OSType, req.Architecture, req.BootMode)
	windows := i.OSType == "windows"
	t := try(c)
	t.not(!slices.Contains(cloud.Architectures, i.Architecture), apierr.ArchitectureMalformed)
	t.not(!slices.Contains(cloud.ImportPlatforms, i.Platform), apierr.PlatformMalformed)
	t.not(req.OSType != "" && req.OSType != "linux" && req.OSType != "windows", apierr.ImportOSTypeMalformed, "OSType")
	t.not(req.LicenseType != "" && !slices.Contains(importLicenses, req.LicenseType), apierr.ImportLicense, "LicenseType")
	t.not(i.BootMode != cloud.BootBIOS && i.BootMode != cloud.BootUEFI, apierr.ImportBootModeMalformed)
	t.not(req.DetectionStrategy != "" && req.DetectionStrategy != "Standard", apierr.ImportDetectionStrategy, "DetectionStrategy")
	t.not(!cloud.BootsOn(i.BootMode, i.Architecture), apierr.BootModeForArchitecture)
	t.not(req.DetectionStrategy != "" && windows, apierr.ImportWindowsUnchecked, "DetectionStrategy")
	t.not(windows && i.Architecture == "arm64", apierr.ImportPlatformForArch)
	return t.err
}

// checkTags: here keys must differ in more than the case of their letters.
func (req *ImportImageRequest) checkTags(c *rpc.Call, quota int) error {
	seen := map[string]bool{}
	for _, t := range req.Tag {
		key := strings.ToLower(t.Key)
		if seen[key] {
			return deny(c, apierr.ImportTagTwice)
		}
		seen[key] = true
	}
	_, err := newTags(c, req.Tag, quota)
	return err
}

// The sizes of imported disks, in GiB. That of the file is not known.
const (
	usualImportGiB   = 40
	largestImportGiB = 2048
)

// disks are the disks that the request describes.
func (req *ImportImageRequest) disks(c *rpc.Call) ([]cloud.DiskMapping, error) {
	disks := make([]cloud.DiskMapping, len(req.DiskDeviceMapping))
	for n, d := range req.DiskDeviceMapping {
		size := cmp.Or(d.DiskImageSize, d.DiskImSize)
		outside := size != nil && (*size < 1 || *size > largestImportGiB)
		switch {
		case !cloud.ValidObject(d.OSSObject):
			return nil, deny(c, apierr.ImportObjectMalformed)
		case !cloud.ValidBucket(d.OSSBucket):
			return nil, deny(c, apierr.ImportBucketMalformed)
		case outside && n == 0:
			return nil, deny(c, apierr.ImportSystemSize.With("The size of the system disk should be in the range of 1 to 2048 GiB."))
		case outside:
			return nil, deny(c, apierr.ImportDataSize)
		case d.Format != "" && !cloud.ValidImportFormat(d.Format):
			return nil, deny(c, apierr.ImportFormatMalformed)
		}
		disks[n] = cloud.DiskMapping{
			Device: d.Device, Kind: cloud.DataDisk, SizeGiB: usualImportGiB,
			Format: cmp.Or(d.Format, cloud.ImportFormat(d.OSSObject)), Bucket: d.OSSBucket, Object: d.OSSObject,
		}
		if size != nil {
			disks[n].SizeGiB = *size
		}
	}
	disks[0].Kind = cloud.SystemDisk
	if assignDevices(c, disks) != nil {
		return nil, deny(c, apierr.ImportDeviceMalformed)
	}
	return disks, nil
}
