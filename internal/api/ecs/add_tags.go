package ecs

import (
	"context"

	"sesame/internal/apierr"
	"sesame/internal/cloud"
	"sesame/internal/rpc"
)

// AddTagsRequest puts tags on one resource. TagResources has replaced it.
type AddTagsRequest struct {
	RegionId     string `rpc:"required"`
	ResourceType string `rpc:"required"`
	ResourceId   string `rpc:"required"`
	Tag          []requestTag
}

// AddTagsResponse holds nothing but the RequestId of every answer.
type AddTagsResponse struct{}

// AddTags tags a resource. A key that it has already gets the new value.
func (s *Service) AddTags(ctx context.Context, c *rpc.Call, req *AddTagsRequest) (*AddTagsResponse, error) {
	if err := checkOneTagged(c, req.RegionId, req.ResourceType, len(req.Tag)); err != nil {
		return nil, err
	}
	if err := checkSentTags(c, req.Tag); err != nil {
		return nil, err
	}
	of := sameKind{req.RegionId, req.ResourceType, []string{req.ResourceId}, apierr.TaggedResourceUnknown}
	return &AddTagsResponse{}, s.changeResources(ctx, c, of, func(r *cloud.Resource) error {
		return s.tag(c, r, plainTags(req.Tag))
	})
}

func checkOneTagged(c *rpc.Call, region, kind string, tags int) error {
	if err := checkRegion(c, region); err != nil {
		return err
	}
	if err := checkKind(c, kind); err != nil {
		return err
	}
	if tags == 0 || tags > maxTagsInCall {
		return deny(c, apierr.TagCount)
	}
	return nil
}
