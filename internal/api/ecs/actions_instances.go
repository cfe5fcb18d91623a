package ecs

import (
	"sesame/internal/apierr"
	"sesame/internal/rpc"
)

// launchDeclared are the errors that RunInstances and CreateInstance give in the same words.
var launchDeclared = errs{
	apierr.MissingParameter, apierr.InvalidParameter, apierr.RegionNotInRecords, apierr.DryRunOperation,
	apierr.IdempotentParameterMismatch, apierr.ImageIDMissing, apierr.FamilyBesideImage, apierr.FamilyWithoutImage,
	apierr.ImageNotFound, apierr.ImageNotValid, apierr.ImageWithoutCloudInit, apierr.InstanceNameMalformed,
	apierr.InstanceDescriptionMalformed, apierr.HostNameMalformed, apierr.PasswordMalformed, apierr.PasswordAndInherit,
	apierr.UserDataSize, apierr.KeyPairForWindows, apierr.LaunchInternetChargeType, apierr.ChargeTypeNotFound,
	apierr.PeriodInvalid, apierr.SpotStrategyInvalid, apierr.SpotDurationInvalid, apierr.SpotPriceLimitInvalid, apierr.SpotPrePaid, apierr.SpotInterruptionInvalid,
	apierr.ProtectionChargeType, apierr.HTTPEndpointInvalid, apierr.HTTPTokensInvalid, apierr.HTTPHopLimitInvalid,
	apierr.ZoneNotFound, apierr.LaunchVSwitchNotFound, apierr.VSwitchOfOtherZone, apierr.GroupOfOtherVPC,
	apierr.AddressOutside, apierr.NoAddressLeft, apierr.SystemDiskTooSmall, apierr.SystemDiskBelowImage, apierr.TooManyDisks,
	apierr.DataDiskCategory, apierr.DataDiskSize, apierr.DataDiskLevel, apierr.DataDiskLevelSize, apierr.NotMatchSnapshot, apierr.DataDeviceMalformed, apierr.LaunchDeviceInUse,
	apierr.DataSnapshotNotFound, apierr.LaunchSnapshotNotReady, apierr.DataSnapshotOfSystem, apierr.DiskBelowSnapshot,
	apierr.TagKeyMalformed, apierr.TagValueMalformed, apierr.DuplicateTagKey, apierr.QuotaTags,
	apierr.ResourceGroupNotFound,
}

func (l *launchErrors) all() errs {
	return errs{
		l.instanceType, l.architecture, l.group, l.addressMalformed, l.addressTaken, l.bandwidthIn, l.bandwidthOut,
		l.systemCategory, l.systemTooLarge, l.diskName, l.diskDescription, l.userData,
	}
}

// moving are the errors of actions that move one instance, severally those of many.
var (
	moving    = errs{apierr.MissingParameter, apierr.DryRunOperation, apierr.InstanceNotFound, apierr.InstanceIsLocked, apierr.InstanceStatusIncorrect}
	severally = errs{
		apierr.MissingParameter, apierr.InvalidParameter, apierr.RegionNotFound, apierr.DryRunSuccess, apierr.TooManyInstanceIDs,
		apierr.InstanceIDsNotFound, apierr.InstanceNotFound, apierr.InstanceIsLocked, apierr.InstanceStatusIncorrect,
	}
	releasing = errs{apierr.DeletionProtected, apierr.ReleasePrePaid, apierr.InstanceInitializing}
)

