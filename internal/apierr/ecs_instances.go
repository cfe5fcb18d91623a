package apierr

// What is said about an instance as such.
var (
	InstanceStatusIncorrect = &Error{403, "IncorrectInstanceStatus", "The current status of the resource does not support this operation."}
	InstanceIsLocked        = &Error{403, "InstanceLockedForSecurity", "The specified operation is denied as your instance is locked for security reasons."}
	InstanceInitializing    = &Error{403, "IncorrectInstanceStatus.Initializing", "The specified instance status does not support this operation."}
	DeletionProtected       = &Error{403, "InvalidOperation.DeletionProtection", "The operation is not allowed due to deletion protection."}
	ReleasePrePaid          = &Error{403, "ChargeTypeViolation", "The operation is not permitted due to charge type of the instance."}
)

// Actions on several instances at once.
var (
	DryRunSuccess        = &Error{400, "DRYRUN.SUCCESS", "This request is a dryrun request with successful result."}
	TooManyInstanceIDs   = &Error{403, "InvalidParameter.TooManyInstanceIds", "Instance ids cannot be more than 100."}
	InstanceIDsMalformed = &Error{403, "Abs.InvalidInstanceIds.MalFormed", "The specified instanceIds is not valid."}
	NoSystemDiskOfOne    = &Error{403, "InvalidInstance.NotFoundSystemDisk", "The specified instance does not have system disk."}
	InstanceIDsNotFound  = &Error{404, "InvalidInstanceIds.NotFound", "The specified InstanceIds does not exist."}
)

// DescribeInstances and DescribeInstanceStatus.
var (
	InternetChargeTypeInvalid = &Error{404, "InvalidInternetChargeType.ValueNotSupported", "The specified InternetChargeType is not valid."}
	LockReasonNotFound        = &Error{404, "InvalidLockReason.NotFound", "The specified LockReason is not found."}
	InstanceFilterKey         = &Error{404, "InvalidFilterKey.NotFound", "Invalid filter.%s."}
	InstanceFilterValue       = &Error{404, "InvalidFilterValue", "Invalid filter.%s."}
	NetworkTypeNotFound       = &Error{404, "InvalidNetworkType.NotFound", "The specified InstanceNetworkType is not found."}
	InstanceStatusNotFound    = &Error{404, "InvalidStatus.NotFound", "The specified Status is not found."}
	ZoneNotFound              = &Error{404, "InvalidZoneId.NotFound", "The ZoneId provided does not exist in our records."}
)

