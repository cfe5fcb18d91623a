package ecs

import (
	"sesame/internal/apierr"
	"sesame/internal/rpc"
)

// copiesActions are those of copies and of what boots an image.
func copiesActions() []rpc.Action[*Service] {
	return []rpc.Action[*Service]{
		rpc.Define("CancelCopyImage", (*Service).CancelCopyImage, rpc.Write, errs{
			apierr.MissingParameter, apierr.RegionNotFound, apierr.ImageNotFound,
			apierr.CancelNotCopied, apierr.CancelFailed, apierr.CancelDone,
		}...),
		rpc.Define("CopyImage", (*Service).CopyImage, rpc.Write, errorsOf(dryRun, errs{
			apierr.MissingParameter, apierr.InvalidParameter, apierr.SourceRegionNotFound, apierr.DestinationRegionNotFound,
			apierr.CopyNameMalformed, apierr.CopyDescriptionMalformed, apierr.CopyKeyNotEncrypted,
			apierr.CopyAlgorithmNotEncrypted, apierr.CopyAlgorithmInvalid,
			apierr.TagKeyMalformed, apierr.TagValueMalformed, apierr.DuplicateTagKey, apierr.QuotaTags,
			apierr.IdempotentParameterMismatch, apierr.ImageNotFound, apierr.CopyCommunity, apierr.CopyNotAvailable,
			apierr.CopySharedAcross, apierr.CopySameRegion, apierr.CopyToPlain, apierr.CopyEncryptAcross,
			apierr.ResourceGroupNotFound, apierr.CopyConflict, apierr.CopyQuotaImages, apierr.CopyNameDuplicated,
		})...),
		rpc.Define("DescribeImageSupportInstanceTypes", (*Service).DescribeImageSupportInstanceTypes, rpc.ReadOnly, errs{
			apierr.MissingParameter, apierr.RegionNotFound, apierr.InvalidParamter,
			apierr.SpecifiedImageNotFound, apierr.ImageUnusable,
		}...),
	}
}