func instancesActions() []rpc.Action[*Service] {
	return []rpc.Action[*Service]{
		rpc.Define("CreateInstance", (*Service).CreateInstance, rpc.Write, errorsOf(launchDeclared, createErrors.all())...),
		rpc.Define("DeleteInstance", (*Service).DeleteInstance, rpc.Write, errorsOf(moving, releasing)...),
		rpc.Define("DeleteInstances", (*Service).DeleteInstances, rpc.Write, errorsOf(severally, releasing, errs{
			apierr.IdempotentParameterMismatch,
		})...),
		rpc.Define("DescribeInstanceAttachmentAttributes", (*Service).DescribeInstanceAttachmentAttributes, rpc.ReadOnly, inRegion...),
		rpc.Define("DescribeInstanceAttribute", (*Service).DescribeInstanceAttribute, rpc.ReadOnly, errs{
			apierr.MissingParameter, apierr.InstanceNotFound,
		}...),
		rpc.Define("DescribeInstanceAutoRenewAttribute", (*Service).DescribeInstanceAutoRenewAttribute, rpc.ReadOnly, errs{
			apierr.MissingParameter, apierr.RegionNotFound, apierr.NeitherRenewalNorInstances, apierr.TooManyRenewed,
			apierr.RenewalStatusInvalid, apierr.RenewalPageSize, apierr.RenewalPageNumber, apierr.RenewedInstanceNotFound,
			apierr.RenewedPostPaid,
		}...),
		rpc.Define("DescribeInstanceMaintenanceAttributes", (*Service).DescribeInstanceMaintenanceAttributes, rpc.ReadOnly, errorsOf(inRegion, errs{
			apierr.InstanceIDLimit, apierr.InstanceNotFound,
		})...),
		rpc.Define("DescribeInstanceRamRole", (*Service).DescribeInstanceRamRole, rpc.ReadOnly, errorsOf(inRegion, errs{
			apierr.RoleInstanceIDsMalformed, apierr.NeitherInstancesNorRole, apierr.RoleInstanceNotFound,
		})...),
		rpc.Define("DescribeInstanceStatus", (*Service).DescribeInstanceStatus, rpc.ReadOnly, errorsOf(inRegion, errs{
			apierr.TooManyInstanceIDs, apierr.InstanceIDsMalformed, apierr.ZoneNotFound,
		})...),
		rpc.Define("DescribeInstances", (*Service).DescribeInstances, rpc.ReadOnly, errorsOf(inRegion, dryRun, errs{
			apierr.NetworkTypeNotFound, apierr.ChargeTypeNotFound, apierr.InternetChargeTypeInvalid, apierr.InstanceStatusNotFound,
			apierr.LockReasonNotFound, apierr.TagCount, apierr.TagMismatch, apierr.InstanceFilterKey, apierr.InstanceFilterValue,
		})...),
		rpc.Define("DescribeNetworkInterfaces", (*Service).DescribeNetworkInterfaces, rpc.ReadOnly, inRegion...),
		rpc.Define("DescribeUserData", (*Service).DescribeUserData, rpc.ReadOnly, errs{
			apierr.MissingParameter, apierr.RegionNotFound, apierr.InstanceNotFound,
		}...),
		rpc.Define("ModifyInstanceAttribute", (*Service).ModifyInstanceAttribute, rpc.Write, errs{
			apierr.MissingParameter, apierr.InvalidParameter, apierr.InstanceNameMalformed, apierr.InstanceDescriptionMalformed,
			apierr.HostNameMalformed, apierr.PasswordMalformed, apierr.UserDataSize, apierr.ModifyUserData, apierr.InstanceNotFound,
			apierr.InstanceIsLocked, apierr.InstanceStatusIncorrect, apierr.ProtectionChargeType, apierr.GroupTwice,
			apierr.GroupNotFound, apierr.GroupsOfTwoVPCs,
		}...),
		rpc.Define("RebootInstance", (*Service).RebootInstance, rpc.Write, moving...),
		rpc.Define("RebootInstances", (*Service).RebootInstances, rpc.Write, errorsOf(severally, errs{apierr.InstanceIDsMalformed})...),
		rpc.Define("RunInstances", (*Service).RunInstances, rpc.Write, errorsOf(launchDeclared, runErrors.all(), errs{
			apierr.InstanceTypeMissing, apierr.AmountInvalid, apierr.MinAmountInvalid, apierr.NumberedNameMalformed,
			apierr.ProvisionedIOPSNotSupported, apierr.ProvisionedIOPSLimit, apierr.BurstingNotSupported,
			apierr.NonRootNotSupported, apierr.TooManyInterfaces, apierr.InterfaceType, apierr.InterfaceTrafficMode, apierr.InterfaceHighPerformance,
			apierr.InterfaceNotFound, apierr.InterfaceInvalid, apierr.PrimaryAddressForMany, apierr.SecondaryAddressForMany,
			apierr.GroupAndGroups,
			apierr.HostNameAndNames, apierr.HostNamesCount, apierr.AutoReleaseMalformed, apierr.LaunchTemplateNotFound,
		})...),
		rpc.Define("StartInstance", (*Service).StartInstance, rpc.Write, errorsOf(moving, errs{apierr.NoSystemDisk})...),
		rpc.Define("StartInstances", (*Service).StartInstances, rpc.Write, errorsOf(severally, errs{
			apierr.InstanceIDsMalformed, apierr.NoSystemDiskOfOne,
		})...),
		rpc.Define("StopInstance", (*Service).StopInstance, rpc.Write, errorsOf(moving, errs{apierr.InvalidParameter})...),
		rpc.Define("StopInstances", (*Service).StopInstances, rpc.Write, errorsOf(severally, errs{apierr.InstanceIDsMalformed})...),
	}
}
