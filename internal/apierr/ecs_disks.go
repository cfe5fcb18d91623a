package apierr

// What is said about a disk as such.
var (
	DiskNotFound          = &Error{404, "InvalidDiskId.NotFound", "The specified disk does not exist."}
	DiskNameMalformed     = &Error{400, "InvalidDiskName.Malformed", "The specified disk name is wrongly formed."}
	IncorrectDiskStatus   = &Error{403, "IncorrectDiskStatus", "The current disk status does not support this operation."}
	DiskCreatingSnapshot  = &Error{403, "DiskCreatingSnapshot", "The operation is denied due to a snapshot of the specified disk is not completed yet."}
	DiskInstanceLocked    = &Error{403, "InstanceLockedForSecurity", "The instance is locked due to security."}
	DiskInstanceStatus    = &Error{403, "IncorrectInstanceStatus", "The current status of the resource does not support this operation."}
	DiskIsSystem          = &Error{403, "DiskTypeViolation", "The specified disk is a system disk and cannot support the operation."}
	BurstingNotSupported  = &Error{400, "BurstingEnabledForDiskCategoryUnsupported", "The specified disk category does not support bursting enabled."}
	NotMatchKmsKeyID      = &Error{400, "InvalidEncrypted.NotMatchKmsKeyId", "The specified parameter Encrypted must be true when KmsKeyId is not empty."}
	NotMatchAlgorithm     = &Error{400, "InvalidEncrypted.NotMatchEncryptAlgorithm", "The specified parameter Encrypted must be true when EncryptAlgorithm is not empty."}
	DescriptionNotAllowed = &Error{404, "InvalidDescription.Malformed", "The specified description is wrongly formed."}
	NoAttributeToModify   = &Error{400, "NoAttributeToModify", "No attribute to be modified in this request."}
)

// CreateDisk.
var (
	DiskSourceMissing           = &Error{400, "MissingParameter", "The input parameter either \"SnapshotId\" or \"Size\" should be specified."}
	DiskSizeNotValid            = &Error{400, "InvalidSize.ValueNotSupported", "The specified parameter Size is not valid."}
	DiskSizeForCategory         = &Error{400, "InvalidDiskSize.NotSupported", "The specified parameter size is not valid."}
	DiskCategoryUnknown         = &Error{400, "InvalidDiskCategory.ValueNotSupported", "The specified parameter \"DiskCategory\" is not valid."}
	DiskCategoryNotOffered      = &Error{403, "InvalidDataDiskCategory.NotSupported", "Specified disk category is not supported."}
	PerformanceLevelMalformed   = &Error{400, "InvalidPerformanceLevel.Malformed", "The specified parameter PerformanceLevel is not valid."}
	PerformanceLevelSize        = &Error{403, "OperationDenied.PerformanceLevelNotMatch", "The specified PerformanceLevel and Size do not match."}
	MultiAttachMalformed        = &Error{403, "InvalidParameter.MultiAttach", "The specified param MultiAttach is not valid."}
	MultiAttachNotSupported     = &Error{403, "OperationDenied.ZoneNotSupportMultiAttachDisk", "The specified zone does support multi attach disk."}
	EncryptAlgorithmInvalid     = &Error{400, "InvalidEncryptAlgorithm", "The specified parameter EncryptAlgorithm is not valid."}
	NotMatchSnapshot            = &Error{400, "InvalidEncrypted.NotMatchSnapshot", "The specified parameter Encrypted is different from the Encrypted of the snapshot."}
	KMSKeyNotFound              = &Error{404, "InvalidParameter.KMSKeyId.NotFound", "The specified KMSKeyId does not exist."}
	ProvisionedIOPSNotSupported = &Error{400, "ProvisionedIopsForDiskCategoryUnsupported", "The specified disk category does not support provisioned iops."}
	ProvisionedIOPSLimit        = &Error{400, "InvalidProvisionedIops.LimitExceed", "The provisioned iops exceeds the limit."}
	StorageSetNotFound          = &Error{400, "InvalidStorageSetId.NotFound", "The specified storage set does not exist."}
	StorageClusterNotFound      = &Error{404, "InvalidStorageClusterId.NotExist", "The specified StorageClusterId does not exist in current region."}
	ZoneAndInstance             = &Error{403, "InvalidParam.ZoneIdAndInstanceId.Conflict", "The specified parameter 'ZoneId' and 'InstanceId' are not blank at the same time."}
	DiskZoneNotFound            = &Error{404, "InvalidZoneId.NotFound", "The specified zone does not exist."}
	DiskInstanceUnknown         = &Error{404, "InvalidInstanceId.NotFound", "The InstanceId provided does not exist in our records."}
	InstanceChargeTypeForDisk   = &Error{403, "InvalidInstanceChargeType.ValueNotSupported", "The InstanceChargeType does not support this action."}
	DiskSnapshotNotReady        = &Error{403, "InvalidSnapshotId.NotReady", "The specified snapshot has not completed yet."}
)

