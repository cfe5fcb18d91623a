package apierr

// CopyImage.
var (
	SourceRegionNotFound      = &Error{400, "SourceRegion.NotFound", "The source region not found."}
	DestinationRegionNotFound = &Error{400, "DestinationRegion.NotFound", "The destination region not found."}
	CopyNameMalformed         = &Error{400, "InvalidImageName.Malformed", "The specified destination image name is wrongly formed."}
	CopyDescriptionMalformed  = &Error{400, "InvalidDescription.Malformed", "The specified destination description is wrongly formed."}
	CopyNameDuplicated        = &Error{400, "InvalidImageName.Duplicated", "The specified image name is already in use in the target region. Please try a different one."}
	CopyNotAvailable          = &Error{400, "IncorrectImageStatus", "The image not available."}
	CopyKeyNotEncrypted       = &Error{400, "InvalidParameter.EncryptedIllegal", "The specified parameter Encrypted must be true when kmsKeyId is not empty."}
	CopyAlgorithmNotEncrypted = &Error{400, "InvalidEncrypted.NotMatchEncryptAlgorithm", "The specified parameter Encrypted must be true when EncryptAlgorithm is not empty."}
	CopyAlgorithmInvalid      = &Error{400, "InvalidEncryptAlgorithm", "The specified parameter EncryptAlgorithm is not valid."}
	CopyCommunity             = &Error{400, "OperationDenied.CommunityImage", "Community image does not support copy."}
	CopyConflict              = &Error{400, "OperationDenied.ImageCopyConflict", "The same image cannot be copied concurrently. Please wait until the last copy is completed before performing the next operation."}
	CopyQuotaImages           = &Error{403, "QuotaExceed.Image", "The number of images exceeds the limit (%s)."}
	CopySameRegion            = &Error{403, "IncorrectDestinationRegion", "The destination region is not equal the target region."}
	CopySharedAcross          = &Error{403, "OperationDenied.SameRegionOnly", "The image shared from others can not be copied to another region directly."}
	CopyToPlain               = &Error{403, "OperationDeined.EncryptedSnapshot", "The image contains encrypted snapshots, which do not support copying to non-encrypted ones."}
	CopyEncryptAcross         = &Error{403, "OperationDenied.EncryptSnapshotAcrossRegion", "The image do not contain encrypted snapshots, which do not support copying to encrypted ones."}
)

// CancelCopyImage.
var (
	CancelNotCopied = &Error{400, "ImageCreatedNotFromCopy", "The specified image is not the target image of a copy action."}
	CancelDone      = &Error{400, "IncorrectImageStatus", "The image copy has completed."}
	CancelFailed    = &Error{400, "IncorrectImageStatus", "The Image copy has been failed."}
)

// Community images.
var (
	DeletePublic = &Error{403, "ImageIsPublic", "You can not delete public image, please modify it to private."}
	ImagePublic  = &Error{403, "Image.Public", "The specified image is public image."}
)

// DescribeImageSupportInstanceTypes.
var (
	InvalidParamter = &Error{400, "InvalidParamter", "Invalid Parameter."}
	ImageUnusable   = &Error{404, "InvalidImageId.NotFound", "The specified image is not found, please make sure image is exist in current region or image status is available."}
)
