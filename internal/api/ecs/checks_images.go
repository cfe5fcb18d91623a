package ecs

import (
	"log/slog"
	"time"

	"sesame/internal/apierr"
	"sesame/internal/cloud"
)

// What operations on images are held against.
var (
	imageIsOwn = newCheck("the caller has a custom image of this id in the region", "A-027", apierr.ImageNotFound, apierr.SpecifiedImageNotFound)
	imageSeen  = newCheck("the caller has the image, or it is shared with the caller, or published", "A-027",
		apierr.ImageNotFound, apierr.SpecifiedImageNotFound)
	nameFree = newCheck("no other image of the region has the name", "A-037",
		apierr.ImageNameDuplicated, apierr.CreateNameDuplicated, apierr.CopyNameDuplicated, apierr.ImportNameDuplicated)
	familyRoom   = newCheck("the family has room for another image", "A-031", apierr.FamilyFull, apierr.CreateFamilyFull)
	familiesRoom = newCheck("the region has room for another family", "A-031", apierr.FamiliesFull, apierr.CreateFamiliesFull)
	familyKept   = newCheck("a guarded family keeps an Available image", "A-230", apierr.FamilyGuarded)
	imagesRoom   = newCheck("the region has room for another image", "A-030", apierr.QuotaImages, apierr.CopyQuotaImages)

	accountsExist = newCheck("every account is a number that can be somebody's", "A-051", apierr.ShareAccountNotFound)
	notSelf       = newCheck("the image is not shared with its owner", "A-051", apierr.ShareAccountSelf)
	publishAlone  = newCheck("IsPublic comes without accounts", "A-056", apierr.IsPublicConflict)
	notEncrypted  = newCheck("the image is not encrypted", "A-053", apierr.ShareEncrypted)
	isPublished   = newCheck("the image is published", "A-056", apierr.ImageNotPublic)
	receiverRoom  = newCheck("each account has room for another image that is shared with it", "A-054", apierr.QuotaShareImages)
	sharesRoom    = newCheck("the image has room for the accounts", "A-054", apierr.QuotaShareUsers)

	notCopying   = newCheck("no copy of the image, nor it as a copy, is under way", "A-101", apierr.DeleteCopying)
	notImported  = newCheck("no import of the image is under way", "A-063", apierr.ImageIsImporting)
	notPublished = newCheck("the image is not published", "A-056", apierr.DeletePublic)
	notShared    = newCheck("the image is not shared", "A-063", apierr.DeleteShared)
	notUsed      = newCheck("no instance uses the image, or Force passes over them", "A-063", apierr.DeleteInUse)
	imageThere   = newCheck("there is such an image: of none there is nothing to delete, which is no error", "A-062")

	typeExists  = newCheck("the instance type is one of the catalogue", "A-070", apierr.InstanceTypeNotSupported)
	filterKnown = newCheck("the filter has a key that there is, and a value that the key takes", "A-048",
		apierr.FilterNetworkType, apierr.FilterValueInvalid, apierr.FilterKeyNotFound)
	imageUsable = newCheck("instances can start from the image: it is Available or Deprecated, and not withdrawn", "A-140",
		apierr.ImageNotValid, apierr.ReplaceImageNotValid)

	notCopiedTwice = newCheck("the same image is not being copied to the same region", "A-102", apierr.CopyConflict)
	familyLooked   = newCheck("of the Available images of the family the latest is told; of none the answer is empty", "A-032")
	familyHeadIs   = newCheck("the family has an Available image: the latest is taken", "A-032", apierr.FamilyWithoutImage)
)

func statusOf(i *cloud.Image, now time.Time) slog.Attr {
	return slog.String("Status now", string(i.Status(now)))
}
func sharesOf(i *cloud.Image, _ time.Time) slog.Attr { return slog.Int("shares", i.Shares) }
func publicOf(i *cloud.Image, _ time.Time) slog.Attr { return slog.Bool("IsPublic", i.Public) }
func archOf(i *cloud.Image, _ time.Time) slog.Attr {
	return slog.String("Architecture", i.Architecture)
}
func usedOf(i *cloud.Image, _ time.Time) slog.Attr { return slog.Bool("in use", i.InUse) }
func imdsOf(i *cloud.Image, _ time.Time) slog.Attr {
	return slog.String("ImdsSupport now", i.ImdsSupport)
}
func ownerOf(i *cloud.Image, _ time.Time) slog.Attr  { return slog.String("owner", i.Account) }
func sealedOf(i *cloud.Image, _ time.Time) slog.Attr { return slog.Bool("encrypted", i.Encrypted()) }

