package apierr

// The tag actions: TagResources, UntagResources and ListTagResources on the one hand, and
// those that they replace.
var (
	TooManyTags           = &Error{400, "NumberExceed.Tags", "The Tags parameter's number is exceed , Valid : 20."}
	TooManyTagsHere       = &Error{400, "NumberExceed.Tags", "The Tags parameter's number is exceed , Valid : 20"}
	TooManyIDs            = &Error{400, "NumberExceed.ResourceIds", "The ResourceIds parameter's number is exceed , Valid : 50."}
	TooManyIDsHere        = &Error{400, "NumberExceed.ResourceIds", "The ResourceIds parameter's number is exceed , Valid : 50"}
	TagsBesideFilters     = &Error{400, "InvalidTags.MalFormed", "The tags must be empty, when the tagFilters is not empty."}
	TagKeyIllegal         = &Error{400, "InvalidTagKey.Malformed", "The parameter Tag.n.Key is illegal."}
	TagValueIllegal       = &Error{400, "InvalidTagValue.Malformed", "The parameter Tag.n.Value is illegal."}
	TagCategoryIllegal    = &Error{400, "Invalid.TagCategory", "The parameter Category is illegal."}
	UntagAllConflict      = &Error{403, "Param.Conflict", "The specified all is true, but the specified TagKey.N is not empty."}
	NeitherTagsNorIDs     = &Error{403, "BothEmpty.TagsAndResources", "The specified Tags and ResourcesIds are not allow to both empty."}
	TooManyTagValues      = &Error{403, "NumberExceed.TagValues", "The number of the specified TagValues is beyond permitted range, the max is 5."}
	TagFilterMalformed    = &Error{403, "InvalidTagFilter.Malformed", "The specified TagFilter is not valid."}
	NextTokenInvalid      = &Error{403, "Invalid.NextToken", "The specified NextToken is not valid."}
	NullRegionID          = &Error{404, "MissingParameter.RegionId", "The parameter - RegionId should not be null."}
	NullRegionIDHere      = &Error{404, "MissingParameter.RegionId", "The parameter - RegionId should not be null"}
	NullResourceType      = &Error{404, "MissingParameter.ResourceType", "The parameter - ResourceType should not be null."}
	NullResourceTypeHere  = &Error{404, "MissingParameter.ResourceType", "The parameter - ResourceType should not be null"}
	NullResourceIDs       = &Error{404, "MissingParameter.ResourceIds", "The parameter - ResourceIds.N should not be null."}
	NullResourceIDsHere   = &Error{404, "MissingParameter.ResourceIds", "The parameter - ResourceIds.N should not be null"}
	NullTags              = &Error{404, "MissingParameter.Tags", "The parameter - Tags should not be null."}
	NullTagsHere          = &Error{404, "MissingParameter.Tags", "The parameter - Tags should not be null"}
	TagResourcesNotFound  = &Error{404, "InvalidResourceId.NotFound", "The specified ResourceIds are not found in our records."}
	TaggedResourceUnknown = &Error{404, "InvalidResourceId.NotFound", "The specified ResourceId is not found in our records."}
)

// Resource groups.
var (
	JoinParameterMissing  = &Error{403, "MissingParameter", "The input parameter %q that is mandatory for processing this request is not supplied."}
	ResourceGroupNotFound = &Error{404, "InvalidResourceGroup.NotFound", "The ResourceGroup provided does not exist in our records."}
	JoinResourceNotFound  = &Error{404, "InvalidResourceId.NotFound", "The ResourceId provided does not exist in our records."}
)
