package ecs

const (
	anyKey       = "Any KMSKeyId is taken and none is looked at: there are no KMS keys."
	anyRegion    = "Every region copies to every other one."
	anySize      = "Images of every size are copied."
	noMarket     = "Sesame has no marketplace."
	noRoles      = "Nothing needs a role or an authorization of another service."
	takesNoValue = "The action has no such parameter."
)

var copiesNotProduced = reasons{
	"CancelCopyImage": {
		"CancelNotSupported":           "Every copy that is under way can be cancelled.",
		"InvalidDescription.Malformed": takesNoValue,
	},
	"CopyImage": {
		"Account.Arrearage":    noOrders,
		"Forbbiden":            noPolicies,
		"InvalidAliUid.IsNull": "Every call has an account.",
		"InvalidEncrypted.NotMatchDiskDefaultEncryption": "No account encrypts by default.",
		"InvalidEncrypted.NotMatchKmsKeyId":              "InvalidParameter.EncryptedIllegal says so.",
		"InvalidOperation.CloudBoxImageCopyUnsupported":  "There are no CloudBoxes.",
		"InvalidOperation.Conflict":                      "OperationDenied.ImageCopyConflict says so.",
		"InvalidOperation.VhdImageUnsupported":           "Images have no format that keeps them from being copied.",
		"InvalidParameter.DataEncryptedKeyCreateFailed":  anyKey,
		"InvalidParameter.KMSKeyId.CMKNotEnabled":        anyKey,
		"InvalidParameter.KMSKeyId.CMKUnauthorized":      anyKey,
		"InvalidParameter.KMSKeyId.KMSUnauthorized":      anyKey,
		"InvalidParameter.KMSKeyId.NotFound":             anyKey,
		"InvalidParameter.KmsNotEnabled":                 anyKey,
		"InvalidRegion.NotSupport":                       anyRegion,
		"InvalidRegionId.NotSupportEncryptAlgorithm":     anyRegion,
		"InvalidSnapshot.TooOld":                         noSnapshotKinds,
		"InvalidSnapshotId.NotFound":                     "The snapshots of an image cannot be gone before it.",
		"OperationDenied":                                noSnapshotKinds,
		"OperationDenied.ImageCopying":                   "OperationDenied.ImageCopyConflict says so.",
		"OperationDenied.KmsServiceUnauthorized":         noRoles,
		"OperationDenied.NonCompliantDestinationRegion":  anyRegion,
		"OperationDenied.NotAuthorized":                  noMarket,
		"OperationDenied.NotPublished":                   noMarket,
		"QuotaExceed.Snapshot":                           noSnapshotKinds,
		"RegionNotSupportCopy":                           anyRegion,
		"SizeExceed.Image":                               anySize,
		"UserNotInTheWhiteList":                          noRoles,
	},
	"DescribeImageSupportInstanceTypes": {
		"InvalidInstanceType.ValueNotSupported": takesNoValue,
		"InvalidUsage":                          takesNoValue,
	},
}