// imageValues are the checks of cloud.ImageChange.Check, in its order.
func imageValues(name, description string) ladder {
	return ladder{
		{broken: cloud.ErrImageName, parameter: name, check: newCheck(
			"the name has 2 to 128 characters, a letter first, and does not begin with aliyun or acs:", "A-010",
			apierr.ImageNameMalformed, apierr.CopyNameMalformed)},
		{broken: cloud.ErrStatus, parameter: "Status", check: taking(newCheck(
			"the status is one that can be asked for", "A-018", apierr.InvalidParameter), string(cloud.Available), string(cloud.Deprecated))},
		{broken: cloud.ErrImageFamily, parameter: "ImageFamily", check: newCheck(
			"the family has 2 to 128 characters, a letter first, and does not begin with aliyun or acs:", "A-011",
			apierr.ImageFamilyMalformed, apierr.CreateFamilyMalformed)},
		{broken: cloud.ErrBootMode, parameter: "BootMode", check: taking(newCheck(
			"the boot mode is one", "A-022", apierr.BootModeNotSupported, apierr.BootModeForArchitecture),
			cloud.BootBIOS, cloud.BootUEFI, cloud.BootUEFIPreferred)},
		{broken: cloud.ErrLicenseType, parameter: "LicenseType", check: taking(newCheck(
			"the license type is one", "A-014", apierr.LicenseTypeNotSupported), "BYOL")},
		{broken: cloud.ErrNvmeSupport, parameter: "Features.NvmeSupport", check: taking(newCheck(
			"NVMe is supported or not", "A-015", apierr.NvmeSupportNotSupported), "supported", "unsupported")},
		{broken: cloud.ErrImdsSupport, parameter: "Features.ImdsSupport", check: taking(newCheck(
			"the metadata service has one of its versions", "A-015", apierr.ImdsSupportNotSupported), "v1", "v2")},
		{broken: cloud.ErrDescription, parameter: description, check: newCheck(
			"the description has 2 to 256 characters and does not begin with http:// or https://", "A-012",
			apierr.DescriptionMalformed, apierr.CopyDescriptionMalformed, apierr.ImportDescription)},
	}
}

var (
	changedValues = imageValues("ImageName", "Description")
	copiedValues  = imageValues("DestinationImageName", "DestinationDescription")
)

// changeRules are the checks of cloud.Image.Apply, in its order.
var changeRules = ladder{
	{broken: cloud.ErrImageCreating, looks: statusOf, check: newCheck(
		"the image is not being made any more, or only its features change while it is imported", "A-025", apierr.ImageIsCreating)},
	{broken: cloud.ErrImageNotDeprecated, parameter: "Status", value: string(cloud.Available), looks: statusOf, check: newCheck(
		"to become Available, the image is Deprecated", "A-021", apierr.ImageNotDeprecated)},
	{broken: cloud.ErrImageShared, parameter: "Status", value: string(cloud.Deprecated), looks: sharesOf, check: newCheck(
		"to become Deprecated, the image is neither shared nor published", "A-028", apierr.DeprecateShared)},
	{broken: cloud.ErrImageNotAvailable, parameter: "Status", value: string(cloud.Deprecated), looks: statusOf, check: newCheck(
		"to become Deprecated, the image is Available", "A-021", apierr.ImageNotAvailable)},
	{broken: cloud.ErrBootModeForArch, parameter: "BootMode", looks: archOf, check: newCheck(
		"the architecture can boot in this mode", "A-022", apierr.BootModeForArchitecture)},
	{broken: cloud.ErrImageInUse, parameter: "BootMode", looks: usedOf, check: newCheck(
		"no instance uses the image, or the boot mode stays", "A-022", apierr.ImageUsingByInstance)},
	{broken: cloud.ErrImdsDowngrade, parameter: "Features.ImdsSupport", looks: imdsOf, check: newCheck(
		"the metadata service does not go back from v2 to v1", "A-015", apierr.ImdsDowngrade)},
}

// shareRules are the checks of cloud.Image.MayShare and MayPublish.
var shareRules = ladder{
	{broken: cloud.ErrImageCommunity, looks: publicOf, check: newCheck("the image is not published", "A-056", apierr.ImagePublic)},
	{broken: cloud.ErrImageDeprecated, looks: statusOf, check: newCheck(
		"the image is Available, or still being made: others cannot be shared", "A-053", apierr.ShareDeprecated)},
}

// cancelRules are the checks of cloud.Image.MayCancelCopy.
var cancelRules = ladder{
	{broken: cloud.ErrNotCopied, check: newCheck("the image is a copy", "A-103", apierr.CancelNotCopied)},
	{broken: cloud.ErrCopyFailed, looks: statusOf, check: newCheck("the copy has not failed", "A-103", apierr.CancelFailed)},
	{broken: cloud.ErrCopyDone, looks: statusOf, check: newCheck("the copy is under way", "A-103", apierr.CancelDone)},
}

// copyRules are the checks of cloud.Image.MayCopy.
var copyRules = ladder{
	{broken: cloud.ErrImageCommunity, looks: publicOf, check: newCheck("the source is not published", "A-100", apierr.CopyCommunity)},
	{broken: cloud.ErrImageNotAvailable, looks: statusOf, check: newCheck("the source is Available", "A-100", apierr.CopyNotAvailable)},
	{broken: cloud.ErrCopySharedAcross, looks: ownerOf, check: newCheck(
		"an image of another account is copied within its region", "A-100", apierr.CopySharedAcross)},
	{broken: cloud.ErrCopySameRegion, parameter: "DestinationRegionId", looks: sealedOf, check: newCheck(
		"a copy in the same region encrypts", "A-100", apierr.CopySameRegion)},
	{broken: cloud.ErrCopyEncrypted, parameter: "Encrypted", looks: sealedOf, check: newCheck(
		"the copy of an encrypted image is encrypted", "A-104", apierr.CopyToPlain)},
	{broken: cloud.ErrCopyEncryptAcross, parameter: "Encrypted", looks: sealedOf, check: newCheck(
		"a copy to another region does not encrypt", "A-100", apierr.CopyEncryptAcross)},
}
