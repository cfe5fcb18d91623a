package ecs

import (
	"context"

	"sesame/internal/rpc"
	"sesame/internal/store"
)

// DescribeResourceByTagsRequest asks for the resources that carry all of some tags.
// ListTagResources has replaced it.
type DescribeResourceByTagsRequest struct {
	PageSize     int
	PageNumber   int
	ResourceType string
	RegionId     string `rpc:"required"`
	Tag          []requestTag
}

// DescribeResourceByTagsResponse is one page of the resources.
type DescribeResourceByTagsResponse struct {
	PageSize   int
	PageNumber int
	TotalCount int
	Resources  struct{ Resource []TaggedResource }
}

// TaggedResource names a resource.
type TaggedResource struct{ ResourceType, ResourceId, RegionId string }

// DescribeResourceByTags lists resources by kind and id. Without tags, those that carry any.
func (s *Service) DescribeResourceByTags(ctx context.Context, c *rpc.Call, req *DescribeResourceByTagsRequest) (*DescribeResourceByTagsResponse, error) {
	kinds, err := checkTagSearch(c, req.RegionId, req.ResourceType, len(req.Tag))
	if err != nil {
		return nil, err
	}
	offset, limit, number, err := pageOf(c, req.PageNumber, req.PageSize, 50)
	if err != nil {
		return nil, err
	}
	q := &store.TagQuery{Kinds: kinds}
	for _, t := range req.Tag {
		q.Tags = append(q.Tags, tagMatches(t))
	}
	resp := &DescribeResourceByTagsResponse{PageSize: limit, PageNumber: number}
	return resp, s.view(ctx, c, func(tx *store.Tx) error {
		total, err := tx.CountTagged(c.AccountID, req.RegionId, q)
		if err != nil {
			return err
		}
		found, err := tx.FindTagged(c.AccountID, req.RegionId, q, offset, limit)
		if err != nil {
			return err
		}
		resp.TotalCount, resp.Resources.Resource = total, nil
		for _, r := range found {
			resp.Resources.Resource = append(resp.Resources.Resource, TaggedResource{r.Kind, r.ID, r.Region})
		}
		return nil
	})
}
