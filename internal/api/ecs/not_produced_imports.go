package ecs

const (
	anyImport   = "Every account imports, in every region and from every kind of file."
	noCloudBox  = "There are no CloudBoxes: InvalidStorageLocation.NotFound says so."
	noOSS       = "There is no OSS: any bucket and any object will do, and nobody reads them."
	nothingRead = "The file is not read: whatever is in it becomes an image."
)

var importsNotProduced = reasons{
	"CancelTask": {
		"CancelTaskFailed":                   "Every task that is under way can be cancelled.",
		"InvalidTaskId.TaskActionNotSupport": "All tasks are imports, which can be cancelled.",
	},
	"ImportImage": {
		"Account.Arrearage":                                noOrders,
		"ImportImageFailed":                                nothingRead,
		"InvalidAccountStatus.OSSDisabled":                 noOSS,
		"InvalidBlockSize.NotSupport":                      nothingRead,
		"InvalidImageFormat.RegionNotSupported":            anyImport,
		"InvalidLicenseType.BYOLOnly":                      neverSeen,
		"InvalidOSS.NotAuthorized":                         noOSS,
		"InvalidOSSBucket.EncryptUnsupported":              noOSS,
		"InvalidOSSBucket.FlowLimit":                       noOSS,
		"InvalidOSSBucket.NotFound":                        noOSS,
		"InvalidOSSBucket.NotMatched":                      noOSS,
		"InvalidOSSObject.NeedRestore":                     noOSS,
		"InvalidOSSObject.NotFound":                        noOSS,
		"InvalidOSSObject.Size":                            nothingRead,
		"InvalidOperation.CloudBoxImageImportRoleRequired": noCloudBox,
		"InvalidOperation.CloudBoxImageImportUnsupported":  noCloudBox,
		"InvalidRegion.NotSupport":                         anyImport,
		"InvalidVHDImage.IncorrectSize":                    nothingRead,
		"NoSetRoletoECSServiceAcount":                      noRoles,
		"UnsupportedSuffix.OSSObject":                      "The page does not say which suffixes: a name may end in anything.",
		"UserNotInTheWhiteList":                            anyImport,
	},
}
