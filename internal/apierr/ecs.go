package apierr

// General errors of ECS operations.
var (
	MissingParameter            = &Error{400, "MissingParameter", "The input parameter %q that is mandatory for processing this request is not supplied."}
	InvalidParameter            = &Error{400, "InvalidParameter", "The specified parameter %q is not valid."}
	RegionNotFound              = &Error{404, "InvalidRegionId.NotFound", "The specified RegionId does not exist."}
	DryRunOperation             = &Error{400, "DryRunOperation", "Request validation has been passed with DryRun flag set."}
	IdempotentParameterMismatch = &Error{400, "IdempotentParameterMismatch", "The request is retried with updated parameters."}
)

// What is said about an image as such.
var (
	ImageNotFound           = &Error{404, "InvalidImageId.NotFound", "The specified ImageId does not exist."}
	SpecifiedImageNotFound  = &Error{404, "InvalidImageId.NotFound", "The specified image %s does not exist."}
	ImageNameMalformed      = &Error{400, "InvalidImageName.Malformed", "The specified Image name is wrongly formed."}
	ImageNameDuplicated     = &Error{400, "InvalidImageName.Duplicated", "The specified Image name has already bean used."}
	DescriptionMalformed    = &Error{400, "InvalidDescription.Malformed", "The specified description is wrongly formed."}
	ImageFamilyMalformed    = &Error{400, "InvalidImageFamily.Malformed", "The specified parameter \"ImageFamily\" is malformed."}
	BootModeNotSupported    = &Error{400, "InvalidBootMode.NotSupport", "The specified parameter BootMode is not supported."}
	BootModeForArchitecture = &Error{400, "InvalidBootMode.NotSupport", "The specified parameter BootMode is not supported for current image architecture."}
	ImdsSupportNotSupported = &Error{400, "InvalidParameter.FeaturesImdsSupport", "The specified parameter Features.ImdsSupport is not supported."}
)

// ModifyImageAttribute.
var (
	LicenseTypeNotSupported = &Error{400, "InvalidLicenseType.NotSupported", "The specified parameter LicenseType is not supported."}
	NvmeSupportNotSupported = &Error{400, "InvalidParameter.FeaturesNvmeSupport", "The specified parameter Features.NvmeSupport is not supported."}
	FamilyFull              = &Error{400, "ImageQuotaFull.ImageFamily", "The specified image family has exceeded max number of images for one image family."}
	FamiliesFull            = &Error{400, "ImageFamilyQuotaFull", "The specified region has exceeded max number of image family."}
	ImageIsCreating         = &Error{403, "InvalidStatus.ImageIsCreating", "The operation cannot be performed because the image is creating. Please wait until the creation is complete and try again."}
	ImageNotAvailable       = &Error{403, "ImageStatus.NotAvailable", "The specified image status is not available."}
	ImageNotDeprecated      = &Error{403, "ImageStatus.NotDeprecated", "The specified image status is not deprecated."}
	DeprecateShared         = &Error{403, "ImageUseShared", "The specified image has been shared to others, please remove shared accounts first."}
	ImageUsingByInstance    = &Error{403, "OperationDeined.ImageUsingByInstance", "The boot mode of the image cannot be modified because it has associated instances."}
	ImdsDowngrade           = &Error{403, "InvalidOperation.FeaturesImdsSupportNotMatch", "The specified parameter Features.ImdsSupport can not be set to v1 from v2."}
)