// RunInstances and CreateInstance.
var (
	ImageIDMissing               = &Error{400, "MissingParameter", "The input parameter ImageId that is mandatory for processing this request is not supplied."}
	InstanceTypeMissing          = &Error{400, "MissingParameter", "The input parameter InstanceType that is mandatory for processing this request is not supplied."}
	FamilyBesideImage            = &Error{400, "UnexpectedImageFamily.ImageIdSupplied", "The input parameter ImageFamily must be null when image id is set."}
	FamilyWithoutImage           = &Error{403, "InvalidImageFamily.MissingAvailableImage", "There is no available image related to the specified image family."}
	ImageNotValid                = &Error{403, "OperationDenied.ImageNotValid", "The specified Image is disabled or is deleted."}
	ImageWithoutCloudInit        = &Error{400, "ImageNotSupportCloudInit", "The specified image does not support cloud-init."}
	InstanceNameMalformed        = &Error{400, "InvalidInstanceName.Malformed", "The specified parameter \"InstanceName\" is not valid."}
	InstanceDescriptionMalformed = &Error{400, "InvalidDescription.Malformed", "The specified parameter \"Description\" is not valid."}
	HostNameMalformed            = &Error{400, "InvalidHostName.Malformed", "The specified parameter \"HostName\" is not valid."}
	PasswordAndInherit           = &Error{400, "InvalidPasswordParam.Mismatch", "The input password should be null when passwdInherit is true."}
	UserDataSize                 = &Error{400, "InvalidUserData.SizeExceeded", "The specified parameter \"UserData\" exceeds the size."}
	KeyPairForWindows            = &Error{403, "DependencyViolation.WindowsInstance", "The instance creating is window, cannot use ssh key pair to login."}
	LaunchInternetChargeType     = &Error{400, "InvalidInternetChargeType.ValueNotSupported", "The specified InternetChargeType is not valid."}
	PeriodInvalid                = &Error{400, "InvalidPeriod", "The specified period is not valid."}
	SpotDurationInvalid          = &Error{400, "InvalidSpotDuration", "The specified SpotDuration is not valid."}
	SpotPriceLimitInvalid        = &Error{400, "InvalidSpotPriceLimit", "The specified SpotPriceLimitis not valid."}
	SpotPrePaid                  = &Error{400, "InvalidSpotPrepaid", "The specified Spot type is not support PrePay Instance."}
	ProtectionChargeType         = &Error{403, "InvalidChargeType.ValueNotSupported", "Deletion protection is only valid for postPaid instance, not for prePaid or spot instance."}
	HTTPEndpointInvalid          = &Error{400, "InvalidHttpEndpoint.NotSupported", "The specified HttpEndpoint not supported, you can use enabled(default) or disabled."}
	HTTPTokensInvalid            = &Error{400, "InvalidHttpTokens.NotSupported", "The specified HttpTokens not supported, you can use optional(default) or required."}
	HTTPHopLimitInvalid          = &Error{400, "InvalidHttpPutResponseHopLimit.NotSupported", "The specified HttpPutResponseHopLimit not supported, more than 1 and less than 64 is reasonable."}
	LaunchVSwitchNotFound        = &Error{404, "InvalidVSwitchId.NotFound", "Specified virtual switch does not exist."}
	VSwitchOfOtherZone           = &Error{400, "InvalidParameter.Mismatch", "Specified virtual switch is not in the specified zone."}
	GroupOfOtherVPC              = &Error{400, "InvalidParameter.Mismatch", "Specified security group and virtual switch are not in the same VPC."}
	GroupNotFound                = &Error{404, "InvalidSecurityGroupId.NotFound", "The specified SecurityGroupId does not exist."}
	AddressOutside               = &Error{400, "InvalidPrivateIpAddress", "Specified private IP address is not in the CIDR block of virtual switch."}
	NoAddressLeft                = &Error{400, "QuotaExceeded.PrivateIpAddress", "Don't have enough private IPs in this switch."}
	SystemDiskTooSmall           = &Error{404, "InvalidSystemDiskSize.LessThanMinSize", "The specified parameter SystemDisk.Size is less than the min size."}
	SystemDiskBelowImage         = &Error{404, "InvalidSystemDiskSize.LessThanImageSize", "The specified parameter SystemDisk.Size is less than the image size."}
	TooManyDisks                 = &Error{400, "InstanceDiskNumber.LimitExceed", "The total number of specified disk in an instance exceeds."}
	DataDiskCategory             = &Error{400, "InvalidDataDiskCategory.ValueNotSupported", "The specified parameter \"DataDisk.n.Category\" is not valid."}
	DataDiskSize                 = &Error{400, "InvalidDataDiskSize.ValueNotSupported", "The specified DataDisk.n.Size beyond the permitted range, or the capacity of snapshot exceeds the size limit of the specified disk category."}
	SpotInterruptionInvalid      = &Error{400, "InvalidSpotInterruptionBehavior", "%s"}
	DataDiskLevel                = &Error{400, "InvalidPerformanceLevel.Malformed", "The specified parameter DataDisk.n.PerformanceLevel is not valid."}
	DataDiskLevelSize            = &Error{403, "OperationDenied.PerformanceLevelNotMatch", "The specified DataDisk.n.PerformanceLevel and DataDisk.n.Size do not match."}
	DataDeviceMalformed          = &Error{400, "InvalidDataDevice.Malformed", "The specified parameter \"DataDisk.n.Device\" is not valid."}
	LaunchDeviceInUse            = &Error{403, "InvalidDevice.InUse", "The specified device has been occupied."}
	DataSnapshotNotFound         = &Error{404, "InvalidDataDiskSnapshotId.NotFound", "The specified parameter \"DataDisk.n.SnapshotId\" is not valid."}
	LaunchSnapshotNotReady       = &Error{403, "InvalidSnapshotId.NotReady", "The specified snapshot has not completed yet."}
	DataSnapshotOfSystem         = &Error{403, "InvalidSnapshotId.NotDataDiskSnapshot", "The specified snapshot is system disk snapshot."}
	DiskBelowSnapshot            = &Error{403, "InvalidDiskSize.TooSmall", "Specified disk size is less than the size of snapshot."}
)

