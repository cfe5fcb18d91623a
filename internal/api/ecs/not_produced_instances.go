package ecs

import "strings"

// Why the actions on instances never give some errors.
const (
	alwaysReady     = "A network here is always in order."
	anyKeyPair      = "Sesame has no key pairs: any name is taken (A-144)."
	findsNothing    = "A filter for what is not there finds nothing."
	keptAsSaid      = "User data is kept, whatever the image makes of it."
	ignoredHere     = "The parameter is ignored: there is no machine that it could shape."
	noClassic       = "Sesame has no classic network."
	noHosts         = "Sesame has no dedicated hosts, deployment sets, HPC clusters or storage clusters."
	noIPv6          = "Sesame has no IPv6."
	noISP           = "Sesame has no providers of single-line bandwidth, and no public addresses."
	noInstanceQuota = "There may be any number of instances and disks."
	noMachineStates = "An instance here is always in order, and nothing else depends on it."
	noPools         = "Sesame has no private pools and capacity reservations."
	anyRole         = "Sesame has no RAM roles: any name is taken."
	noStock         = "Nothing here is sold out or closed, and calls do not wait for each other."
	oneGroupKind    = "Security groups are of one kind, and have no rules."
	oneInterface    = "Network interfaces are made with their instances, in one mode, and have one address each."
	commonCode      = "A more common code of the table says so."
)

// grouped reads lists of codes by action and reason.
func grouped(lists map[string]map[string]string) reasons {
	all := reasons{}
	for action, byReason := range lists {
		all[action] = map[string]string{}
		for reason, codes := range byReason {
			for code := range strings.FieldsSeq(codes) {
				all[action][code] = reason
			}
		}
	}
	return all
}