// DescribeImages.
var (
	OwnerAliasNotSupported   = &Error{400, "InvalidImageOwnerAlias.ValueNotSupported", "The specified ImageOwnerAlias value is not supported."}
	OwnerAliasForPublic      = &Error{400, "InvalidImageOwnerAlias.PublicImageUnsupported", "When querying images, the parameter ImageOwnerAlias should be others while specified parameter IsPublic is true."}
	ImageOwnerIDUnsupported  = &Error{400, "InvalidOperation.ImageOwnerIdUnsupported", "The parameter \"ImageOwnerId\" is not supported in this context, it is only valid when querying shared images or community images."}
	TagMismatch              = &Error{400, "InvalidTag.Mismatch", "The specified Tag.n.Key and Tag.n.Value are not match."}
	TagCount                 = &Error{400, "InvalidTagCount", "The specified tags are beyond the permitted range."}
	InstanceTypeNotSupported = &Error{400, "InvalidInstanceType.ValueNotSupported", "The specified instance type %s does not exist. You can use the DescribeInstanceTypes API to query the available instance types."}
	FilterNetworkType        = &Error{400, "InvalidFilterValue.NetworkType", "The specified networkType value in the Filter is invalid."}
	FilterKeyNotFound        = &Error{404, "InvalidFilterKey.NotFound", "The specified Filter Key is not found."}
	FilterValueInvalid       = &Error{404, "InvalidFilterValue", "The specified Filter Value is not valid."}
	UsageInvalid             = &Error{404, "InvalidUsage", "The specified Usage is not valid."}
	OSTypeInvalid            = &Error{404, "InvalidOSType", "The specified OSType is not valid."}
	ArchitectureInvalid      = &Error{404, "InvalidArchitecture", "The specified Architecture is not valid."}
)

// CreateImage.
var (
	CreateSourceMissing      = &Error{400, "MissingParameter", "The input parameter SnapshotId or InstanceId or DiskDeviceMapping that is mandatory for processing this request is not supplied."}
	CreateNameDuplicated     = &Error{400, "InvalidImageName.Duplicated", "The specified image name is already in use."}
	CreateFamilyMalformed    = &Error{400, "InvalidImageFamily.Malformed", "The format of the specified image family is invalid."}
	CreateFamilyFull         = &Error{400, "ImageQuotaExceed.ImageFamily", "The specified image family exceeds the maximum number of images for one image family."}
	CreateFamiliesFull       = &Error{400, "ImageFamilyQuotaExceed", "The number of image families exceeds the limit in the region."}
	ImageVersionMalformed    = &Error{400, "InvalidImageVersion.Malformed", "The specified ImageVersion is wrongly formed."}
	IncorrectInstanceStatus  = &Error{400, "IncorrectInstanceStatus", "The current status of the instance does not support this operation."}
	InstanceLocked           = &Error{400, "InstanceLockedForSecurity", "The specified operation is denied as your instance is locked for security reasons."}
	DeviceMalformed          = &Error{400, "InvalidDevice.Malformed", "The specified parameter DiskDeviceMapping.n.Device is not valid."}
	DeviceInUse              = &Error{400, "InvalidDevice.InUse", "The specified parameter DiskDeviceMapping.n.Device has been occupied."}
	MappingSizeNotSupported  = &Error{400, "InvalidSize.ValueNotSupported", "The specified parameter DiskDeviceMapping.n.Size beyond the permitted range."}
	NoSystemSnapshot         = &Error{400, "OperationDenied", "The specified parameter DiskDeviceMapping.n.SnapshotId does not contain system disk snapshot."}
	TwoSystemSnapshots       = &Error{400, "OperationDenied", "The specified parameter DiskDeviceMapping.n.SnapshotId contains two or more system disk snapshots."}
	SystemSnapshotEncrypted  = &Error{400, "OperationDenied", "Not support creating system image from an encrypted snapshot/disk."}
	DiskTypeNotSupported     = &Error{400, "InvalidDiskType.ValueNotSupported", "The specified disk type is not supported."}
	ArchitectureMalformed    = &Error{400, "InvalidArchitecture.Malformed", "The specified Architecture is wrongly formed."}
	PlatformMalformed        = &Error{400, "InvalidPlatform.Malformed", "The specified Platform is wrongly formed."}
	DuplicateTagKey          = &Error{400, "Duplicate.TagKey", "The Tag.N.Key contain duplicate key."}
	TagKeyMalformed          = &Error{400, "InvalidTagKey.Malformed", "The specified Tag.n.Key is not valid."}
	TagValueMalformed        = &Error{400, "InvalidTagValue.Malformed", "The specified Tag.n.Value is not valid."}
	NoSystemDisk             = &Error{400, "InvalidInstance.NotFoundSystemDisk", "The specified instance does not have system disk."}
	IdempotenceParamNotMatch = &Error{400, "IdempotenceParamNotMatch", "Request uses a client token in a previous request but is not identical to that request."}
	QuotaImages              = &Error{403, "QuotaExceed.Image", "The Image Quota exceeds."}
	QuotaTags                = &Error{403, "QuotaExceed.Tags", "%s"}
	SnapshotNotReady         = &Error{403, "InvalidSnapshotId.NotReady", "The current status of the DiskDeviceMapping.n.SnapshotId or SnapshotId does not support this operation."}
	SnapshotNotSystem        = &Error{403, "OperationDenied", "The specified snapshot is not from system disk."}
	SnapshotNotFound         = &Error{404, "InvalidSnapshotId.NotFound", "The specified SnapshotId does not exist."}
	InstanceNotFound         = &Error{404, "InvalidInstanceId.NotFound", "The specified InstanceId does not exist."}
)

