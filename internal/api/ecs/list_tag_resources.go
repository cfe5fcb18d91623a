package ecs

import (
	"context"
	"encoding/base64"
	"slices"
	"strings"

	"sesame/internal/apierr"
	"sesame/internal/cloud"
	"sesame/internal/rpc"
	"sesame/internal/store"
)

// ListTagResourcesRequest asks for tags of resources of one kind: of those named, of those
// that carry certain tags, or of those for which both is so.
type ListTagResourcesRequest struct {
	RegionId     string
	NextToken    string
	ResourceType string
	ResourceId   []string
	Tag          []requestTag
	TagFilter    []struct {
		TagKey    string
		TagValues []string
	}
}

// ListTagResourcesResponse is one page of the tags.
type ListTagResourcesResponse struct {
	NextToken    string
	TagResources struct{ TagResource []TagResource }
}

// TagResource is a tag of a resource.
type TagResource struct{ TagValue, ResourceType, ResourceId, TagKey string }

// taggedPage is how many resources a page tells of.
const taggedPage = 50

// ListTagResources lists every tag of the resources that are asked for, by id and key
// . A resource that does not exist has no tags.
func (s *Service) ListTagResources(ctx context.Context, c *rpc.Call, req *ListTagResourcesRequest) (*ListTagResourcesResponse, error) {
	q, err := req.query(c)
	if err != nil {
		return nil, err
	}
	resp := &ListTagResourcesResponse{}
	return resp, s.view(ctx, c, func(tx *store.Tx) error {
		found, err := tx.FindTagged(c.AccountID, req.RegionId, q, 0, taggedPage+1)
		if err != nil {
			return err
		}
		resp.NextToken = ""
		if len(found) > taggedPage {
			found = found[:taggedPage]
			resp.NextToken = pageToken(found[taggedPage-1].ID)
		}
		resp.TagResources.TagResource, err = tagResources(tx, found)
		return err
	})
}

func tagResources(tx *store.Tx, of []*cloud.Resource) (all []TagResource, err error) {
	for _, r := range of {
		tags, err := tx.Tags(r.Account, r.Region, r.Kind, r.ID)
		if err != nil {
			return nil, err
		}
		for _, t := range tags {
			all = append(all, TagResource{TagValue: t.Value, ResourceType: r.Kind, ResourceId: r.ID, TagKey: t.Key})
		}
	}
	return all, nil
}

// query reads the request.
func (req *ListTagResourcesRequest) query(c *rpc.Call) (*store.TagQuery, error) {
	t := try(c)
	t.not(req.RegionId == "", apierr.NullRegionID, "RegionId")
	t.not(req.ResourceType == "", apierr.NullResourceType, "ResourceType")
	if t.err != nil {
		return nil, t.err
	}
	if err := checkRegion(c, req.RegionId); err != nil {
		return nil, err
	}
	if err := checkKind(c, req.ResourceType); err != nil {
		return nil, err
	}
	if err := req.check(c); err != nil {
		return nil, err
	}
	after, ok := afterToken(req.NextToken)
	if !ok {
		return nil, deny(c, apierr.NextTokenInvalid)
	}
	q := &store.TagQuery{Kinds: []string{req.ResourceType}, IDs: req.ResourceId, After: after}
	for _, t := range req.Tag {
		q.Tags = append(q.Tags, tagMatches(t))
	}
	for _, f := range req.TagFilter {
		q.Tags = append(q.Tags, cloud.TagMatches{Key: f.TagKey, Values: f.TagValues})
	}
	return q, nil
}

// tagMatches: a tag that is looked for without a value may have any.
func tagMatches(t requestTag) cloud.TagMatches {
	m := cloud.TagMatches{Key: t.Key}
	if t.Value != "" {
		m.Values = []string{t.Value}
	}
	return m
}

func (req *ListTagResourcesRequest) check(c *rpc.Call) error {
	t := try(c)
	t.not(len(req.ResourceId)+len(req.Tag)+len(req.TagFilter) == 0, apierr.NeitherTagsNorIDs, "ResourceId", "Tag", "TagFilter")
	t.not(len(req.ResourceId) > maxTaggedIDs, apierr.TooManyIDs, "ResourceId")
	t.not(len(req.Tag) > maxTagsInCall, apierr.TooManyTags, "Tag")
	t.not(len(req.Tag) > 0 && len(req.TagFilter) > 0, apierr.TagsBesideFilters, "Tag", "TagFilter")
	if t.err != nil {
		return t.err
	}
	if err := checkSoughtTags(c, req.Tag, apierr.TagKeyMalformed, apierr.TagValueMalformed); err != nil {
		return err
	}
	for n, t := range req.Tag {
		if slices.ContainsFunc(req.Tag[:n], func(o requestTag) bool { return o.Key == t.Key }) {
			return deny(c, apierr.DuplicateTagKey, "Tag", "Key")
		}
	}
	return req.checkFilters(c)
}

// checkSoughtTags: what nothing can carry may be looked for in vain, unless it is too long.
func checkSoughtTags(c *rpc.Call, sent []requestTag, key, value *apierr.Error) error {
	for _, t := range sent {
		switch {
		case t.Key == "" || len([]rune(t.Key)) > 128:
			return deny(c, key)
		case len([]rune(t.Value)) > 128:
			return deny(c, value)
		}
	}
	return nil
}

func (req *ListTagResourcesRequest) checkFilters(c *rpc.Call) error {
	for _, f := range req.TagFilter {
		t := try(c)
		t.not(f.TagKey == "" || len(req.TagFilter) > 5, apierr.TagFilterMalformed, "TagFilter")
		t.not(len(f.TagValues) > 5, apierr.TooManyTagValues)
		if t.err != nil {
			return t.err
		}
	}
	return nil
}

// pageToken leads to what comes behind an id. Nobody reads it but afterToken.
func pageToken(id string) string {
	return base64.RawURLEncoding.EncodeToString([]byte(tokenMark + id))
}

const tokenMark = "after:"

func afterToken(token string) (id string, ok bool) {
	if token == "" {
		return "", true
	}
	raw, err := base64.RawURLEncoding.DecodeString(token)
	id, marked := strings.CutPrefix(string(raw), tokenMark)
	return id, err == nil && marked && id != ""
}
