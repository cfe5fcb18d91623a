package ecs

import (
	"sesame/internal/apierr"
	"sesame/internal/rpc"
)

// importsActions are those of imports and of the tasks behind them.
func importsActions() []rpc.Action[*Service] {
	inRegionHere := errs{apierr.MissingParameter, apierr.RegionNotFoundHere}
	return []rpc.Action[*Service]{
		rpc.Define("CancelTask", (*Service).CancelTask, rpc.Write, errorsOf(inRegionHere, errs{
			apierr.TaskNotFound, apierr.TaskEnded,
		})...),
		rpc.Define("DescribeTaskAttribute", (*Service).DescribeTaskAttribute, rpc.ReadOnly, errorsOf(inRegionHere, errs{
			apierr.TaskNotFound,
		})...),
		rpc.Define("DescribeTasks", (*Service).DescribeTasks, rpc.ReadOnly, errorsOf(inRegionHere, errs{
			apierr.InvalidParameter,
		})...),
		rpc.Define("ImportImage", (*Service).ImportImage, rpc.Write, errorsOf(inRegionHere, errs{
			apierr.InvalidParameter, apierr.ImportDisksMissing,
			apierr.ImageNameMalformed, apierr.ImportDescription, apierr.NvmeSupportNotSupported, apierr.ImdsSupportNotSupported,
			apierr.ImportTokenMalformed, apierr.IdempotentParameterMismatch,
			apierr.ArchitectureMalformed, apierr.PlatformMalformed, apierr.ImportOSTypeMalformed, apierr.ImportLicense,
			apierr.ImportBootModeMalformed, apierr.ImportDetectionStrategy, apierr.BootModeForArchitecture,
			apierr.ImportWindowsUnchecked, apierr.ImportPlatformForArch,
			apierr.ImportObjectMalformed, apierr.ImportBucketMalformed, apierr.ImportSystemSize, apierr.ImportDataSize,
			apierr.ImportFormatMalformed, apierr.ImportDeviceMalformed, apierr.ImportStorageNotFound,
			apierr.ImportTagTwice, apierr.TagKeyMalformed, apierr.TagValueMalformed, apierr.QuotaTags,
			apierr.ResourceGroupNotFound, apierr.ImageIsImporting, apierr.QuotaImages, apierr.ImportNameDuplicated, apierr.DryRunSuccess,
		})...),
	}
}