// DeleteImage.
var (
	DeleteInUse      = &Error{403, "ImageUsingByInstance", "The specified image has been used to create instances. You can use the DescribeInstances API to query these instances, or you can use the force parameter to proceed."}
	DeleteShared     = &Error{403, "ImageUseShared", "The specified image has been shared to others. You can use the DescribeImageSharePermission API to query the users who have been shared."}
	DeleteCopying    = &Error{403, "OperationDenied.ImageCopying", "The image is being copied. Please use the CancelCopyImage API."}
	ImageIsImporting = &Error{403, "ImageIsImporting", "The specified Image is importing."}
)

// ModifyImageSharePermission and DescribeImageSharePermission.
var (
	ShareDeprecated      = &Error{403, "OperationDenied.InvalidImageStatus", "The specified image cannot be shared when it is deprecated."}
	QuotaShareUsers      = &Error{403, "QuotaExceed.ShareImageUser", "The shared Image user Quota exceeds."}
	QuotaShareImages     = &Error{403, "QuotaExceed.ShareImage", "The shared Image Quota exceeds."}
	ShareEncrypted       = &Error{403, "OperationDeined.EncryptedSnapshot", "The image contains encrypted snapshots, which do not support share."}
	IsPublicConflict     = &Error{403, "InvalidParameter.IsPublic", "The specified parameter IsPublic is conflicted with other parameters."}
	ImageNotPublic       = &Error{403, "Image.NotPublic", "The specified image is not public image."}
	ShareAccountNotFound = &Error{404, "InvalidAccount.NotFound", "The specified parameter \"AddAccount.n\" or \"RemoveAccount.n\" does not exist."}
	ShareAccountSelf     = &Error{404, "InvalidAccount.Forbbiden", "The specified Account does not yourself."}
)

// DescribeImageFromFamily, DescribeRegions, DescribeZones.
var (
	RegionUnknown          = &Error{404, "InvalidRegionId.NotFound", "The RegionId provided does not exist."}
	AcceptLanguageNotFound = &Error{404, "InvalidAcceptLanguage.NotFound", "Only Chinese (zh-CN), English (en-US), and Japanese (ja) are allowed."}
	ResourceTypeNotFound   = &Error{404, "InvalidResourceType.NotFound", "The ResourceType provided does not exist in our records."}
	ChargeTypeInvalid      = &Error{403, "Invalid.InstanceChargeType", "The specified instanceChargeType is not valid."}
	ChargeTypeNotFound     = &Error{404, "InvalidInstanceChargeType.NotFound", "The InstanceChargeType does not exist in our records."}
	SpotStrategyInvalid    = &Error{400, "InvalidSpotStrategy", "The specified SpotStrategy is not valid."}
)
