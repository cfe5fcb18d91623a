package ecs

import (
	"sesame/internal/apierr"
	"sesame/internal/rpc"
)

var (
	newErrors = errs{apierr.TagKeyMalformed, apierr.TagValueMalformed, apierr.DuplicateTagKey, apierr.QuotaTags, apierr.ResourceGroupNotFound}
	ofDisk    = errs{apierr.MissingParameter, apierr.InvalidParameter, apierr.DiskNotFound}
)

func disksActions() []rpc.Action[*Service] {
	return []rpc.Action[*Service]{
		rpc.Define("AttachDisk", (*Service).AttachDisk, rpc.Write, errorsOf(ofDisk, errs{
			apierr.AttachDeviceMalformed, apierr.InstanceNotFound, apierr.ForceCategoryNotSupported, apierr.DiskNotBootable,
			apierr.AttachDiskStatus, apierr.AttachDiskInUse, apierr.AttachOtherZone, apierr.DiskInstanceLocked,
			apierr.AttachInstanceStatus, apierr.AttachDeviceInUse, apierr.AttachTooMany,
		})...),
		rpc.Define("CreateDisk", (*Service).CreateDisk, rpc.Write, errorsOf(inRegion, newErrors, errs{
			apierr.DiskNameMalformed, apierr.DiskSourceMissing, apierr.DiskSizeNotValid, apierr.DescriptionMalformed,
			apierr.DiskCategoryNotOffered, apierr.DiskCategoryUnknown, apierr.PerformanceLevelMalformed,
			apierr.NotMatchKmsKeyID, apierr.NotMatchAlgorithm, apierr.EncryptAlgorithmInvalid, apierr.KMSKeyNotFound,
			apierr.StorageSetNotFound, apierr.StorageClusterNotFound, apierr.MultiAttachNotSupported, apierr.MultiAttachMalformed,
			apierr.ProvisionedIOPSNotSupported, apierr.BurstingNotSupported, apierr.ZoneAndInstance, apierr.DiskZoneNotFound,
			apierr.DiskInstanceUnknown, apierr.InstanceChargeTypeForDisk, apierr.SnapshotNotFound, apierr.DiskSnapshotNotReady,
			apierr.NotMatchSnapshot, apierr.DiskSizeForCategory, apierr.PerformanceLevelSize, apierr.ProvisionedIOPSLimit,
			apierr.IdempotentParameterMismatch,
		})...),
		rpc.Define("CreateSnapshot", (*Service).CreateSnapshot, rpc.Write, errorsOf(newErrors, errs{
			apierr.MissingParameter, apierr.InvalidParameter, apierr.SnapshotNameMalformed, apierr.DescriptionNotAllowed,
			apierr.RetentionDaysMalformed, apierr.SnapshotCategoryMalformed, apierr.SnapshotCategoryAndAccess,
			apierr.InstantAccessDaysMalformed, apierr.SnapshotDiskNotFound, apierr.SnapshotTokenMismatch,
			apierr.IncorrectDiskStatus, apierr.SnapshotOfUnused, apierr.SnapshotInstanceLocked, apierr.DiskInstanceStatus,
			apierr.SnapshotUnderWay, apierr.SnapshotQuota,
		})...),
		rpc.Define("DeleteDisk", (*Service).DeleteDisk, rpc.Write, errs{
			apierr.MissingParameter, apierr.DiskNotFound, apierr.DiskIsSystem, apierr.IncorrectDiskStatus, apierr.DiskCreatingSnapshot,
		}...),
		rpc.Define("DeleteSnapshot", (*Service).DeleteSnapshot, rpc.Write, errs{
			apierr.MissingParameter, apierr.InvalidParameter, apierr.DeleteSnapshotNotFound,
			apierr.SnapshotCreatedImage, apierr.SnapshotCreatedDisk,
		}...),
		rpc.Define("DescribeDisks", (*Service).DescribeDisks, rpc.ReadOnly, errorsOf(inRegion, dryRun, errs{
			apierr.ZoneUnknown, apierr.DiskIDsInvalid, apierr.DiskIDsTooMany, apierr.DiskTypeNotSupported, apierr.DiskCategoryInvalid,
			apierr.DiskStatusInvalid, apierr.DiskChargeTypeUnknown, apierr.LockReasonUnknown, apierr.MultiAttachAndShared,
			apierr.MultiAttachMalformed, apierr.TagCount, apierr.TagMismatch, apierr.DiskFilterKeyNotFound, apierr.DiskFilterValue,
		})...),
		rpc.Define("DescribeSnapshots", (*Service).DescribeSnapshots, rpc.ReadOnly, errorsOf(inRegion, dryRun, errs{
			apierr.SnapshotLinkNotFound, apierr.SnapshotIDsTooMany, apierr.SnapshotStatusNotFound, apierr.SnapshotTypeNotFound,
			apierr.SnapshotUsageInvalid, apierr.SourceDiskTypeInvalid, apierr.SnapshotCategoryMalformed, apierr.TagCount,
			apierr.TagMismatch, apierr.SnapshotFilterKeyNotFound, apierr.SnapshotFilterValue,
		})...),
		rpc.Define("DetachDisk", (*Service).DetachDisk, rpc.Write, errorsOf(ofDisk, errs{
			apierr.InstanceNotFound, apierr.DiskAlreadyDetached, apierr.DiskOfAnotherInstance, apierr.DiskIsSystem,
			apierr.IncorrectDiskStatus, apierr.DiskInstanceLocked, apierr.DiskInstanceStatus,
		})...),
		rpc.Define("ModifyDiskAttribute", (*Service).ModifyDiskAttribute, rpc.Write, errorsOf(inRegion, errs{
			apierr.DiskIDMissing, apierr.DiskIDConflict, apierr.DiskNameMalformed, apierr.DescriptionNotAllowed,
			apierr.NoAttributeToModify, apierr.DiskNotFound, apierr.BurstingNotSupported,
		})...),
		rpc.Define("ModifySnapshotAttribute", (*Service).ModifySnapshotAttribute, rpc.Write, errs{
			apierr.MissingParameter, apierr.InvalidParameter, apierr.SnapshotNameMalformed, apierr.DescriptionNotAllowed,
			apierr.RetentionDaysMalformed, apierr.NoAttributeToModify, apierr.SnapshotNotFound, apierr.ModifySnapshotNotReady,
			apierr.RetentionDaysDecreased,
		}...),
		rpc.Define("ReInitDisk", (*Service).ReInitDisk, rpc.Write, errorsOf(ofDisk, errs{
			apierr.PasswordMalformed, apierr.SystemDiskKeyPair, apierr.IncorrectDiskStatus, apierr.DiskInstanceLocked,
			apierr.DiskInstanceStatus, apierr.DiskCreatingSnapshot, apierr.SourceSnapshotDeleted, apierr.ReInitImageGone,
			apierr.SharedImageDeleted,
		})...),
		rpc.Define("ReplaceSystemDisk", (*Service).ReplaceSystemDisk, rpc.Write, errs{
			apierr.MissingParameter, apierr.InvalidParameter, apierr.ReplaceImageMissing, apierr.PasswordInheritMismatch,
			apierr.ReplacePlatform, apierr.ReplaceArchitecture, apierr.ReplaceNotMatchKmsKeyID, apierr.ReplaceNotMatchAlgorithm,
			apierr.ReplaceAlgorithmInvalid, apierr.ReplaceKMSKeyNotFound, apierr.PasswordMalformed, apierr.SystemDiskKeyPair,
			apierr.InstanceNotFound, apierr.ImageNotFound, apierr.ReplaceImageNotValid, apierr.ReplaceWithDataDisks,
			apierr.ReplaceInstanceType, apierr.ReplaceNotBooting, apierr.SystemDiskMoreThanMax, apierr.SystemDiskLessThanImage, apierr.SystemDiskLessThanMin,
			apierr.ReplaceNoSystemDisk, apierr.DiskInstanceLocked, apierr.DiskInstanceStatus, apierr.IncorrectDiskStatus,
			apierr.DiskCreatingSnapshot, apierr.IdempotentParameterMismatch,
		}...),
		rpc.Define("ResizeDisk", (*Service).ResizeDisk, rpc.Write, errorsOf(ofDisk, errs{
			apierr.ResizeType, apierr.ResizeTooSmall, apierr.ResizeSame, apierr.ResizeTooLarge, apierr.ResizeCategoryOnline,
			apierr.IncorrectDiskStatus, apierr.DiskInstanceLocked, apierr.DiskInstanceStatus, apierr.ResizeInstanceStopped,
			apierr.DiskCreatingSnapshot, apierr.IdempotentParameterMismatch,
		})...),
	}
}
