package ecs

import (
	"slices"

	"sesame/internal/apierr"
	"sesame/internal/rpc"
)

// errorsOf joins what an action can answer beside the gateway's errors.
func errorsOf(groups ...[]*apierr.Error) []*apierr.Error { return slices.Concat(groups...) }

type errs = []*apierr.Error

var (
	inRegion = errs{apierr.MissingParameter, apierr.InvalidParameter, apierr.RegionNotFound}
	dryRun   = errs{apierr.DryRunOperation}
)

// Actions is the table of what is served, one part a subject. Documentation, coverage and
// contract tests read it.
func Actions() []rpc.Action[*Service] {
	return slices.Concat(imageActions(), tagsActions(), catalogueActions(), copiesActions(), disksActions(), instancesActions(), importsActions())
}

func imageActions() []rpc.Action[*Service] {
	return []rpc.Action[*Service]{
		rpc.Define("CreateImage", (*Service).CreateImage, rpc.Write, errorsOf(inRegion, dryRun, errs{
			apierr.ImageNameMalformed, apierr.CreateFamilyMalformed, apierr.DescriptionMalformed, apierr.ImageVersionMalformed,
			apierr.ArchitectureMalformed, apierr.PlatformMalformed, apierr.BootModeForArchitecture, apierr.ImdsSupportNotSupported,
			apierr.TagKeyMalformed, apierr.TagValueMalformed, apierr.DuplicateTagKey, apierr.QuotaTags,
			apierr.ResourceGroupNotFound, apierr.CreateSourceMissing, apierr.InstanceNotFound, apierr.InstanceLocked, apierr.IncorrectInstanceStatus, apierr.NoSystemDisk,
			apierr.SnapshotNotFound, apierr.SnapshotNotReady, apierr.SnapshotNotSystem, apierr.SystemSnapshotEncrypted,
			apierr.NoSystemSnapshot, apierr.TwoSystemSnapshots, apierr.DiskTypeNotSupported, apierr.MappingSizeNotSupported,
			apierr.DeviceMalformed, apierr.DeviceInUse, apierr.IdempotenceParamNotMatch,
			apierr.CreateNameDuplicated, apierr.CreateFamilyFull, apierr.CreateFamiliesFull, apierr.QuotaImages,
		})...),
		rpc.Define("DeleteImage", (*Service).DeleteImage, rpc.Write, errorsOf(inRegion, dryRun, errs{
			apierr.DeleteCopying, apierr.ImageIsImporting, apierr.DeletePublic, apierr.DeleteShared, apierr.DeleteInUse, apierr.FamilyGuarded,
		})...),
		rpc.Define("DescribeImageFromFamily", (*Service).DescribeImageFromFamily, rpc.ReadOnly, errs{
			apierr.MissingParameter, apierr.RegionUnknown,
		}...),
		rpc.Define("DescribeImageSharePermission", (*Service).DescribeImageSharePermission, rpc.ReadOnly, errorsOf(inRegion, errs{
			apierr.SpecifiedImageNotFound,
		})...),
		rpc.Define("DescribeImages", (*Service).DescribeImages, rpc.ReadOnly, errorsOf(inRegion, dryRun, errs{
			apierr.OwnerAliasNotSupported, apierr.OwnerAliasForPublic, apierr.ImageOwnerIDUnsupported, apierr.InstanceTypeNotSupported,
			apierr.OSTypeInvalid, apierr.ArchitectureInvalid, apierr.UsageInvalid, apierr.TagCount, apierr.TagMismatch,
			apierr.FilterKeyNotFound, apierr.FilterValueInvalid, apierr.FilterNetworkType,
		})...),
		rpc.Define("DescribeRegions", (*Service).DescribeRegions, rpc.ReadOnly, errs{
			apierr.ChargeTypeInvalid, apierr.ResourceTypeNotFound, apierr.AcceptLanguageNotFound,
		}...),
		rpc.Define("DescribeZones", (*Service).DescribeZones, rpc.ReadOnly, errorsOf(inRegion, errs{
			apierr.ChargeTypeNotFound, apierr.SpotStrategyInvalid, apierr.AcceptLanguageNotFound,
		})...),
		rpc.Define("ModifyImageAttribute", (*Service).ModifyImageAttribute, rpc.Write, errorsOf(inRegion, dryRun, errs{
			apierr.ImageNameMalformed, apierr.ImageFamilyMalformed, apierr.BootModeNotSupported, apierr.LicenseTypeNotSupported,
			apierr.NvmeSupportNotSupported, apierr.ImdsSupportNotSupported, apierr.DescriptionMalformed,
			apierr.ImageNotFound, apierr.ImageIsCreating, apierr.DeprecateShared, apierr.ImageNotAvailable, apierr.ImageNotDeprecated,
			apierr.BootModeForArchitecture, apierr.ImageUsingByInstance, apierr.ImdsDowngrade, apierr.FamilyGuarded,
			apierr.ImageNameDuplicated, apierr.FamilyFull, apierr.FamiliesFull,
		})...),
		rpc.Define("ModifyImageSharePermission", (*Service).ModifyImageSharePermission, rpc.Write, errorsOf(inRegion, dryRun, errs{
			apierr.ShareAccountNotFound, apierr.ShareAccountSelf, apierr.IsPublicConflict, apierr.ImageNotFound,
			apierr.ImageNotPublic, apierr.ImagePublic, apierr.ShareDeprecated, apierr.ShareEncrypted,
			apierr.QuotaShareImages, apierr.QuotaShareUsers,
		})...),
	}
}