// RunInstances alone, or in its own words.
var (
	AmountInvalid            = &Error{400, "InvalidMaxAmount.Malformed", "The specified parameter MaxAmount is not valid."}
	MinAmountInvalid         = &Error{400, "InvalidMinAmount.Malformed", "The specified parameter MinAmount is not valid."}
	NumberedNameMalformed    = &Error{400, "InvalidInstanceName.CustomMalformed", "Customized section of instance or host name is invalid, please use valid format: [], [,], [m,], [,n], [m,n]."}
	HostNameAndNames         = &Error{403, "InvalidHostname.SingleAndMultiConflict", "%s"}
	HostNamesCount           = &Error{403, "InvalidHostname.SizeInvalid", "%s"}
	AutoReleaseMalformed     = &Error{400, "InvalidAutoReleaseTime.Malformed", "The specified parameter AutoReleaseTime is not valid."}
	LaunchTemplateNotFound   = &Error{404, "InvalidLaunchTemplate.NotFound", "%s"}
	RunInstanceType          = &Error{400, "InvalidInstanceType.ValueNotSupported", "The specified InstanceType beyond the permitted range."}
	RunArchitecture          = &Error{403, "ImageNotSupportInstanceType", "The specified image does not support the specified InstanceType."}
	RunGroupNotFound         = &Error{404, "InvalidSecurityGroupId.NotFound", "The SecurityGroupId provided does not exist in our records."}
	RunAddressMalformed      = &Error{400, "InvalidPrivateIpAddress.Malformed", "Specified private IP address is malformed."}
	RunAddressTaken          = &Error{400, "InvalidPrivateIpAddress.Duplicated", "The specified private IP address is already in use."}
	RunBandwidthIn           = &Error{400, "InvalidInternetMaxBandwidthIn.Malformed", "The specified parameter internetMaxBandwidthIn is not valid."}
	RunBandwidthOut          = &Error{400, "InvalidInternetMaxBandwidthOut.Malformed", "The specified parameter internetMaxBandwidthOut is not valid."}
	NonRootNotSupported      = &Error{400, "LoginAsNonRoot.ImageNotSupport", "The specified image does not support login as non-root."}
	TooManyInterfaces        = &Error{403, "InvalidParameter.EniNumExceededWithLaunchEcs", "%s"}
	InterfaceType            = &Error{403, "InvalidParameter.EniType", "%s"}
	InterfaceTrafficMode     = &Error{403, "InvalidParameter.EniTrafficMode", "%s"}
	InterfaceHighPerformance = &Error{403, "InvalidOperation.InstanceTypeNotSupportHighPerformanceTrafficMode", "%s"}
	InterfaceNotFound        = &Error{403, "InvalidEniId.NotFound", "%s"}
	InterfaceInvalid         = &Error{400, "InvalidParam.NetworkInterface", "%s"}
	PrimaryAddressForMany    = &Error{400, "InvalidPrimaryIpAddress.SizeInvalid", "The NetworkInterface PrimaryIpAddress is used to create only one instance."}
	SecondaryAddressForMany  = &Error{400, "InvalidParam.SecondaryNetworkInterface", "When min amount greater than 1 and the PrivateIpAddress or Primary NetworkInterface is specified,the Secondary NetworkInterface IP parameter cannot be specified."}
	GroupAndGroups           = &Error{400, "InvalidSecurityGroupId.SingleIdAndMultiIdConflict", "%s"}
	RunSystemCategory        = &Error{400, "InvalidSystemDiskCategory.ValueNotSupported", "The specified parameter \"SystemDisk.Category\" is not valid."}
	RunSystemDiskTooLarge    = &Error{404, "InvalidSystemDiskSize.MoreThanMaxSize", "The specified parameter SystemDisk.Size is more than the max size."}
	RunDiskName              = &Error{400, "InvalidDiskName.Malformed", "The specified parameter \"SyatemDisk.DiskName or DataDisk.n.DiskName\" is not valid."}
	RunDiskDescription       = &Error{400, "InvalidDiskDescription.Malformed", "The specified parameter \"SyatemDisk.DiskDescription\" or \"DataDisk.n.Description\" is not valid."}
	RunUserData              = &Error{400, "InvalidUserData.Base64FormatInvalid", "The specified UserData is not valid."}
)

