package ecs

import (
	"sesame/internal/apierr"
	"sesame/internal/rpc"
)

func tagsActions() []rpc.Action[*Service] {
	newTag := errs{apierr.TagKeyMalformed, apierr.TagValueMalformed, apierr.DuplicateTagKey, apierr.TagMismatch, apierr.QuotaTags}
	return []rpc.Action[*Service]{
		rpc.Define("AddTags", (*Service).AddTags, rpc.Write, errorsOf(newTag, errs{
			apierr.MissingParameter, apierr.RegionNotFound, apierr.ResourceTypeNotFound, apierr.TagCount, apierr.TaggedResourceUnknown,
		})...),
		rpc.Define("DescribeResourceByTags", (*Service).DescribeResourceByTags, rpc.ReadOnly, errorsOf(inRegion, errs{
			apierr.ResourceTypeNotFound, apierr.TagCount,
		})...),
		rpc.Define("DescribeTags", (*Service).DescribeTags, rpc.ReadOnly, errorsOf(inRegion, errs{
			apierr.ResourceTypeNotFound, apierr.TagCount, apierr.TagKeyIllegal, apierr.TagValueIllegal, apierr.TagCategoryIllegal,
		})...),
		rpc.Define("JoinResourceGroup", (*Service).JoinResourceGroup, rpc.Write, errs{
			apierr.JoinParameterMissing, apierr.RegionNotFound, apierr.ResourceTypeNotFound,
			apierr.ResourceGroupNotFound, apierr.JoinResourceNotFound,
		}...),
		rpc.Define("ListTagResources", (*Service).ListTagResources, rpc.ReadOnly, errs{
			apierr.NullRegionID, apierr.NullResourceType, apierr.RegionNotFound, apierr.ResourceTypeNotFound,
			apierr.NeitherTagsNorIDs, apierr.TooManyIDs, apierr.TooManyTags, apierr.TagsBesideFilters,
			apierr.TagKeyMalformed, apierr.TagValueMalformed, apierr.DuplicateTagKey,
			apierr.TagFilterMalformed, apierr.TooManyTagValues, apierr.NextTokenInvalid,
		}...),
		rpc.Define("RemoveTags", (*Service).RemoveTags, rpc.Write, errs{
			apierr.MissingParameter, apierr.RegionNotFound, apierr.ResourceTypeNotFound, apierr.TagCount,
			apierr.TagKeyMalformed, apierr.TaggedResourceUnknown,
		}...),
		rpc.Define("TagResources", (*Service).TagResources, rpc.Write, errorsOf(newTag, errs{
			apierr.NullRegionID, apierr.NullResourceType, apierr.NullResourceIDs, apierr.NullTags,
			apierr.RegionNotFound, apierr.ResourceTypeNotFound, apierr.TooManyIDs, apierr.TooManyTags, apierr.TagResourcesNotFound,
		})...),
		rpc.Define("UntagResources", (*Service).UntagResources, rpc.Write, errs{
			apierr.InvalidParameter, apierr.NullRegionIDHere, apierr.NullResourceTypeHere, apierr.NullResourceIDsHere, apierr.NullTagsHere,
			apierr.RegionNotFound, apierr.ResourceTypeNotFound, apierr.TooManyIDsHere, apierr.TooManyTagsHere,
			apierr.UntagAllConflict, apierr.TagKeyMalformed, apierr.DuplicateTagKey, apierr.TagResourcesNotFound,
		}...),
	}
}
