package apierr

// ImportImage. Imports and tasks have a code of their own for an unknown region.
var (
	RegionNotFoundHere      = &Error{400, "InvalidRegionId.NotFound", "The specified RegionId does not exist."}
	ImportNameDuplicated    = &Error{400, "InvalidImageName.Duplicated", "The destination image is exist."}
	ImportDescription       = &Error{400, "InvalidDescription.Malformed", "The specified Image description is wrongly formed."}
	ImportBucketMalformed   = &Error{400, "InvalidOSSBucket.Malformed", "The specified OSS bucket is wrongly formed."}
	ImportObjectMalformed   = &Error{400, "InvalidOSSObject.Malformed", "The specified OSS object is wrongly formed."}
	ImportOSTypeMalformed   = &Error{400, "InvalidOSType.Malformed", "The specified OSType is wrongly formed."}
	ImportFormatMalformed   = &Error{400, "InvalidImageFormat.Malformed", "The specified Image Format is wrongly formed."}
	ImportSystemSize        = &Error{400, "InvalidImageSize", "%s"}
	ImportDataSize          = &Error{400, "InvalidDataDiskSize", "The specified DiskDeviceMapping.N.DiskImSize should be in the specified range."}
	ImportLicense           = &Error{400, "InvalidLicenseType.NotSupported", "The specified LicenseType is not supported."}
	ImportBootModeMalformed = &Error{400, "InvalidBootMode.Malformed", "The specified parameter \"BootMode\" is malformed."}
	ImportDetectionStrategy = &Error{400, "InvalidParameter.DetectionStrategy", "The specified parameter DetectionStrategy is invalid."}
	ImportTokenMalformed    = &Error{400, "InvalidClientToken.Malformed", "The specified parameter clientToken is not valid."}
	ImportDisksMissing      = &Error{403, "MissingParameter.DiskDeviceMapping", "The specified parameter DiskDeviceMapping is not supplied."}
	ImportDeviceMalformed   = &Error{403, "InvalidParameter.Malformed", "The specified parameter \"DiskDeviceMapping.n.Device \" is not valid."}
	ImportPlatformForArch   = &Error{403, "InvalidArchitecture.PlatformUnsupported", "The OS platform you selected does not support the specified architecture."}
	ImportWindowsUnchecked  = &Error{403, "ImageCheckUnsupported.WindowsImage", "Image check is unsupported for windows image."}
	ImportTagTwice          = &Error{403, "TagKey.Duplication", "The TagKey has duplication with others, case-insensitive."}
	ImportStorageNotFound   = &Error{403, "InvalidStorageLocation.NotFound", "The specified cloud box storage location %s could not be found."}
)

// Tasks.
var (
	TaskNotFound = &Error{400, "InvalidTaskId.NotFound", "The specified \"TaskId\" is not found."}
	TaskEnded    = &Error{403, "InvalidTaskId.IncorrectTaskStatus", "The specified task status is invalid."}
)
