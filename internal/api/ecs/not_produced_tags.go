package ecs

// Why some errors of the tag actions are never given.
const (
	allTaggable   = "Whatever exists here can be tagged."
	noScopes      = "There are no tags of others than the account itself."
	oneTagLimit   = "QuotaExceed.Tags says so of a resource, NumberExceed.Tags of a call."
	noListedTags  = "BothEmpty.TagsAndResources says so."
	exactTagCase  = "Keys that differ in case are different keys."
	unavailable   = "503 ServiceUnavailable says so, as of every action."
	noGroupTags   = "Resource groups carry no tags here."
	noTagFuzzy    = "Values are compared as they are, without wildcards."
	tagsNotListed = "Nothing is tagged by a call that reads."
)

var tagsNotProduced = reasons{
	"AddTags": {
		"InvalidResourceId.NotSupported": allTaggable,
		"OperationDenied.QuotaExceed":    oneTagLimit,
		"TagKey.Duplication":             exactTagCase,
	},
	"JoinResourceGroup": {
		"EntityExists.AssociatedTransferTasks": "A resource moves to its group at once.",
		"InvalidRegionId.ResourceGroup":        "Every region has resource groups.",
		"InvalidResourceGroup.Duplicate":       "Moving to the group that it is in is no error (A-128).",
		"InvalidStatus.ResourceGroup":          "Groups are made and removed at once.",
	},
	"ListTagResources": {
		"Invalid.Scope": noScopes,
		"InvalidDefaultResourceGroup.NotSupported": noGroupTags,
		"InvalidFilter.Malformed":                  "InvalidTagFilter.Malformed says so.",
		"InvalidResourceId.NotFound":               "What does not exist is listed without tags (A-122).",
		"InvalidResourceId.NotSupported":           allTaggable,
		"InvalidTag.Mismatch":                      "InvalidTagKey.Malformed says that a key is missing.",
		"InvalidTag.NotSupported":                  noGroupTags,
		"InvalidTagCount":                          "NumberExceed.Tags says so.",
		"MissingParameter.ResourceIds":             noListedTags,
		"MissingParameter.TagOwnerBid":             noScopes,
		"MissingParameter.TagOwnerUid":             noScopes,
		"MissingParameter.Tags":                    noListedTags,
		"NoPermission.Tag":                         noPolicies,
		"OperationDenied.QuotaExceed":              tagsNotListed,
		"PermissionDenied.Scope":                   noScopes,
		"PermissionDenied.TagOwnerBid":             noScopes,
		"PermissionDenied.TagOwnerUid":             noScopes,
		"PermissionDenied.TagsFuzzyQuery":          noTagFuzzy,
		"ServiceUnavailable":                       unavailable,
	},
	"RemoveTags": {
		"InvalidResourceId.NotSupported": allTaggable,
	},
	"TagResources": {
		"Invalid.Scope":                  noScopes,
		"InvalidResourceId.NotSupported": allTaggable,
		"InvalidTagCount":                "NumberExceed.Tags says so.",
		"MissingParameter.TagOwnerBid":   noScopes,
		"MissingParameter.TagOwnerUid":   noScopes,
		"NoPermission.Tag":               noPolicies,
		"NoPermissionKey.Scope":          noScopes,
		"OperationDenied.QuotaExceed":    oneTagLimit,
		"PermissionDenied.Scope":         noScopes,
		"PermissionDenied.TagOwnerBid":   noScopes,
		"PermissionDenied.TagOwnerUid":   noScopes,
		"ServiceUnavailable":             unavailable,
		"TagKey.Duplication":             exactTagCase,
	},
	"UntagResources": {
		"Invalid.Scope":                  noScopes,
		"InvalidResourceId.NotSupported": allTaggable,
		"InvalidTag.Mismatch":            "The call has keys only.",
		"InvalidTagCount":                "NumberExceed.Tags says so.",
		"InvalidTagValue.Malformed":      "The call has keys only.",
		"MissingParameter.TagOwnerBid":   noScopes,
		"MissingParameter.TagOwnerUid":   noScopes,
		"NoPermission.Tag":               noPolicies,
		"NoPermissionKey.Scope":          noScopes,
		"OperationDenied.QuotaExceed":    "A call that takes tags away exceeds nothing.",
		"PermissionDenied.Scope":         noScopes,
		"PermissionDenied.TagOwnerBid":   noScopes,
		"PermissionDenied.TagOwnerUid":   noScopes,
	},
}