var instancesNotProduced = grouped(map[string]map[string]string{
	"CreateInstance": {
		alwaysReady: `
			DefaultVswitch.Existed IncorrectDefaultVpcStatus IncorrectVSwitchStatus IncorrectVpcStatus
			InvalidOperation.VpcHasEnabledAdvancedNetworkFeature InvalidVPCStatus.NotWorking VpcNotFound
		`,
		anyKeyPair: `InvalidKeyPairName.NotFound`,
		ignoredHere: `
			DependencyViolation.IoOptimized InvalidCustomInstanceType.NotSupported InvalidImage.NotSupported
			InvalidImage.OSType InvalidIoOptimizedValue.ValueNotSupported InvalidParameter.CreditSpecification
			InvalidPerformanceLevel.ValueNotSupported IoOptimized.NotSupported
		`,
		neverSeen: `
			CategoryViolation IncorrectInstanceStatus InternalError.AllocateUnderlayIp InvalidDiskIds.NotPortable
			InvalidIPAddress.AlreadyUsed InvalidParameter.Bandwidth InvalidParameter.NotMatch
			InvalidResourceType.NotSupported InvalidUserData.NotSupported InvalidVSwitchId.Necessary OperationDenied
		`,
		noClassic: `
			InvalidInnerIpAddress.Malformed InvalidInnerIpAddress.Unusable InvalidNetworkType
			InvalidNetworkType.Mismatch InvalidNetworkType.MismatchRamRole InvalidNetworkType.NotSupported
			InvalidSecurityGroup.NetworkType InvalidSpotInterruptionBehavior.ClassicNetworkNotSupport
			OperationDenied.InvalidNetworkType
		`,
		noHibernation: `
			HibernationConfigured.InstanceOperationForbidden HibernationConfigured.InstanceTypeNotSupport
			HibernationConfigured.MemorySizeTooBig InvalidSystemDiskSize.LessThanMemSize
		`,
		noHosts: `
			ChargeTypeViolation.PostPaidDedicatedHost DedicatedHostType.Unmatched DeploymentSet.NotFound
			IncorrectDedicatedHostStatus InvalidCloudBoxZone.OperationNotSupported InvalidClusterId.NotFound
			InvalidDedicatedHostClusterId.InValid InvalidDedicatedHostClusterId.NotFound
			InvalidDedicatedHostId.NotFound InvalidDedicatedHostStatus.NotSupport InvalidDeploymentOnHost
			InvalidDeploymentSetId.NotFound InvalidDestinationZone.DeploymentSetMismatch InvalidHpcClusterId.Creating
			InvalidHpcClusterId.Necessary InvalidHpcClusterId.NotFound InvalidHpcClusterId.Unnecessary
			InvalidInstanceChargeType.NotSupport InvalidInstanceType.NotSupported InvalidMaxPartitionNumber.Malformed
			InvalidNodeControllerId.Malformed InvalidParam.Tenancy InvalidParameter.Affinity
			InvalidParameter.CloudboxNotSupported InvalidParameter.DedicatedRegionNotSupported
			InvalidParameter.StorageSetId InvalidParameter.StorageSetPartitionNumber InvalidParameter.StorageSetZoneId
			InvalidParameter.Tenancy InvalidPeriod.ExceededDedicatedHost InvalidStorageClusterId.CapacityNotEnough
			InvalidStorageClusterId.CategoryNotMatch InvalidStorageClusterId.DiskSizeEmpty
			InvalidStorageClusterId.NotExist InvalidStorageClusterId.PerformanceLevelNotMatch
			InvalidStorageClusterId.StatusNotSupport InvalidStorageClusterId.ZoneIdEmpty
			InvalidStorageSetName.Malformed NoAvaliableDedicatedHost NodeControllerUnavailable
			QuotaExceed.DeploymentSetInstanceQuotaFull ResourcesNotInSameZone
		`,
		noInstanceQuota: `
			InstanceDiskLimitExceeded QuotaExceed.AfterpayInstance QuotaExceed.DiskCapacity QuotaExceed.ElasticQuota
			QuotaExceed.PortableCloudDisk QuotaExceed.PostPaidDisk QuotaExceeded
			QuotaExceeded.PostpaidDataDiskCapacity SecurityGroupInstanceLimitExceed
		`,
		noKMS: `
			EncryptedOption.Conflict HibernationConfigured.ImageNotEncrypted InvalidEncryptAlgorithm
			InvalidEncryptAlgorithm.NotMatchSnapshot InvalidEncrypted.DefaultEncryptionUnsupported
			InvalidEncrypted.NotMatchEncryptAlgorithm InvalidEncrypted.NotMatchKmsKeyId
			InvalidKMSKeyId.NotSymmetric InvalidKmsKeyId.NotMatchSnapshot
			InvalidParam.EncryptedMismatch InvalidParameter.DataEncryptedKeyCreateFailed
			InvalidParameter.Encrypted.KmsNotEnable InvalidParameter.EncryptedIllegal
			InvalidParameter.EncryptedNotSupported InvalidParameter.KMSKeyId.CMKNotEnabled
			InvalidParameter.KMSKeyId.CMKUnauthorized InvalidParameter.KMSKeyId.KMSUnauthorized
			InvalidParameter.KMSKeyId.NotFound InvalidParameter.KmsNotEnabled InvalidRegion.NotSupport
			InvalidRegionId.NotSupportEncryptAlgorithm NotSupportSnapshotEncrypted.DiskCategory
			NotSupportSnapshotEncrypted.ShareImage UserNotInTheWhiteList
		`,
		noMachineStates: `InvalidOperation.ResourceManagedByCloudProduct OperationDenied.LocalDiskUnsupported`,
		noMarket: `
			DeleteWithInstance.Conflict ImageNotSubscribed ImageRemovedInMarket IncorrectImageStatus
			InvalidMarketImage.NotFound InvalidMarketImageChargeType.NotSupport QuotaExceed.BuyImage
		`,
		noOrders: `
			Account.Arrearage AccountForbidden.ProductCreationLimited InsufficientBalance InvalidAccountStatus
			InvalidAccountStatus.NotEnoughBalance InvalidAccountStatus.PayAmountLimitExceeded
			InvalidAutoRenewPeriod.ValueNotSupported InvalidOperation.UserNotSupported
			InvalidParameter.ResourceOwnerAccount InvalidPayMethod InvalidPeriodUnit.ValueNotSupported
			InvalidSpotAliUid InvalidSpotAuthorized
			InvalidSpotInterruptionBehavior.LocalDiskNotSupport InvalidSpotParam.EmptyZoneID
			InvalidSpotPriceLimit.LowerThanPublicPrice Mayi.InternalError MissingParamter NoPermission.Price
			OperationDenied.BidOwnResource OperationDenied.FlavorNotSupported OperationDenied.IllegalPaymentPolicy
			OperationDenied.PaygNotAvailable OperationDenied.PrepayNotAvailable OperationDenied.RegionIdNotSupported
			OperationDenied.TimestampNotSupported PaymentMethodNotFound QuotaExceeded.PrepayDataDiskCapacity
			RealNameAuthenticationError SecurityRisk.3DVerification
		`,
		noPolicies: `InvalidInstanceType.ValueUnauthorized InvalidUser.PassRoleForbidden InvalidUserData.Forbidden`,
		noPools: `
			ClassicNetworkNotSupported DedicatedHostNotSupported Invalid.InstanceChargeType Invalid.InstanceId
			Invalid.InstanceType Invalid.PrivatePoolOptions.Id Invalid.PrivatePoolOptions.MatchCriteria
			Invalid.PrivatePoolOptions.NoStock Invalid.PrivatePoolOptions.status Invalid.PrivatePoolOptionsId
			Invalid.ZoneId InvalidAliUid InvalidCapacityReservationId.NotFound
			InvalidChargeType.CapacityReservationNotSupported InvalidPlatform.ValueNotSupported LackResource
			MissingParameter.PrivatePoolOptions.Id MissingParameter.PrivatePoolOptionsId SpotNotSupported
		`,
		anyRole:         `InvalidParameter.Arns InvalidRamRole.NotEcsRole InvalidRamRole.NotFound`,
		noSnapshotKinds: `InvalidSnapshotId.BasedSnapshotTooOld`,
		noStock: `
			CategoryNotSupported InstanceType.Offline InvalidInstanceType.ZoneNotSupported
			InvalidOperation.PublicIpAddressNoStock InvalidParameter.Conflict InvalidVSwitch.DefaultVSwitchNotSupport
			InvalidVpcZone.NotSupported OperationConflict OperationDenied.CloudSSDNotSupported OperationDenied.NoStock
			RegionUnauthorized ResourceNotAvailable Throttling.Resource Zone.NotOnSale Zone.NotOpen
		`,
		oneGroupKind: `
			EnterpriseGroupLimited.InstanceType EnterpriseGroupLimited.MutliGroupType
			Forbidden.OnlySupportEnterpriseGroup InvalidOperation.MultiGroupType
			InvalidOperation.NotSupportEnterpriseGroup InvalidSecurityGroup.NotInDefaultVpc
		`,
		oneInterface: `InvalidOperation.EniCountExceeded InvalidVSwitchId.IpInvalid`,
		commonCode: `
			HOSTNAME_ILLEGAL InstanceDiskCategoryLimitExceed InstanceDiskNumLimitExceed
			InvalidClientToken.ValueNotSupported InvalidDisk.SystemDiskSize InvalidDiskCategory.Mismatch
			InvalidDiskCategory.NotSupported InvalidDiskCategory.ValueNotSupported
			InvalidInstanceType.NotSupportDiskCategory InvalidSystemDiskCategory.ValueUnauthorized
			InvalidSystemDiskSize InvalidSystemDiskSize.ValueNotSupported OperationDenied.InconsistentNetwork
		`,
	},
	"DeleteInstance": {
		neverSeen:       `InvalidParameter`,
		noMachineStates: `DependencyViolation.RouteEntry DependencyViolation.SLBConfiguring`,
		oneInterface:    `InvalidOperation.EniLinked`,
	},
	"DeleteInstances": {
		neverSeen:       `InvalidInstanceIds.ValueNotSupported InvalidParameter.CrossRegionNotSupport`,
		noMachineStates: `DependencyViolation.RouteEntry DependencyViolation.SLBConfiguring`,
		oneInterface:    `InvalidOperation.EniLinked`,
	},
	"DescribeInstanceAttribute": {},
	"DescribeInstanceStatus":    {},
	"DescribeInstances": {
		noHosts: `InvalidHpcClusterId.Creating InvalidHpcClusterId.NotFound`,
	},
	"RebootInstance": {
		noKMS: `
			InvalidParameter.KMSKeyId.CMKNotEnabled InvalidParameter.KMSKeyId.CMKUnauthorized
			InvalidParameter.KMSKeyId.KMSUnauthorized InvalidParameter.KMSKeyId.NotFound
		`,
		noMachineStates: `DiskError`,
		noOrders:        `InstanceExpiredOrInArrears`,
	},
	"RebootInstances": {
		neverSeen:       `InvalidInstance.NotFoundSystemDisk`,
		noKMS:           `InvalidParameter.KMSKeyId.CMKNotEnabled InvalidParameter.KMSKeyId.KMSUnauthorized`,
		noMachineStates: `InstanceNotReady`,
		noOrders:        `InstanceExpiredOrInArrears InsufficientBalance`,
		noStock:         `InvalidOperation.Conflict`,
	},
	"RunInstances": {
		alwaysReady: `
			DefaultVswitch.Existed IncorrectDefaultVpcStatus IncorrectVSwitchStatus IncorrectVpcStatus
			InvalidOperation.VpcHasEnabledAdvancedNetworkFeature VpcNotFound
		`,
		anyKeyPair: `InvalidKeyPairName.NotFound`,
		ignoredHere: `
			BurstingEnabledForMultiAttachDiskUnsupported DependencyViolation.IoOptimized
			InvalidAdditionalInfoPvdConfig.SizeExceeded InvalidAutoSnapshotPolicyId.NotFound
			InvalidCustomInstanceType.NotSupported InvalidImage.NotSupported InvalidImage.WindowsUnsupported
			InvalidInstanceType.NotSupportCpuOptionsTopologyType InvalidIoOptimize.ValueNotSupported
			InvalidOperation.ConfidentialComputingModeInInviteOnlyTesting InvalidParam.ConfidentialComputingMode
			InvalidParam.CpuOptionsCore InvalidParam.CpuOptionsNuma InvalidParam.NotSupportJumboFrame
			InvalidParam.TrustedSystemMode InvalidParameter.CpuOptionsTopologyType
			InvalidParameter.CreditSpecification
			InvalidPerformanceLevel.ValueNotSupported InvalidSecurityOptions.NotSupported IoOptimized.NotSupported
		`,
		neverSeen: `
			CategoryViolation DryRun.InvalidAmount IncorrectInstanceStatus InvalidDiskIds.NotPortable
			InvalidLaunchTemplateVersion.NotFound InvalidOperation.ExceedInstanceTypeQueueNumber InvalidParam.Amount
			InvalidParameter.Bandwidth InvalidParameter.NotMatch InvalidParameter.PrivateIpAddressRepeated
			InvalidParameter.VSwitchId InvalidResourceId.NotSupported InvalidResourceType.NotSupported
			InvalidUserData.NotSupported InvalidVSwitchId.Necessary OperationDenied
			OperationDenied.SnapshotNotAllowed OperationDenied.SnapshotNotValid OperationDenied.SnapshotParamsNotValid
		`,
		noClassic: `
			InvalidInnerIpAddress.Malformed InvalidInnerIpAddress.Unusable InvalidNetworkType
			InvalidNetworkType.Mismatch InvalidNetworkType.MismatchRamRole InvalidNetworkType.NotSupported
			InvalidSecurityGroup.NetworkType InvalidSecurityGroupId.MultiGroupIdNetworkTypeConflict
			InvalidSpotInterruptionBehavior.ClassicNetworkNotSupport OperationDenied.InvalidNetworkType
			OperationDenied.NoVlan OperationDenied.ZoneNotAllowed
		`,
		noHibernation: `
			HibernationConfigured.InstanceOperationForbidden HibernationConfigured.InstanceTypeNotSupport
			HibernationConfigured.MemorySizeTooBig InvalidSystemDiskSize.LessThanMemSize
		`,
		noHosts: `
			ChargeTypeViolation.PostPaidDedicatedHost DedicatedHostType.Unmatched DeploymentSet.NotFound
			IncorrectDedicatedHostStatus InvalidCloudBoxZone.OperationNotSupported InvalidClusterId.NotFound
			InvalidDedicatedHostClusterId.InValid InvalidDedicatedHostClusterId.NotFound
			InvalidDedicatedHostId.NotFound InvalidDedicatedHostStatus.NotSupport InvalidDeploymentOnHost
			InvalidDeploymentSetId.NotFound InvalidDestinationZone.DeploymentSetMismatch InvalidHpcClusterId.Creating
			InvalidHpcClusterId.Necessary InvalidHpcClusterId.NotFound InvalidHpcClusterId.Unnecessary
			InvalidInstanceChargeType.NotSupport InvalidInstanceType.NotSupported
			InvalidManagedPrivateSpaceId.DedicatedHostIdConflict InvalidManagedPrivateSpaceId.NotFound
			InvalidManagedPrivateSpaceId.TenancyConflict InvalidMaxPartitionNumber.Malformed
			InvalidNodeControllerId.Malformed InvalidParam.Tenancy InvalidParameter.Affinity
			InvalidParameter.CloudboxNotSupported InvalidParameter.DedicatedRegionNotSupported
			InvalidParameter.DeploymentSetGroupNo InvalidParameter.StorageSetId
			InvalidParameter.StorageSetPartitionNumber InvalidParameter.StorageSetZoneId
			InvalidPeriod.ExceededDedicatedHost InvalidSchedulerOptions InvalidStorageClusterId.CapacityNotEnough
			InvalidStorageClusterId.CategoryNotMatch InvalidStorageClusterId.DiskSizeEmpty
			InvalidStorageClusterId.NotExist InvalidStorageClusterId.PerformanceLevelNotMatch
			InvalidStorageClusterId.StatusNotSupport InvalidStorageClusterId.ZoneIdEmpty
			InvalidStorageSetName.Malformed NoAvaliableDedicatedHost NodeControllerUnavailable
			QuotaExceed.DeploymentSetInstanceQuotaFull ResourcesNotInSameZone
		`,
		noIPv6: `
			InvalidOperation.Ipv6CountExceeded InvalidOperation.Ipv6NotSupport InvalidVSwitch.Ipv6NotTurnOn
			MaxEniIpv6IpsCountExceeded
		`,
		noISP: `
			InvalidBandwidthOut.LessThanZero InvalidIspBandwidthOut InvalidIspType.ValueNotSupported InvalidIspUID
			UnsupportedIspChargeType UnsupportedIspClassicNetwork UnsupportedIspNetworkChargeType UnsupportedIspRegion
		`,
		noInstanceQuota: `
			AclLimitExceed InstanceDiskLimitExceeded JoinedGroupLimitExceed
			OperationDenied.QuotaExceed QuotaExceed.AfterpayInstance QuotaExceed.DiskCapacity QuotaExceed.ElasticQuota
			QuotaExceed.PortableCloudDisk QuotaExceed.PostPaidDisk QuotaExceeded
			QuotaExceeded.PostpaidDataDiskCapacity SecurityGroupInstanceLimitExceed
		`,
		noKMS: `
			HibernationConfigured.ImageNotEncrypted InvalidEncryptAlgorithm InvalidEncryptAlgorithm.NotMatchSnapshot
			InvalidEncrypted.DefaultEncryptionUnsupported InvalidEncrypted.NotMatchEncryptAlgorithm
			InvalidEncrypted.NotMatchKmsKeyId InvalidKMSKeyId.NotSymmetric
			InvalidKmsKeyId.NotMatchSnapshot InvalidParam.EncryptedMismatch
			InvalidParameter.DataEncryptedKeyCreateFailed InvalidParameter.Encrypted.KmsNotEnable
			InvalidParameter.EncryptedIllegal InvalidParameter.EncryptedNotSupported
			InvalidParameter.KMSKeyId.CMKNotEnabled InvalidParameter.KMSKeyId.CMKUnauthorized
			InvalidParameter.KMSKeyId.KMSUnauthorized InvalidParameter.KMSKeyId.NotFound
			InvalidParameter.KmsNotEnabled InvalidRegion.NotSupport InvalidRegionId.NotSupportEncryptAlgorithm
			InvalidZoneId.NotSupportCreateWithShareEncryptedImage InvalidZoneId.NotSupportShareEncryptedImage
			NotSupport.SnapshotEncryptedAlgorithmConflict NotSupportSnapshotEncrypted.DiskCategory
			NotSupportSnapshotEncrypted.ImageOwnerAlias NotSupportSnapshotEncrypted.InstanceType
			NotSupportSnapshotEncrypted.RegionId NotSupportSnapshotEncrypted.ShareImage
			NotSupportSnapshotEncrypted.ZoneId UserNotInTheWhiteList
		`,
		noMachineStates: `
			IncorrectRecycleBinStatus InvalidOperation.ResourceManagedByCloudProduct
			OperationDenied.DiskTypeNotSupport OperationDenied.LocalDiskUnsupported
		`,
		noMarket: `
			DeleteWithInstance.Conflict ImageNotSubscribed ImageRemovedInMarket IncorrectImageStatus
			InvalidMarketImage.NotFound InvalidMarketImageChargeType.NotSupport QuotaExceed.BuyImage
		`,
		noOrders: `
			Account.Arrearage AccountForbidden.AssociatedWithResellerPartner AccountForbidden.ProductCreationLimited
			Forbidden.RiskControl InsufficientBalance InsufficientBalance.AgentCredit InvalidAccount.NotSupportSpot
			InvalidAccountStatus InvalidAccountStatus.NotEnoughBalance InvalidAccountStatus.PayAmountLimitExceeded
			InvalidAutoPay.PostPaidUnsupported InvalidAutoRenewPeriod.ValueNotSupported InvalidInstance.UnPaidOrder
			InvalidOperation.UserNotSupported InvalidPayMethod InvalidPeriodType.ValueNotSupported InvalidSpotAliUid
			InvalidSpotAuthorized InvalidSpotInterruptionBehavior.LocalDiskNotSupport
			InvalidSpotParam.EmptyZoneID InvalidSpotPriceLimit.LowerThanPublicPrice Mayi.InternalError MissingParamter
			NoPermission.Price OperationDenied.BidOwnResource OperationDenied.FlavorNotSupported
			OperationDenied.PaygNotAvailable OperationDenied.PrepayNotAvailable OperationDenied.RegionIdNotSupported
			OperationDenied.TimestampNotSupported PaymentMethodNotFound QuotaExceeded.PrepayDataDiskCapacity
			RealNameAuthenticationError SecurityRisk.3DVerification
		`,
		noPolicies: `
			Forbbiden Forbidden.RegionId InvalidInstanceType.ValueUnauthorized InvalidUser.PassRoleForbidden
			InvalidUserData.Forbidden NoPermission.SystemTag
		`,
		noPools: `
			ClassicNetworkNotSupported DedicatedHostNotSupported Invalid.InstanceChargeType Invalid.InstanceId
			Invalid.InstanceType Invalid.PrivatePoolOptions.Id Invalid.PrivatePoolOptions.MatchCriteria
			Invalid.PrivatePoolOptions.NoStock Invalid.PrivatePoolOptions.status Invalid.PrivatePoolOptionsId
			Invalid.ZoneId InvalidAliUid InvalidCapacityReservationId.NotFound
			InvalidChargeType.CapacityReservationNotSupported InvalidPlatform.ValueNotSupported LackResource
			MissingParameter.PrivatePoolOptions.Id MissingParameter.PrivatePoolOptionsId SpotNotSupported
		`,
		anyRole:         `InvalidParameter.Arns InvalidRamRole.NotEcsRole InvalidRamRole.NotFound`,
		noSnapshotKinds: `InvalidSnapshotId.BasedSnapshotTooOld`,
		noStock: `
			CategoryNotSupported InstanceType.Offline InvalidInstanceType.ZoneNotSupported
			InvalidOperation.PublicIpAddressNoStock InvalidParameter.Conflict InvalidRelationResource.NotFound
			InvalidVSwitch.DefaultVSwitchNotSupport
			InvalidVpcZone.NotSupported OperationDenied.CloudSSDNotSupported OperationDenied.CreatingConflict
			OperationDenied.NoStock OperationDenied.ResourceControl OperationDenied.ZoneSystemCategoryNotMatch
			RegionUnauthorized ResourceNotAvailable Throttling.Resource Zone.NotOnSale Zone.NotOpen
		`,
		oneGroupKind: `
			EnterpriseGroupLimited.InstanceType EnterpriseGroupLimited.MutliGroupType
			Forbidden.OnlySupportEnterpriseGroup InvalidSecurityGroup.NotInDefaultVpc
		`,
		oneInterface: `
			InvalidEniQueueSize.RegionOrUserNotSupported
			InvalidInstanceType.ElasticNetworkInterfaceNotSupported InvalidIp.Address InvalidIp.IpAssigned
			InvalidIp.IpRepeated InvalidOperation.EniCountExceeded
			InvalidOperation.HighPerformanceEniPerInstanceLimitExceeded
			InvalidOperation.HighPerformanceTrafficModeIsNotAllowed
			InvalidOperation.InvalidNetworkInterfaceId InvalidOperation.Ipv4CountExceeded
			InvalidOperation.Ipv4NotSupport InvalidOperation.MaxEniQueueNumberExceeded
			InvalidOperation.NetworkInterface InvalidOperation.RegionNotSupportNetworkInterfaceId
			InvalidOperation.UserNotSupportNetworkCard InvalidParam.IpAssign InvalidParam.IpCount
			InvalidParam.SecondaryIp
			InvalidParameter.Combination InvalidParameter.EniQueueSize
			InvalidParameter.InvalidEniQueueNumber
			InvalidParameter.InvalidQueuePairNumber InvalidParameter.NetworkCardIndexInvalid
			InvalidParameter.NetworkInterface InvalidParameter.QueuePairNumberMustEmpty InvalidParams.CreateEniParams
			InvalidVSwitchId.IpInvalid
		`,
		commonCode: `
			NumberExceed.Tags
			HOSTNAME_ILLEGAL InstanceDiskCategoryLimitExceed
			InstanceDiskNumLimitExceed InvalidClientToken.ValueNotSupported InvalidDisk.SystemDiskSize
			InvalidDiskCategory.ConflictSnapshotCategory InvalidDiskCategory.Mismatch InvalidDiskCategory.NotSupported
			InvalidDiskCategory.ValueNotSupported InvalidInstanceType.NotSupportDiskCategory
			InvalidParameter.SecurityGroupIdRepeated InvalidParams.HostnameExceed InvalidParams.InstanceNameExceed
			InvalidSecurityGroup.VpcMismatch InvalidSecurityGroupId InvalidSnapshotId.Malformed
			InvalidSnapshotId.NotFound InvalidSystemDiskCategory.ValueUnauthorized
			InvalidSystemDiskSize.ImageNotSupportResize InvalidSystemDiskSize.ValueNotSupported InvalidTag.Mismatch
			InvalidTagCount InvalidVSwitchId.NotExist OperationDenied.InconsistentNetwork
			ProvisionedIopsForDiskCategoryRequired
		`,
	},
	"StartInstance": {
		neverSeen:       `ServiceUnavailable`,
		noHosts:         `InvalidDedicatedHost.NotEnoughResource OperationDenied.HostRepairing`,
		noInstanceQuota: `QuotaExceed.ElasticQuota`,
		noKMS: `
			InvalidParameter.KMSKeyId.CMKNotEnabled InvalidParameter.KMSKeyId.CMKUnauthorized
			InvalidParameter.KMSKeyId.KMSUnauthorized InvalidParameter.KMSKeyId.NotFound
		`,
		noMachineStates: `DiskError InstanceNotReady`,
		noOrders:        `DiskInArrears InstanceExpired InsufficientBalance OperationDenied.SpotPriceLowerThanPublicPrice`,
		noPools:         `Invalid.PrivatePoolOptions.NoStock InvalidCapacityReservationId.NotFound LackResource`,
		noStock:         `OperationDenied.NoStock`,
	},
	"StartInstances": {
		noHosts:         `OperationDenied.HostRepairing`,
		noKMS:           `InvalidParameter.KMSKeyId.CMKNotEnabled InvalidParameter.KMSKeyId.KMSUnauthorized`,
		noMachineStates: `InstanceNotReady`,
		noOrders: `
			InstanceExpired InstanceExpiredOrInArrears InsufficientBalance
			OperationDenied.SpotPriceLowerThanPublicPrice
		`,
		noPools: `Invalid.PrivatePoolOptions.NoStock`,
		noStock: `InvalidOperation.Conflict OperationDenied.NoStock`,
	},
	"StopInstance": {
		noClassic:     `InvalidInstanceId.NotSupport`,
		noHibernation: `HibernationConfigured.InstanceOperationForbidden HibernationConfigured.NotEnabled`,
		noKMS: `
			InvalidParameter.KMSKeyId.CMKNotEnabled InvalidParameter.KMSKeyId.CMKUnauthorized
			InvalidParameter.KMSKeyId.KMSUnauthorized
		`,
		noMachineStates: `DiskError InstanceType.ParameterMismatch`,
		noOrders:        `InstanceExpiredOrInArrears`,
	},
	"StopInstances": {
		noClassic:       `InvalidInstanceId.NotSupport`,
		noKMS:           `InvalidParameter.KMSKeyId.CMKNotEnabled InvalidParameter.KMSKeyId.KMSUnauthorized`,
		noMachineStates: `InstanceNotReady`,
		noOrders:        `InstanceExpiredOrInArrears InsufficientBalance`,
		noStock:         `InvalidOperation.Conflict`,
	},
	"DescribeInstanceAutoRenewAttribute": {
		commonCode:      `MissingParameter.InstanceId Throttling`,
		noMachineStates: `IncorrectInstanceStatus`,
	},
	"DescribeInstanceMaintenanceAttributes": {
		noPolicies: `OperationDenied.NotInWhiteList`,
	},
	"DescribeInstanceRamRole": {
		noClassic: `InvalidNetworkType.MismatchRamRole`,
	},
	"DescribeNetworkInterfaces": {
		alwaysReady: `InvalidOperation.VpcMismatch InvalidSecurityGroupId.NotVpc InvalidVpc.Empty InvalidVpc.Indeterminacy`,
		commonCode:  `InvalidRegionId.MalFormed`,
		findsNothing: `
			InvalidEcsId.NotFound InvalidEniId.NotFound InvalidInstanceID.Malformed InvalidSecurityGroupId.NotFound
			InvalidVSwitchId.NotFound
		`,
		neverSeen:       `InvalidOperation.AvailabilityZoneMismatch InvalidOperation.InvalidEcsState UnsupportedParameter`,
		noInstanceQuota: `SecurityGroupInstanceLimitExceed`,
		noOrders:        `Abs.InvalidAccount.NotFound`,
		noPolicies:      `Forbidden.NotSupportRAM Forbidden.RegionId Forbidden.SubUser InvalidUserType.NotSupported`,
		oneInterface: `
			EniPerInstanceLimitExceeded InvalidOperation.DetachPrimaryEniNotAllowed
			InvalidOperation.InvalidEniPageNumber InvalidOperation.InvalidEniState InvalidOperation.InvalidEniType
			MaxEniCountExceeded
		`,
	},
	"DescribeUserData": {},
	"ModifyInstanceAttribute": {
		commonCode: `InvalidHostPassword.Malformed`,
		ignoredHere: `
			Credit.NotFound InstanceType.ValueNotSupported InvalidAdditionalInfoPvdConfig.SizeExceeded
			InvalidInstanceStatus.CreditSpecRestricted InvalidInstanceStatus.NotRunning
			InvalidInstanceType.NotSupportCpuOptionsTopologyType InvalidOperation.InstanceStatusNotSupport
			InvalidOperation.InstanceStatusUnsupported InvalidParam.NotSupportJumboFrame
			InvalidParameter.CpuOptionsTopologyType InvalidParameter.CreditSpecification InvalidParameter.RecycleBin
			InvalidRemoteConnectionOptions.Password InvalidRemoteConnectionOptions.Type OSType.ValueNotSupported
		`,
		keptAsSaid:      `ImageNotSupportCloudInit`,
		neverSeen:       `InstanceNotInSecurityGroup InvalidOperation.InvalidEcsState InvalidOperation.InvalidRegion OperationDenied`,
		noClassic:       `InvalidNetworkType.NotSupported InvalidSecurityGroupType.NotSupportClassic InvalidUserData.NotSupported`,
		noInstanceQuota: `AclLimitExceed JoinedGroupLimitExceed SecurityGroupInstanceLimitExceed`,
		noMachineStates: `InvalidInstanceStatus.NeedRestart InvalidOperation.ResourceManagedByCloudProduct`,
		noOrders:        `ChargeTypeViolation`,
		noPolicies:      `InvalidUser.Unauthorized InvalidUserData.Forbidden`,
		oneGroupKind:    `EnterpriseGroupLimited.MutliGroupType`,
		oneInterface: `
			InvalidOperation.EniCountExceeded InvalidOperation.EniQueuePairNumberOverflow
			InvalidOperation.ExceedInstanceTypeQueueNumber
			InvalidOperation.InstanceTypeNotSupportHighPerformanceTrafficMode
			InvalidOperation.MaxEniQueueNumberExceeded InvalidOperation.MaxEniQueuePairNumberExceed
			InvalidParameter.InvalidEniQueueNumber InvalidParameter.InvalidQueuePairNumber
		`,
	},
})
