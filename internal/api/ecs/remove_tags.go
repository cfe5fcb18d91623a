package ecs

import (
	"context"

	"sesame/internal/apierr"
	"sesame/internal/cloud"
	"sesame/internal/rpc"
)

// RemoveTagsRequest takes tags from one resource. UntagResources has replaced it.
type RemoveTagsRequest struct {
	RegionId     string `rpc:"required"`
	ResourceType string `rpc:"required"`
	ResourceId   string `rpc:"required"`
	Tag          []requestTag
}

// RemoveTagsResponse holds nothing but the RequestId of every answer.
type RemoveTagsResponse struct{}

// RemoveTags takes tags from a resource: with a value, only if it is the tag's.
func (s *Service) RemoveTags(ctx context.Context, c *rpc.Call, req *RemoveTagsRequest) (*RemoveTagsResponse, error) {
	if err := checkOneTagged(c, req.RegionId, req.ResourceType, len(req.Tag)); err != nil {
		return nil, err
	}
	var matches []cloud.TagMatch
	for _, t := range req.Tag {
		if !cloud.ValidTagKey(t.Key) {
			return nil, deny(c, apierr.TagKeyMalformed)
		}
		matches = append(matches, cloud.TagMatch{Key: t.Key, Value: given(t.Value)})
	}
	of := sameKind{req.RegionId, req.ResourceType, []string{req.ResourceId}, apierr.TaggedResourceUnknown}
	return &RemoveTagsResponse{}, s.changeResources(ctx, c, of, func(r *cloud.Resource) error {
		r.Tags = cloud.WithoutTags(r.Tags, matches...)
		return nil
	})
}
