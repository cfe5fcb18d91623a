package ecs

import (
	"context"
	"log/slog"

	"sesame/internal/apierr"
	"sesame/internal/cloud"
	"sesame/internal/rpc"
)

// UntagResourcesRequest takes some tags, or all, from up to 50 resources of one kind.
type UntagResourcesRequest struct {
	RegionId     string
	ResourceType string
	All          bool
	ResourceId   []string
	TagKey       []string
}

// UntagResourcesResponse holds nothing but the RequestId of every answer.
type UntagResourcesResponse struct{}

// UntagResources takes the tags from all of the resources, or from none when one of them
// does not exist. A key that a resource has not is no error.
func (s *Service) UntagResources(ctx context.Context, c *rpc.Call, req *UntagResourcesRequest) (*UntagResourcesResponse, error) {
	if err := req.check(c); err != nil {
		return nil, err
	}
	var matches []cloud.TagMatch
	for _, k := range req.TagKey {
		matches = append(matches, cloud.TagMatch{Key: k})
	}
	of := sameKind{req.RegionId, req.ResourceType, req.ResourceId, apierr.TagResourcesNotFound}
	return &UntagResourcesResponse{}, s.changeResources(ctx, c, of, func(r *cloud.Resource) error {
		if r.Tags = cloud.WithoutTags(r.Tags, matches...); req.All {
			r.Tags = nil
		}
		return nil
	})
}

func (req *UntagResourcesRequest) check(c *rpc.Call) error {
	t := try(c)
	t.not(req.RegionId == "", apierr.NullRegionIDHere, "RegionId")
	t.not(req.ResourceType == "", apierr.NullResourceTypeHere, "ResourceType")
	t.not(len(req.ResourceId) == 0, apierr.NullResourceIDsHere, "ResourceId")
	t.not(len(req.TagKey) == 0 && !req.All, apierr.NullTagsHere, "TagKey", "All")
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
	t.not(len(req.ResourceId) > maxTaggedIDs, apierr.TooManyIDsHere, "ResourceId")
	t.not(len(req.TagKey) > maxTagsInCall, apierr.TooManyTagsHere, "TagKey")
	t.not(req.All && len(req.TagKey) > 0, apierr.UntagAllConflict, "All", "TagKey")
	if t.err != nil {
		return t.err
	}
	var tags []cloud.Tag
	for _, k := range req.TagKey {
		tags = append(tags, cloud.Tag{Key: k})
	}
	c.Trace.Check(tagsForm, slog.Int("tags", len(tags)))
	return refused(cloud.CheckTags(tags))
}
