package ecs

import (
	"context"
	"slices"

	"sesame/internal/apierr"
	"sesame/internal/rpc"
	"sesame/internal/store"
)

// DescribeTagsRequest asks which tags are in use. ListTagResources has replaced it.
type DescribeTagsRequest struct {
	PageSize     int
	PageNumber   int
	ResourceType string
	ResourceId   string
	RegionId     string `rpc:"required"`
	Category     string
	Tag          []requestTag
}

// DescribeTagsResponse is one page of the tags.
type DescribeTagsResponse struct {
	PageSize   int
	PageNumber int
	TotalCount int
	Tags       struct{ Tag []UsedTag }
}

// UsedTag is a tag and how many resources carry it.
type UsedTag struct {
	TagValue, TagKey  string
	ResourceTypeCount TagResourceCount
}

// TagResourceCount counts resources by their kind. Of some kinds there are none here.
type TagResourceCount struct {
	Instance, Image, Ddh, SnapshotPolicy, Securitygroup, Snapshot int
	ReservedInstance, LaunchTemplate, Eni, Disk, KeyPair, Volume  int
}

// DescribeTags lists the tags that resources carry, each once, by key and value. Of several
// tags that are asked for, any is meant.
func (s *Service) DescribeTags(ctx context.Context, c *rpc.Call, req *DescribeTagsRequest) (*DescribeTagsResponse, error) {
	kinds, err := checkTagSearch(c, req.RegionId, req.ResourceType, len(req.Tag))
	if err != nil {
		return nil, err
	}
	if err := checkSoughtTags(c, req.Tag, apierr.TagKeyIllegal, apierr.TagValueIllegal); err != nil {
		return nil, err
	}
	switch req.Category {
	case "", "custom":
	case "system": // no service of Alibaba Cloud puts tags on anything here
		kinds = nil
	default:
		return nil, deny(c, apierr.TagCategoryIllegal)
	}
	offset, limit, number, err := pageOf(c, req.PageNumber, req.PageSize, 50)
	if err != nil {
		return nil, err
	}
	resp := &DescribeTagsResponse{PageSize: limit, PageNumber: number}
	if len(kinds) == 0 {
		return resp, nil
	}
	return resp, s.view(ctx, c, func(tx *store.Tx) error {
		uses, err := req.uses(tx, c, kinds)
		if err != nil {
			return err
		}
		all := usedTags(uses, req.Tag)
		resp.TotalCount, resp.Tags.Tag = len(all), cut(all, offset, limit)
		return nil
	})
}

func (req *DescribeTagsRequest) uses(tx *store.Tx, c *rpc.Call, kinds []string) ([]store.TagUse, error) {
	if req.ResourceId != "" {
		return tx.TagUsesOf(c.AccountID, req.RegionId, kinds, req.ResourceId)
	}
	return tx.TagUses(c.AccountID, req.RegionId, kinds)
}

// usedTags gathers the counts of each tag, which stand together.
func usedTags(uses []store.TagUse, sought []requestTag) (all []UsedTag) {
	for _, u := range uses {
		if len(sought) > 0 && !slices.ContainsFunc(sought, func(t requestTag) bool {
			return t.Key == u.Key && (t.Value == "" || t.Value == u.Value)
		}) {
			continue
		}
		if n := len(all); n == 0 || all[n-1].TagKey != u.Key || all[n-1].TagValue != u.Value {
			all = append(all, UsedTag{TagKey: u.Key, TagValue: u.Value})
		}
		for _, k := range resourceKinds {
			if k.name == u.Kind {
				*k.count(&all[len(all)-1].ResourceTypeCount) = u.Count
			}
		}
	}
	return all
}

// checkTagSearch gives the kinds to look among.
func checkTagSearch(c *rpc.Call, region, kind string, tags int) ([]string, error) {
	if err := checkRegion(c, region); err != nil {
		return nil, err
	}
	kinds, err := kindsOf(c, kind)
	if err == nil && tags > maxTagsInCall {
		err = deny(c, apierr.TagCount)
	}
	return kinds, err
}