// CreateInstance in its own words.
var (
	CreateInstanceType       = &Error{400, "InvalidInstanceType.ValueNotSupported", "The specified InstanceType does not exist or beyond the permitted range."}
	CreateArchitecture       = &Error{403, "ImageNotSupportInstanceType", "The specified image don't support the InstanceType instance."}
	CreateAddressMalformed   = &Error{400, "InvalidPrivateIpAddress.Malformed", "Specified private IP address is invalid."}
	CreateAddressTaken       = &Error{400, "InvalidPrivateIpAddress.Duplicated", "Specified private IP address is duplicated."}
	CreateBandwidthIn        = &Error{400, "InvalidInternetMaxBandwidthIn.Malformed", "The specified parameter InternetMaxBandwidthIn is not valid."}
	CreateBandwidthOut       = &Error{400, "InvalidInternetMaxBandwidthOut.Malformed", "The specified parameter InternetMaxBandwidthOut is not valid."}
	CreateSystemCategory     = &Error{400, "InvalidSystemDiskCategory.ValueNotSupported", "The specified parameter \" SystemDisk.Category \" is not valid."}
	CreateSystemDiskTooLarge = &Error{404, "InvalidSystemDiskSize.MoreThanMaxSize", "The specified SystemDisk.Size parameter exceeds the maximum size."}
	CreateDiskName           = &Error{400, "InvalidDiskName.Malformed", "The specified parameter \"SystemDisk.DiskName or DataDisk.n.DiskName\" is not valid."}
	CreateDiskDescription    = &Error{400, "InvalidDiskDescription.Malformed", "The specified parameter \"SystemDisk.DiskDescription\" or \"DataDisk.n.Description\" is not valid."}
	UserDataMalformed        = &Error{403, "InvalidUserData.Base64FormatInvalid", "The specified UserData is not valid."}
)

// ModifyInstanceAttribute and the smaller queries.
var (
	ModifyUserData           = &Error{403, "InvalidUserData.Base64FormatInvalid", "The specified UserData is not valid"}
	GroupTwice               = &Error{404, "InvalidParameter.SecurityGroupIdRepeated", "The specified security group ids has repeated."}
	GroupsOfTwoVPCs          = &Error{404, "InvalidSecurityGroupVpc.NotBelongToOneVpc", "The specified SecurityGroupIds are belong to different vpc."}
	RoleInstanceIDsMalformed = &Error{400, "InvalidInstanceIds.Malformed", "The specified instanceIds are not valid."}
	RoleInstanceNotFound     = &Error{404, "InvalidInstanceId.NotFound", "The specified instanceId does not exist"}
	NeitherInstancesNorRole  = &Error{403, "InvalidParameter.AllEmpty", "%s"}
	InstanceIDLimit          = &Error{403, "InstanceIdLimitExceeded", "%s"}
)

// DescribeInstanceAutoRenewAttribute.
var (
	NeitherRenewalNorInstances = &Error{403, "InvalidParameter.RenewalStatusInstanceId", "The parameter RenewalStatus and InstanceId can not be both empty."}
	TooManyRenewed             = &Error{403, "InvalidParameter.ToManyInstanceIds", "InstanceId should be less than 100."}
	RenewalStatusInvalid       = &Error{403, "InvalidParameter.RenewalStatus", "The specified parameter RenewalStatus is not valid."}
	RenewalPageSize            = &Error{403, "InvalidParameter.PageSize", "The specified parameter PageSize is not valid."}
	RenewalPageNumber          = &Error{403, "InvalidParameter.PageNumber", "The specified parameter PageNumber is not valid."}
	RenewedInstanceNotFound    = &Error{403, "InvalidParameter.InvalidInstanceId", "%s"}
	RenewedPostPaid            = &Error{403, "ChargeTypeViolation", "Pay-As-You-Go instances do not support this operation."}
)