// AttachDisk and DetachDisk.
var (
	AttachDeviceMalformed     = &Error{400, "InvalidDevice.Malformed", "The specified device is not valid."}
	AttachDeviceInUse         = &Error{403, "InvalidDevice.InUse", "The specified device has been occupied."}
	AttachInstanceStatus      = &Error{400, "IncorrectInstanceStatus", "The current status of the resource does not support this operation."}
	AttachDiskStatus          = &Error{403, "IncorrectDiskStatus", "%s"}
	AttachDiskInUse           = &Error{404, "InvalidDisk.InUse", "The specified disk has been occupied."}
	AttachOtherZone           = &Error{403, "ResourcesNotInSameZone", "The specified instance and disk are not in the same zone."}
	AttachTooMany             = &Error{403, "InstanceDiskLimitExceeded", "The amount of the disk on instance in question reach its limits."}
	DiskNotBootable           = &Error{400, "InvalidDisk.DiskNotBootable", "The specified disk is not a bootable disk, can not be attached as system disk."}
	ForceCategoryNotSupported = &Error{400, "InvalidParameterForce.DiskCategoryNotSupported", "The specified disk category does not support force attach operation."}
	DiskAlreadyDetached       = &Error{404, "InvalidDisk.AlreadyDetached", "The specified disk has been detached."}
	DiskOfAnotherInstance     = &Error{403, "DependencyViolation", "The specified disk has not been attached on the specified instance."}
)

// ResizeDisk.
var (
	ResizeType            = &Error{400, "InvalidParam.Type", "The specified type is not supported."}
	ResizeTooSmall        = &Error{403, "InvalidDiskSize.TooSmall", "Specified new disk size is less than the original disk size."}
	ResizeSame            = &Error{403, "InvalidDiskSize", "Specified new disk size is less than or equal the original disk size."}
	ResizeTooLarge        = &Error{403, "InvalidDiskSize.TooLarge", "Specified new disk size is beyond the permitted range."}
	ResizeInstanceStopped = &Error{403, "InvalidInstanceStatus.NotRunning", "The status of instance to which the disk attachs must be running when resizing online."}
	ResizeCategoryOnline  = &Error{403, "InvalidDiskCategory.NotSupported", "The specified disk category is not supported."}
)

// ModifyDiskAttribute.
var (
	DiskIDMissing  = &Error{400, "MissingParameter.DiskIdOrDiskIds", "Specified parameter DiskId or DiskIds is missing."}
	DiskIDConflict = &Error{400, "ParameterConflict.DiskIdAndDiskIds", "Specified parameter DiskId and DiskIds conflict, only one can be chosen."}
)

