package ecs

import (
	"context"
	"errors"
	"log/slog"
	"slices"

	"sesame/internal/apierr"
	"sesame/internal/cloud"
	"sesame/internal/rpc"
	"sesame/internal/store"
)

// resourceKind is a kind of resource that carries tags, by its name on the wire.
type resourceKind struct {
	name  string
	count func(*TagResourceCount) *int // where DescribeTags tells how many carry a tag
}

// resourceKinds are those that exist here. A further kind joins them, and resourceTables in
// package store; published names of others are unknown ones.
var resourceKinds = []resourceKind{
	{store.KindDisk, func(c *TagResourceCount) *int { return &c.Disk }},
	{store.KindImage, func(c *TagResourceCount) *int { return &c.Image }},
	{store.KindInstance, func(c *TagResourceCount) *int { return &c.Instance }},
	{store.KindSnapshot, func(c *TagResourceCount) *int { return &c.Snapshot }},
}

func checkKind(c *rpc.Call, name string) error {
	c.Trace.Check(kindExists, slog.String("ResourceType", name))
	if !slices.ContainsFunc(resourceKinds, func(k resourceKind) bool { return k.name == name }) {
		return deny(c, apierr.ResourceTypeNotFound)
	}
	return nil
}

// kindsOf gives the kind that a request names, or all.
func kindsOf(c *rpc.Call, name string) (all []string, err error) {
	if name != "" {
		return []string{name}, checkKind(c, name)
	}
	for _, k := range resourceKinds {
		all = append(all, k.name)
	}
	return all, nil
}

// requestTag is a tag as requests that make or tag something carry it.
type requestTag = struct{ Key, Value string }

// newTags are the tags of a request, checked and ordered by key, for something that has none
// yet and may carry so many.
func newTags(c *rpc.Call, sent []requestTag, quota int) ([]cloud.Tag, error) {
	if len(sent) == 0 {
		return nil, nil
	}
	c.Trace.Check(tagsRoom, slog.Int("tags", len(sent)), slog.Int("limit", quota))
	if len(sent) > quota {
		return nil, tagQuota
	}
	tags := plainTags(sent)
	c.Trace.Check(tagsForm, slog.Int("tags", len(sent)))
	return cloud.WithTags(nil, tags...), refused(cloud.CheckTags(tags))
}

var tagQuota = apierr.QuotaTags.With("The number of tags exceeds the quota.")

func plainTags(sent []requestTag) (tags []cloud.Tag) {
	for _, t := range sent {
		tags = append(tags, cloud.Tag{Key: t.Key, Value: t.Value})
	}
	return tags
}

// checkSentTags looks at tags that shall be put on something. A value without a key is a
// fault of its own.
func checkSentTags(c *rpc.Call, sent []requestTag) error {
	c.Trace.Check(tagsForm, slog.Int("tags", len(sent)))
	if slices.ContainsFunc(sent, func(t requestTag) bool { return t.Key == "" && t.Value != "" }) {
		return deny(c, apierr.TagMismatch)
	}
	return refused(cloud.CheckTags(plainTags(sent)))
}

// sameKind names some of the caller's resources of one kind.
type sameKind struct {
	region, kind string
	ids          []string
	missing      *apierr.Error // when one of them does not exist
}

// changeResources changes all of them or none.
func (s *Service) changeResources(ctx context.Context, c *rpc.Call, of sameKind, fn func(*cloud.Resource) error) error {
	return s.update(ctx, c, false, func(tx *store.Tx) error { return change(tx, c, of, fn) })
}

func change(tx *store.Tx, c *rpc.Call, of sameKind, fn func(*cloud.Resource) error) error {
	for _, id := range of.ids {
		c.Trace.Check(resourceExists, slog.String("kind", of.kind), slog.String("id", id), slog.String("RegionId", of.region))
		was, err := tx.Resource(c.AccountID, of.region, of.kind, id)
		if errors.Is(err, store.ErrNotFound) {
			return deny(c, of.missing)
		}
		if err != nil {
			return err
		}
		is := *was
		if err := fn(&is); err != nil {
			return err
		}
		if err := tx.UpdateResource(was, &is); err != nil {
			return err
		}
	}
	return nil
}

// tag puts tags on a resource. Those that only get another value need no room.
func (s *Service) tag(c *rpc.Call, r *cloud.Resource, tags []cloud.Tag) error {
	with := cloud.WithTags(r.Tags, tags...)
	c.Trace.Check(tagsRoom, slog.Int("tags", len(with)), slog.Int("limit", s.quotas(c).TagsPerResource))
	if len(with) > max(s.quotas(c).TagsPerResource, len(r.Tags)) {
		return tagQuota
	}
	r.Tags = with
	return nil
}
