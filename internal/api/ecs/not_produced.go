package ecs

import "maps"

// Why Sesame never gives some of the errors that are published for what it serves.
const (
	noDiskStates    = "A disk here is always in order."
	noExport        = "Sesame has no ExportImage yet."
	noHibernation   = "Sesame has no hibernation."
	noKMS           = "Sesame has no KMS keys."
	noLaunch        = "LaunchPermission is ignored: no document says what it takes."
	noOrders        = "Sesame has no bills."
	noPolicies      = "Sesame has no policies: a key may do everything in its account."
	noReview        = "Nobody reviews names and descriptions."
	noSites         = "All accounts are of one site."
	noSnapshotKinds = "Snapshots are of one kind, made in an instant, and as many as are wanted."
	neverSeen       = "The page does not say when; other codes of the table are more precise."
)

// reasons tells by action and code why an error is never given.
type reasons = map[string]map[string]string

// NotProduced gives, by action and code, the published errors that an action never
// answers, and why. The coverage document shows it; a test keeps it complete.
func NotProduced() reasons {
	all := reasons{}
	for _, subject := range []reasons{imagesNotProduced, tagsNotProduced, catalogueNotProduced, copiesNotProduced, disksNotProduced, instancesNotProduced, importsNotProduced} {
		maps.Copy(all, subject)
	}
	return all
}

var imagesNotProduced = reasons{
	"CreateImage": {
		"AccountForbidden.CreateOrder":                        noOrders,
		"HibernationConfigured.InstanceOperationForbidden":    noHibernation,
		"IncorrectDiskStatus":                                 noDiskStates,
		"IncorrectDiskStatus.CreatingSnapshot":                noSnapshotKinds,
		"IncorrectDiskStatus.Invalid":                         noDiskStates,
		"IncorrectDiskStatus.NeverAttached":                   noDiskStates,
		"IncorrectDiskStatus.Transferring":                    noDiskStates,
		"IncorrectInstanceStatus.NeedRestart":                 noDiskStates,
		"InvalidAccountStatus.NotEnoughBalance":               noOrders,
		"InvalidAccountStatus.SnapshotServiceUnavailable":     noSnapshotKinds,
		"InvalidDiskCategory.CreateImage":                     "Disks of every category make images.",
		"InvalidOperation.DiskCategoryUnsupported":            "Disks of every category make images.",
		"InvalidOperation.SnapshotStorageLocationUnsupported": noSnapshotKinds,
		"InvalidParameter.AllEmpty":                           "MissingParameter says that there is no source.",
		"InvalidParameter.DiskType":                           noKMS,
		"InvalidParameter.KMSKeyId.CMKNotEnabled":             noKMS,
		"InvalidParameter.KMSKeyId.CMKUnauthorized":           noKMS,
		"InvalidParameter.KMSKeyId.KMSUnauthorized":           noKMS,
		"InvalidParamter.Conflict":                            "IdempotenceParamNotMatch says so of a ClientToken (A-060).",
		"InvalidSnapshot.TooOld":                              noSnapshotKinds,
		"InvalidSnapshotCategory.NotSupportImageCreation":     noSnapshotKinds,
		"InvalidSystemSnapshot.Missing":                       "OperationDenied says that the mapping has no system disk.",
		"OperationDenied.InvalidSnapshotCategory":             noSnapshotKinds,
		"QuotaExceed.ConcurrentSnapshotQuota":                 noSnapshotKinds,
		"QuotaExceed.Snapshot":                                noSnapshotKinds,
		"SnapshotNotReady":                                    "InvalidSnapshotId.NotReady says so.",
		"TooManySnapshot.Unfinished":                          noSnapshotKinds,
		"UserNotInTheWhiteList":                               "Everybody may make images of data disk snapshots.",
	},
	"DeleteImage": {
		"ImageIsExporting":        noExport,
		"InvalidImageId.NotFound": "Deleting what is not there is no error (A-062).",
	},
	"DescribeImageFromFamily": {
		"InvalidUser.Unauthorized": noPolicies,
	},
	"DescribeImages": {
		"CurrentAccount.NotSupportPublicImage": "Every account may look for community images.",
		"InvalidParamter":                      neverSeen,
	},
	"DescribeRegions": {
		"Unauthorized.EmptyRegion": noPolicies,
	},
	"DescribeZones": {
		"InvalidRegion.NotFound": "InvalidRegionId.NotFound says so.",
	},
	"ModifyImageSharePermission": {
		"AssumeRoleError":                                      noKMS,
		"CurrentRegion.NotSupportPublicImage":                  "Every region has community images.",
		"ForbiddenParameter.LaunchPermission":                  noLaunch,
		"ImageDescription.ContainsSensitiveWords":              noReview,
		"ImageName.ContainsSensitiveWords":                     noReview,
		"InvalidGroup.Malformed":                               "Sharing with groups is gone.",
		"InvalidImageId.BidMismatch":                           noSites,
		"InvalidOperation.ServiceKeyEncryptedImageUnsupported": noKMS,
		"InvalidParameter.KMSKeyId.CMKNotEnabled":              noKMS,
		"InvalidParameter.KMSKeyId.CMKUnauthorized":            noKMS,
		"InvalidParameter.LaunchPermission":                    noLaunch,
		"OperationDeined.FullImage":                            noKMS,
		"PublicImageAgreement.NotSigned":                       "There is no agreement to sign.",
		"UnnecessaryParameter.LaunchPermission":                noLaunch,
	},
}