// DescribeDisks.
var (
	DiskCategoryInvalid   = &Error{400, "InvalidCategory.ValueNotSupported", "The specified disk category is not supported."}
	DiskStatusInvalid     = &Error{400, "InvalidStatus.ValueNotSupported", "The specified disk status is not supported."}
	ZoneUnknown           = &Error{400, "InvalidZoneId.NotFound", "The zoneId provided does not exist in our records."}
	DiskIDsInvalid        = &Error{400, "InvalidParameter.DiskIds", "The specified parameter diskIds is not valid."}
	DiskIDsTooMany        = &Error{403, "InvalidDiskIds.Malformed", "The amount of specified disk Ids exceeds the limit."}
	MultiAttachAndShared  = &Error{403, "InvalidParameter.MultiAttachAndEnableSharedNotMatch", "The parameter MultiAttach and EnableShared are not match."}
	DiskFilterKeyNotFound = &Error{404, "InvalidFilterKey.NotFound", "The filter key is not found."}
	DiskFilterValue       = &Error{404, "InvalidFilterValue", "The filter value is not valid."}
	DiskChargeTypeUnknown = &Error{404, "InvalidDiskChargeType.NotFound", "The DiskChargeType does not exist in our records."}
	LockReasonUnknown     = &Error{404, "InvalidLockReason.NotFound", "The specified LockReason is not found."}
)

// CreateSnapshot.
var (
	SnapshotNameMalformed      = &Error{400, "InvalidSnapshotName.Malformed", "The specified SnapshotName is wrongly formed."}
	RetentionDaysMalformed     = &Error{400, "InvalidRetentionDays.Malformed", "The specified RetentionDays is not valid."}
	SnapshotCategoryMalformed  = &Error{403, "InvalidSnapshotCategory.Malformed", "The specified Category is not valid."}
	SnapshotCategoryAndAccess  = &Error{403, "InvalidCategoryAndInstantAccess.Malformed", "The snapshot Category and InstantAccess can't be used together."}
	InstantAccessDaysMalformed = &Error{403, "InvalidInstantAccessRetentionDays.Malformed", "The specified InstantAccessRetentionDays is not valid."}
	SnapshotDiskNotFound       = &Error{404, "InvalidDiskId.NotFound", "The specified DiskId does not exist."}
	SnapshotUnderWay           = &Error{403, "IncorrectDiskStatus.CreatingSnapshot", "A previous snapshot creation is in process."}
	SnapshotOfUnused           = &Error{403, "IncorrectDiskStatus.NeverAttached", "The specified disk has never been attached to any instance."}
	SnapshotInstanceLocked     = &Error{403, "InstanceLockedForSecurity", "The disk attached instance is locked due to security."}
	SnapshotQuota              = &Error{403, "QuotaExceed.Snapshot", "The snapshot quota exceeds."}
	SnapshotTokenMismatch      = &Error{403, "IdempotentParameterMismatch", "The specified clientToken is used."}
)

// DescribeSnapshots, DeleteSnapshot, ModifySnapshotAttribute.
var (
	SnapshotIDsTooMany        = &Error{403, "InvalidSnapshotIds.Malformed", "The amount of specified specified snapshot Ids exceeds the limit."}
	SnapshotFilterKeyNotFound = &Error{404, "InvalidFilterKey.NotFound", "The specified FilterKey is not found."}
	SnapshotFilterValue       = &Error{404, "InvalidFilterValue", "The specified FilterValue  exceeds the limit."}
	SnapshotUsageInvalid      = &Error{404, "InvalidUsage", "The specifed Usage is not valid."}
	SourceDiskTypeInvalid     = &Error{404, "InvalidSourceDiskType", "The specifed SourceDiskType is not valid."}
	SnapshotStatusNotFound    = &Error{404, "InvalidStatus.NotFound", "The specified Status is not found."}
	SnapshotTypeNotFound      = &Error{404, "InvalidSnapshotType.NotFound", "The specfied SnapshotType is not found."}
	SnapshotLinkNotFound      = &Error{404, "InvalidSnapshotLinkId.NotFound", "The specified snapshot link is not found."}
	DeleteSnapshotNotFound    = &Error{404, "InvalidSnapshotId.NotFound", "The specified snapshot is not found."}
	SnapshotCreatedImage      = &Error{403, "SnapshotCreatedImage", "The snapshot has been used to create user defined image(s)."}
	SnapshotCreatedDisk       = &Error{403, "SnapshotCreatedDisk", "The snapshot has been used to create disk(s)."}
	RetentionDaysDecreased    = &Error{400, "InvalidOperation.DecreaseRetentionDaysUnsupported", "The requested operation to decrease retention days for the snapshot is not supported."}
	ModifySnapshotNotReady    = &Error{400, "InvalidSnapshotId.NotReady", "The specified snapshot has not completed yet."}
)

