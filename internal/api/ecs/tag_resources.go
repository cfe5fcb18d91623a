package ecs

import (
	"context"

	"sesame/internal/apierr"
	"sesame/internal/cloud"
	"sesame/internal/rpc"
)

// What one call of the tag actions takes.
const (
	maxTaggedIDs  = 50
	maxTagsInCall = 20
)

// TagResourcesRequest puts tags on up to 50 resources of one kind.
type TagResourcesRequest struct {
	RegionId     string
	ResourceType string
	ResourceId   []string
	Tag          []requestTag
}

// TagResourcesResponse holds nothing but the RequestId of every answer.
type TagResourcesResponse struct{}

// TagResources tags all of the resources, or none when one of them does not exist or has no
// room. A key that a resource has already gets the new value.
func (s *Service) TagResources(ctx context.Context, c *rpc.Call, req *TagResourcesRequest) (*TagResourcesResponse, error) {
	if err := req.check(c); err != nil {
		return nil, err
	}
	of := sameKind{req.RegionId, req.ResourceType, req.ResourceId, apierr.TagResourcesNotFound}
	return &TagResourcesResponse{}, s.changeResources(ctx, c, of, func(r *cloud.Resource) error {
		return s.tag(c, r, plainTags(req.Tag))
	})
}

func (req *TagResourcesRequest) check(c *rpc.Call) error {
	t := try(c)
	t.not(req.RegionId == "", apierr.NullRegionID, "RegionId")
	t.not(req.ResourceType == "", apierr.NullResourceType, "ResourceType")
	t.not(len(req.ResourceId) == 0, apierr.NullResourceIDs, "ResourceId")
	t.not(len(req.Tag) == 0, apierr.NullTags, "Tag")
	if t.err != nil {
		return t.err
	}
	if err := checkRegion(c, req.RegionId); err != nil {
		return err
	}
	if err := checkKind(c, req.ResourceType); err != nil {
		return err
	}
	t = try(c)
	t.not(len(req.ResourceId) > maxTaggedIDs, apierr.TooManyIDs, "ResourceId")
	t.not(len(req.Tag) > maxTagsInCall, apierr.TooManyTags, "Tag")
	if t.err != nil {
		return t.err
	}
	return checkSentTags(c, req.Tag)
}
