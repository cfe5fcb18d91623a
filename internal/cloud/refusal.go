package cloud

import "errors"

// A rule that was broken. Operations map these to public codes.
var (
	ErrImageName   = errors.New("image name is malformed")
	ErrImageFamily = errors.New("image family is malformed")
	ErrDescription = errors.New("description is malformed")
	ErrStatus      = errors.New("status is neither Available nor Deprecated")
	ErrBootMode    = errors.New("boot mode is unknown")
	ErrLicenseType = errors.New("license type is unknown")
	ErrNvmeSupport = errors.New("NVMe support is unknown")
	ErrImdsSupport = errors.New("IMDS support is unknown")
	ErrTagKey      = errors.New("tag key is malformed")
	ErrTagValue    = errors.New("tag value is malformed")
	ErrTagTwice    = errors.New("tag key is there twice")

	ErrImageCreating      = errors.New("image is still being made")
	ErrImageShared        = errors.New("image is shared or published")
	ErrImageNotAvailable  = errors.New("image is not Available")
	ErrImageNotDeprecated = errors.New("image is not Deprecated")
	ErrImageDeprecated    = errors.New("image is Deprecated")
	ErrImageInUse         = errors.New("image has instances")
	ErrBootModeForArch    = errors.New("boot mode is impossible for the architecture")
	ErrImdsDowngrade      = errors.New("IMDS support cannot go back from v2 to v1")

	ErrImageCommunity    = errors.New("image is a community image")
	ErrCopySharedAcross  = errors.New("image of another account is copied to another region")
	ErrCopySameRegion    = errors.New("copy in the same region does not encrypt")
	ErrCopyEncrypted     = errors.New("copy of an encrypted image is not encrypted")
	ErrCopyEncryptAcross = errors.New("copy to another region encrypts")
	ErrNotCopied         = errors.New("image is not a copy")
	ErrCopyFailed        = errors.New("copy has failed")
	ErrCopyDone          = errors.New("copy is done")
	ErrDiskSize          = errors.New("the disk's category has no such size")
	ErrPerformanceLevel  = errors.New("the disk is too small for its performance level")

	ErrNumberedName = errors.New("the number in the name is malformed")
	ErrUserData     = errors.New("user data is not base64")
	ErrUserDataSize = errors.New("user data is too large")
	ErrTaskEnded    = errors.New("task has come to its end")
)