// ReplaceSystemDisk and ReInitDisk.
var (
	PasswordMalformed        = &Error{400, "InvalidPassword.Malformed", "The specified parameter \"Password\" is not valid."}
	PasswordInheritMismatch  = &Error{400, "InvalidPasswordParam.Mismatch", "The input password should be null when passwdInherit is true."}
	SystemDiskKeyPair        = &Error{403, "DependencyViolation.WindowsInstance", "The instance creating is windows, cannot use ssh key pair to login."}
	ReplaceArchitecture      = &Error{400, "InvalidArchitecture.Malformed", "Architecture is not valid."}
	ReplacePlatform          = &Error{400, "InvalidPlatform.Malformed", "Platform is not valid."}
	ReplaceWithDataDisks     = &Error{400, "OperationDenied", "The specified image contains the snapshot of the data disk,does not support this operation."}
	ReplaceImageMissing      = &Error{400, "MissingParameter", "The input parameter \"ImageId\" that is mandatory for processing this request is not supplied."}
	ReplaceNoSystemDisk      = &Error{400, "InvalidInstance.NotFoundSystemDisk", "The specified instance has no system disk."}
	ReplaceInstanceType      = &Error{400, "InvalidInstanceType.NotSupported", "The specified instanceType is not supported by the image architecture."}
	ReplaceNotBooting        = &Error{400, "InvalidParameter.Conflict", "The specified image does not support the specified instance type."}
	ReplaceImageNotValid     = &Error{403, "OperationDenied.ImageNotValid", "%s"}
	ReplaceAlgorithmInvalid  = &Error{403, "InvalidEncryptAlgorithm", "The specified parameter EncryptAlgorithm is not valid."}
	ReplaceNotMatchKmsKeyID  = &Error{403, "InvalidEncrypted.NotMatchKmsKeyId", "The specified parameter Encrypted must be true when KmsKeyId is not empty."}
	ReplaceNotMatchAlgorithm = &Error{403, "InvalidEncrypted.NotMatchEncryptAlgorithm", "The specified parameter Encrypted must be true when EncryptAlgorithm is not empty."}
	ReplaceKMSKeyNotFound    = &Error{403, "InvalidParameter.KMSKeyId.NotFound", "The specified KMSKeyId does not exist."}
	SystemDiskMoreThanMax    = &Error{404, "InvalidSystemDiskSize.MoreThanMaxSize", "The specified SystemDisk.Size parameter exceeds the maximum size."}
	SystemDiskLessThanImage  = &Error{404, "InvalidSystemDiskSize.LessThanImageSize", "The specified parameter SystemDisk.Size is less than the image size."}
	SystemDiskLessThanMin    = &Error{404, "InvalidSystemDiskSize.LessThanMinSize", "The specified parameter SystemDisk.Size is less than the min size."}
	SourceSnapshotDeleted    = &Error{403, "InvalidSourceSnapshot", "The snapshot which is used to create the specified disk has been deleted."}
	SharedImageDeleted       = &Error{403, "SharedImageDeleted", "The specified image by others shared is deleted."}
	ReInitImageGone          = &Error{404, "InvalidDiskId.OperationNotSupported", "The operation is not supported due to image not exist."}
)
